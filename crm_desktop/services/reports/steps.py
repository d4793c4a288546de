"""Lines along time: days up to a month, weeks up to half a year, else months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm_desktop.services.reports.periods import Span, monday_of, month_start
from crm_desktop.services.reports.table import CellKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAY = timedelta(days=1)
_MOST_DAYS, _MOST_WEEKS = 31, 26


def step(span: Span) -> tuple[str, CellKind]:
    """In what steps the period is shown: their name, which is the id of the table, and the kind of their cells."""
    if span.days <= _MOST_DAYS:
        return "days", CellKind.DAY
    if span.days <= 7 * _MOST_WEEKS:
        return "weeks", CellKind.WEEK
    return "months", CellKind.MONTH


def keys(span: Span) -> Iterator[str]:
    """The keys of all its lines: a day, a Monday, or a month."""
    name, _ = step(span)
    if name == "days":
        yield from ((span.first + n * _DAY).isoformat() for n in range(span.days))
    else:
        yield from (key(name, day) for day in (span.weeks() if name == "weeks" else span.months()))


def key(name: str, day: date) -> str:
    """The key of the line that a day belongs to."""
    if name == "days":
        return day.isoformat()
    return monday_of(day).isoformat() if name == "weeks" else day.isoformat()[:7]


def days_of(span: Span, key: str) -> Span:
    """The days of a line of the timeline, as far as they lie in the period."""
    name, _ = step(span)
    first = date.fromisoformat(key if name != "months" else f"{key}-01")
    ends = {
        "days": first,
        "weeks": first + 6 * _DAY,
        "months": month_start(first, 1) - _DAY,
    }
    return Span(max(first, span.first), min(ends[name], span.last))
