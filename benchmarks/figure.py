"""A measured figure with its floor and its goal."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report.

    ``value`` and ``floor`` are in ``unit``; the goal is ``most`` times the floor, or ``limit`` in ``unit`` where the
    goal is absolute (memory, and the 16 ms of a frame). Without either the line only informs.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    most: float | None = None
    limit: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The value in floors."""
        return self.value / self.floor if self.floor else None

    @property
    def ok(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.most is not None and self.ratio is not None:
            return self.ratio <= self.most
        return None if self.limit is None else self.value <= self.limit


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)
