"""When sample contacts happen: working days around today, in working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm_desktop.services.demo.chance import pick

if TYPE_CHECKING:
    from random import Random

YEARS_BACK = 3
FUTURE_DAYS = 21

_TIMES = tuple(f"T{hour:02d}:{minute:02d}:00.000Z" for hour in range(7, 16) for minute in range(0, 60, 15))
"""Nine to six in Vilnius, in UTC."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """Working days as ``YYYY-MM-DD``: ``past`` up to yesterday, ``future`` from today on (oldest first)."""

    today: date
    past: tuple[str, ...]
    future: tuple[str, ...]


def workdays(today: date) -> Workdays:
    """Monday to Friday of the last three and the next weeks."""
    days = [today + timedelta(days=n) for n in range(-365 * YEARS_BACK, FUTURE_DAYS + 1)]
    working = [day for day in days if day.weekday() < 5]
    return Workdays(
        today,
        tuple(day.isoformat() for day in working if day < today),
        tuple(day.isoformat() for day in working if day >= today),
    )


def instant(rng: Random, day: str) -> str:
    """A quarter of an hour within the working hours of ``day``, as an instant in UTC."""
    return day + pick(rng, _TIMES)


def history(rng: Random, days: Workdays, count: int) -> list[str]:
    """``count`` instants in the past, rising: a client comes one day and is served from then on."""
    first = int(rng.random() * (len(days.past) - 1))
    span = len(days.past) - first
    chosen = sorted(first + int(rng.random() * span) for _ in range(count))
    return sorted(instant(rng, days.past[index]) for index in chosen)


def soon(rng: Random, days: Workdays) -> str:
    """An instant from today on, the sooner the likelier."""
    return instant(rng, days.future[int(rng.random() ** 2 * len(days.future))])


def lately(rng: Random, days: Workdays, within: int) -> str:
    """An instant on one of the last ``within`` working days before today."""
    return instant(rng, days.past[-1 - int(rng.random() * within)])


def day_from(today: date, offset: int) -> str:
    """The calendar day ``offset`` days from ``today``."""
    return (today + timedelta(days=offset)).isoformat()
