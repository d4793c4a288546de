"""Local days of instants, by the hundred thousand.

Instants are UTC; a meeting counts on the day that the wall showed. Asking for the local time of each of a million
contacts takes seconds. All offsets in use are whole quarters of an hour, so SQL adds up quarters, and only those are
asked for: 35,000 a year at most.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from crm_desktop.clock import parse_utc_text
from crm_desktop.services.wall import Wall

if TYPE_CHECKING:
    from crm_desktop.services.reports.periods import Span


def quarter(column: str) -> str:
    """SQL: the quarter of an hour of an instant column, as ``YYYY-MM-DDTHH:Q``; a mere day stays one."""
    return f"IIF(length({column}) > 10, substr({column}, 1, 14) || (substr({column}, 15, 2) / 15), {column})"


def local_day(span: Span) -> Callable[[str], date]:
    """From a quarter, an instant or a day as text to the local day, for instants within ``span``."""
    wall = Wall(span.first, span.last)

    @cache
    def day_of(text: str) -> date:
        if len(text) <= 10:
            return date.fromisoformat(text)
        instant = _quarter(text) if len(text) == 15 else parse_utc_text(text)
        return wall.local(instant).date()

    return day_of


def _quarter(text: str) -> datetime:
    return parse_utc_text(f"{text[:14]}{int(text[14]) * 15:02}:00Z")
