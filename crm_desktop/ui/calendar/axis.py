"""The axis of hours of a week or a day, days with a change of the clock included. Free of Qt.

The axis is the wall's: 24 hours, the same for all days. Where the clocks go back, the hour that comes twice is there
twice, and on the other days of the week its second time is no time; where they go forward, the missing hour stays
empty on that day. So nine o'clock is at one height all week, and a contact is as long as it lasts but for what is no
time on its day (``Axis.no_times``), which is hatched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from crm_desktop.services.wall import ClockChange, Wall

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Hour:
    """A line of the axis: ``at`` minutes from its top stands the hour ``hour``; ``again``: for the second time."""

    at: int
    hour: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Twice:
    """On ``day`` the wall's minutes before ``until`` come again, ``length`` of them."""

    day: date
    until: int
    length: int


class Axis:
    """Minutes from the top of the axis, for the days from ``first`` on."""

    def __init__(self, first: date, days: int) -> None:
        self.days = [first + timedelta(days=n) for n in range(days)]
        self._wall = Wall(first, self.days[-1])
        changes = {day: change for day in self.days for change in self._wall.changes_on(day)}
        self._gaps = {day: _gap(change) for day, change in changes.items() if change.skipped > timedelta()}
        # In no week of any zone the clocks go back twice.
        self._twice = next((_twice(day, c) for day, c in changes.items() if c.skipped < timedelta()), None)
        self.length = DAY_MINUTES + (self._twice.length if self._twice else 0)

    def at(self, moment: datetime) -> int:
        """Where a local time (aware) stands, in minutes from the top; it must be of one of the days."""
        local = self._wall.local(moment)
        minute = local.hour * 60 + local.minute
        twice = self._twice
        if twice is None or minute < twice.until - twice.length:
            return minute
        if minute >= twice.until or (local.date() == twice.day and self._is_second(local)):
            return minute + twice.length
        return minute

    def at_hour(self, hour: int) -> int:
        """Where an hour stands, its first time where it comes twice; 24 is the end of the axis."""
        return self.length if hour >= 24 else self._shifted(hour * 60)

    def span(self, day: date, start: datetime, end: datetime) -> tuple[int, int]:
        """From where to where something reaches on a day: cut to the day where it goes beyond."""
        top = 0 if start.date() < day else self.at(start)
        bottom = self.length if end.date() > day else self.at(end)
        return top, max(top, bottom)

    def moment(self, day: date, at: int) -> datetime:
        """The local time (aware) at so many minutes from the top; what is no time there is the next that is."""
        at = min(max(at, 0), self.length)
        minute, second = self._wall_minute(day, at)
        gap = self._gaps.get(day)
        if gap is not None and gap[0] <= minute < gap[1]:
            minute = gap[1]
        if minute >= DAY_MINUTES:
            day, minute = day + timedelta(days=1), minute - DAY_MINUTES
        # The fold tells which of two times of one name it is (PEP 495).
        return datetime.combine(day, time(minute // 60, minute % 60, fold=int(second))).astimezone()

    def hours(self) -> list[Hour]:
        """The lines of the axis, the first at the top."""
        twice = self._twice
        if twice is None:
            return [Hour(n * 60, n) for n in range(24)]
        lines = [Hour(n * 60 + (twice.length if n * 60 >= twice.until else 0), n) for n in range(24)]
        begin = twice.until - twice.length
        again = [
            Hour(twice.until + n - begin, n // 60, again=True)
            for n in range(begin, twice.until)
            if n % 60 == 0
        ]
        return sorted((*lines, *again), key=lambda line: line.at)

    def no_times(self, day: date) -> Sequence[tuple[int, int]]:
        """Stretches of the axis that are no time on that day."""
        none = []
        if day in self._gaps:
            begin, end = self._gaps[day]
            none.append((self._shifted(begin), self._shifted(end)))
        if self._twice is not None and self._twice.day != day:
            none.append((self._twice.until, self._twice.until + self._twice.length))
        return none

    def _shifted(self, minute: int) -> int:
        twice = self._twice
        return minute + (twice.length if twice is not None and minute >= twice.until else 0)

    def _is_second(self, local: datetime) -> bool:
        """Whether a time of the doubled stretch is its second coming."""
        return any(local >= change.at for change in self._wall.changes_on(local.date()))

    def _wall_minute(self, day: date, at: int) -> tuple[int, bool]:
        """The minute on the wall, and whether it is the second one of that name."""
        twice = self._twice
        if twice is None or at < twice.until:
            return at, False
        if at >= twice.until + twice.length:
            return at - twice.length, False
        return (at - twice.length, True) if day == twice.day else (twice.until, False)


def on_day(moment: datetime, day: date) -> datetime:
    """The same time on the wall of another day, aware; a missing hour is the next that is there."""
    return datetime.combine(day, moment.time().replace(fold=moment.fold)).astimezone()


def _gap(change: ClockChange) -> tuple[int, int]:
    begin = change.wall.hour * 60 + change.wall.minute
    return begin, begin + change.skipped // timedelta(minutes=1)


def _twice(day: date, change: ClockChange) -> _Twice:
    return _Twice(day, change.wall.hour * 60 + change.wall.minute, -change.skipped // timedelta(minutes=1))
