"""How wide the columns of a table are: numbers stay whole, words give way, heads go into two lines. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WIDEST = 320


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a column would like to have, in pixels: for its head in one line, in two, and for its cells.

    ``least``: to so much its cells may be cut short where there is no room; None: not at all.
    """

    head: int
    head_in_two: int
    cells: int
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Widths:
    """``in_two``: the heads stand in two lines."""

    columns: tuple[int, ...]
    in_two: bool


def widths(columns: Sequence[Wanted], room: int, padding: int) -> Widths:
    """The widths of columns, ``padding`` included; more than ``room`` in all only where numbers alone need more."""
    wide = [min(max(each.head, each.cells), _WIDEST) + padding for each in columns]
    if sum(wide) <= room:
        return Widths(tuple(wide), in_two=False)
    two = [min(max(each.head_in_two, each.cells), _WIDEST) + padding for each in columns]
    over = sum(two) - room
    least = [
        width if each.least is None else min(width, max(each.least, each.head_in_two) + padding)
        for width, each in zip(two, columns, strict=True)
    ]
    loose = sum(two) - sum(least)
    if over > 0 and loose > 0:
        part = min(1.0, over / loose)
        two = [width - round((width - low) * part) for width, low in zip(two, least, strict=True)]
    in_two = any(width < each.head + padding for width, each in zip(two, columns, strict=True))
    return Widths(tuple(two), in_two)


def in_two_lines(words: str, width_of: Callable[[str], int]) -> tuple[str, int]:
    """The words broken where the two lines come out most alike, and the width of the longer line."""
    parts = words.split(" ")
    found = (words, width_of(words))
    for number in range(1, len(parts)):
        above, below = " ".join(parts[:number]), " ".join(parts[number:])
        wide = max(width_of(above), width_of(below))
        if wide < found[1]:
            found = (f"{above}\n{below}", wide)
    return found
