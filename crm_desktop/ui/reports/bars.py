"""Where the bars and points of a picture stand, in rows and values. Free of Qt and of colours."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.exchange.reporting.drawn import drawn_rows, drawn_series, on_second_axis
from crm_desktop.services.reports.table import ChartKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm_desktop.exchange.reporting.worded import WordedRow, WordedTable

GROUP = 0.74
"""What part of its row's room a group of bars takes."""
FUNNEL = 0.9
_MOST_STEPS, _ROUND, _NOTHING = 5, (1, 2, 5, 10), 1e-300
LYING = frozenset((ChartKind.BARS, ChartKind.FUNNEL))
"""Pictures whose bars lie, with the names of their rows at the left."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, or a point of a line, of row ``row`` and column ``place``.

    It stands from ``low`` to ``high`` in values, around ``centre`` (in rows, 0 is the first), ``width`` rows wide.
    ``is_point``: only its ``high`` end is seen.
    """

    row: int
    place: int
    centre: float
    width: float
    low: float
    high: float
    value: float
    is_point: bool = False


@dataclass(frozen=True, slots=True)
class Shapes:
    """All of a picture. ``lowest`` and ``highest``: what its scale must hold, nought included."""

    kind: ChartKind
    rows: tuple[WordedRow, ...]
    bars: tuple[Bar, ...]
    lowest: float
    highest: float

    @property
    def is_lying(self) -> bool:
        """Whether the bars lie."""
        return self.kind in LYING


def shapes(table: WordedTable) -> Shapes | None:
    """The shapes of a table's picture; None: there is nothing to be drawn."""
    chart, rows = table.chart, drawn_rows(table)
    if chart is None or not rows:
        return None
    series = drawn_series(table)
    first = [place for place in series if not on_second_axis(table, place)]
    if chart.kind is ChartKind.STACKED:
        bars = list(_stacked(rows, first))
    elif chart.kind is ChartKind.LINE:
        bars = list(_points(rows, first))
    else:
        bars = list(_beside(rows, first, FUNNEL if chart.kind is ChartKind.FUNNEL else GROUP))
    ends = [0.0, *(bar.low for bar in bars), *(bar.high for bar in bars)]
    lowest, highest = min(ends), max(ends)
    # The line of shares has the height of the picture for its whole.
    second = [place for place in series if place not in first]
    bars += [
        Bar(each.row, each.place, each.centre, each.width, 0, each.value * highest, each.value, is_point=True)
        for each in _points(rows, second)
    ]
    return Shapes(chart.kind, rows, tuple(bars), lowest, highest)


def marks(lowest: float, highest: float, *, whole: bool) -> tuple[float, ...]:
    """Round values for the scale of a picture, at most six, nought among them; ``whole``: there is nothing between."""
    room = max(highest, 0.0) - min(lowest, 0.0)
    rough = room / _MOST_STEPS
    if rough < _NOTHING:
        return (0.0,)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in _ROUND if power * each >= rough * (1 - 1e-9))
    if whole:
        step = max(step, 1.0)
    first, last = math.ceil(min(lowest, 0.0) / step - 1e-9), math.floor(max(highest, 0.0) / step + 1e-9)
    return tuple(number * step for number in range(first, last + 1))


def nearest(bars: Sequence[Bar], at: int, step: int, *, along: bool) -> int:
    """Which bar comes next from the one at ``at``: ``along`` the rows, else within the row; ``at`` where none does."""
    if not along:
        other = at + step
        return other if 0 <= other < len(bars) and bars[other].row == bars[at].row else at
    wanted, place = bars[at].row + step, bars[at].place
    rows = [number for number, bar in enumerate(bars) if bar.row == wanted]
    return next((number for number in rows if bars[number].place == place), rows[0] if rows else at)


def by_rows(found: Shapes) -> tuple[Bar, ...]:
    """The bars as keys go through them: row by row."""
    return tuple(sorted(found.bars, key=lambda bar: (bar.row, bar.centre, bar.is_point)))


def _values(rows: Sequence[WordedRow], place: int) -> Iterator[tuple[int, float]]:
    for number, row in enumerate(rows):
        value = row.values[place]
        if isinstance(value, int | float):
            yield number, float(value)


def _beside(rows: Sequence[WordedRow], places: Sequence[int], group: float) -> Iterator[Bar]:
    width = group / max(1, len(places))
    for number, place in enumerate(places):
        shift = (number - (len(places) - 1) / 2) * width
        for row, value in _values(rows, place):
            yield Bar(row, place, row + shift, width * 0.94, min(0.0, value), max(0.0, value), value)


def _stacked(rows: Sequence[WordedRow], places: Sequence[int]) -> Iterator[Bar]:
    heights: dict[tuple[int, bool], float] = {}
    for place in places:
        for row, value in _values(rows, place):
            start = heights.get((row, value < 0), 0.0)
            heights[row, value < 0] = start + value
            yield Bar(row, place, row, GROUP, min(start, start + value), max(start, start + value), value)


def _points(rows: Sequence[WordedRow], places: Sequence[int]) -> Iterator[Bar]:
    for place in places:
        for row, value in _values(rows, place):
            yield Bar(row, place, row, GROUP, min(0.0, value), value, value, is_point=True)
