"""Lines and bars over the days of a week, and what finds no room among them. Free of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """Number ``number`` is shown in ``row`` from day ``first`` to day ``last`` of the week, both included."""

    number: int
    first: int
    last: int
    row: int


@dataclass(frozen=True, slots=True)
class Rows:
    """What is shown, and by day how many are not: they share the last row of the day."""

    bars: list[Bar]
    hidden: list[int]

    @property
    def height(self) -> int:
        """How many rows are used."""
        used = max((bar.row + 1 for bar in self.bars), default=0)
        return used + 1 if any(self.hidden) and used < 1 else used


def in_rows(spans: Sequence[tuple[int, int]], days: int, slots: int, left_out: Sequence[int] = ()) -> Rows:
    """Give each span of days (both included) the first row that is free on all of its days, in the order given.

    Where a day needs more than ``slots`` rows, its last row is left to the count of the hidden; a bar over several
    days is then interrupted there. ``left_out``: how many each day hides in any case.
    """
    taken: list[dict[int, int]] = [{} for _ in range(days)]
    hidden = list(left_out) or [0] * days
    for number, (first, last) in enumerate(spans):
        row = _free_row(taken, first, last, slots)
        for day in range(first, last + 1):
            if row < slots:
                taken[day][row] = number
            else:
                hidden[day] += 1
    for day in range(days):
        if hidden[day] and slots:
            hidden[day] += taken[day].pop(slots - 1, None) is not None
    return Rows(_bars(taken), hidden)


def _free_row(taken: Sequence[dict[int, int]], first: int, last: int, slots: int) -> int:
    if first == last:
        there = taken[first]
        return next((row for row in range(slots) if row not in there), slots)
    days = range(first, last + 1)
    return next((row for row in range(slots) if all(row not in taken[day] for day in days)), slots)


def _bars(taken: Iterable[dict[int, int]]) -> list[Bar]:
    """Neighbouring days of one number in one row as one bar."""
    open_bars: dict[int, Bar] = {}
    found: list[Bar] = []
    for day, there in enumerate(taken):
        going_on: dict[int, Bar] = {}
        for row, number in there.items():
            before = open_bars.get(row)
            if before is not None and before.number == number:
                going_on[row] = Bar(number, before.first, day, row)
            else:
                going_on[row] = Bar(number, day, day, row)
        found += [bar for row, bar in open_bars.items() if _ended(bar, going_on.get(row))]
        open_bars = going_on
    return [*found, *open_bars.values()]


def _ended(bar: Bar, next_one: Bar | None) -> bool:
    return next_one is None or next_one.number != bar.number
