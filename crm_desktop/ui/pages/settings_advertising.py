"""Advertising: the campaigns of the sources and what they cost, for the report of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.services import campaigns, dictionaries
from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.ui import formats
from crm_desktop.ui.pages.advertising_lines import CampaignLine, CostLine, EntryLine
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.widgets.buttons import button, label, line, tool_button
from crm_desktop.ui.widgets.page_frame import Card, clear, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.services.campaigns import Campaign, Cost
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_WIDEST = 820
_SHOWN = 50


class NoSources(QWidget):
    """Where no source is known yet, the first one is written down right here.

    Signals:
        added: a source is there.
    """

    added = Signal()

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self.setObjectName("advertising_none")
        self._session, self._tell = session, tell
        self._name = QLineEdit()
        self._name.setObjectName("first_source")
        self._name.setAccessibleName(tr("Source"))
        self._name.setPlaceholderText(tr("Newspaper, signboard, the site…"))
        self._name.returnPressed.connect(self._add)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(
            button("add_first_source", tr("Add a source"), look="primary", icon="plus", clicked=self._add)
        )
        card = Card(tr("Where do your clients come from?"))
        card.setMaximumWidth(_WIDEST)
        words = tr("Name the first source. Its costs and campaigns are written down here afterwards.")
        card.column.addWidget(label(words, "quiet", wrap=True))
        card.column.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(card)
        column.addStretch(1)

    def empty(self) -> None:
        """Ready for a first source."""
        self._name.clear()

    def _add(self) -> None:
        if not self._name.text().strip():
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            dictionaries.add(self._session.store, Dictionary.SOURCE, self._name.text())
        except Exception as error:
            self._tell.problem(error)
            return
        self.added.emit()


class AdvertisingEditor(QWidget):
    """What advertising cost, and its campaigns; every change is kept at once and can be taken back."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self.setObjectName("settings_advertising")
        self._session = session
        self._tell = tell
        self._all = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        outer.addWidget(
            label(
                tr(
                    "Write down what each source costs, and the report of sources tells what it pays back. A cost over "
                    "several days is spread evenly over them."
                ),
                "quiet",
                wrap=True,
            )
        )
        self._none = NoSources(session, tell)
        self._none.added.connect(self.reload)
        outer.addWidget(self._none)
        self._inside = QWidget()
        self._inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(self._inside)
        # Many rows that come at once must not press the fields flat until the area has grown.
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        self._cost = CostLine(session)
        self._campaign = CampaignLine(session)
        self._costs = self._part(column, "costs", tr("What it cost"), self._cost)
        self._campaigns = self._part(column, "campaigns", tr("Campaigns"), self._campaign)
        column.addStretch(1)
        self._column = column
        self._area = scrolling(self._inside)
        outer.addWidget(self._area, 1)

    def reload(self) -> None:
        """Read again what is shown; what is being typed stays."""
        store = self._session.store
        sources = [(entry.id, entry.name) for entry in entries(store, Dictionary.SOURCE)]
        self._none.setVisible(not sources)
        self._area.setVisible(bool(sources))
        if not sources:
            self._none.empty()
            return
        running = campaigns.campaigns(store)
        self._campaign.offer(sources)
        self._cost.offer(
            [
                target
                for id_, name in sources
                for target in (
                    ((id_, None), name),
                    *(((id_, each.id), f"{name}: {each.name}") for each in running if each.source_id == id_),
                )
            ]
        )
        clear(self._campaigns)
        for campaign in running:
            self._campaigns.addLayout(self._campaign_row(campaign))
        self._show_costs(campaigns.costs(store))
        self._column.activate()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _part(self, column: QVBoxLayout, name: str, title: str, form: EntryLine) -> QVBoxLayout:
        card = Card(title)
        card.setObjectName(f"advertising_{name}")
        card.setAccessibleName(title)
        card.column.addWidget(form)
        card.column.addWidget(line())
        rows = QVBoxLayout()
        rows.setSpacing(2)
        card.column.addLayout(rows)
        column.addWidget(card)
        form.saved.connect(self.reload)
        form.refused.connect(self._tell.problem)
        return rows

    def _show_costs(self, found: list[Cost]) -> None:
        clear(self._costs)
        shown = found if self._all else found[:_SHOWN]
        for cost in shown:
            self._costs.addLayout(self._cost_row(cost))
        left = len(found) - len(shown)
        if left:
            words = ntr("Show {n} older one", "Show {n} older ones", left)
            more = QHBoxLayout()
            more.addWidget(button("costs_all", words, look="link", clicked=self._show_all))
            more.addStretch(1)
            self._costs.addLayout(more)

    def _show_all(self) -> None:
        self._all = True
        self.reload()

    def _cost_row(self, cost: Cost) -> QHBoxLayout:
        name = f"{cost.source}: {cost.campaign}" if cost.campaign else cost.source
        amount = formats.money(cost.amount, cost.currency)
        return self._row(
            f"cost_{cost.id.hex()}",
            (name, _days(cost.on_day, cost.until_day), cost.note),
            amount,
            lambda: self._cost.change(cost),
            lambda: campaigns.delete_cost(self._session.store, cost.id),
        )

    def _campaign_row(self, campaign: Campaign) -> QHBoxLayout:
        days = _days(campaign.starts_on, campaign.ends_on)
        if campaign.ends_on is None:
            days = trc("campaign", "since {day}", day=formats.day(campaign.starts_on))
        return self._row(
            f"campaign_{campaign.id.hex()}",
            (campaign.name, days, campaign.source),
            "",
            lambda: self._campaign.change(campaign),
            lambda: campaigns.delete_campaign(self._session.store, campaign.id),
        )

    def _row(
        self,
        key: str,
        words: tuple[str, str, str],
        amount: str,
        change: Callable[[], object],
        delete: Callable[[], object],
    ) -> QHBoxLayout:
        name, days, more = words
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(name, "strong"))
        row.addWidget(label(" · ".join(filter(None, (days, more))), "quiet", wrap=True), 1)
        row.addWidget(label(amount))
        told = f"{name}, {days}"
        edit = tool_button(f"{key}_edit", tr("Change"), "pencil", clicked=change)
        edit.setAccessibleDescription(told)
        remove = tool_button(f"{key}_delete", tr("Remove"), "trash-2", clicked=lambda: self._delete(delete))
        remove.setAccessibleDescription(told)
        row.addWidget(edit)
        row.addWidget(remove)
        return row

    def _delete(self, delete: Callable[[], object]) -> None:
        try:
            delete()
        except Exception as error:
            self._tell.problem(error)
            return
        self._tell.done(tr("Removed. Ctrl+Z takes it back."))
        self.reload()


def _days(first: str, last: str | None) -> str:
    if last is None or last == first:
        return formats.day(first)
    return tr("{first} \N{EN DASH} {last}", first=formats.day(first), last=formats.day(last))
