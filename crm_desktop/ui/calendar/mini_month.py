"""A small month to jump by: days with contacts are bold, the days shown are tinted, weeks have their number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui import formats, theme
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent

_WEEK = 7
_ROWS = 6
_ROW = 22
_HEAD = 24
_NAMES = 20
_SIDE = 8
_NUMBERS = 20
"""The column of week numbers."""
_THURSDAY = 3
_ARROW = 22


class MiniMonth(QWidget):
    """Keys: arrows go by days and weeks, PgUp and PgDn by months, Home to today; Return goes there.

    Signals:
        day_chosen: carries the day to go to.
        month_changed: carries the first day of the month that is shown now.
    """

    day_chosen = Signal(object)
    month_changed = Signal(object)

    def __init__(self, today: date, week_start: int) -> None:
        """``week_start``: the weekday a week begins with, 0 is Monday."""
        super().__init__()
        self.setObjectName("mini_month")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._today, self._week_start = today, week_start
        self._month = today.replace(day=1)
        self._cursor = today
        self._shown = (today, today)
        self._busy: Mapping[date, int] = {}
        self._say()

    def show_days(self, first: date, last: date, day: date) -> None:
        """Tint the days that the calendar shows, and come to the month of its cursor."""
        self._shown, self._cursor = (first, last), day
        self._come_to(day)
        self._say()
        self.update()

    def show_busy(self, days: Mapping[date, int]) -> None:
        """The days that have contacts, and how many."""
        self._busy = days
        self._say()
        self.update()

    def set_week_start(self, weekday: int) -> None:
        """Begin a week with another day; 0 is Monday."""
        self._week_start = weekday
        self.update()

    def show_today(self, today: date) -> None:
        """Midnight has passed."""
        self._today = today
        self.update()

    def span(self) -> tuple[date, date]:
        """The first and the last day that stand in it."""
        first = self._first()
        return first, first + timedelta(days=_WEEK * _ROWS - 1)

    def sizeHint(self) -> QSize:
        return QSize(176 + _NUMBERS, _HEAD + _NAMES + _ROWS * self._row() + 6)

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -_WEEK,
            Qt.Key.Key_Down: _WEEK,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._move_to(self._cursor + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._move_to(_month_off(self._cursor, 1 if key == Qt.Key.Key_PageDown else -1))
        elif key == Qt.Key.Key_Home:
            self._move_to(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.day_chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        turn = self._turn_at(point)
        day = self._day_at(point)
        if turn:
            self._come_to(_month_off(self._month, turn))
        elif day is not None:
            self._move_to(day)
            self.day_chosen.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        over = self._turn_at(point) or self._day_at(point) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._come_to(_month_off(self._month, -1 if event.angleDelta().y() > 0 else 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours(self.palette())
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.setFont(theme.variant(self.font(), "strong"))
        painter.setPen(QColor(colours.text))
        name = formats.month(self._month)
        painter.drawText(
            QRectF(_SIDE, 0, self.width() - 2 * (_SIDE + _ARROW), _HEAD),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            f"{name[:1].upper()}{name[1:]}",
        )
        painter.setPen(QColor(colours.quiet))
        painter.drawText(self._arrow(0), centre, "‹")
        painter.drawText(self._arrow(1), centre, "›")
        small = theme.variant(self.font(), "small")
        painter.setFont(small)
        first = self._first()
        for column in range(_WEEK):
            painter.drawText(
                self._cell(column, -1), centre, formats.weekday(first + timedelta(days=column))[:2]
            )
        self._paint_numbers(painter, first)
        bold = theme.variant(self.font(), "strong")
        bold.setPixelSize(small.pixelSize())
        for number in range(_WEEK * _ROWS):
            day = first + timedelta(days=number)
            self._paint_day(painter, colours, self._cell(number % _WEEK, number // _WEEK), day, (small, bold))

    # ---------------------------------------------------------------------------------------------------------- inside

    def _paint_numbers(self, painter: QPainter, first: date) -> None:
        """The number of each week as ISO 8601 counts them: that of its Thursday, whichever day begins it."""
        colours = theme.colours(self.palette())
        painter.setPen(QColor(colours.line))
        border = self._cell(0, 0).left() - 1
        painter.drawLine(
            QPointF(border, self._cell(0, 0).top() + 2), QPointF(border, self._cell(0, _ROWS).top())
        )
        painter.setPen(QColor(colours.quiet))
        for row in range(_ROWS):
            place = self._cell(0, row)
            place.setLeft(0)
            place.setWidth(border)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), str(week_number(first, row)))

    def _paint_day(
        self, painter: QPainter, colours: theme.Colours, cell: QRectF, day: date, fonts: tuple[QFont, QFont]
    ) -> None:
        small, bold = fonts
        painter.setPen(Qt.PenStyle.NoPen)
        if self._shown[0] <= day <= self._shown[1]:
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5)
        if day == self._today:
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5)
        if day == self._cursor and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus), 1.5))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5)
        other = day.month != self._month.month
        ink = colours.on_accent if day == self._today else colours.quiet if other else colours.text
        painter.setPen(QColor(ink))
        painter.setFont(bold if day in self._busy else small)
        painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), str(day.day))

    def _row(self) -> int:
        return max(_ROW, self.fontMetrics().height() + 4)

    def _cell(self, column: int, row: int) -> QRectF:
        left, right = _SIDE - 4 + _NUMBERS, _SIDE - 4
        width = (self.width() - left - right) / _WEEK
        if row < 0:
            return QRectF(left + column * width, _HEAD, width, _NAMES)
        return QRectF(left + column * width, _HEAD + _NAMES + row * self._row(), width, self._row())

    def _arrow(self, number: int) -> QRectF:
        return QRectF(self.width() - _SIDE - (2 - number) * _ARROW, 0, _ARROW, _HEAD)

    def _turn_at(self, point: QPoint) -> int:
        if self._arrow(0).contains(point):
            return -1
        return 1 if self._arrow(1).contains(point) else 0

    def _day_at(self, point: QPoint) -> date | None:
        first = self._first()
        for number in range(_WEEK * _ROWS):
            if self._cell(number % _WEEK, number // _WEEK).contains(point):
                return first + timedelta(days=number)
        return None

    def _first(self) -> date:
        return self._month - timedelta(days=(self._month.weekday() - self._week_start) % _WEEK)

    def _move_to(self, day: date) -> None:
        self._cursor = day
        self._come_to(day)
        self._say()
        self.update()

    def _come_to(self, day: date) -> None:
        month = day.replace(day=1)
        if month != self._month:
            self._month = month
            self.month_changed.emit(month)
            self.update()

    def _say(self) -> None:
        self.setAccessibleName(tr("Small month"))
        day, count = formats.full_day(self._cursor.isoformat()), self._busy.get(self._cursor, 0)
        contacts = ntr("{n} contact", "{n} contacts", count)
        self.setAccessibleDescription(", ".join((day, contacts) if count else (day,)))


def week_number(first: date, row: int) -> int:
    """The number (ISO 8601) of a week of seven days; ``first``: the first day of row 0."""
    begin = first + timedelta(days=row * _WEEK)
    return (begin + timedelta(days=(_THURSDAY - begin.weekday()) % _WEEK)).isocalendar().week


def _month_off(day: date, by: int) -> date:
    """The same day of a month before or after; the last one where that is shorter."""
    number = day.year * 12 + day.month - 1 + by
    first = date(min(max(number // 12, 2), 9990), number % 12 + 1, 1)
    following = (first + timedelta(days=32)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
