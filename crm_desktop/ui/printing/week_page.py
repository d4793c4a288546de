"""A day or a week of the diary on one sheet: hours from the top down, what overlaps side by side."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from crm_desktop.services.calendar import EntryState
from crm_desktop.ui import formats
from crm_desktop.ui.calendar.overlap import pack
from crm_desktop.ui.paper import PAPER, Document, Ink
from crm_desktop.ui.printing import diary_days
from crm_desktop.ui.printing.heading import HEADING, paint_heading
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.calendar import CalendarEntry
    from crm_desktop.ui.printing.diary_days import DiaryDays

_HOURS = 34.0
_DAY_NAME = 20.0
_MARGIN_LINE = 11.0
_MOST_MARGIN = 4
_MOST_COLUMNS = 4
_FIRST_HOUR, _LAST_HOUR = 8, 18
_DAY_MINUTES = 24 * 60
_SHORTEST = 30
_TOP_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_NOTES = 0.24
_RULE = 20.0
_NARROW = 56.0


def days_document(days: DiaryDays, title: str, beside: str) -> Document:
    """One sheet with these days; a single day leaves room for notes by hand."""
    single = days.first == days.last

    def paint(ink: Ink, area: QRectF, _page: int) -> None:
        paint_heading(ink, area, title, beside)
        body = area.adjusted(0, HEADING, 0, 0)
        if single:
            notes = QRectF(
                body.x(), body.bottom() - body.height() * _NOTES, body.width(), body.height() * _NOTES
            )
            _paint_notes(ink, notes)
            body = body.adjusted(0, 0, 0, -notes.height() - 8)
        _paint_days(ink, body, days)

    return Document(title, landscape=not single, count=lambda _ink, _area: 1, paint=paint)


def hours_of(days: DiaryDays) -> tuple[int, int]:
    """The hours that the sheet needs: those of work, and more where a contact lies outside."""
    first, last = _FIRST_HOUR, _LAST_HOUR
    for day in days.days():
        for entry in days.entries.get(day, ()):
            if not entry.all_day:
                start, end = _minutes(entry, day)
                first, last = min(first, start // 60), max(last, -(-end // 60))
    return first, min(last, 24)


def _paint_notes(ink: Ink, area: QRectF) -> None:
    ink.text(QRectF(area.x(), area.y(), area.width(), 14), tr("Notes"), ink.font(9, bold=True), PAPER.quiet)
    y = area.y() + 14 + _RULE
    while y < area.bottom():
        ink.line((area.x(), y), (area.right(), y))
        y += _RULE


def _paint_days(ink: Ink, area: QRectF, days: DiaryDays) -> None:
    shown = days.days()
    aside = {day: _aside(days, day) for day in shown}
    lines = min(_MOST_MARGIN, max((len(each) for each in aside.values()), default=0))
    single = len(shown) == 1  # its name is the title of the sheet
    names = 0.0 if single else _DAY_NAME
    top = area.y() + names + lines * _MARGIN_LINE + 4
    first, last = hours_of(days)
    hour = (area.bottom() - top) / (last - first)
    width = (area.width() - _HOURS) / len(shown)
    _paint_hours(ink, area, top, (first, last))
    for place, day in enumerate(shown):
        column = QRectF(area.x() + _HOURS + place * width, area.y(), width, area.height())
        if not single:
            name = f"{formats.weekday(day)} {day.day}"
            room = QRectF(column.x() + 4, column.y(), width - 8, names - 4)
            ink.text(room, name, ink.font(10, bold=True))
        _paint_aside(ink, column.adjusted(4, names, -4, 0), aside[day])
        ink.line((column.x(), area.y()), (column.x(), area.bottom()))
        timed = [entry for entry in days.entries.get(day, ()) if not entry.all_day]
        _paint_column(ink, QRectF(column.x(), top, width, area.bottom() - top), timed, day, (first, hour))
    ink.line((area.right(), area.y()), (area.right(), area.bottom()))


def _aside(days: DiaryDays, day: date) -> list[tuple[str, str]]:
    """The lines over the hours of a day: its margin, and what takes the whole day."""
    all_day = [
        (diary_days.title(entry), diary_days.tint(entry.state)[0])
        for entry in days.entries.get(day, ())
        if entry.all_day
    ]
    return [*days.margin(day), *all_day]


def _paint_hours(ink: Ink, area: QRectF, top: float, hours: tuple[int, int]) -> None:
    first, last = hours
    height = (area.bottom() - top) / (last - first)
    for number in range(first, last + 1):
        y = top + (number - first) * height
        ink.line((area.x() + _HOURS - 4, y), (area.right(), y), PAPER.line)
        if number < last:
            words = f"{number:02d}:00"
            ink.text(QRectF(area.x(), y - 1, _HOURS - 6, 11), words, ink.font(7.5), PAPER.quiet)


def _paint_aside(ink: Ink, area: QRectF, aside: list[tuple[str, str]]) -> None:
    shown = aside if len(aside) <= _MOST_MARGIN else aside[: _MOST_MARGIN - 1]
    left = len(aside) - len(shown)
    lines = [*shown, *([(tr("{n} more", n=left), PAPER.quiet)] if left else [])]
    for number, (words, colour) in enumerate(lines):
        row = QRectF(area.x(), area.y() + number * _MARGIN_LINE, area.width(), _MARGIN_LINE)
        ink.text(row, words, ink.font(7.5), colour)


def _paint_column(
    ink: Ink, column: QRectF, entries: list[CalendarEntry], day: date, scale: tuple[int, float]
) -> None:
    """Contacts of one day in their columns; ``scale`` is the first hour and the height of one."""
    first, hour = scale
    spans = [_minutes(entry, day) for entry in entries]
    packed = pack([(start, max(end, start + _SHORTEST)) for start, end in spans], _MOST_COLUMNS)

    def place(span: tuple[int, int], column_no: int, of: int, width: int) -> QRectF:
        step = (column.width() - 3) / of
        y = column.y() + (span[0] / 60 - first) * hour
        height = (max(span[1], span[0] + _SHORTEST) - span[0]) / 60 * hour
        box = QRectF(column.x() + 2 + column_no * step, y + 0.5, step * width - 1.5, height - 1)
        return box.intersected(column)

    for entry, span, found in zip(entries, spans, packed.places, strict=True):
        if found is not None:
            _paint_entry(ink, place(span, found.column, found.of, found.width), entry, day)
    for hidden in packed.hidden:
        box = place(hidden.span, hidden.of - 1, hidden.of, 1)
        more = ink.font(8, bold=True)
        ink.text(box, f"+{len(hidden.members)}", more, PAPER.quiet, flags=_TOP_MIDDLE)


def _paint_entry(ink: Ink, box: QRectF, entry: CalendarEntry, day: date) -> None:
    bar, ground = diary_days.tint(entry.state)
    ink.fill(box, ground, 2)
    ink.frame(box, PAPER.edge if ground == PAPER.ground else ground, 0.5, 2)
    ink.fill(QRectF(box.x(), box.y(), 2, box.height()), bar)
    struck = entry.state is EntryState.CANCELLED
    inside = box.adjusted(5, 1.5, -2, -1)
    bold = ink.font(8, bold=True, struck=struck)
    head = f"{diary_days.clock(entry, day)} {diary_days.title(entry)}".strip()
    line = 10.5
    if inside.height() < line:
        ink.text(inside, head, ink.font(max(5.0, inside.height() * 0.7), bold=True, struck=struck))
        return
    if inside.width() < _NARROW:
        ink.paragraph(inside, head, ink.font(6.5, bold=True, struck=struck))
        return
    ink.text(QRectF(inside.x(), inside.y(), inside.width(), line), head, bold)
    rest = inside.adjusted(0, line, 0, 0)
    ink.paragraph(rest, diary_days.about(entry), ink.font(7.5, struck=struck), PAPER.quiet)


def _minutes(entry: CalendarEntry, day: date) -> tuple[int, int]:
    """From when to when an entry takes up the wall of a day, in minutes since midnight."""
    midnight = datetime.combine(day, time.min)
    start = (entry.start.replace(tzinfo=None) - midnight) // timedelta(minutes=1)
    end = (entry.end.replace(tzinfo=None) - midnight) // timedelta(minutes=1)
    return min(max(start, 0), _DAY_MINUTES - _SHORTEST), min(max(end, 0), _DAY_MINUTES)
