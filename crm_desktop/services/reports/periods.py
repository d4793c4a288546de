"""Periods of whole local days: this week, the last month, from a day to a day.

Weeks are those of ISO 8601, from Monday. A named period is worked out when the report is made, so that a saved report
of "last week" stays one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crm_desktop.clock import utc_text
from crm_desktop.errors import PeriodRefused
from crm_desktop.services.wall import midnight

_DAY = timedelta(days=1)
LONGEST_DAYS = 366 * 60
"""Sixty years: what is longer is a slip of the keyboard."""


class PeriodName(StrEnum):
    """Periods that go with the calendar."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    WEEK_BEFORE_LAST = "week_before_last"
    NEXT_WEEK = "next_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    NEXT_MONTH = "next_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    LAST_12_MONTHS = "last_12_months"
    ALL = "all"
    DAYS = "days"  # from a day to a day


@dataclass(frozen=True, slots=True)
class Span:
    """Whole local days, ``first`` and ``last`` included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first or (self.last - self.first).days > LONGEST_DAYS:
            raise PeriodRefused(first=self.first.isoformat(), last=self.last.isoformat())

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def instants(self) -> tuple[str, str]:
        """The instants from which on and before which, as UTC text: days of 23 and 25 hours are whole."""
        return utc_text(midnight(self.first)), utc_text(midnight(self.last + _DAY))

    def before(self) -> Span:
        """The period before of the same kind: the month before a month, else as many days."""
        months = _whole_months(self)
        if months:
            return Span(month_start(self.first, -months), self.first - _DAY)
        return Span(self.first - timedelta(days=self.days), self.first - _DAY)

    def weeks(self) -> Iterator[date]:
        """The Mondays of the weeks that it touches."""
        monday = monday_of(self.first)
        while monday <= self.last:
            yield monday
            monday += 7 * _DAY

    def months(self) -> Iterator[date]:
        """The first days of the months that it touches."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = month_start(month, 1)


def named(name: PeriodName, today: date) -> Span:
    """The days of a named period, seen from ``today``. ``DAYS`` and ``ALL`` have none: ValueError."""
    if name is PeriodName.TODAY:
        return Span(today, today)
    if name in _WEEKS:
        monday = monday_of(today) + _WEEKS[name] * 7 * _DAY
        return Span(monday, monday + 6 * _DAY)
    if name in _MONTHS:
        start, length = _MONTHS[name]
        first = month_start(today, start - _into(today, length))
        return Span(first, month_start(first, length) - _DAY)
    if name is PeriodName.LAST_12_MONTHS:
        return Span(month_start(today, -12), today.replace(day=1) - _DAY)
    raise ValueError(name)


def monday_of(day: date) -> date:
    """The Monday of its ISO week."""
    return day - timedelta(days=day.weekday())


def month_start(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


_WEEKS = {
    PeriodName.WEEK_BEFORE_LAST: -2,
    PeriodName.LAST_WEEK: -1,
    PeriodName.THIS_WEEK: 0,
    PeriodName.NEXT_WEEK: 1,
}
_MONTHS = {
    PeriodName.LAST_MONTH: (-1, 1),
    PeriodName.THIS_MONTH: (0, 1),
    PeriodName.NEXT_MONTH: (1, 1),
    PeriodName.LAST_QUARTER: (-3, 3),
    PeriodName.THIS_QUARTER: (0, 3),
    PeriodName.LAST_YEAR: (-12, 12),
    PeriodName.THIS_YEAR: (0, 12),
}
"""Name -> months from the beginning of the present one of its length, and its length in months."""


def _into(today: date, length: int) -> int:
    """How many months of the present quarter or year have passed."""
    return (today.month - 1) % length


def _whole_months(span: Span) -> int:
    """Of how many whole months it consists; 0 where of none."""
    end = span.last + _DAY
    if span.first.day != 1 or end.day != 1:
        return 0
    return (end.year - span.first.year) * 12 + end.month - span.first.month
