"""On which day a step of a plan falls, and which days are worked."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

LONGEST_AFTER = 3650
"""Ten years of days: more than any plan looks ahead."""


class StepUnit(StrEnum):
    """What the time from the beginning of a plan to a step is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def step_day(start: date, after: int, unit: StepUnit, work_days: Collection[int]) -> date:
    """The day ``after`` units from ``start``; one that is not worked on gives way to the next that is.

    A month later is the same day of the month, or its last where it is shorter. ``work_days``: weekdays, Monday is 0.
    Beyond the end of the calendar it is the last day.
    """
    try:
        if unit is StepUnit.MONTH:
            day = _months_later(start, after)
        else:
            day = start + timedelta(days=after * (7 if unit is StepUnit.WEEK else 1))
        return next(
            later
            for later in (day + timedelta(days=days) for days in range(7))
            if later.weekday() in work_days
        )
    except (OverflowError, ValueError):
        return date.max


def _months_later(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
