"""The order people give to rows (phones of a client, stages, own fields) as sparse integers.

Sparse, so that moving or adding one row rewrites that row and not its neighbours: on two laptops two moves then meet
in two rows, and the history shows one change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

STEP = 1024


def reranked(ranks: Sequence[int | None]) -> list[int]:
    """Strictly rising ranks for rows in their new order, keeping as many of the present ones as can be.

    ``ranks`` are the present ranks in the new order, None for new rows. Where no room is left between two kept ranks,
    all are given anew.
    """
    kept = _longest_rising(ranks)
    result: list[int] = []
    position = 0
    while position < len(ranks):
        if position in kept:
            result.append(kept[position])
            position += 1
            continue
        end = position
        while end < len(ranks) and end not in kept:
            end += 1
        between = _between(result[-1] if result else None, kept.get(end), end - position)
        if between is None:
            return [STEP * place for place in range(1, len(ranks) + 1)]
        result.extend(between)
        position = end
    return result


def _between(low: int | None, high: int | None, count: int) -> list[int] | None:
    """``count`` ranks evenly between the two (None: open on that side); None when they do not fit."""
    if low is None:
        low = 0 if high is None else high - STEP * (count + 1)
    if high is None:
        high = low + STEP * (count + 1)
    step = (high - low) // (count + 1)
    return [low + step * place for place in range(1, count + 1)] if step else None


def _longest_rising(ranks: Sequence[int | None]) -> dict[int, int]:
    """The longest strictly rising run of ranks that may stay (patience sorting): position -> rank."""
    tails: list[int] = []
    tail_positions: list[int] = []
    chained: dict[int, tuple[int, int | None]] = {}
    for position, rank in enumerate(ranks):
        if rank is None:
            continue
        place = bisect_left(tails, rank)
        chained[position] = rank, tail_positions[place - 1] if place else None
        tails[place : place + 1] = [rank]
        tail_positions[place : place + 1] = [position]
    kept: dict[int, int] = {}
    last = tail_positions[-1] if tail_positions else None
    while last is not None:
        kept[last], last = chained[last]
    return kept
