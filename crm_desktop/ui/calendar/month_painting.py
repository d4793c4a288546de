"""How a month is painted: the names of the days, the numbers of the weeks, the cells with what fits into them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QLine, QRect, QRectF, Qt

from crm_desktop.ui import text_entries
from crm_desktop.ui.calendar.entry_painting import Words, paint_block, paint_chip, paint_more
from crm_desktop.ui.calendar.shapes import Block, Chip
from crm_desktop.ui.formats_words import WORDS
from crm_desktop.ui.text import language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtGui import QPainter

    from crm_desktop.ui.calendar.ink import Ink
    from crm_desktop.ui.calendar.month_layout import MonthLayout
    from crm_desktop.ui.calendar_preferences import Bars

_SATURDAY = 5
_WEEK = 7


@dataclass(frozen=True, slots=True)
class MonthPicture:
    """What is to be painted; ``month`` is any day of the month whose cells are not quiet."""

    layout: MonthLayout
    ink: Ink
    words: Words
    bars: Bars
    size: tuple[int, int]
    today: date
    month: date
    holidays: Mapping[date, Sequence[str]]


def paint_month(painter: QPainter, picture: MonthPicture) -> None:
    """Paint all of it."""
    layout, ink, (width, height) = picture.layout, picture.ink, picture.size
    painter.fillRect(QRect(0, 0, width, height), ink.colour("ground"))
    _paint_grounds(painter, picture)
    _paint_names(painter, picture)
    painter.setPen(ink.colour("line"))
    left = layout.lefts[0]
    painter.drawLines([QLine(left if n else 0, top, width, top) for n, top in enumerate(layout.tops[:-1])])
    painter.drawLines([QLine(x, layout.tops[0], x, height) for x in layout.lefts[:-1]])
    for week in range(layout.weeks):
        _paint_week(painter, picture, week)
        for column in range(_WEEK):
            _paint_number(painter, picture, layout.day(week, column))
    for shape in layout.shapes:
        if isinstance(shape, Block):
            paint_block(painter, shape, ink, picture.words, picture.bars)
        elif isinstance(shape, Chip):
            paint_chip(painter, shape, ink)
        else:
            paint_more(painter, shape, ink)


def _is_other(picture: MonthPicture, day: date) -> bool:
    return (day.year, day.month) != (picture.month.year, picture.month.month)


def _paint_grounds(painter: QPainter, picture: MonthPicture) -> None:
    """Other months, weekends and holidays are quieter; today is tinted."""
    layout, ink = picture.layout, picture.ink
    for number in range(layout.weeks * _WEEK):
        day = layout.first + timedelta(days=number)
        if day == picture.today:
            painter.fillRect(layout.cell(day), ink.shade("accent_soft"))
        elif _is_other(picture, day) or day.weekday() >= _SATURDAY or day in picture.holidays:
            painter.fillRect(layout.cell(day), ink.colour("side"))


def _paint_names(painter: QPainter, picture: MonthPicture) -> None:
    layout, ink = picture.layout, picture.ink
    painter.setFont(ink.text.font)
    painter.setPen(ink.colour("quiet"))
    base = (layout.sizes.head - ink.text.height) // 2 + ink.text.ascent
    columns = [(layout.day(0, column).weekday(), layout.lefts[column]) for column in range(_WEEK)]
    room = layout.lefts[1] - layout.lefts[0] - 14
    words = WORDS[language()]
    # All written out, or none.
    wide = max(ink.text.width(name.capitalize()) for name in words.full_days) <= room
    for number, left in columns:
        name = (words.full_days if wide else words.days)[number].capitalize()
        painter.drawText(left + 10, base, ink.text.fit(name, room)[0])


def _paint_week(painter: QPainter, picture: MonthPicture, week: int) -> None:
    """The number of the week (ISO 8601), quiet in the gutter."""
    layout, ink = picture.layout, picture.ink
    days = [layout.day(week, column) for column in range(_WEEK)]
    number = text_entries.week(days)
    painter.setFont(ink.small.font)
    painter.setPen(ink.colour("quiet"))
    shown, width = ink.small.fit(number, layout.lefts[0] - 4)
    base = layout.tops[week] + (layout.sizes.number - ink.small.height) // 2 + ink.small.ascent
    painter.drawText((layout.lefts[0] - width) // 2, base, shown)


def _paint_number(painter: QPainter, picture: MonthPicture, day: date) -> None:
    """The number of the day, the first of a month with its name, and the holiday beside it."""
    layout, ink = picture.layout, picture.ink
    cell, today = layout.cell(day), day == picture.today
    words = str(day.day)
    if day.day == 1:
        words = f"{words} {WORDS[language()].months[day.month - 1]}"
    width = ink.strong.width(words)
    box = QRectF(cell.left() + 4, cell.top() + 3, width + 12, layout.sizes.number - 5)
    base = cell.top() + 3 + (layout.sizes.number - 5 - ink.strong.height) // 2 + ink.strong.ascent
    if today:
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.colour("accent"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.restore()
    holidays = picture.holidays.get(day, ())
    colour = "on_accent" if today else "late" if holidays else "quiet" if _is_other(picture, day) else "text"
    painter.setFont(ink.strong.font)
    painter.setPen(ink.colour(colour))
    painter.drawText(cell.left() + 10, base, words)
    room = cell.right() - 6 - round(box.right())
    if holidays and room > ink.side:
        shown, wide = ink.small.fit(", ".join(holidays), room)
        painter.setFont(ink.small.font)
        painter.setPen(ink.colour("late"))
        painter.drawText(cell.right() - 5 - wide, base, shown)
