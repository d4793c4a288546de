"""The lower half of the card: the history, all other details, requests and money, the people of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from crm_desktop.services import deals, feedback, owed, payment_plans, payments, requests
from crm_desktop.ui.card.entries import of_deal, of_feedback, of_payment, of_request
from crm_desktop.ui.card.entries_model import EntriesModel
from crm_desktop.ui.card.fact_list import FactList
from crm_desktop.ui.card.facts import Fact, below
from crm_desktop.ui.card.history_pane import EntryView, HistoryPane
from crm_desktop.ui.text import grouped, ntr, tr, trc
from crm_desktop.ui.widgets.buttons import label, tool_button

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QShowEvent

    from crm_desktop.services.card_rows import Card
    from crm_desktop.ui.card.entries import Entry
    from crm_desktop.ui.session import Session

HISTORY, DETAILS, MONEY, PEOPLE = range(4)
_LEAST_HEIGHT = 190


class Parts(QWidget):
    """Tabs over four panes; a pane is filled when it is looked at.

    Signals:
        opened, remove, ask_history: of an ``Entry``.
        deed_wanted: of an ``Entry``, with the name of the deed.
        followed, field_history: of a ``Fact``.
        copied: a text went to the clipboard.
    """

    opened = Signal(object)
    remove = Signal(object)
    ask_history = Signal(object)
    deed_wanted = Signal(object, str)
    followed = Signal(object)
    field_history = Signal(object)
    copied = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("card_parts")
        self.setMinimumHeight(_LEAST_HEIGHT)
        self._session = session
        self._card: Card | None = None
        self._filled: set[int] = set()
        self._tabs = _Tabs()
        self._tabs.setObjectName("card_tabs")
        self._tabs.setAccessibleName(tr("Parts of the card"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(False)
        self._tabs.setElideMode(Qt.TextElideMode.ElideRight)
        # Four tabs in the narrowest card, in three languages.
        self._tabs.setStyleSheet("QTabBar::tab { padding: 7px 8px; }")
        for _ in range(4):
            self._tabs.addTab("")
        self.history = HistoryPane(session)
        self._details = FactList("details")
        self._people = FactList("people")
        self._money_model = EntriesModel(self)
        self._money = EntryView("money", tr("Requests and money"), self._money_model)
        self._money_total = label("", "quiet", wrap=True)
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def show_card(self, card: Card, *, keep: bool) -> None:
        """Show a card; ``keep``: the same client after a change, so what is open stays open."""
        self._card = card
        self._filled.clear()
        counts = card.counts
        marks = card.satisfaction.count if card.satisfaction else 0
        money = counts.deals + counts.payments + counts.requests + marks
        self._tabs.setTabText(HISTORY, _counted(trc("tab", "History"), counts.activities))
        self._tabs.setTabText(DETAILS, trc("tab", "Details"))
        self._tabs.setTabText(MONEY, _counted(trc("tab", "Money"), money))
        self._tabs.setTabToolTip(MONEY, tr("Requests, deals and payments"))
        self._tabs.setTabText(PEOPLE, _counted(trc("tab", "People"), card.people_total))
        self._tabs.setTabVisible(PEOPLE, card.people_total > 0)
        if not keep:
            self._tabs.setCurrentIndex(HISTORY)
        self._fill(self._tabs.currentIndex(), keep=keep)

    def show_tab(self, tab: int) -> None:
        """Go to a pane; into the list of the money with the focus, so that the keyboard goes on there."""
        self._tabs.setCurrentIndex(tab)
        if tab == MONEY and self._money_model.rowCount():
            if not self._money.currentIndex().isValid():
                self._money.setCurrentIndex(self._money_model.index(0, 0))
            self._money.setFocus(Qt.FocusReason.OtherFocusReason)

    def details(self) -> FactList:
        """The lines of the details."""
        return self._details

    # ---------------------------------------------------------------------------------------------------------- inside

    def _go(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self._filter.setVisible(tab == HISTORY)
        self._fill(tab, keep=False)

    def _fill(self, tab: int, *, keep: bool) -> None:
        card = self._card
        if card is None or tab in self._filled:
            return
        self._filled.add(tab)
        if tab == HISTORY:
            self.history.show_client(card.id, keep=keep)
        elif tab == DETAILS:
            self._details.show_facts(below(card, self._today()))
        elif tab == MONEY:
            self._show_money(card.id)
        else:
            self._people.show_facts(_people_facts(card))

    def _show_money(self, client_id: bytes) -> None:
        store, today = self._session.store, self._today()
        found = [of_request(id_, draft, today) for id_, draft in requests.of(store, client_id)]
        found += [of_feedback(id_, draft, today) for id_, draft in feedback.of(store, client_id)]
        paid = {money.deal_id: money for money in payment_plans.of_client(store, client_id)}
        own = dict(deals.of(store, client_id))
        found += [of_deal(id_, draft, today, paid.get(id_)) for id_, draft in own.items()]
        off = owed.off(store, client_id)
        titles = {id_: draft.title or tr("Deal") for id_, draft in own.items()}
        found += [
            of_payment(id_, draft, today, titles.get(draft.deal_id or b"", ""), off=id_ in off)
            for id_, draft in payments.of(store, client_id)
        ]
        chosen = self._money.current_entry()
        self._money_model.show_entries(found)
        if chosen is not None and (row := self._money_model.row_of(chosen.id)) >= 0:
            self._money.setCurrentIndex(self._money_model.index(row, 0))
        self._money.setVisible(bool(found))
        self._money_total.setText("" if found else tr("No requests, deals or payments yet."))
        self._money_total.setVisible(not found)

    def _ask_history(self, entry: Entry) -> None:
        """Of a change of the stage that of the field: it is no record of its own."""
        if entry.table == "stage_change":
            self.field_history.emit(Fact(entry.table, entry.title, entry.badge, field="stage_id"))
        else:
            self.ask_history.emit(entry)

    def _today(self) -> date:
        return self._session.store.clock.now().astimezone().date()

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._go)
        for view in (self.history, self._money):
            view.opened.connect(self.opened)
            view.remove.connect(self.remove)
            view.ask_history.connect(self._ask_history)
        self._money.deed_wanted.connect(self.deed_wanted)
        for facts in (self._details, self._people):
            facts.followed.connect(self.followed)
            facts.history.connect(self.field_history)
            facts.copied.connect(self.copied)

    def _build(self) -> None:
        self._filter = tool_button(
            "history_filter", tr("Filter the history"), "funnel", clicked=self.history.toggle_filters
        )
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._tabs, 1)
        head.addWidget(self._filter)
        money = QWidget()
        inside = QVBoxLayout(money)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._money_total, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self._money, 1)
        for pane in (self.history, _scrolled(self._details), money, _scrolled(self._people)):
            self._stack.addWidget(pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._stack, 1)


class _Tabs(QTabBar):
    """Gives words that changed while it was hidden their room; Qt alone would cut them."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setElideMode(self.elideMode())


def _counted(word: str, count: int) -> str:
    return f"{word} {grouped(count)}" if count else word


def _people_facts(card: Card) -> list[Fact]:
    found = [
        Fact(
            f"person_{number}",
            person.job_title or person.department or tr("Works here"),
            person.name,
            person.phone or person.email,
            client=person.id,
        )
        for number, person in enumerate(card.people, start=1)
    ]
    rest = card.people_total - len(card.people)
    if rest > 0:
        found.append(Fact("people_more", "", ntr("{n} more", "{n} more", rest)))
    return found


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 6, 12)
    column.addWidget(widget)
    column.addStretch(1)
    area.setWidget(inside)
    return area
