"""One column of the board: the stage with its count and sums, its first cards, and where the rest is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout

from crm_desktop.ui import text_deals, text_kinds
from crm_desktop.ui.deals.cards import GAP, MIME, CardModel, CardPainter, as_mime, column_spoken, from_mime
from crm_desktop.ui.deals.columns import money
from crm_desktop.ui.text import ntr
from crm_desktop.ui.widgets.badge import Badge, tone_of
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label, restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QFocusEvent

    from crm_desktop.services.deal_board import BoardColumn, Closed
    from crm_desktop.services.deal_stages import DealStage
    from crm_desktop.ui.lists.columns import Names

NARROWEST = 190
_SIDE = 10


class CardList(QListView):
    """The cards of a column.

    Signals:
        sideways: Left (-1) or Right (1): to the column beside this one.
        carry: Ctrl with Left or Right: the chosen cards go there.
        opened: Return or a double click.
        removed: Delete.
        menu_wanted: a context menu, at a global point.
        entered: it got the focus.
    """

    sideways = Signal(int)
    carry = Signal(int)
    opened = Signal()
    removed = Signal()
    menu_wanted = Signal(QPoint)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cards = CardModel()
        self._painter = CardPainter(self)
        self.setModel(self.cards)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda point: self.menu_wanted.emit(self.viewport().mapToGlobal(point))
        )
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def chosen(self) -> list[bytes]:
        """The deals that are selected, top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.cards.rows[row].id for row in rows]

    def choose(self, row: int) -> None:
        """Stand on one card and select it alone."""
        index = self.cards.index(max(0, min(row, self.cards.rowCount() - 1)), 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        ids = self.chosen()
        if not ids:
            return
        drag = QDrag(self)
        drag.setMimeData(as_mime(ids))
        rect = self.visualRect(self.currentIndex())
        drag.setPixmap(self.viewport().grab(rect))
        drag.setHotSpot(QPoint(rect.width() // 3, GAP * 2))
        drag.exec(Qt.DropAction.MoveAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}
        step = steps.get(event.key())
        if step is not None:
            carried = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.carry if carried else self.sideways).emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() == Qt.Key.Key_Escape or (event.text().strip() and event.text().isprintable()):
            # Letters belong to the search of the page, not to Qt's own jumping about.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.cards.rowCount() and not self.chosen():
            self.choose(self.currentIndex().row())
        self.entered.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._painter.forget()
            self.scheduleDelayedItemsLayout()


class DropFrame(QFrame):
    """A part of the board that takes deals.

    Signals:
        dropped: the ids of the deals.
    """

    dropped = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("look", "lane")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()
            self._mark(on=True)

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


class ColumnView(DropFrame):
    """A stage with its deals.

    Signals:
        rest_wanted: the deals that the column does not show should be listed.
    """

    rest_wanted = Signal()

    def __init__(self, place: int) -> None:
        super().__init__(f"board_column_{place}")
        self.setMinimumWidth(NARROWEST)
        self.stage: DealStage | None = None
        self.cards = CardList()
        self.cards.setObjectName(f"board_cards_{place}")
        self._title = Badge()
        self._count = label("", "quiet")
        self._sums = ElidedLabel("", "small")
        self._rest = button(f"board_rest_{place}", "", look="link", clicked=self.rest_wanted.emit)
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 2, 0)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _SIDE, _SIDE, 4)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._sums)
        column.addWidget(self.cards, 1)
        column.addWidget(self._rest, 0, Qt.AlignmentFlag.AlignLeft)

    def show_column(self, of: BoardColumn, names: Names, today: str) -> None:
        """Show another state of the column; the cards that are there stay chosen."""
        chosen, current = set(self.cards.chosen()), self.cards.currentIndex().row()
        self.stage = of.stage
        title = text_deals.stage(of.stage)
        self._title.show_word(title, tone_of(of.stage.colour if of.stage else ""))
        self._count.setText(str(of.count))
        sums = sums_words(of.sums)
        self._sums.setText(sums)
        self._sums.setToolTip(sums)
        spoken = column_spoken(title, of.count, sums)
        self.setAccessibleName(spoken)
        self.cards.setAccessibleName(spoken)
        self.cards.cards.show_rows(of.cards, names, today)
        self._choose_again(chosen, current)
        rest = of.count - len(of.cards)
        words = ntr("{n} more", "{n} more", rest)
        self._rest.setText(words)
        self._rest.setAccessibleName(words)
        self._rest.setVisible(rest > 0)

    def _choose_again(self, chosen: set[bytes], current: int) -> None:
        """The same deals where they are still here, else the card that took the place of the one that left."""
        model, selection = self.cards.cards, self.cards.selectionModel()
        rows = [number for number, row in enumerate(model.rows) if row.id in chosen]
        if not rows and current >= 0 and self.cards.hasFocus() and model.rows:
            rows = [min(current, len(model.rows) - 1)]
        for row in rows:
            selection.setCurrentIndex(model.index(row, 0), QItemSelectionModel.SelectionFlag.Select)


class ClosedView(DropFrame):
    """Where deals are won or lost: narrow, with what was closed this month.

    Signals:
        list_wanted: what was closed this month should be listed.
    """

    list_wanted = Signal()

    def __init__(self, name: str, tone: str) -> None:
        super().__init__(name)
        self._tone = tone
        self._title = Badge()
        self._count = button(f"{name}_list", "", look="link", clicked=self.list_wanted.emit)
        self._sums = label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _SIDE, _SIDE, _SIDE)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._count, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._sums)
        column.addStretch(1)

    def show_closed(self, of: Closed) -> None:
        """Show what was won or lost since the first of the month."""
        title = text_kinds.deal_state(of.state)
        self._title.show_word(title, self._tone)
        count = ntr("{n} this month", "{n} this month", of.count)
        self._count.setText(count)
        self._count.setAccessibleName(f"{title}: {count}")
        sums = sums_words(of.sums)
        self._sums.setText(sums)
        self._sums.setVisible(bool(sums))
        self.setAccessibleName(column_spoken(title, of.count, sums))


def sums_words(sums: Sequence[tuple[str, int]]) -> str:
    """Sums by currency, never added up."""
    return text_deals.sums([money(amount, currency) for currency, amount in sums])
