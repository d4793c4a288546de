"""A week or a day by its hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter

from crm_desktop.ui.calendar.accessible import tell_focus
from crm_desktop.ui.calendar.dragging import Aim, Drag
from crm_desktop.ui.calendar.entry_menu import OPEN_STATES
from crm_desktop.ui.calendar.entry_painting import paint_ring
from crm_desktop.ui.calendar.grid_dragging import carry, grab, label
from crm_desktop.ui.calendar.grid_layout import SLOT, STEP, GridLayout, Sizes, is_above, shape_at
from crm_desktop.ui.calendar.grid_painting import (
    GridPicture,
    paint_ghost,
    paint_head,
    paint_hours,
    paint_label,
)
from crm_desktop.ui.calendar.painted import PaintedView
from crm_desktop.ui.calendar.shapes import Block, Chip, More, Shape, standing
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.base import Store
    from crm_desktop.services.calendar import CalendarEntry, EntryRef
    from crm_desktop.ui.calendar.shapes import MarginRef

WORK = (9, 18)
"""Hours with a plain ground; the others are shaded."""
_ABOVE = -1
"""The slot of the cursor in the rows above the hours."""
_EDGE = 6
"""How near the lower edge of a block, in logical pixels, its length is taken hold of."""
_MARGIN = 12
"""How near the right edge of the view a contact is held to turn the page."""
_MINUTE_MS = 60_000
_SCROLL_MS = 40
_SATURDAY = 5
_WEEK = 7


class GridView(PaintedView):
    """Columns of days (seven, or one) with hours; above them what has no hour."""

    def __init__(
        self, store: Store, days: int = _WEEK, week_start: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(store, week_start, parent)
        self.setObjectName("calendar_week" if days > 1 else "calendar_day")
        self.setAccessibleName(tr("Week") if days > 1 else tr("Day"))
        self.work = WORK
        self._days = days
        self._slot = WORK[0] * 60
        self._layout: GridLayout | None = None
        self._placed = False
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.viewport().update)
        self._scrolling = QTimer(self, interval=_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)
        self.first, self.last = self.range_of(self.today())

    # --------------------------------------------------------------------------------------------------------- ranges

    def range_of(self, day: date) -> tuple[date, date]:
        first = self.week_of(day) if self._days > 1 else day
        return first, first + timedelta(days=self._days - 1)

    def day_after(self, pages: int) -> date:
        return self._day + timedelta(days=pages * self._days)

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    # --------------------------------------------------------------------------------------------------------- layout

    @property
    def grid(self) -> GridLayout:
        """Where all stands, worked out anew when something changed."""
        if self._layout is None:
            days = [self.first + timedelta(days=n) for n in range(self._days)]
            margin = [each for day in days for each in self.kept_on(day)]
            width = self.viewport().width()
            self._layout = GridLayout(days, self.entries, margin, Sizes.of(self.ink), width)
            self._set_bar(self._layout)
        return self._layout

    def forget_layout(self) -> None:
        self._layout = None

    def _set_bar(self, grid: GridLayout) -> None:
        page = self.viewport().height() - grid.top_height
        bar = self.verticalScrollBar()
        bar.setPageStep(max(page, 1))
        bar.setSingleStep(grid.sizes.hour // 3)
        bar.setRange(0, max(0, grid.height - page))
        if not self._placed and self.isVisible():
            self._placed = True
            begin = min([shape.rect.top() for shape in grid.body] + [grid.y(grid.axis.at_hour(self.work[0]))])
            bar.setValue(begin - grid.sizes.hour // 2)

    def shape_at(self, point: QPoint) -> Shape | None:
        if point.y() < self.grid.top_height:
            return shape_at(self.grid.top, point)
        return shape_at(self.grid.body, self._in_body(point))

    def rect_of(self, ref: EntryRef) -> QRect | None:
        entry = self.entry_of(ref)
        found = self.standing(entry) if entry else []
        return self._on_screen(found[0].rect, above=is_above(entry)) if entry and found else None

    def cell_of(self, day: date) -> QRect:
        number = self.grid.number(day) or 0
        return self.grid.column(number, 0, self.viewport().height())

    def standing(self, entry: CalendarEntry) -> Sequence[Block | More]:
        shapes = self.grid.top if is_above(entry) else self.grid.body
        return standing(shapes, entry, max(entry.first, self.first))

    def chips(self) -> Sequence[Chip]:
        return [shape for shape in self.grid.top if isinstance(shape, Chip)]

    def _on_screen(self, rect: QRect, *, above: bool) -> QRect:
        return rect if above else rect.translated(0, self.grid.top_height - self.verticalScrollBar().value())

    def _in_body(self, point: QPoint) -> QPoint:
        return point - QPoint(0, self.grid.top_height - self.verticalScrollBar().value())

    # --------------------------------------------------------------------------------------------------------- cursor

    def move_cursor(self, right: int, down: int) -> None:
        if down and self._step_above(down):
            return
        day = self._day + timedelta(days=right)
        if not self.first <= day <= self.last:
            self.show_range(day)
        self._day = min(max(day, self.first), self.last)
        self._slot = self._slot_after(down) if down else self._slot
        day, slot, met = self._day, self._slot, self._met()
        self._pick(met)
        # What is met may have begun before: the cursor goes on from where it is.
        self._day, self._slot = day, slot
        self._show_slot()
        tell_focus(self)

    def _pick(self, met: Block | Chip | None) -> None:
        if isinstance(met, Chip):
            self.select_kept(met.ref)
        else:
            self.select(met.entry.ref if met else None)

    def _step_above(self, down: int) -> bool:
        """Go up and down in the rows above the hours; False where the way leads into the hours or stays in them."""
        there = self._above()
        chosen = [n for n, shape in enumerate(there) if self._is_chosen(shape)]
        if self._slot == _ABOVE and chosen:
            number = max(chosen[0] + down, 0)
        elif down < 0 and self._slot < SLOT:
            number = len(there) - 1
        else:
            return False
        if not 0 <= number < len(there):
            return False
        day = self._day
        self._pick(there[number])
        self._day, self._slot = day, _ABOVE
        self._show_slot()
        return True

    def _above(self) -> list[Block | Chip]:
        """What stands above the hours on the day of the cursor, from the top."""
        column = self.cell_of(self._day).adjusted(4, 0, -6, 0)
        found = [
            shape for shape in self.grid.top if not isinstance(shape, More) and shape.rect.intersects(column)
        ]
        return sorted(found, key=lambda shape: shape.rect.top())

    def _is_chosen(self, shape: Block | Chip) -> bool:
        return shape.ref == self.kept if isinstance(shape, Chip) else shape.entry.ref == self.selected

    def select_kept(self, ref: MarginRef) -> None:
        self._slot = _ABOVE
        super().select_kept(ref)

    def _slot_after(self, down: int) -> int:
        """The slot below or above; above the first hour stand the rows of whole days."""
        if self._slot == _ABOVE:
            return 0 if down > 0 else _ABOVE
        if self._slot < SLOT and down < 0:
            return _ABOVE
        return min((self._slot // SLOT + down) * SLOT, self.grid.axis.length - SLOT)

    def _met(self) -> Block | Chip | None:
        """What stands at the cursor: of contacts one that begins in its slot, else one that goes on there."""
        if self._slot == _ABOVE:
            return next(iter(self._above()), None)
        blocks = [shape for shape in self.grid.body if isinstance(shape, Block)]
        slot = self.grid.stretch(self._day, self._slot, SLOT).adjusted(0, 1, 0, -1)
        there = [each for each in blocks if each.day == self._day and each.rect.intersects(slot)]
        return next(
            (each for each in there if each.rect.top() >= slot.top() - 1), there[0] if there else None
        )

    def enter_cursor(self) -> None:
        if self._slot == _ABOVE:
            self.add_wanted.emit(self._day, None, True)
        else:
            self.add_wanted.emit(self.grid.axis.moment(self._day, self._slot), None, False)

    def put_cursor(self, point: QPoint) -> None:
        self._day = self.grid.days[self.grid.column_at(point.x())]
        above = point.y() < self.grid.top_height
        self._slot = _ABOVE if above else self.grid.minutes(self._in_body(point).y()) // SLOT * SLOT
        tell_focus(self)

    def reveal(self, entry: CalendarEntry) -> None:
        found = self.standing(entry)
        if is_above(entry):
            self._slot = _ABOVE
        elif found:
            self._day, self._slot = found[0].day, self.grid.minutes(found[0].rect.top()) // SLOT * SLOT
            self._show(found[0].rect)

    def _show_slot(self) -> None:
        if self._slot != _ABOVE:
            self._show(self.grid.stretch(self._day, self._slot, SLOT))
        self.viewport().update()

    def _show(self, rect: QRect) -> None:
        bar, page = self.verticalScrollBar(), self.viewport().height() - self.grid.top_height
        bottom = min(rect.bottom(), rect.top() + page - 1)
        bar.setValue(min(max(bar.value(), bottom - page + 8), max(0, rect.top() - 8)))

    # ------------------------------------------------------------------------------------------------------- dragging

    def pointer_at(self, point: QPoint) -> Qt.CursorShape:
        return Qt.CursorShape.SizeVerCursor if self._edge_at(point) else super().pointer_at(point)

    def _edge_at(self, point: QPoint) -> Block | None:
        """The block whose length is taken hold of at a place."""
        shape = self.shape_at(point)
        if not isinstance(shape, Block) or shape.entry.state not in OPEN_STATES or is_above(shape.entry):
            return None
        near = self._on_screen(shape.rect, above=False).bottom() - point.y() <= min(
            _EDGE, shape.rect.height() // 3
        )
        return shape if near and shape.ends else None

    def drag_from(self, point: QPoint) -> Drag | None:
        shape, grid, y = self.shape_at(point), self.grid, self._in_body(point).y()
        if isinstance(shape, Block):
            if self._edge_at(point):
                return Drag(Aim.STRETCH, point, shape.entry)
            return grab(grid, shape, point, y)
        if shape is None and point.y() >= grid.top_height and point.x() >= grid.lefts[0]:
            return Drag(Aim.DRAW, point, grab=grid.minutes(y) // STEP * STEP)
        return None

    def drag_to(self, drag: Drag, point: QPoint) -> None:
        self._scrolling.start()
        carry(drag, self.grid, point, self._in_body(point).y())

    def page_at(self, point: QPoint) -> int:
        if point.x() < self.grid.lefts[0]:
            return -1
        return 1 if point.x() > self.viewport().width() - _MARGIN else 0

    def _scroll_on(self) -> None:
        """At the upper or lower edge the hours move along beneath what is dragged."""
        drag, grid = self.drag, self.grid
        if drag is None or not drag.active:
            self._scrolling.stop()
            return
        bar, y, edge = self.verticalScrollBar(), self._pointer.y(), self.grid.sizes.line
        above = grid.top_height <= y < grid.top_height + edge
        below = y > self.viewport().height() - edge
        if above or below:
            bar.setValue(bar.value() + (-8 if above else 8))
            self.drag_to(drag, self._pointer)
            self.viewport().update()

    def give_up(self) -> None:
        super().give_up()
        self._scrolling.stop()

    def add_at(self, point: QPoint) -> None:
        grid = self.grid
        column = grid.column_at(point.x())
        if point.y() < grid.sizes.head - 2 and self._days > 1:
            self.day_wanted.emit(grid.days[column])
        elif point.y() < grid.top_height:
            self.add_wanted.emit(grid.days[column], None, True)
        else:
            self.add_wanted.emit(grid.moment(column, self._in_body(point).y(), SLOT), None, False)

    # ------------------------------------------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        grid = self.grid
        picture = self._picture(grid)
        with QPainter(self.viewport()) as painter:
            paint_hours(painter, picture)
            paint_head(painter, picture)
            self._paint_marks(painter, picture)

    def _picture(self, grid: GridLayout) -> GridPicture:
        free = {day for day in grid.days if day.weekday() >= _SATURDAY or self.holidays.get(day)}
        size = (self.viewport().width(), self.viewport().height())
        offset = self.verticalScrollBar().value()
        return GridPicture(
            grid, self.ink, self.words, self.bars, offset, size, self.now(), self._day, self.work, free
        )

    def _paint_marks(self, painter: QPainter, picture: GridPicture) -> None:
        """The cursor, the ring of the selected entry, and what is dragged; cut below the rows of whole days."""
        focused = self.hasFocus()
        entry = self.entry_of(self.selected)
        if entry is not None:
            above = is_above(entry)
            for shape in self.standing(entry):
                self._paint_ring(
                    painter, self._on_screen(shape.rect, above=above), above=above, strong=focused
                )
        kept = self.rect_of_kept(self.kept) if self.kept else None
        if kept is not None:
            self._paint_ring(painter, kept, above=True, strong=focused)
        elif self.selected is None and focused and self.drag is None:
            self._paint_ring(painter, self.cursor_rect(), above=self._slot == _ABOVE, strong=True)
        if self.drag is not None and self.drag.active and self.drag.at is not None:
            self._paint_drag(painter, picture, self.drag)

    def _paint_ring(self, painter: QPainter, rect: QRect, *, above: bool, strong: bool) -> None:
        painter.save()
        if not above:
            painter.setClipRect(self.viewport().rect().adjusted(0, self.grid.top_height, 0, 0))
        paint_ring(painter, rect, self.ink, strong=strong)
        painter.restore()

    def cursor_rect(self) -> QRect:
        """Where the cursor stands in the viewport."""
        grid = self.grid
        if self._slot == _ABOVE:
            column = self.cell_of(self._day)
            return QRect(
                column.left() + 2, grid.sizes.head, column.width() - 4, grid.top_height - grid.sizes.head - 2
            )
        rect = grid.stretch(self._day, self._slot, SLOT)
        return rect.translated(0, grid.top_height - self.verticalScrollBar().value())

    def _paint_drag(self, painter: QPainter, picture: GridPicture, drag: Drag) -> None:
        grid, at = picture.layout, drag.at
        assert at is not None
        ghost = drag.ghost()
        number = grid.number(at.date() if isinstance(at, datetime) else at)
        if number is None:
            return
        day = grid.days[number]
        if not isinstance(at, datetime):
            rect = grid.column(number, grid.sizes.head, grid.sizes.line).adjusted(2, 0, -4, 0)
        else:
            end = ghost.end if ghost else (at + timedelta(minutes=drag.minutes or 0)).astimezone()
            begin, until = grid.axis.span(day, at, end)
            rect = grid.stretch(day, begin, until - begin)
            rect.translate(0, grid.top_height - self.verticalScrollBar().value())
        words = label(at, ghost.end if ghost else None, drag.minutes)
        if ghost is None:
            painter.fillRect(rect, self.ink.shade("accent"))
            paint_label(painter, rect, words, self.ink)
            return
        line = rect.height() < grid.sizes.block
        paint_ghost(painter, picture, Block(rect, ghost, day, line), words)

    # --------------------------------------------------------------------------------------------------------- inside

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()
        self.forget_layout()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()
