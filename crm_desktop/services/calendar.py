"""The contacts of a stretch of days as a calendar shows them: where each stands, how long it is and what became of it.

Planned, held and cancelled contacts are read each by an index of its own, series are worked out
(``services.series``). A contact that was held stands on its planned time where that was the same local day, else where
it was held; one that was cancelled stands where it was planned, as it is crossed out in a diary of paper.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import agenda, series
from crm_desktop.services.wall import Wall, midnight

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

LONGEST_DAYS = 400
"""Days of one question; what is asked beyond them is not answered."""
_FIRST, _LAST = date(2, 1, 1), date(9990, 12, 31)
"""Beyond these a zone or a length might lead out of the calendar."""
_DAY = timedelta(days=1)
_DAY_MINUTES = 24 * 60
_MOST_MINUTES = 366 * _DAY_MINUTES

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


_SELECT = (
    "SELECT a.id, a.client_id, COALESCE(c.name, ''), a.kind, a.planned_at, a.held_at, a.all_day, a.minutes,"
    " a.outcome, a.wanted, a.result, a.place, a.responsible_id, COALESCE(r.name, ''), a.series_id,"
    " (SELECT COUNT(*) FROM activity_client f WHERE f.activity_id = a.id AND f.deleted = 0),"
    " (SELECT COUNT(*) FROM activity_move m WHERE m.activity_id = a.id AND m.deleted = 0)"
    " FROM activity a LEFT JOIN client c ON c.id = a.client_id LEFT JOIN colleague r ON r.id = a.responsible_id"
    " WHERE COALESCE(c.deleted, 0) = 0 AND a.deleted = 0 AND "
)
_STANDS = "IIF(a.outcome = 'cancelled', COALESCE(a.planned_at, a.held_at), COALESCE(a.held_at, a.planned_at))"
# Each by an index of its own, whose condition it repeats: activity_open, _held, _cancelled, _long.
_RANGES = (
    "a.held_at IS NULL AND a.rule = '' AND a.planned_at >= :low AND a.planned_at < :high",
    "a.held_at IS NOT NULL AND a.held_at >= :low AND a.held_at < :high"
    " AND (a.outcome <> 'cancelled' OR a.planned_at IS NULL)",
    "a.outcome = 'cancelled' AND a.held_at IS NOT NULL AND a.planned_at >= :low AND a.planned_at < :high",
    f"a.minutes > {_DAY_MINUTES} AND {_STANDS} >= '0002' AND {_STANDS} < :low"
    " AND (a.rule = '' OR a.held_at IS NOT NULL)",
)
_SERIES = "a.rule <> '' AND a.held_at IS NULL AND a.planned_at IS NOT NULL"
_WRITTEN = (
    ActivityKind.NOTE,
    ActivityKind.EMAIL,
    ActivityKind.SMS,
    ActivityKind.LETTER,
    ActivityKind.CHAT,
)
"""Kinds that take no time of the day: they stand in the calendar where they were planned, or are asked for by name."""

_KINDS: Mapping[str, ActivityKind] = {kind.value: kind for kind in ActivityKind}
_STATES: Mapping[str, EntryState] = {
    "": EntryState.HELD,
    "successful": EntryState.SUCCESSFUL,
    "failed": EntryState.FAILED,
    "no_answer": EntryState.NO_ANSWER,
    "cancelled": EntryState.CANCELLED,
}


def entries(
    store: Store,
    first: date,
    last: date,
    now: datetime,
    *,
    kinds: Collection[ActivityKind] = (),
    people: Collection[bytes | None] = (),
) -> list[CalendarEntry]:
    """The contacts that touch the local days from ``first`` to ``last``, both included, in the order of their start.

    Args:
        store: the open base.
        first: the first day.
        last: the last day; no more than ``LONGEST_DAYS`` are answered.
        now: the present instant, aware. A planned contact is overdue when its end has passed; of a series only what
            passed of late (``services.series``).
        kinds: these kinds only; none named: all, of those that are only written (``_WRITTEN``) the planned ones.
        people: for which only these colleagues are responsible (None: nobody); none named: everybody.
    """
    stretch = _Stretch(first, last, now)
    chosen, params = _chosen(kinds, people)
    bounds = {"low": stretch.low, "high": stretch.high, **params}
    query = " UNION ALL ".join(f"{_SELECT}{condition}{chosen}" for condition in _RANGES)
    found = [entry for row in store.read(query, bounds) if (entry := stretch.entry(row)) is not None]
    found += _of_series(store, stretch, chosen, params)
    found.sort(key=_order)
    return found


def occasions(store: Store, first: date, last: date) -> Mapping[date, tuple[agenda.Occasion, ...]]:
    """Birthdays and named dates by the day on which they are kept; days without any are left out."""
    first, last = _within(first, last)
    by_day: dict[date, tuple[agenda.Occasion, ...]] = {}
    for occasion in agenda.occasions(store, first, last):
        by_day[occasion.on] = (*by_day.get(occasion.on, ()), occasion)
    return by_day


def _order(entry: CalendarEntry) -> tuple[datetime, bool, datetime, str, bytes]:
    return entry.start, not entry.all_day, entry.end, entry.client, entry.id


def _within(first: date, last: date) -> tuple[date, date]:
    first = min(max(first, _FIRST), _LAST)
    return first, min(max(last, first), _LAST, first + (LONGEST_DAYS - 1) * _DAY)


def _chosen(
    kinds: Collection[ActivityKind], people: Collection[bytes | None]
) -> tuple[str, Mapping[str, Any]]:
    """The conditions of the filter and their parameters."""
    params: dict[str, Any] = {f"kind{n}": kind.value for n, kind in enumerate(kinds or _WRITTEN)}
    named = ", ".join(f":{name}" for name in params)
    chosen = f" AND a.kind IN ({named})"
    if not kinds:
        chosen = f" AND (a.planned_at IS NOT NULL OR a.kind NOT IN ({named}))"
    if people:
        ids = {f"person{n}": person for n, person in enumerate(people) if person is not None}
        nobody = " OR a.responsible_id IS NULL" if None in people else ""
        chosen += f" AND (a.responsible_id IN ({', '.join(f':{name}' for name in ids)}){nobody})"
        params |= ids
    return chosen, params


def _of_series(
    store: Store, stretch: _Stretch, chosen: str, params: Mapping[str, Any]
) -> Iterator[CalendarEntry]:
    """The occurrences within the stretch that have no rows of their own."""
    rows = {row[0]: row for row in store.read(f"{_SELECT}{_SERIES}{chosen}", params)}
    if not rows:
        return
    for template in series.templates(store):
        row = rows.get(template.id)
        if row is None:
            continue
        back = timedelta(minutes=min(row[7] or 0, _MOST_MINUTES))
        late: frozenset[str] | None = None
        for moment in series.between(template, *stretch.window(back, all_day=template.series.all_day)):
            if late is None:
                late = frozenset(series.overdue(template, stretch.now))
            # As a row of its own: planned for that moment.
            entry = stretch.entry((*row[:4], moment, *row[5:]), moment, late=moment in late)
            if entry is not None:
                yield entry


class _Stretch:
    """The days asked for, and how rows become entries in them."""

    def __init__(self, first: date, last: date, now: datetime) -> None:
        self.first, self.last = _within(first, last)
        self.now = now
        self.low = (self.first - _DAY).isoformat()
        self.high = (self.last + 2 * _DAY).isoformat()
        self._wall = Wall(self.first - _DAY, self.last + _DAY)
        self._midnights: dict[date, datetime] = {}

    def window(self, back: timedelta, *, all_day: bool) -> tuple[str, str]:
        """From when to when the starts of a series are asked for that last ``back``."""
        if all_day:
            return max(self.first - back, _FIRST).isoformat(), (self.last + _DAY).isoformat()
        begin = midnight(max(self.first - back, _FIRST)) - _DAY
        return utc_text(begin), utc_text(midnight(self.last + _DAY))

    def entry(
        self, row: tuple[Any, ...], occurrence: str | None = None, *, late: bool = True
    ) -> CalendarEntry | None:
        """The entry of a row of ``_SELECT``; None where it touches none of the days.

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
        length = min(minutes or 0, _MOST_MINUTES)
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
        last = first + timedelta(days=max(0, -(-length // _DAY_MINUTES) - 1))
        return self._midnight(first), self._midnight(last + _DAY), last

    def _midnight(self, day: date) -> datetime:
        found = self._midnights.get(day)
        if found is None:
            found = self._midnights[day] = midnight(day)
        return found
