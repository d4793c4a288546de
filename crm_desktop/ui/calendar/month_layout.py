"""Where all stands in a month: weeks, cells, bars over days, the lines that fit, and how many more there are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

from crm_desktop.ui import text_entries
from crm_desktop.ui.calendar.grid_layout import is_above
from crm_desktop.ui.calendar.rows import in_rows
from crm_desktop.ui.calendar.shapes import Block, Chip, Margin, More, Shape

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.calendar import CalendarEntry
    from crm_desktop.ui.calendar.ink import Ink

_WEEK = 7
_PAD = 3
_WIDE = 44
"""A number of a week that is as wide as any."""


@dataclass(frozen=True, slots=True)
class MonthSizes:
    """The measures that follow from the type, in logical pixels."""

    gutter: int
    head: int
    number: int
    line: int

    @classmethod
    def of(cls, ink: Ink) -> MonthSizes:
        """For one font."""
        gutter = ink.small.width(text_entries.week_number(_WIDE)) + 16
        return cls(gutter, ink.small.height + 14, ink.strong.height + 6, ink.line)


class MonthLayout:
    """The shapes of the weeks from the first to the last of ``days``; ``size`` is that of the view.

    ``left_out``: by day how many entries there are beside those handed over.
    """

    def __init__(
        self,
        days: tuple[date, date],
        entries: Sequence[CalendarEntry],
        margin: Mapping[date, Sequence[Margin]],
        left_out: Mapping[date, int],
        sizes: MonthSizes,
        size: tuple[int, int],
    ) -> None:
        self.first, self.last = days
        self.sizes = sizes
        self.weeks = ((self.last - self.first).days + 1) // _WEEK
        room, height = max(size[0] - sizes.gutter, _WEEK), max(size[1] - sizes.head, self.weeks)
        self.lefts = [sizes.gutter + room * n // _WEEK for n in range(_WEEK + 1)]
        self.tops = [sizes.head + height * n // self.weeks for n in range(self.weeks + 1)]
        self._left_out = left_out
        self.shapes: list[Shape] = []
        bars, lines = self._by_week(entries)
        for week in range(self.weeks):
            self._lay_week(week, margin, bars[week], lines[week])

    def day(self, week: int, column: int) -> date:
        """The day of a cell."""
        return self.first + timedelta(days=week * _WEEK + column)

    def cell(self, day: date) -> QRect:
        """The place of a day."""
        week, column = divmod((day - self.first).days, _WEEK)
        left, top = self.lefts[column], self.tops[week]
        return QRect(left, top, self.lefts[column + 1] - left, self.tops[week + 1] - top)

    def day_at(self, point: QPoint) -> date:
        """The day at a place, the nearest one beside all."""
        column = min(max(bisect_right(self.lefts, point.x()) - 1, 0), _WEEK - 1)
        week = min(max(bisect_right(self.tops, point.y()) - 1, 0), self.weeks - 1)
        return self.day(week, column)

    def _by_week(
        self, entries: Sequence[CalendarEntry]
    ) -> tuple[list[list[CalendarEntry]], list[list[tuple[int, CalendarEntry]]]]:
        """The bars of each week, and its lines with their columns."""
        bars: list[list[CalendarEntry]] = [[] for _ in range(self.weeks)]
        lines: list[list[tuple[int, CalendarEntry]]] = [[] for _ in range(self.weeks)]
        start = self.first.toordinal()
        for entry in entries:
            number = entry.first.toordinal() - start
            if is_above(entry):
                last = min(entry.last.toordinal() - start, self.weeks * _WEEK - 1)
                for week in range(max(number, 0) // _WEEK, last // _WEEK + 1):
                    bars[week].append(entry)
            elif number >= 0:
                # What goes on past midnight stands where it began; what began before the first day is not of it.
                lines[number // _WEEK].append((number % _WEEK, entry))
        return bars, lines

    def _lay_week(
        self,
        week: int,
        margin: Mapping[date, Sequence[Margin]],
        bars: Sequence[CalendarEntry],
        lines: Sequence[tuple[int, CalendarEntry]],
    ) -> None:
        first = self.day(week, 0)
        days = [first + timedelta(days=n) for n in range(_WEEK)]
        kept = [(n, each) for n, day in enumerate(days) for each in margin.get(day, ()) if each.occasion]
        spans = [self._columns(first, entry) for entry in bars]
        spans += [(n, n) for n, _ in kept]
        spans += [(n, n) for n, _ in lines]
        room = self.tops[week + 1] - self.tops[week] - self.sizes.number - 2
        slots = max(1, room // (self.sizes.line + 1))
        rows = in_rows(spans, _WEEK, slots, [self._left_out.get(day, 0) for day in days])
        for bar in sorted(rows.bars, key=lambda bar: (bar.first, bar.row)):
            rect = self._row(week, bar.first, bar.last, bar.row)
            begin, end = days[bar.first], days[bar.last]
            number = bar.number - len(bars)
            if number < 0:
                entry = bars[bar.number]
                self.shapes.append(Block(rect, entry, begin, True, begin == entry.first, end == entry.last))
            elif number < len(kept):
                each = kept[number][1]
                self.shapes.append(Chip(rect, begin, each.words, each.occasion))
            else:
                self.shapes.append(Block(rect, lines[number - len(kept)][1], begin, True))
        for number, count in enumerate(rows.hidden):
            if count:
                self.shapes.append(More(self._row(week, number, number, slots - 1), days[number], count))

    @staticmethod
    def _columns(first: date, entry: CalendarEntry) -> tuple[int, int]:
        return max(0, (entry.first - first).days), min(_WEEK - 1, (entry.last - first).days)

    def _row(self, week: int, first: int, last: int, row: int) -> QRect:
        left, right = self.lefts[first], self.lefts[last + 1]
        top = self.tops[week] + self.sizes.number + row * (self.sizes.line + 1)
        return QRect(left + _PAD, top, right - left - 2 * _PAD, self.sizes.line)
