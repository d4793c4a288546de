"""The clock on the wall of this computer over a stretch of days, with the changes to and from summer time in it.

Asking the system for the local time of every single contact costs a month view more than reading them does; a stretch
has one offset, or two. The changes themselves are what a calendar must draw: days of 23 and of 25 hours.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ClockChange:
    """At the instant ``at`` (UTC) the local time goes from the offset ``before`` to ``after`` (from UTC)."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def skipped(self) -> timedelta:
        """How much of the wall's time is missing; negative where so much comes twice."""
        return self.after - self.before

    @property
    def wall(self) -> datetime:
        """What the wall shows in the moment of the change, by the offset before it; naive."""
        return (self.at + self.before).replace(tzinfo=None)


class Wall:
    """Local times from ``first`` to ``last`` (both included, years 2 to 9998), by the rules of the computer.

    Instants outside get the offset of the nearer end.
    """

    def __init__(self, first: date, last: date) -> None:
        self.changes: list[ClockChange] = []
        instant = datetime.combine(first, time.min, UTC) - _DAY
        end = datetime.combine(last, time.min, UTC) + 2 * _DAY
        self._zones = [_zone(instant)]
        while instant < end:
            after = _zone(instant + _DAY)
            if after != self._zones[-1]:
                at = _turn(instant, instant + _DAY)
                self.changes.append(ClockChange(at, _offset(self._zones[-1]), _offset(after)))
                self._zones.append(after)
            instant += _DAY
        self._starts = [change.at for change in self.changes]

    def local(self, instant: datetime) -> datetime:
        """The instant (aware) as the wall shows it, with the offset of that moment."""
        if not self._starts:
            return instant.astimezone(self._zones[0])
        return instant.astimezone(self._zones[bisect_right(self._starts, instant)])

    def changes_on(self, day: date) -> list[ClockChange]:
        """The clock changes of a local day."""
        return [change for change in self.changes if change.wall.date() == day]


def midnight(day: date) -> datetime:
    """The instant at which a local day begins, with the offset of that moment; of the two of a doubled one the first.

    Where the clocks go forward at midnight, the day begins with the change.
    """
    begin = datetime.combine(day, time.min).astimezone()
    return begin if begin.date() == day else datetime.combine(day, time(fold=1)).astimezone()


def _zone(instant: datetime) -> timezone:
    return timezone(_offset(instant.astimezone()))


def _offset(of: datetime | timezone) -> timedelta:
    found = of.utcoffset(None) if isinstance(of, timezone) else of.utcoffset()
    assert found is not None  # neither an aware datetime nor a fixed zone is without
    return found


def _turn(before: datetime, after: datetime) -> datetime:
    """The first second with the offset of ``after``; between both the offset changes once."""
    old = _zone(before)
    while after - before > _SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _zone(middle) == old:
            before = middle
        else:
            after = middle
    return after
