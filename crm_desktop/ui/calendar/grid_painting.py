"""How a week or a day is painted: the hours with what stands in them, and above them the days with their margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLine, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen

from crm_desktop.ui import text_entries
from crm_desktop.ui.calendar.entry_painting import Words, paint_block, paint_chip, paint_more
from crm_desktop.ui.calendar.shapes import Block, Chip, Shape
from crm_desktop.ui.formats_words import WORDS
from crm_desktop.ui.text import language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from PySide6.QtGui import QPainter

    from crm_desktop.ui.calendar.grid_layout import GridLayout
    from crm_desktop.ui.calendar.ink import Ink
    from crm_desktop.ui.calendar_preferences import Bars

_SATURDAY = 5
_KNOB = 4


@dataclass(frozen=True, slots=True)
class GridPicture:
    """What is to be painted: the shapes, how far the hours are scrolled, and what stands out.

    ``work``: the hours of work, from (included) to (not included). ``free``: days on which nobody works.
    """

    layout: GridLayout
    ink: Ink
    words: Words
    bars: Bars
    offset: int
    size: tuple[int, int]
    now: datetime
    cursor_day: date
    work: tuple[int, int]
    free: Collection[date]


def paint_hours(painter: QPainter, picture: GridPicture) -> None:
    """Paint all below the rows of whole days: grounds, lines, contacts, the present moment."""
    layout, ink = picture.layout, picture.ink
    top, (width, height) = layout.top_height, picture.size
    painter.save()
    painter.setClipRect(QRect(0, top, width, height - top))
    painter.fillRect(QRect(0, top, width, height - top), ink.colour("ground"))
    painter.translate(0, top - picture.offset)
    seen = QRect(0, picture.offset, width, height - top)
    _paint_grounds(painter, picture, seen)
    _paint_lines(painter, picture, seen)
    _paint_shapes(painter, (shape for shape in layout.body if shape.rect.intersects(seen)), picture)
    _paint_no_times(painter, picture)
    _paint_now(painter, picture)
    painter.restore()


def paint_head(painter: QPainter, picture: GridPicture) -> None:
    """Paint the days, and beneath them what takes whole days and what is kept on them."""
    layout, ink, width = picture.layout, picture.ink, picture.size[0]
    today = picture.now.date()
    painter.fillRect(QRect(0, 0, width, layout.top_height), ink.colour("ground"))
    rules = [
        QLine(0, layout.top_height - 1, width, layout.top_height - 1),
        QLine(layout.lefts[0], layout.sizes.head - 2, width, layout.sizes.head - 2),
    ]
    for number, day in enumerate(layout.days):
        head = layout.column(number, 0, layout.sizes.head - 2)
        if day == today:
            painter.fillRect(head, ink.colour("accent_soft"))
            below = layout.column(number, layout.sizes.head - 1, layout.top_height - layout.sizes.head)
            painter.fillRect(below, ink.shade("accent_soft"))
        _paint_day(painter, head, day, picture)
        rules.append(QLine(head.left(), layout.sizes.head - 2, head.left(), layout.top_height))
    _paint_week(painter, picture)
    painter.setPen(ink.colour("line"))
    painter.drawLines(rules)
    _paint_shapes(painter, layout.top, picture)


def paint_ghost(painter: QPainter, picture: GridPicture, block: Block, label: str) -> None:
    """Paint what is being dragged, where it would stand, with its new time."""
    painter.setOpacity(0.85)
    # Words of its own: those that are kept tell the time at which it stands.
    paint_block(painter, block, picture.ink, Words(), picture.bars)
    painter.setOpacity(1)
    paint_label(painter, block.rect, label, picture.ink)


def paint_label(painter: QPainter, rect: QRect, label: str, ink: Ink) -> None:
    """A small dark sign at the upper edge of a place."""
    type_ = ink.small_strong
    width = type_.width(label) + 12
    sign = QRect(rect.left(), rect.top() - type_.height - 6, width, type_.height + 4)
    if sign.top() < 0:
        sign.moveTop(rect.top() + 2)
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.colour("accent"))
    painter.drawRoundedRect(QRectF(sign), 4, 4)
    painter.setPen(ink.colour("on_accent"))
    painter.setFont(type_.font)
    painter.drawText(sign.left() + 6, sign.top() + 2 + type_.ascent, label)


def _paint_grounds(painter: QPainter, picture: GridPicture, seen: QRect) -> None:
    layout, ink = picture.layout, picture.ink
    begin, end = (layout.y(layout.axis.at_hour(hour)) for hour in picture.work)
    quiet = ink.colour("side")
    for number, day in enumerate(layout.days):
        column = layout.column(number, 0, layout.height)
        if day in picture.free:
            painter.fillRect(column, quiet)
        else:
            painter.fillRect(layout.column(number, 0, begin), quiet)
            painter.fillRect(layout.column(number, end, layout.height - end), quiet)
        if day == picture.now.date():
            painter.fillRect(column.intersected(seen), ink.shade("accent_soft"))


def _paint_no_times(painter: QPainter, picture: GridPicture) -> None:
    """Hatch what is no time on its day, over whatever goes on before and after it."""
    layout = picture.layout
    hatch = QBrush(picture.ink.colour("edge"), Qt.BrushStyle.BDiagPattern)
    for number, day in enumerate(layout.days):
        for first, last in layout.axis.no_times(day):
            painter.fillRect(layout.column(number, layout.y(first), layout.y(last) - layout.y(first)), hatch)


def _paint_lines(painter: QPainter, picture: GridPicture, seen: QRect) -> None:
    layout, ink, width = picture.layout, picture.ink, picture.size[0]
    hours = layout.axis.hours()
    left = layout.lefts[0]
    half = QColor(ink.colour("line"))
    half.setAlpha(120)
    painter.setPen(QPen(half, 1, Qt.PenStyle.DotLine))
    middle = layout.sizes.hour // 2
    painter.drawLines([QLine(left, layout.y(h.at) + middle, width, layout.y(h.at) + middle) for h in hours])
    painter.setPen(ink.colour("line"))
    painter.drawLines([QLine(left, layout.y(h.at), width, layout.y(h.at)) for h in hours if h.at])
    painter.drawLines([QLine(x, seen.top(), x, seen.bottom()) for x in layout.lefts[:-1]])
    type_ = ink.small
    painter.setFont(type_.font)
    painter.setPen(ink.colour("quiet"))
    present = layout.y(layout.axis.at(picture.now)) if picture.now.date() in layout.days else -type_.height
    for hour in hours:
        top = layout.y(hour.at) - type_.height // 2
        # Not half of a time at the upper edge, nor one beneath the time of now.
        if top >= seen.top() and abs(layout.y(hour.at) - present) >= type_.height:
            words = f"{hour.hour:02}:00"
            painter.setPen(ink.colour("care" if hour.again else "quiet"))
            painter.drawText(left - 8 - type_.width(words), top + type_.ascent, words)


def _paint_shapes(painter: QPainter, shapes: Iterable[Shape], picture: GridPicture) -> None:
    for shape in shapes:
        if isinstance(shape, Block):
            paint_block(painter, shape, picture.ink, picture.words, picture.bars)
        elif isinstance(shape, Chip):
            paint_chip(painter, shape, picture.ink)
        else:
            paint_more(painter, shape, picture.ink)


def _paint_now(painter: QPainter, picture: GridPicture) -> None:
    """A line across today at this moment, with its time among the hours."""
    layout, ink = picture.layout, picture.ink
    number = layout.number(picture.now.date())
    if number is None:
        return
    y = layout.y(layout.axis.at(picture.now))
    column = layout.column(number, y - 1, 2)
    late = ink.colour("late")
    painter.fillRect(column, late)
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(late)
    painter.drawEllipse(QPoint(column.left(), y), _KNOB, _KNOB)
    type_, words = ink.small_strong, text_entries.clock(picture.now)
    painter.setPen(late)
    painter.setFont(type_.font)
    top = y - type_.height // 2
    painter.drawText(layout.lefts[0] - 8 - type_.width(words), top + type_.ascent, words)


def _paint_day(painter: QPainter, head: QRect, day: date, picture: GridPicture) -> None:
    """The name of the day, quiet, and its number."""
    ink, today = picture.ink, day == picture.now.date()
    name = WORDS[language()].days[day.weekday()].capitalize()
    base = head.top() + (head.height() - ink.number.height) // 2 + ink.number.ascent
    left = head.left() + 10
    painter.setFont(ink.text.font)
    painter.setPen(ink.colour("accent" if today else "quiet"))
    painter.drawText(left, base, name)
    left += ink.text.width(name) + 5
    painter.setFont(ink.number.font)
    free = day in picture.free and day.weekday() < _SATURDAY
    painter.setPen(ink.colour("accent" if today else "late" if free else "text"))
    painter.drawText(left, base, str(day.day))
    if day == picture.cursor_day and len(picture.layout.days) > 1:
        painter.fillRect(
            QRect(left, base + 4, ink.number.width(str(day.day)), 2),
            ink.colour("accent" if today else "quiet"),
        )


def _paint_week(painter: QPainter, picture: GridPicture) -> None:
    """The number of the week (ISO 8601) in the corner."""
    layout, ink = picture.layout, picture.ink
    words = text_entries.week(layout.days)
    shown, width = ink.small.fit(words, layout.lefts[0] - 6)
    painter.setFont(ink.small.font)
    painter.setPen(ink.colour("quiet"))
    base = (layout.sizes.head - 2 - ink.number.height) // 2 + ink.number.ascent
    painter.drawText(layout.lefts[0] - 8 - width, base, shown)
