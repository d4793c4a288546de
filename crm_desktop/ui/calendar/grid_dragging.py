"""Dragging among the hours: what is taken hold of, and where it would stand under the pointer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.ui import text_entries
from crm_desktop.ui.calendar.dragging import Aim, Drag
from crm_desktop.ui.calendar.entry_menu import OPEN_STATES
from crm_desktop.ui.calendar.grid_layout import SLOT, STEP, is_above
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from crm_desktop.services.calendar import CalendarEntry
    from crm_desktop.ui.calendar.grid_layout import GridLayout
    from crm_desktop.ui.calendar.shapes import Block


def grab(grid: GridLayout, block: Block, point: QPoint, y: int) -> Drag | None:
    """Take hold of a block to move it; None where nothing of it can be moved any more.

    ``point`` is in the view, ``y`` the height of it from the top of the axis.
    """
    entry = block.entry
    if entry.state not in OPEN_STATES:
        return None
    if is_above(entry):
        return Drag(Aim.MOVE, point, entry, grab=(grid.days[grid.column_at(point.x())] - entry.first).days)
    start = grid.axis.span(block.day, entry.start, entry.end)[0]
    before = 0 if block.begins else minutes_between(entry.start, grid.axis.moment(block.day, 0))
    return Drag(Aim.MOVE, point, entry, grab=grid.minutes(y) - start + before)


def carry(drag: Drag, grid: GridLayout, point: QPoint, y: int) -> None:
    """Set what the drag would make with the pointer at a place."""
    if drag.aim is Aim.DRAW:
        _draw(drag, grid, y)
    elif drag.entry is not None and drag.aim is Aim.STRETCH:
        _stretch(drag, grid, drag.entry, grid.days[grid.column_at(point.x())], y)
    elif drag.entry is not None:
        _move(drag, grid, drag.entry, point, y)


def label(at: date | datetime, end: datetime | None, minutes: int | None) -> str:
    """The new time of what is dragged: ``11:00–12:00``."""
    if not isinstance(at, datetime):
        return tr("All day")
    until = end if minutes is None else (at + timedelta(minutes=minutes)).astimezone()
    start = text_entries.clock(at)
    return f"{start}–{text_entries.clock(until)}" if until and until > at else start


def minutes_between(start: datetime, end: datetime) -> int:
    """How many whole minutes pass from one to the other."""
    return (end - start) // timedelta(minutes=1)


def _draw(drag: Drag, grid: GridLayout, y: int) -> None:
    """A new contact on the day where the button went down, from there to here."""
    day = grid.days[grid.column_at(drag.press.x())]
    here = _near(grid.minutes(y))
    begin, end = min(drag.grab, here), max(drag.grab, here)
    start = grid.axis.moment(day, begin)
    drag.at = start
    drag.minutes = max(STEP, minutes_between(start, grid.axis.moment(day, end)))


def _stretch(drag: Drag, grid: GridLayout, entry: CalendarEntry, day: date, y: int) -> None:
    end = grid.axis.moment(max(day, entry.first), _near(grid.minutes(y)))
    drag.at = entry.start
    drag.minutes = max(STEP, minutes_between(entry.start, end))


def _move(drag: Drag, grid: GridLayout, entry: CalendarEntry, point: QPoint, y: int) -> None:
    """Among the hours to a time, among the rows above to a day."""
    day = grid.days[grid.column_at(point.x())]
    if point.y() < grid.top_height:
        drag.at = day - timedelta(days=drag.grab if entry.all_day else 0)
    elif is_above(entry):
        drag.at = grid.axis.moment(day, grid.minutes(y) // SLOT * SLOT)
    else:
        begin = _near(grid.minutes(y) - drag.grab)
        at = grid.axis.moment(day, max(begin, 0))
        # Taken hold of on its second day, it begins on the day before.
        drag.at = at if begin >= 0 else (at + timedelta(minutes=begin)).astimezone()


def _near(minutes: int) -> int:
    """The nearest step."""
    return (minutes + STEP // 2) // STEP * STEP
