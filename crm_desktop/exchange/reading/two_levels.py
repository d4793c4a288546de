"""Headings on two rows: groups above, and below each group what its columns are ('Phone' over 'work' and 'mobile')."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.exchange.reading.shapes import filled_columns, shape

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Row
    from crm_desktop.exchange.reading.header import KnownHeader

_LEAST_GROUPS = 2


def joined_headings(upper: Row, lower: Row, known: KnownHeader | None) -> tuple[str | None, ...] | None:
    """The headings of both rows as one row, None if they are no such pair.

    A heading of one level stands in either row, the other cell being blank; a group stands above its first column, and
    the columns to the right of it have a heading in the lower row alone.
    """
    over, under = filled_columns(upper), filled_columns(lower)
    if len(over) < _LEAST_GROUPS or not under or not _are_words(upper, over) or not _are_words(lower, under):
        return None
    goes_on = [index for index in under if index not in over]
    alone = [index for index in over if index not in under]
    if not goes_on:
        return None
    if not alone and not all(known and known(str(upper[index])) for index in over):
        return None  # remarks that happen to stand above the header
    groups = _groups(over, under)
    if groups is None:
        return None
    width = max(over[-1], under[-1]) + 1
    return tuple(_heading(upper, lower, index, groups.get(index), known) for index in range(width))


def _are_words(row: Row, columns: Sequence[int]) -> bool:
    return all(shape(row[index]) == "text" for index in columns)


def _groups(over: Sequence[int], under: Sequence[int]) -> dict[int, int] | None:
    """The group above each lower heading; None if one has none beside it."""
    groups: dict[int, int] = {}
    for index in under:
        if index in over:
            groups[index] = index
        elif index - 1 in groups:
            groups[index] = groups[index - 1]
        else:
            return None
    return groups


def _heading(upper: Row, lower: Row, index: int, group: int | None, known: KnownHeader | None) -> str | None:
    if group is None:
        return str(upper[index]).strip() if index < len(upper) and upper[index] is not None else None
    above, below = str(upper[group]).strip(), str(lower[index]).strip()
    both = f"{above} {below}"
    # 'Phone mobile' says more than 'mobile'; but 'City' is plainer than 'Address City'.
    return below if known and not known(both) and known(below) else both
