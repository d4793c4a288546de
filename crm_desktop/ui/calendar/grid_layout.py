"""Where all stands in a week or a day: the columns, the hours, the blocks, and the rows above for what has no hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

from crm_desktop.ui import text_entries
from crm_desktop.ui.calendar.axis import Axis
from crm_desktop.ui.calendar.overlap import Packed, Place, pack
from crm_desktop.ui.calendar.rows import in_rows
from crm_desktop.ui.calendar.shapes import Block, Chip, Margin, More, Shape

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.calendar import CalendarEntry
    from crm_desktop.ui.calendar.ink import Ink

STEP = 15
"""Minutes by which contacts are moved and stretched."""
SLOT = 30
"""Minutes of the cursor, and of a contact that is drawn by a double click."""
MOST_ROWS = 5
_WIDE = 44
"""A number of a week that is as wide as any."""
_LEAST_COLUMN = 58
_HOUR_LINES = 3.6
"""Lines of small text in an hour: a quarter of it nearly holds one."""
_PAD = 4
_ALL_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The measures that follow from the type, in logical pixels."""

    gutter: int
    head: int
    line: int
    hour: int
    block: int
    """Below this height a block has one line."""
    count: int
    """The width of what tells how many are hidden."""

    @classmethod
    def of(cls, ink: Ink) -> Sizes:
        """For one font; a wider clock or a bigger type makes all of it bigger."""
        return cls(
            gutter=max(ink.small.width("00:00"), ink.small.width(text_entries.week_number(_WIDE))) + 18,
            head=ink.number.height + 20,
            line=ink.line,
            hour=round(ink.small.height * _HOUR_LINES),
            block=ink.strong.height + ink.small.height + 3,
            count=ink.small_strong.width("+99") + 12,
        )


class GridLayout:
    """The shapes of some days. Those of the hours are measured from the top of the axis, the others from the view's."""

    def __init__(
        self,
        days: Sequence[date],
        entries: Sequence[CalendarEntry],
        margin: Sequence[Margin],
        sizes: Sizes,
        width: int,
    ) -> None:
        self.days, self.sizes, self.width = days, sizes, width
        self.axis = Axis(days[0], len(days))
        room = max(width - sizes.gutter, len(days))
        self.lefts = [sizes.gutter + room * n // len(days) for n in range(len(days) + 1)]
        self._numbers: Mapping[date, int] = {day: n for n, day in enumerate(days)}
        self.height = self.axis.length * sizes.hour // 60
        above = [entry for entry in entries if is_above(entry)]
        self.top, rows = self._above(above, margin)
        self.top_height = sizes.head + rows * (sizes.line + 1) + _PAD
        self.body = self._body([entry for entry in entries if not is_above(entry)])

    # ------------------------------------------------------------------------------------------------------- measures

    def y(self, minutes: int) -> int:
        """The height of so many minutes from the top of the axis."""
        return minutes * self.sizes.hour // 60

    def minutes(self, y: int) -> int:
        """How many minutes from the top of the axis stand at a height."""
        return min(max(0, y * 60 // self.sizes.hour), self.axis.length)

    def number(self, day: date) -> int | None:
        """Which column a day has."""
        return self._numbers.get(day)

    def column_at(self, x: int) -> int:
        """The column at a place, the first or last one beside them."""
        found = sum(left <= x for left in self.lefts[1:])
        return min(found, len(self.days) - 1)

    def column(self, number: int, top: int, height: int) -> QRect:
        """A stretch of a column."""
        left = self.lefts[number]
        return QRect(left, top, self.lefts[number + 1] - left, height)

    def stretch(self, day: date, start: int, minutes: int) -> QRect:
        """The place of so many minutes of a day, from ``start`` minutes on the axis."""
        top = self.y(start)
        column = self.column(self._numbers[day], top, max(self.sizes.line, self.y(start + minutes) - top))
        return column.adjusted(2, 0, -_PAD, 0)

    def moment(self, number: int, y: int, step: int = STEP) -> datetime:
        """The local time at a height of a column, at a whole step at or before it."""
        return self.axis.moment(self.days[number], self.minutes(y) // step * step)

    # --------------------------------------------------------------------------------------------------------- inside

    def _above(self, entries: Sequence[CalendarEntry], margin: Sequence[Margin]) -> tuple[list[Shape], int]:
        """Margin and bars over days, and how many rows they take."""
        spans = [(self._numbers[kept.day],) * 2 for kept in margin]
        spans += [self._numbers_of(entry) for entry in entries]
        rows = in_rows(spans, len(self.days), MOST_ROWS)
        shapes: list[Shape] = []
        for bar in rows.bars:
            rect = self._row(bar.first, bar.last, bar.row)
            if bar.number < len(margin):
                kept = margin[bar.number]
                shapes.append(Chip(rect, kept.day, kept.words, kept.occasion))
                continue
            entry = entries[bar.number - len(margin)]
            first, last = self.days[bar.first], self.days[bar.last]
            shapes.append(Block(rect, entry, first, True, first == entry.first, last == entry.last))
        for number, count in enumerate(rows.hidden):
            if count:
                shapes.append(More(self._row(number, number, MOST_ROWS - 1), self.days[number], count))
        used = MOST_ROWS if any(rows.hidden) else rows.height
        return sorted(shapes, key=lambda shape: (shape.day, shape.rect.top())), used

    def _row(self, first: int, last: int, row: int) -> QRect:
        left, right = self.lefts[first], self.lefts[last + 1]
        top = self.sizes.head + row * (self.sizes.line + 1)
        return QRect(left + 2, top, right - left - 2 - _PAD, self.sizes.line)

    def _numbers_of(self, entry: CalendarEntry) -> tuple[int, int]:
        """The first and the last column that an entry touches."""
        first, last = max(entry.first, self.days[0]), min(entry.last, self.days[-1])
        return self._numbers[first], self._numbers[last]

    def _body(self, entries: Sequence[CalendarEntry]) -> list[Shape]:
        by_day: dict[date, list[CalendarEntry]] = {day: [] for day in self.days}
        for entry in entries:
            for number in range(self._numbers_of(entry)[0], self._numbers_of(entry)[1] + 1):
                by_day[self.days[number]].append(entry)
        shapes: list[Shape] = []
        least = ceil(self.sizes.line * 60 / self.sizes.hour)
        for number, (day, found) in enumerate(by_day.items()):
            spans = [self._span(day, entry, least) for entry in found]
            room = self.lefts[number + 1] - self.lefts[number] - 2 - _PAD
            packed = pack(spans, max(2, room // _LEAST_COLUMN))
            shapes += self._blocks(number, found, spans, packed)
        return shapes

    def _span(self, day: date, entry: CalendarEntry, least: int) -> tuple[int, int]:
        """From where to where a block reaches: long enough to be read, also at the end of the day."""
        start, end = self.axis.span(day, entry.start, entry.end)
        start = min(start, self.axis.length - least)
        return start, max(end, start + least)

    def _blocks(
        self,
        number: int,
        entries: Sequence[CalendarEntry],
        spans: Sequence[tuple[int, int]],
        packed: Packed,
    ) -> list[Shape]:
        day = self.days[number]
        shapes: list[Shape] = []
        for entry, span, place in zip(entries, spans, packed.places, strict=True):
            if place is not None:
                rect = self._cell(number, span, place)
                line = rect.height() < self.sizes.block
                shapes.append(
                    Block(rect, entry, day, line, entry.first == day, entry.last == day, placed=True)
                )
        for hidden in packed.hidden:
            rect = self._cell(number, hidden.span, Place(hidden.of - 1, hidden.of, 1, crowded=True))
            members = tuple(entries[each].ref for each in hidden.members)
            shapes.append(More(rect, day, len(members), members))
        return sorted(shapes, key=lambda shape: (shape.rect.top(), shape.rect.left()))

    def _cell(self, number: int, span: tuple[int, int], place: Place) -> QRect:
        left, room = self.lefts[number] + 2, self.lefts[number + 1] - self.lefts[number] - 2 - _PAD
        edges = [room * n // place.of for n in range(place.of + 1)]
        if place.crowded:
            # A count needs less room than a name.
            narrow = room - min(self.sizes.count, room // place.of)
            edges = [*(narrow * n // (place.of - 1) for n in range(place.of)), room]
        end = place.column + place.width
        top, bottom = self.y(span[0]), self.y(span[1])
        gap = 2 if end < place.of else 0
        return QRect(
            left + edges[place.column], top, edges[end] - edges[place.column] - gap, bottom - top - 1
        )


def is_above(entry: CalendarEntry) -> bool:
    """Whether it stands above the hours: it takes whole days, or as long."""
    return entry.all_day or entry.end - entry.start >= _ALL_DAY


def shape_at(shapes: Sequence[Shape], point: QPoint) -> Shape | None:
    """The shape at a place; of several the one painted last."""
    return next((shape for shape in reversed(shapes) if shape.rect.contains(point)), None)
