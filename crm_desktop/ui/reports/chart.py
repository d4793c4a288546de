"""A picture of a table that can be asked: by mouse, by keys and by a screen reader.

Arrows go from bar to bar, Return asks for the people behind one, and a screen reader hears the value (``accessible``);
all of it stands in the table below as well. Imported when the first one is shown, as ``drawing`` is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from crm_desktop.ui.reports.bars import Bar, nearest
from crm_desktop.ui.reports.drawing import Drawing, plain
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_report_values import cell

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent

    from crm_desktop.exchange.reporting.worded import WordedTable


class Chart(Drawing):
    """The picture of one table.

    Signals:
        asked: a bar was clicked, or Return pressed on it: the key of its row, and the id of its column.
        stood: the keys stand on another bar.
    """

    asked = Signal(str, str)
    stood = Signal()

    def __init__(self, table: WordedTable, parent: QWidget | None = None) -> None:
        self.current = -1
        self._ring: QGraphicsRectItem | None = None
        super().__init__(table, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(table.title)
        self.setAccessibleDescription(tr("Picture. Arrow keys go from bar to bar."))

    # ----------------------------------------------------------------------------------------------------- what is said

    def words_of(self, bar: Bar) -> str:
        """What a bar says: ``Mon, 16 Nov: Held 4``."""
        row, column = self.table.rows[bar.row], self.table.columns[bar.place]
        label = row.shown[self.table.chart.label] if self.table.chart else ""
        shown = cell(plain(bar.value), column.kind, column.currency)
        return tr("{row}: {column} {value}", row=label, column=column.title, value=shown)

    # --------------------------------------------------------------------------------------------------- mouse and keys

    def bar_at(self, point: QPointF) -> int:
        """The number of the bar under a point of the widget; -1: none."""
        found = self.shapes
        if found is None:
            return -1
        at = self.plotItem.vb.mapSceneToView(self.mapToScene(point.toPoint()))
        along, up = (at.y(), at.x()) if found.is_lying else (at.x(), at.y())
        slack = (found.highest - found.lowest) * 0.04
        for number, bar in enumerate(self.bars):
            low = bar.high - slack if bar.is_point else bar.low - slack
            if abs(along - bar.centre) <= bar.width / 2 and low <= up <= bar.high + slack:
                return number
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self.bar_at(event.position())
        self.setToolTip(self.words_of(self.bars[number]) if number >= 0 else "")
        hand = number >= 0 and self.drills(self.bars[number])
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.bar_at(event.position())
        if number >= 0:
            self._stand_on(number)
            self._ask()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        lying = self.shapes is not None and self.shapes.is_lying
        along = (Qt.Key.Key_Down, Qt.Key.Key_Up) if lying else (Qt.Key.Key_Right, Qt.Key.Key_Left)
        within = (Qt.Key.Key_Right, Qt.Key.Key_Left) if lying else (Qt.Key.Key_Down, Qt.Key.Key_Up)
        key = event.key()
        if key in along or key in within:
            self._move(1 if key in (along[0], within[0]) else -1, along=key in along)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask()
        else:
            event.ignore()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        # The page scrolls to what this tells: graphics tell an empty corner, the keys need the whole picture.
        return QWidget.inputMethodQuery(self, query)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.bars and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._stand_on(max(0, self.current))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_ring(None)

    def _move(self, step: int, *, along: bool) -> None:
        if self.bars:
            self._stand_on(nearest(self.bars, max(0, self.current), step, along=along))

    def _stand_on(self, number: int) -> None:
        self.current = number
        bar = self.bars[number]
        self._show_ring(bar)
        self.setToolTip(self.words_of(bar))
        self.stood.emit()

    def drills(self, bar: Bar) -> bool:
        """Whether there are people behind a bar."""
        return self.table.columns[bar.place].drills

    def _ask(self) -> None:
        if self.current >= 0 and self.drills(self.bars[self.current]):
            bar = self.bars[self.current]
            self.asked.emit(self.table.rows[bar.row].key, self.table.columns[bar.place].id)

    def _draw(self) -> None:
        self._ring = None  # it goes with all that was drawn
        super()._draw()

    def _show_ring(self, bar: Bar | None) -> None:
        if self._ring is not None:
            self.removeItem(self._ring)
            self._ring = None
        if bar is None or self.shapes is None:
            return
        self._ring = QGraphicsRectItem(self.area_of(bar))
        pen = pg.mkPen(self._colours().text, width=2)
        pen.setCosmetic(True)
        self._ring.setPen(pen)
        self._ring.setZValue(4)
        self.addItem(self._ring, ignoreBounds=True)
