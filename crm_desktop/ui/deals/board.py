"""The board: the stages of a pipeline side by side, deals carried between them by mouse or keys."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.kinds import DealState
from crm_desktop.ui.deals.column_view import ClosedView, ColumnView, Lane
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm_desktop.services.deal_board import Board
    from crm_desktop.services.deal_list import DealRow
    from crm_desktop.ui.lists.columns import Names

_CLOSED_WIDTH = 186


class BoardView(QWidget):
    """Columns of cards, which scroll sideways, and beside them what was won and lost, which is always there.

    Signals:
        opened: a deal, by its id.
        move_wanted: ids and the stage they are to go to.
        close_wanted: ids and the state they are to have.
        removed: ids for the bin.
        menu_wanted: ids and a global point.
        list_wanted: a stage (None: of no stage) whose deals are all to be listed.
        closed_wanted: a state whose deals of this month are to be listed.
        chosen: other cards are selected.
    """

    opened = Signal(object)
    move_wanted = Signal(object, object)
    close_wanted = Signal(object, object)
    removed = Signal(object)
    menu_wanted = Signal(object, QPoint)
    list_wanted = Signal(object)
    closed_wanted = Signal(object)
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("deal_board")
        self.setAccessibleName(tr("Board of deals"))
        self.columns: list[ColumnView] = []
        self.won = ClosedView("board_won", "accent")
        self.lost = ClosedView("board_lost", "quiet")
        self._follow: bytes | None = None
        inside = QWidget()
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        closed = QWidget()
        closed.setFixedWidth(_CLOSED_WIDTH)
        column = QVBoxLayout(closed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for view, state in ((self.won, DealState.WON), (self.lost, DealState.LOST)):
            column.addWidget(view, 1)
            view.dropped.connect(self._closer(view, state))
            view.rest_wanted.connect(self._lister(state))
            self._connect(view)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 4, 16, 16)
        outer.setSpacing(12)
        outer.addWidget(self._area, 1)
        outer.addWidget(closed)

    def show_board(self, board: Board, names: Names, today: str) -> None:
        """Show another state of the board; what is chosen stays so, and the focus goes with a card that moved."""
        if self._follow is None and any(view.cards.hasFocus() for view in self._lanes()):
            self._follow = next(iter(self.chosen_ids()), None)
        while len(self.columns) < len(board.columns):
            self._add_column()
        for extra in self.columns[len(board.columns) :]:
            extra.hide()
            extra.deleteLater()
        del self.columns[len(board.columns) :]
        for view, column in zip(self.columns, board.columns, strict=True):
            view.show_column(column, names, today)
        self.won.show_closed(board.won, names, today)
        self.lost.show_closed(board.lost, names, today)
        self._order_focus()
        self._follow_card()
        self.chosen.emit()

    def chosen_ids(self) -> list[bytes]:
        """The deals selected: those of one column."""
        return next((ids for view in self._lanes() if (ids := view.cards.chosen())), [])

    def current(self) -> DealRow | None:
        """The deal that the board stands on."""
        for view in self._lanes():
            if view.cards.chosen():
                row = view.cards.currentIndex().row()
                return view.cards.cards.rows[row] if row >= 0 else None
        return None

    def enter(self) -> None:
        """Take the focus to the chosen card, else to the first one."""
        filled = [view for view in self._lanes() if view.cards.cards.rows]
        wanted = next((view for view in filled if view.cards.chosen()), filled[0] if filled else None)
        if wanted is not None:
            wanted.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, deal_id: bytes) -> None:
        """Let the focus go with a card that is about to move."""
        self._follow = deal_id

    # ---------------------------------------------------------------------------------------------------------- inside

    def _add_column(self) -> None:
        view = ColumnView(len(self.columns))
        self._row.insertWidget(len(self.columns), view, 1)
        self.columns.append(view)
        view.dropped.connect(lambda ids: self._dropped(view, ids))
        # Of columns beyond the edge the next one comes into sight while deals are carried over the last.
        view.entered.connect(lambda: self._area.ensureWidgetVisible(view))
        view.rest_wanted.connect(lambda: self.list_wanted.emit(view.stage))
        self._connect(view)

    def _lanes(self) -> list[Lane]:
        """The columns from left to right, then what was won and lost."""
        return [*self.columns, self.won, self.lost]

    def _connect(self, view: Lane) -> None:
        cards = view.cards
        cards.sideways.connect(lambda step: self._go(view, step))
        cards.carry.connect(lambda step: self._carry(view, step))
        cards.opened.connect(lambda: self._open(view))
        cards.removed.connect(lambda: self.removed.emit(cards.chosen()))
        cards.menu_wanted.connect(lambda point: self.menu_wanted.emit(cards.chosen(), point))
        cards.entered.connect(lambda: self._alone(view))
        cards.selectionModel().selectionChanged.connect(lambda *_changed: self.chosen.emit())

    def _alone(self, entered: Lane) -> None:
        """Only one column has chosen cards."""
        for view in self._lanes():
            if view is not entered:
                view.cards.clearSelection()

    def _open(self, view: Lane) -> None:
        row = view.cards.currentIndex().row()
        if row >= 0:
            self.opened.emit(view.cards.cards.rows[row].id)

    def _go(self, view: Lane, step: int) -> None:
        """To the next column that has cards, at about the same height."""
        lanes, row = self._lanes(), view.cards.currentIndex().row()
        place = lanes.index(view) + step
        while 0 <= place < len(lanes):
            beside = lanes[place].cards
            if beside.cards.rows:
                beside.choose(row)
                beside.setFocus(Qt.FocusReason.OtherFocusReason)
                if place < len(self.columns):
                    self._area.ensureWidgetVisible(lanes[place])
                return
            place += step

    def _carry(self, view: Lane, step: int) -> None:
        """The chosen cards to the stage beside: behind the last one they are won, and back from there open again."""
        ids = view.cards.chosen()
        if not ids:
            return
        place = min(self._lanes().index(view), len(self.columns)) + step
        if place > len(self.columns):
            return
        if place == len(self.columns):
            self.close_wanted.emit(ids, DealState.WON)
        elif place >= 0 and (stage := self.columns[place].stage) is not None:
            self.follow(ids[0])
            self.move_wanted.emit(ids, stage)

    def _dropped(self, view: ColumnView, ids: Sequence[bytes]) -> None:
        new = _not_there(view, ids)
        if view.stage is not None and new:
            self.follow(new[0])
            self.move_wanted.emit(new, view.stage)

    def _follow_card(self) -> None:
        deal_id, self._follow = self._follow, None
        if deal_id is None:
            return
        for view in self._lanes():
            row = view.cards.cards.row_of(deal_id)
            if row >= 0 and deal_id not in view.cards.chosen():
                view.cards.choose(row)
                view.cards.setFocus(Qt.FocusReason.OtherFocusReason)
                if view in self.columns:
                    self._area.ensureWidgetVisible(view)

    def _order_focus(self) -> None:
        for before, after in pairwise(view.cards for view in self._lanes()):
            QWidget.setTabOrder(before, after)

    def _closer(self, view: Lane, state: DealState) -> Callable[[Sequence[bytes]], None]:
        def close(ids: Sequence[bytes]) -> None:
            new = _not_there(view, ids)
            if new:
                self.close_wanted.emit(new, state)

        return close

    def _lister(self, state: DealState) -> Callable[[], None]:
        return lambda: self.closed_wanted.emit(state)


def _not_there(view: Lane, ids: Sequence[bytes]) -> list[bytes]:
    """Those that came from elsewhere: put back where they were taken up, deals are not moved."""
    return [deal_id for deal_id in ids if view.cards.cards.row_of(deal_id) < 0]
