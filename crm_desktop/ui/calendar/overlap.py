"""Contacts at the same time stand side by side: which column each gets, and which find none. Free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]
"""From (included) to (not included), in any unit."""


@dataclass(frozen=True, slots=True)
class Place:
    """Column ``column`` of ``of``, over ``width`` columns; ``crowded``: the last one tells how many are hidden."""

    column: int
    of: int
    width: int = 1
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """Spans that found no column, in the last of ``of`` columns: their numbers, and from when to when they reach."""

    members: tuple[int, ...]
    span: Span
    of: int


@dataclass(frozen=True, slots=True)
class Packed:
    """``places`` has one for each span, None for those that ``hidden`` tells of."""

    places: tuple[Place | None, ...]
    hidden: tuple[Hidden, ...]


def pack(spans: Sequence[Span], most: int) -> Packed:
    """Give each span a column so that no two that overlap share one.

    Spans that touch each other, directly or over others, share their number of columns; where more than ``most``
    (at least 2) are needed, the last column tells how many more there are. Each is as wide as the columns to its right
    stay free. Empty spans count as one unit.
    """
    order = sorted(range(len(spans)), key=lambda number: (spans[number][0], -spans[number][1], number))
    places: list[Place | None] = [None] * len(spans)
    hidden: list[Hidden] = []
    cluster: list[int] = []
    end = 0
    for number in order:
        if cluster and spans[number][0] >= end:
            _place(spans, cluster, most, places, hidden)
            cluster = []
        end = max(end, _end(spans[number])) if cluster else _end(spans[number])
        cluster.append(number)
    if cluster:
        _place(spans, cluster, most, places, hidden)
    return Packed(tuple(places), tuple(hidden))


def lanes(spans: Sequence[Span]) -> list[int]:
    """The row of each span (bars over several days) so that no two that overlap share one; rows fill from the top."""
    found = [0] * len(spans)
    ends: list[int] = []
    for number in sorted(range(len(spans)), key=lambda number: (spans[number][0], -spans[number][1], number)):
        found[number] = _first_free(ends, spans[number])
    return found


def _end(span: Span) -> int:
    return max(span[1], span[0] + 1)


def _first_free(ends: list[int], span: Span, most: int | None = None) -> int:
    """The first column that is free at the start of the span, now taken by it.

    Where ``most`` columns are all taken it is the one after them, which holds any number.
    """
    for column, end in enumerate(ends):
        if end <= span[0]:
            ends[column] = _end(span)
            return column
    if len(ends) == most:
        return len(ends)
    ends.append(_end(span))
    return len(ends) - 1


def _place(
    spans: Sequence[Span], cluster: list[int], most: int, places: list[Place | None], hidden: list[Hidden]
) -> None:
    ends: list[int] = []
    columns = {number: _first_free(ends, spans[number], most) for number in cluster}
    shown = most - 1 if max(columns.values()) >= most else len(ends)
    of = len(ends)
    left = [number for number in cluster if columns[number] >= shown]
    placed = [number for number in cluster if columns[number] < shown]
    for number in placed:
        column = columns[number]
        # What is left out takes the last column for the whole of the cluster.
        right = [
            columns[other] for other in placed if columns[other] > column and _meet(spans, number, other)
        ]
        width = min([*right, shown]) - column
        places[number] = Place(column, of, max(1, width), bool(left))
    if left:
        for members in _together(spans, left):
            span = (min(spans[each][0] for each in members), max(_end(spans[each]) for each in members))
            hidden.append(Hidden(tuple(members), span, of))


def _together(spans: Sequence[Span], numbers: Sequence[int]) -> list[list[int]]:
    """The numbers, in the order of their starts, in groups that touch each other."""
    groups: list[list[int]] = []
    end = 0
    for number in numbers:
        if not groups or spans[number][0] >= end:
            groups.append([])
            end = 0
        groups[-1].append(number)
        end = max(end, _end(spans[number]))
    return groups


def _meet(spans: Sequence[Span], one: int, other: int) -> bool:
    return spans[one][0] < _end(spans[other]) and spans[other][0] < _end(spans[one])
