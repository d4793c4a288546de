"""A month of the diary on one sheet: a row for each week, in each day what fits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from crm_desktop.services.calendar import EntryState
from crm_desktop.ui import formats
from crm_desktop.ui.paper import PAPER, Document, Ink
from crm_desktop.ui.printing import diary_days
from crm_desktop.ui.printing.heading import HEADING, paint_heading
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.calendar import CalendarEntry
    from crm_desktop.ui.printing.diary_days import DiaryDays

_WEEK = 7
_NUMBERS = 20.0
_NAMES = 14.0
_DAY_NUMBER = 13.0
_LINE = 10.0


def month_document(days: DiaryDays, month: date, title: str) -> Document:
    """One sheet with the weeks of ``days``; the days of other months are quiet."""

    def paint(ink: Ink, area: QRectF, _page: int) -> None:
        paint_heading(ink, area, title, "")
        _paint_weeks(ink, area.adjusted(0, HEADING, 0, 0), days, month)

    return Document(title, landscape=True, count=lambda _ink, _area: 1, paint=paint)


def _paint_weeks(ink: Ink, area: QRectF, days: DiaryDays, month: date) -> None:
    shown = days.days()
    weeks = [shown[start : start + _WEEK] for start in range(0, len(shown), _WEEK)]
    width = (area.width() - _NUMBERS) / _WEEK
    height = (area.height() - _NAMES) / len(weeks)
    for place, day in enumerate(weeks[0]):
        name = QRectF(area.x() + _NUMBERS + place * width + 4, area.y(), width - 8, _NAMES - 3)
        ink.text(name, formats.weekday(day), ink.font(8, bold=True), PAPER.quiet)
    for row, week in enumerate(weeks):
        top = area.y() + _NAMES + row * height
        ink.line((area.x(), top), (area.right(), top))
        # The number of the ISO week is that of its Thursday (ISO 8601), whatever day the row begins with.
        thursday = next(day for day in week if day.weekday() == 3)
        number = QRectF(area.x(), top + 2, _NUMBERS - 4, _DAY_NUMBER)
        ink.text(number, str(thursday.isocalendar().week), ink.font(7.5), PAPER.quiet)
        for place, day in enumerate(week):
            cell = QRectF(area.x() + _NUMBERS + place * width, top, width, height)
            ink.line((cell.x(), cell.y()), (cell.x(), cell.bottom()))
            _paint_day(ink, cell, days, day, quiet=day.month != month.month)
    ink.line((area.x(), area.bottom()), (area.right(), area.bottom()))
    ink.line((area.right(), area.y() + _NAMES), (area.right(), area.bottom()))


def _paint_day(ink: Ink, cell: QRectF, days: DiaryDays, day: date, *, quiet: bool) -> None:
    inside = cell.adjusted(4, 2, -3, -2)
    colour = PAPER.quiet if quiet else PAPER.late if days.holidays.get(day) else PAPER.text
    ink.text(
        QRectF(inside.x(), inside.y(), inside.width(), _DAY_NUMBER - 2),
        str(day.day),
        ink.font(9, bold=True),
        colour,
    )
    lines: list[tuple[str, str, bool, str]] = [
        (words, colour, False, "") for words, colour in days.margin(day)
    ]
    lines += [_line_of(entry, day) for entry in days.entries.get(day, ())]
    room = int((inside.height() - _DAY_NUMBER) / _LINE)
    fits = lines if len(lines) <= room else lines[: max(room - 1, 0)]
    for number, (words, colour, struck, bar) in enumerate(fits):
        row = QRectF(inside.x(), inside.y() + _DAY_NUMBER + number * _LINE, inside.width(), _LINE)
        if bar:
            ink.fill(QRectF(row.x(), row.y() + 1.5, 2, _LINE - 3), bar)
            row = row.adjusted(5, 0, 0, 0)
        ink.text(row, words, ink.font(7.5, struck=struck), PAPER.quiet if quiet and not bar else colour)
    if len(fits) < len(lines):
        row = QRectF(inside.x(), inside.y() + _DAY_NUMBER + len(fits) * _LINE, inside.width(), _LINE)
        left = len(lines) - len(fits)
        ink.text(
            row,
            tr("{n} more", n=left),
            ink.font(7.5, bold=True),
            PAPER.quiet,
            flags=Qt.AlignmentFlag.AlignLeft,
        )


def _line_of(entry: CalendarEntry, day: date) -> tuple[str, str, bool, str]:
    words = f"{diary_days.clock(entry, day)} {diary_days.title(entry)}".strip()
    return words, PAPER.text, entry.state is EntryState.CANCELLED, diary_days.tint(entry.state)[0]


def weeks_of(month: date, week_start: int) -> tuple[date, date]:
    """The first and the last day of the whole weeks that a month touches; ``week_start``: 0 is Monday."""
    first = month.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    last = following - timedelta(days=1)
    begin = first - timedelta(days=(first.weekday() - week_start) % _WEEK)
    return begin, last + timedelta(days=(week_start + 6 - last.weekday()) % _WEEK)
