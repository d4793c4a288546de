"""The cards of one column as a list: gone through by keys, carried by the mouse with a picture of what is carried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyleOptionViewItem

from crm_desktop.ui import theme
from crm_desktop.ui.deals.cards import GAP, CardModel, CardPainter, as_mime

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

_BEHIND = 5
_COUNT = 22


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

    def __init__(self, *, brief: bool = False) -> None:
        super().__init__()
        self.cards = CardModel()
        self._painter = CardPainter(self, brief=brief)
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
        self.setMouseTracking(True)
        # Where there is nothing to scroll its room stays free: cards are as wide in every column.
        self.verticalScrollBar().rangeChanged.connect(self._keep_room)
        self._keep_room(0, 0)

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
        drag.setPixmap(self._ghost(len(ids)))
        drag.setHotSpot(self._held_at())
        self._show_carried(frozenset(index.row() for index in self.selectionModel().selectedIndexes()))
        drag.exec(Qt.DropAction.MoveAction)
        self._show_carried(frozenset())

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

    def _keep_room(self, _least: int, most: int) -> None:
        bar = self.verticalScrollBar()
        self.setViewportMargins(0, 0, 0 if most > 0 else bar.sizeHint().width(), 0)

    def _show_carried(self, rows: frozenset[int]) -> None:
        self._painter.carried = rows
        self.viewport().update()

    def _held_at(self) -> QPoint:
        """Where the mouse holds the card that is carried."""
        at = (
            self.viewport().mapFromGlobal(self.cursor().pos())
            - self.visualRect(self.currentIndex()).topLeft()
        )
        card = QRect(QPoint(0, 0), self.visualRect(self.currentIndex()).size())
        return at if card.contains(at) else QPoint(card.width() // 3, GAP * 2)

    def _ghost(self, count: int) -> QPixmap:
        """A picture of the card that is carried; of several also the edge of one behind it, and their number."""
        index = self.currentIndex()
        size = self.visualRect(index).size()
        behind = _BEHIND if count > 1 else 0
        ghost = QPixmap((size + QSize(behind, behind)) * self.devicePixelRatio())
        ghost.setDevicePixelRatio(self.devicePixelRatio())
        ghost.fill(Qt.GlobalColor.transparent)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Selected
        with QPainter(ghost) as painter:
            for step in (behind, 0) if behind else (0,):
                option.rect = QRect(QPoint(step, step), size)
                self._painter.paint(painter, option, index)
            if count > 1:
                self._write_count(painter, size, count)
        return ghost

    def _write_count(self, painter: QPainter, size: QSize, count: int) -> None:
        colours = theme.colours(self.window().palette())
        box = QRectF(size.width() - _COUNT - GAP, GAP, _COUNT, _COUNT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawEllipse(box)
        painter.setPen(QColor(colours.on_accent))
        painter.setFont(theme.variant(self.font(), "small"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter.value, str(count))
