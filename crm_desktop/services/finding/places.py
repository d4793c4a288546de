"""Places in the order of names: where a client goes, and making room where two neighbours stand too close.

The order is by (sort key of the name, client id), so it is one and the same however it came about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.models.derived import BIN

if TYPE_CHECKING:
    import sqlite3

SPACING = 64
"""Places between neighbours that are put at an end. Small, so that full-text row numbers differ by one byte."""

_ENDLESS = 1 << 38
_STRETCH = 4

Key = tuple[bytes, bytes]
"""Sort key of the name, client id."""


@dataclass(frozen=True, slots=True)
class Area:
    """A range of places with an order of its own: live clients, or the bin."""

    low: int
    start: int
    high: int


LIVE = Area(-_ENDLESS, 0, BIN - 1)
DELETED = Area(BIN, BIN + _ENDLESS, BIN + 2 * _ENDLESS)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the first few of the new ones go, and who has to move for them (old place -> new place)."""

    places: list[int]
    moves: dict[int, int]


def plan(connection: sqlite3.Connection, area: Area, keys: Sequence[Key]) -> Plan:
    """Places for ``keys`` (ascending, none of them there yet, at least one) between those present.

    The plan is for as many of the first keys as it has places: where somebody has to move, it ends, is to be carried
    out, and the rest planned anew.
    """
    order = _Order(connection, area)
    last = order.last()
    if last is None or last[1] < keys[0]:
        start = area.start if last is None else last[0] + SPACING
        return Plan([start + i * SPACING for i in range(len(keys))], {})
    places: list[int] = []
    near = area.low
    while len(places) < len(keys):
        after = order.after(keys[len(places)], near)
        count = _fitting(keys, len(places), after)
        found = _spread(order.before(after[0] if after else None), after, count)
        if found is None and after is not None:
            return Plan(places, {}) if places else _with_room(order, after[0], keys[:count])
        places += found or []
        near = after[0] if after else near
    return Plan(places, {})


def _fitting(keys: Sequence[Key], index: int, after: tuple[int, Key] | None) -> int:
    """How many keys from ``index`` on go before ``after``."""
    if after is None:
        return len(keys) - index
    end = index
    while end < len(keys) and keys[end] < after[1]:
        end += 1
    return end - index


def _spread(before: tuple[int, Key] | None, after: tuple[int, Key] | None, count: int) -> list[int] | None:
    """``count`` places between two neighbours (one at least), evenly; None when there are not so many."""
    if after is None:
        start = before[0] if before else 0
        return [start + (i + 1) * SPACING for i in range(count)]
    if before is None:
        return [after[0] - (count - i) * SPACING for i in range(count)]
    gap = after[0] - before[0]
    if gap <= count:
        return None
    return [before[0] + gap * (i + 1) // (count + 1) for i in range(count)]


def _with_room(order: _Order, after: int, keys: Sequence[Key]) -> Plan:
    """Spread ``keys``, which go before the place ``after``, and their neighbours over a window with room for all."""
    margin = 8
    while True:
        left, right = order.some_before(after, margin), order.some_after(after - 1, margin)
        window = left + right
        low, span = window[0][0], window[-1][0] - window[0][0]
        everyone = sorted([key for _, key in window] + list(keys))
        if len(right) < margin:
            new = [low + i * SPACING for i in range(len(everyone))]
            break
        if len(left) < margin:
            new = [low + span - i * SPACING for i in reversed(range(len(everyone)))]
            break
        if span >= _STRETCH * len(everyone):
            new = [low + span * i // (len(everyone) - 1) for i in range(len(everyone))]
            break
        margin *= 2
    place_of = dict(zip(everyone, new, strict=True))
    moves = {pos: place_of[key] for pos, key in window if place_of[key] != pos}
    return Plan([place_of[key] for key in keys], moves)


class _Order:
    """The clients of an area in their order, read step by step."""

    def __init__(self, connection: sqlite3.Connection, area: Area) -> None:
        self._connection, self._area = connection, area

    def _rows(self, where: str, order: str, limit: int, *values: object) -> list[tuple[int, Key]]:
        sql = (
            f"SELECT pos, name_key, client_id FROM client_list WHERE pos BETWEEN ? AND ? AND {where}"
            f" ORDER BY pos {order} LIMIT ?"
        )
        rows = self._connection.execute(sql, (self._area.low, self._area.high, *values, limit))
        return [(pos, (name_key, client_id)) for pos, name_key, client_id in rows]

    def _first(self, rows: list[tuple[int, Key]]) -> tuple[int, Key] | None:
        return rows[0] if rows else None

    def last(self) -> tuple[int, Key] | None:
        return self._first(self._rows("1", "DESC", 1))

    def before(self, pos: int | None) -> tuple[int, Key] | None:
        return self.last() if pos is None else self._first(self._rows("pos < ?", "DESC", 1, pos))

    def some_before(self, pos: int, count: int) -> list[tuple[int, Key]]:
        return self._rows("pos < ?", "DESC", count, pos)[::-1]

    def some_after(self, pos: int, count: int) -> list[tuple[int, Key]]:
        return self._rows("pos > ?", "ASC", count, pos)

    def after(self, key: Key, near: int) -> tuple[int, Key] | None:
        """The first client after ``key``, looked for from ``near`` on in growing steps, then by halving."""
        last = self.last()
        if last is None or last[1] < key:
            return None
        low = near = max(near, self._rows("1", "ASC", 1)[0][0])
        step = SPACING
        while (found := self._first(self._rows("pos >= ?", "ASC", 1, near))) is not None and found[1] < key:
            low, near, step = found[0] + 1, found[0] + step, step * 4
        high = min(near, last[0])
        while low < high:
            middle = (low + high) // 2
            found = self._first(self._rows("pos >= ?", "ASC", 1, middle))
            if found is not None and found[1] < key:
                low = found[0] + 1
            else:
                high = middle
        return self._first(self._rows("pos >= ?", "ASC", 1, low))
