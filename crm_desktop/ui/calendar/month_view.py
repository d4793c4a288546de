"""A month by its weeks."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter

from crm_desktop.services import calendar
from crm_desktop.ui import formats
from crm_desktop.ui.calendar.accessible import tell_focus
from crm_desktop.ui.calendar.axis import on_day
from crm_desktop.ui.calendar.dragging import Aim, Drag
from crm_desktop.ui.calendar.entry_menu import OPEN_STATES
from crm_desktop.ui.calendar.entry_painting import Words, paint_block, paint_ring
from crm_desktop.ui.calendar.grid_layout import shape_at
from crm_desktop.ui.calendar.grid_painting import paint_label
from crm_desktop.ui.calendar.month_layout import MonthLayout, MonthSizes
from crm_desktop.ui.calendar.month_painting import MonthPicture, paint_month
from crm_desktop.ui.calendar.painted import PaintedView
from crm_desktop.ui.calendar.shapes import Block, Chip, More, Shape, standing
from crm_desktop.ui.calendar.views import nearest
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.base import Store
    from crm_desktop.services.calendar import CalendarEntry, EntryRef

_WEEK = 7
_DAY_MINUTES = 24 * 60
_NOTCH = 120
_FEWEST_WEEKS = 4
_MOST = 12
_MARGIN = 12
"""How near the lower edge of the view a contact is held to turn the page."""


class MonthView(PaintedView):
    """The weeks that touch a month; days of other months are quiet."""

    def __init__(self, store: Store, week_start: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(store, week_start, parent)
        self.setObjectName("calendar_month")
        self.setAccessibleName(tr("Month"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._layout: MonthLayout | None = None
        self._month = self._day
        self._turned = 0
        self._most = _MOST
        self._left_out: Mapping[date, int] = {}
        self.first, self.last = self.range_of(self._day)

    # --------------------------------------------------------------------------------------------------------- ranges

    def range_of(self, day: date) -> tuple[date, date]:
        first = self.week_of(day.replace(day=1))
        last = day.replace(day=monthrange(day.year, day.month)[1])
        return first, self.week_of(last) + timedelta(days=_WEEK - 1)

    def month(self) -> date:
        """The first day of the month shown."""
        return self._month.replace(day=1)

    def show_range(self, first: date) -> None:
        first = nearest(first)
        before, self._month = self._month, first
        super().show_range(first)
        if before.replace(day=1) != first.replace(day=1) and self.range_of(before) == self.range_of(first):
            self.shown_range_changed.emit(*self.shown_range())

    def day_after(self, pages: int) -> date:
        month = self._month.month - 1 + pages
        year, number = self._month.year + month // 12, month % 12 + 1
        return date(year, number, min(self._day.day, monthrange(year, number)[1]))

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    # --------------------------------------------------------------------------------------------------------- layout

    def read_entries(self) -> list[CalendarEntry]:
        found, self._left_out = calendar.fitting(
            self.store,
            self.first,
            self.last,
            self.now(),
            self._most,
            kinds=self.kinds,
            people=self.people,
            written=self.written,
        )
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        sizes = MonthSizes.of(self.ink)
        fit = self.viewport().height() // _FEWEST_WEEKS // sizes.line + 1
        if fit > self._most:
            # Only so many of each day were read as were thought to fit.
            self._most = fit
            self.reload()

    @property
    def weeks(self) -> MonthLayout:
        """Where all stands, worked out anew when something changed."""
        if self._layout is None:
            size = (self.viewport().width(), self.viewport().height())
            days = sorted({*self.occasions, *self.holidays})
            margin = {day: self.kept_on(day) for day in days}
            self._layout = MonthLayout(
                (self.first, self.last), self.entries, margin, self._left_out, MonthSizes.of(self.ink), size
            )
        return self._layout

    def forget_layout(self) -> None:
        self._layout = None

    def shape_at(self, point: QPoint) -> Shape | None:
        return shape_at(self.weeks.shapes, point)

    def rect_of(self, ref: EntryRef) -> QRect | None:
        entry = self.entry_of(ref)
        found = self.standing(entry) if entry else []
        return found[0].rect if found else None

    def standing(self, entry: CalendarEntry) -> Sequence[Block | More]:
        return standing(self.weeks.shapes, entry, max(entry.first, self.first))

    def chips(self) -> Sequence[Chip]:
        found = [shape for shape in self.weeks.shapes if isinstance(shape, Chip)]
        return sorted(found, key=lambda chip: chip.day)

    def cell_of(self, day: date) -> QRect:
        return self.weeks.cell(day)

    def count_on(self, day: date) -> int:
        return len(self.entries_on(day)) + self._left_out.get(day, 0)

    # --------------------------------------------------------------------------------------------------------- cursor

    def move_cursor(self, right: int, down: int) -> None:
        day = self._day + timedelta(days=right + _WEEK * down)
        self.select(None)
        if not self.first <= day <= self.last:
            self.show_range(day)
        self.set_day(day)
        tell_focus(self)

    def put_cursor(self, point: QPoint) -> None:
        self.set_day(self.weeks.day_at(point))
        tell_focus(self)

    def enter_cursor(self) -> None:
        self.day_wanted.emit(self._day)

    def add_at(self, point: QPoint) -> None:
        self.add_wanted.emit(self.weeks.day_at(point), None, True)

    def shifted(self, entry: CalendarEntry, right: int, down: int) -> datetime | date | None:
        return _on(entry, entry.first + timedelta(days=right + _WEEK * down))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A turn of the wheel is a month; turns of a touch pad add up to one."""
        self._turned += event.angleDelta().y()
        if abs(self._turned) >= _NOTCH:
            pages = -1 if self._turned > 0 else 1
            self._turned = 0
            self.step(pages)

    # ------------------------------------------------------------------------------------------------------- dragging

    def page_at(self, point: QPoint) -> int:
        if point.y() < self.weeks.sizes.head:
            return -1
        return 1 if point.y() > self.viewport().height() - _MARGIN else 0

    def drag_from(self, point: QPoint) -> Drag | None:
        shape, day = self.shape_at(point), self.weeks.day_at(point)
        if isinstance(shape, Block):
            movable = shape.entry.state in OPEN_STATES
            return Drag(Aim.MOVE, point, shape.entry, (day - shape.entry.first).days) if movable else None
        if shape is None and self.weeks.cell(day).contains(point):
            return Drag(Aim.DRAW, point)
        return None

    def drag_to(self, drag: Drag, point: QPoint) -> None:
        day = self.weeks.day_at(point)
        if drag.entry is not None:
            drag.at = _on(drag.entry, day - timedelta(days=drag.grab))
            return
        begin = self.weeks.day_at(drag.press)
        drag.at = min(begin, day)
        drag.minutes = (abs((day - begin).days) + 1) * _DAY_MINUTES

    # ------------------------------------------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        size = (self.viewport().width(), self.viewport().height())
        picture = MonthPicture(
            self.weeks, self.ink, self.words, self.bars, size, self.today(), self._month, self.holidays
        )
        with QPainter(self.viewport()) as painter:
            paint_month(painter, picture)
            self._paint_marks(painter)

    def _paint_marks(self, painter: QPainter) -> None:
        """The ring around the selected entry, else around the day of the cursor; what is dragged."""
        focused = self.hasFocus()
        entry = self.entry_of(self.selected)
        rects = [shape.rect for shape in self.standing(entry)] if entry else []
        kept = self.rect_of_kept(self.kept) if self.kept else None
        rects += [kept] if kept is not None else []
        for rect in rects:
            paint_ring(painter, rect, self.ink, strong=focused)
        if self.first <= self._day <= self.last and not rects:
            paint_ring(painter, self.cell_of(self._day).adjusted(1, 1, 0, 0), self.ink, strong=focused)
        if self.drag is not None and self.drag.active and self.drag.at is not None:
            self._paint_drag(painter, self.drag, self.drag.at)

    def _paint_drag(self, painter: QPainter, drag: Drag, at: datetime | date) -> None:
        first = at.date() if isinstance(at, datetime) else at
        ghost = drag.ghost()
        last = ghost.last if ghost else first + timedelta(days=(drag.minutes or 0) // _DAY_MINUTES - 1)
        days = [first + timedelta(days=n) for n in range(min((last - first).days + 1, _WEEK * 6))]
        seen = [day for day in days if self.first <= day <= self.last]
        for day in seen:
            painter.fillRect(self.cell_of(day), self.ink.shade("accent_soft"))
            paint_ring(painter, self.cell_of(day).adjusted(1, 1, 0, 0), self.ink)
        if not seen:
            return
        sizes, cell = self.weeks.sizes, self.cell_of(seen[0])
        rect = QRect(cell.left() + 3, cell.top() + sizes.number, cell.width() - 6, sizes.line)
        if ghost is not None:
            paint_block(painter, Block(rect, ghost, seen[0], True), self.ink, Words(), self.bars)
        paint_label(painter, rect, formats.day(seen[0].isoformat(), self.today()), self.ink)

    def point_at(self, point: QPoint) -> None:
        super().point_at(point)
        if isinstance(self.shape_at(point), More):
            self.drag = None


def _on(entry: CalendarEntry, day: date) -> datetime | date:
    """Where an entry stands on another day: at the same time of the day."""
    return day if entry.all_day else on_day(entry.start, day)
