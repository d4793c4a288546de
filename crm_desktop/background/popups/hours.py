"""When pop-ups are unwanted: quiet hours of all days or some. Reminders become due all the same and are told later."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

EVERY_DAY = range(7)


def quiet_until(now: datetime, start: str, end: str, days: Collection[int] = EVERY_DAY) -> datetime | None:
    """The instant at which the quiet hours that hold ``now`` end; None where none hold.

    Args:
        now: an aware instant.
        start: the local time of the day at which they begin, ``HH:MM``; empty: there are none.
        end: the local time at which they end; not later than ``start``: on the next day. The same: there are none.
        days: the weekdays, Monday is 0, on which they begin: a night belongs to the day before it.
    """
    if not start or not end or start == end:
        return None
    first, last = time.fromisoformat(start), time.fromisoformat(end)
    wall = now.astimezone()
    # The hours that began yesterday may still hold.
    for day in (wall.date() - timedelta(days=1), wall.date()):
        over = _local(day if first < last else day + timedelta(days=1), last)
        if day.weekday() in days and _local(day, first) <= now < over:
            return over
    return None


def _local(day: date, at: time) -> datetime:
    """The instant at which the clocks here show that time; where it is missing or doubled, as RFC 5545 reads it."""
    return datetime.combine(day, at).astimezone()
