"""The entries of the calendar, and how the rows of activities become entries of a stretch of days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind
from crm_desktop.services.wall import Wall, midnight

LONGEST_DAYS = 400
"""Days of one question; what is asked beyond them is not answered."""
_FIRST, _LAST = date(2, 1, 1), date(9990, 12, 31)
"""Beyond these a zone or a length might lead out of the calendar."""
_DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60
MOST_MINUTES = 366 * DAY_MINUTES

EntryRef = tuple[bytes, str | None]
"""What tells an entry from all others: the id of the activity and, of a series, the moment of the occurrence."""


class EntryState(StrEnum):
    """What became of a contact. ``held``: it took place and nobody said how it went."""

    PLANNED = "planned"
    OVERDUE = "overdue"
    SUCCESSFUL = "successful"
    FAILED = "failed"
    NO_ANSWER = "no_answer"
    CANCELLED = "cancelled"
    HELD = "held"


class CalendarEntry(NamedTuple):
    """One contact in the calendar (a tuple: making dataclasses would take a month longer than its query).

    ``occurrence``: it is one of a series, and ``id`` the id of the whole series. ``start`` and ``end`` are local times
    with their offset; of an all-day contact the midnights at which its first day begins and its last one ends.
    ``last`` is the last local day that it touches. ``minutes``: None where nobody said how long. ``further``: how many
    take part beside the client. ``moves``: how often it was moved to another day.
    """

    id: bytes
    occurrence: str | None
    client_id: bytes | None
    client: str
    further: int
    kind: ActivityKind
    start: datetime
    end: datetime
    first: date
    last: date
    all_day: bool
    minutes: int | None
    state: EntryState
    wanted: str
    result: str
    place: str
    responsible_id: bytes | None
    responsible: str
    moves: int
    repeats: bool

    @property
    def ref(self) -> EntryRef:
        """What tells it from all others."""
        return self.id, self.occurrence


_KINDS: Mapping[str, ActivityKind] = {kind.value: kind for kind in ActivityKind}
_STATES: Mapping[str, EntryState] = {
    "": EntryState.HELD,
    "successful": EntryState.SUCCESSFUL,
    "failed": EntryState.FAILED,
    "no_answer": EntryState.NO_ANSWER,
    "cancelled": EntryState.CANCELLED,
}


def within(first: date, last: date) -> tuple[date, date]:
    """The days as far as they are answered."""
    first = min(max(first, _FIRST), _LAST)
    return first, min(max(last, first), _LAST, first + (LONGEST_DAYS - 1) * _DAY)


class Stretch:
    """The days asked for, and how rows become entries in them."""

    def __init__(self, first: date, last: date, now: datetime) -> None:
        self.first, self.last = within(first, last)
        self.now = now
        self.low = (self.first - _DAY).isoformat()
        self.high = (self.last + 2 * _DAY).isoformat()
        self._wall = Wall(self.first - _DAY, self.last + _DAY)
        self._midnights: dict[date, datetime] = {}
        days = (self.last - self.first).days + 4
        self._calendar = [self.first + timedelta(days=n - 2) for n in range(days)]
        self._begins = [utc_text(midnight(day)) for day in self._calendar]

    def window(self, back: timedelta, *, all_day: bool) -> tuple[str, str]:
        """From when to when the starts of a series are asked for that last ``back``."""
        if all_day:
            return max(self.first - back, _FIRST).isoformat(), (self.last + _DAY).isoformat()
        begin = midnight(max(self.first - back, _FIRST)) - _DAY
        return utc_text(begin), utc_text(midnight(self.last + _DAY))

    def day_of(self, planned_at: str | None, held_at: str | None, outcome: str) -> tuple[date, str]:
        """The local day on which a contact with a time stands, and the text of that time; near the days asked for."""
        stands = planned_at or held_at or ""
        day = bisect_right(self._begins, stands) - 1
        if planned_at and held_at and outcome != "cancelled":
            held = bisect_right(self._begins, held_at) - 1
            if held != day:
                day, stands = held, held_at
        return self._calendar[max(day, 0)], stands

    def begin(
        self, planned_at: str | None, held_at: str | None, outcome: str, all_day: int, minutes: int | None
    ) -> tuple[date, EntryState] | None:
        """The day on which a contact is first seen among the days asked for, and its state; None where it is not.

        As ``entry`` has it, at a fraction of the cost.
        """
        length = min(minutes or 0, MOST_MINUTES)
        state = _STATES.get(outcome, EntryState.HELD)
        day, stands = (self.first, "") if all_day else self.day_of(planned_at, held_at, outcome)
        if all_day or day < self.first:
            if all_day:
                start, end, last = self._days(self._day_of(planned_at, held_at, outcome), length)
            else:
                start, end, last = self._times(planned_at, held_at, outcome, length)
            if last < self.first:
                return None
            day = max(start.date(), self.first)
        elif held_at is None:
            end = datetime.fromisoformat(stands) + timedelta(minutes=length)
        if day > self.last:
            return None
        if held_at is None:
            state = EntryState.OVERDUE if end < self.now else EntryState.PLANNED
        return day, state

    def entry(
        self, row: tuple[Any, ...], occurrence: str | None = None, *, late: bool = True
    ) -> CalendarEntry | None:
        """The entry of a row of ``calendar.SELECT``; None where it touches none of the days.

        ``late``: what has passed with nothing told of it is overdue.
        """
        (
            id_,
            client_id,
            client,
            kind,
            planned_at,
            held_at,
            all_day,
            minutes,
            outcome,
            *texts,
            further,
            moves,
        ) = row
        length = min(minutes or 0, MOST_MINUTES)
        if all_day:
            start, end, last = self._days(self._day_of(planned_at, held_at, outcome), length)
        else:
            start, end, last = self._times(planned_at, held_at, outcome, length)
        first = start.date()
        if first > self.last or last < self.first:
            return None
        state = _STATES.get(outcome, EntryState.HELD)
        if held_at is None:
            state = EntryState.OVERDUE if late and end < self.now else EntryState.PLANNED
        wanted, result, place, responsible_id, responsible, series_id = texts
        return CalendarEntry(
            id_, occurrence, client_id, client, further, _KINDS[kind], start, end, first, last, bool(all_day),
            minutes, state, wanted, result, place, responsible_id, responsible, moves,
            series_id is not None or occurrence is not None,
        )  # fmt: skip

    def _times(
        self, planned_at: str | None, held_at: str | None, outcome: str, length: int
    ) -> tuple[datetime, datetime, date]:
        local = self._wall.local
        start = local(datetime.fromisoformat(planned_at or held_at or ""))
        if planned_at and held_at and outcome != "cancelled":
            held = local(datetime.fromisoformat(held_at))
            if held.date() != start.date():
                start = held
        # Lengths pass in the time that flows, not in that of the wall.
        end = local(start.astimezone(UTC) + timedelta(minutes=length)) if length else start
        last = end.date()
        if last > start.date() and end.hour == end.minute == end.second == 0:
            last -= _DAY  # until midnight is not the next day
        return start, end, last

    @staticmethod
    def _day_of(planned_at: str | None, held_at: str | None, outcome: str) -> date:
        stands = planned_at if outcome == "cancelled" and planned_at else held_at or planned_at or ""
        return date.fromisoformat(stands[:10])

    def _days(self, first: date, length: int) -> tuple[datetime, datetime, date]:
        last = first + timedelta(days=max(0, -(-length // DAY_MINUTES) - 1))
        return self._midnight(first), self._midnight(last + _DAY), last

    def _midnight(self, day: date) -> datetime:
        found = self._midnights.get(day)
        if found is None:
            found = self._midnights[day] = midnight(day)
        return found
