"""One column of the board: the stage with its count and sums, its first cards, and where the rest is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from crm_desktop.ui import text_deals, text_kinds
from crm_desktop.ui.deals.card_list import CardList
from crm_desktop.ui.deals.cards import MIME, column_spoken, from_mime
from crm_desktop.ui.deals.columns import money
from crm_desktop.ui.deals.sums_line import SumsLine
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.tones import tone_of
from crm_desktop.ui.widgets.badge import Badge
from crm_desktop.ui.widgets.buttons import button, label, restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from crm_desktop.services.deal_board import BoardColumn, Closed
    from crm_desktop.services.deal_list import DealRow
    from crm_desktop.services.deal_stages import DealStage
    from crm_desktop.ui.lists.columns import Names

NARROWEST = 190
_SIDE = 10


class DropFrame(QFrame):
    """A part of the board that takes deals.

    Signals:
        dropped: the ids of the deals.
        entered: deals are carried over it.
    """

    dropped = Signal(object)
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("look", "lane")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()
            self._mark(on=True)
            self.entered.emit()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._mark(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(on=False)
        ids = from_mime(event.mimeData())
        event.acceptProposedAction()
        if ids:
            self.dropped.emit(ids)

    def _mark(self, *, on: bool) -> None:
        self.setProperty("target", "true" if on else "false")
        restyle(self)


class Lane(DropFrame):
    """A title with its count, the sums below, cards, and a link to all of them.

    Signals:
        rest_wanted: the deals should be listed.
    """

    rest_wanted = Signal()

    def __init__(self, name: str, cards: CardList, cards_name: str, rest_name: str) -> None:
        super().__init__(name)
        self.cards = cards
        self.cards.setObjectName(cards_name)
        self._title = Badge()
        self._count = label("", "quiet")
        self._sums = SumsLine()
        self._rest = button(rest_name, "", look="link", clicked=self.rest_wanted.emit)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        self._column = column = QVBoxLayout(self)
        # The cards go on to the edge, where their scroll bar stands as wide as the margin.
        column.setContentsMargins(0, _SIDE, 0, 4)
        column.setSpacing(4)
        inside = QVBoxLayout()
        inside.setContentsMargins(_SIDE + 1, 0, _SIDE, 4)
        inside.setSpacing(4)
        inside.addLayout(head)
        inside.addWidget(self._sums)
        column.addLayout(inside)
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 0, 0, 0)
        row.addWidget(self.cards)
        column.addLayout(row, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE - 4, 0, _SIDE, 0)
        foot.addWidget(self._rest)
        foot.addStretch(1)
        column.addLayout(foot)

    def show_head(self, title: str, tone: str, count: int, sums: Sequence[tuple[str, int]]) -> str:
        """Show the title, how many there are and what they come to; returns it in one line."""
        self._title.show_word(title, tone)
        self._count.setText(str(count))
        self._sums.show_sums([money(amount, currency) for currency, amount in sums])
        spoken = column_spoken(title, count, sums_words(sums))
        self.setAccessibleName(spoken)
        self.cards.setAccessibleName(spoken)
        return spoken

    def show_cards(self, rows: Sequence[DealRow], names: Names, today: str) -> None:
        """Show other cards; those that were chosen and are still there stay so."""
        chosen, current = set(self.cards.chosen()), self.cards.currentIndex().row()
        self.cards.cards.show_rows(rows, names, today)
        self._choose_again(chosen, current)

    def show_rest(self, words: str) -> None:
        """Show the link under these words; no words, no link."""
        self._rest.setText(words)
        self._rest.setAccessibleName(words)
        self._rest.setVisible(bool(words))

    def _choose_again(self, chosen: set[bytes], current: int) -> None:
        """The same deals where they are still here, else the card that took the place of the one that left."""
        model, selection = self.cards.cards, self.cards.selectionModel()
        rows = [number for number, row in enumerate(model.rows) if row.id in chosen]
        if not rows and current >= 0 and self.cards.hasFocus() and model.rows:
            rows = [min(current, len(model.rows) - 1)]
        for row in rows:
            selection.setCurrentIndex(model.index(row, 0), QItemSelectionModel.SelectionFlag.Select)


class ColumnView(Lane):
    """A stage with its deals."""

    def __init__(self, place: int) -> None:
        super().__init__(f"board_column_{place}", CardList(), f"board_cards_{place}", f"board_rest_{place}")
        self.setMinimumWidth(NARROWEST)
        self.stage: DealStage | None = None

    def show_column(self, of: BoardColumn, names: Names, today: str) -> None:
        """Show another state of the column."""
        self.stage = of.stage
        self.show_head(
            text_deals.stage(of.stage), tone_of(of.stage.colour if of.stage else ""), of.count, of.sums
        )
        self.show_cards(of.cards, names, today)
        rest = of.count - len(of.cards)
        self.show_rest(ntr("{n} more", "{n} more", rest) if rest > 0 else "")


class ClosedView(Lane):
    """Where deals are won or lost: what was closed this month, the last ones as brief cards."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__(name, CardList(brief=True), f"{name}_cards", f"{name}_list")
        self._tone = tone
        self._none = label(tr("Nothing yet this month"), "small", wrap=True)
        self._none.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self._column.insertWidget(1, self._none)

    def show_closed(self, of: Closed, names: Names, today: str) -> None:
        """Show what was won or lost since the first of the month."""
        title = text_kinds.deal_state(of.state)
        self.show_head(title, self._tone, of.count, of.sums)
        self._sums.setVisible(bool(of.sums))
        self._none.setVisible(not of.count)
        self.show_cards(of.cards, names, today)
        count = ntr("{n} this month", "{n} this month", of.count)
        self.show_rest(count if of.count else "")
        self._rest.setAccessibleName(f"{title}: {count}")


def sums_words(sums: Sequence[tuple[str, int]]) -> str:
    """Sums by currency, never added up."""
    return text_deals.sums([money(amount, currency) for currency, amount in sums])
