"""The contacts of a stretch of days as a calendar shows them: where each stands, how long it is and what became of it.

Planned, held and cancelled contacts are read each by an index of its own, series are worked out
(``services.series``). A contact that was held stands on its planned time where that was the same local day, else where
it was held; one that was cancelled stands where it was planned, as it is crossed out in a diary of paper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import agenda, series
from crm_desktop.services.calendar_rows import (
    DAY_MINUTES,
    LONGEST_DAYS,
    MOST_MINUTES,
    CalendarEntry,
    EntryRef,
    EntryState,
    Stretch,
    within,
)

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

__all__ = [
    "LONGEST_DAYS",
    "CalendarEntry",
    "EntryRef",
    "EntryState",
    "entries",
    "fitting",
    "occasions",
    "tally",
]

_SELECT = (
    "SELECT a.id, a.client_id, COALESCE(c.name, ''), a.kind, a.planned_at, a.held_at, a.all_day, a.minutes,"
    " a.outcome, a.wanted, a.result, a.place, a.responsible_id, COALESCE(r.name, ''), a.series_id,"
    " (SELECT COUNT(*) FROM activity_client f WHERE f.activity_id = a.id AND f.deleted = 0),"
    " (SELECT COUNT(*) FROM activity_move m WHERE m.activity_id = a.id AND m.deleted = 0)"
    " FROM activity a LEFT JOIN client c ON c.id = a.client_id LEFT JOIN colleague r ON r.id = a.responsible_id"
    " WHERE COALESCE(c.deleted, 0) = 0 AND a.deleted = 0 AND "
)
_STANDS = "IIF(a.outcome = 'cancelled', COALESCE(a.planned_at, a.held_at), COALESCE(a.held_at, a.planned_at))"
_LIGHT = (
    "SELECT a.rid, a.planned_at, a.held_at, a.outcome, a.all_day, a.minutes FROM activity a WHERE a.deleted = 0"
    " AND (a.client_id IS NULL OR a.client_id NOT IN (SELECT id FROM client WHERE deleted = 1)) AND "
)
"""What tells where a contact stands, without the client: a tenth of the cost of the whole row."""
_BATCH = 500
# Each by an index of its own, whose condition it repeats: activity_open, _held, _cancelled, _long.
_RANGES = (
    "a.held_at IS NULL AND a.rule = '' AND a.planned_at >= :low AND a.planned_at < :high",
    "a.held_at IS NOT NULL AND a.held_at >= :low AND a.held_at < :high"
    " AND (a.outcome <> 'cancelled' OR a.planned_at IS NULL)",
    "a.outcome = 'cancelled' AND a.held_at IS NOT NULL AND a.planned_at >= :low AND a.planned_at < :high",
    f"a.minutes > {DAY_MINUTES} AND {_STANDS} >= '0002' AND {_STANDS} < :low"
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
"""Kinds that take no time of the day: unless ``written`` ones are asked for, they stand where they were planned."""


def entries(
    store: Store,
    first: date,
    last: date,
    now: datetime,
    *,
    kinds: Collection[ActivityKind] = (),
    people: Collection[bytes | None] = (),
    written: bool = False,
) -> list[CalendarEntry]:
    """The contacts that touch the local days from ``first`` to ``last``, both included, in the order of their start.

    Args:
        store: the open base.
        first: the first day.
        last: the last day; no more than ``LONGEST_DAYS`` are answered.
        now: the present instant, aware. A planned contact is overdue when its end has passed; of a series only what
            passed of late (``services.series``).
        kinds: these kinds only; none named: all.
        people: for which only these colleagues are responsible (None: nobody); none named: everybody.
        written: letters, messages and notes that nobody planned (``_WRITTEN``) as well.
    """
    stretch = Stretch(first, last, now)
    chosen, params = _chosen(kinds, people, written=written)
    bounds = {"low": stretch.low, "high": stretch.high, **params}
    query = " UNION ALL ".join(f"{_SELECT}{condition}{chosen}" for condition in _RANGES)
    found = [entry for row in store.read(query, bounds) if (entry := stretch.entry(row)) is not None]
    found += _of_series(store, stretch, chosen, params)
    found.sort(key=_order)
    return found


def fitting(
    store: Store,
    first: date,
    last: date,
    now: datetime,
    most: int,
    *,
    kinds: Collection[ActivityKind] = (),
    people: Collection[bytes | None] = (),
    written: bool = False,
) -> tuple[list[CalendarEntry], Mapping[date, int]]:
    """Of the contacts of ``entries`` as many as a month has room for, and by day how many are left out.

    What takes whole days or as long is there in any case; of what begins on a day and is shorter, the first ``most``.
    Only what is there is read whole, so that a month of thousands costs little more than one of a hundred.
    """
    stretch = Stretch(first, last, now)
    chosen, params = _chosen(kinds, people, written=written)
    bounds = {"low": stretch.low, "high": stretch.high, **params}
    light = " UNION ALL ".join(f"{_LIGHT}{condition}{chosen}" for condition in _RANGES)
    by_day: dict[date, list[tuple[str, int]]] = {}
    wanted: list[int] = []
    for rid, planned_at, held_at, outcome, all_day, minutes in store.read(light, bounds):
        day, stands = stretch.day_of(planned_at, held_at, outcome)
        if all_day or (minutes or 0) >= DAY_MINUTES or day < stretch.first:
            wanted.append(rid)
        elif day <= stretch.last:
            by_day.setdefault(day, []).append((stands, rid))
    left_out: dict[date, int] = {}
    for day, there in by_day.items():
        there.sort()
        wanted += [rid for _, rid in there[:most]]
        left_out[day] = max(0, len(there) - most)
    found = [*_whole(store, stretch, wanted), *_of_series(store, stretch, chosen, params)]
    found.sort(key=_order)
    return _first_of_each(found, most, left_out), left_out


def tally(
    store: Store,
    first: date,
    last: date,
    now: datetime,
    *,
    kinds: Collection[ActivityKind] = (),
    people: Collection[bytes | None] = (),
    written: bool = False,
) -> Mapping[date, Mapping[EntryState, int]]:
    """How many contacts of ``entries`` begin on each day, by what became of them; days without any are left out.

    What began before the first day and reaches into it counts there.
    """
    stretch = Stretch(first, last, now)
    chosen, params = _chosen(kinds, people, written=written)
    bounds = {"low": stretch.low, "high": stretch.high, **params}
    light = " UNION ALL ".join(f"{_LIGHT}{condition}{chosen}" for condition in _RANGES)
    begun = (
        stretch.begin(planned_at, held_at, outcome, all_day, minutes)
        for _, planned_at, held_at, outcome, all_day, minutes in store.read(light, bounds)
    )
    counted: dict[date, Counter[EntryState]] = {}
    for day, state in filter(None, begun):
        counted.setdefault(day, Counter())[state] += 1
    for entry in _of_series(store, stretch, chosen, params):
        counted.setdefault(max(entry.first, stretch.first), Counter())[entry.state] += 1
    return counted


def occasions(store: Store, first: date, last: date) -> Mapping[date, tuple[agenda.Occasion, ...]]:
    """Birthdays and named dates by the day on which they are kept; days without any are left out."""
    first, last = within(first, last)
    found = agenda.occasions(store, first, last)  # by day
    return {day: tuple(kept) for day, kept in groupby(found, key=attrgetter("on"))}


def _whole(store: Store, stretch: Stretch, rids: list[int]) -> Iterator[CalendarEntry]:
    """The entries of these rows."""
    rest = iter(rids)
    while batch := list(islice(rest, _BATCH)):
        slots = ", ".join("?" * len(batch))
        for row in store.read(f"{_SELECT}a.rid IN ({slots})", batch):
            entry = stretch.entry(row)
            if entry is not None:
                yield entry


def _first_of_each(found: list[CalendarEntry], most: int, left_out: dict[date, int]) -> list[CalendarEntry]:
    """The first ``most`` of what begins on each day, in order, when series have come between; counts the others."""
    kept: list[CalendarEntry] = []
    counts: dict[date, int] = {}
    for entry in found:
        if not entry.all_day and (entry.minutes or 0) < DAY_MINUTES:
            count = counts[entry.first] = counts.get(entry.first, 0) + 1
            if count > most:
                left_out[entry.first] = left_out.get(entry.first, 0) + 1
                continue
        kept.append(entry)
    return kept


def _order(entry: CalendarEntry) -> tuple[datetime, bool, datetime, str, bytes]:
    return entry.start, not entry.all_day, entry.end, entry.client, entry.id


def _chosen(
    kinds: Collection[ActivityKind], people: Collection[bytes | None], *, written: bool
) -> tuple[str, Mapping[str, Any]]:
    """The conditions of the filter and their parameters."""
    params: dict[str, Any] = {f"kind{n}": kind.value for n, kind in enumerate(kinds)}
    chosen = f" AND a.kind IN ({', '.join(f':{name}' for name in params)})" if kinds else ""
    if not written:
        unplanned = {f"written{n}": kind.value for n, kind in enumerate(_WRITTEN)}
        named = ", ".join(f":{name}" for name in unplanned)
        chosen += f" AND (a.planned_at IS NOT NULL OR a.kind NOT IN ({named}))"
        params |= unplanned
    if people:
        ids = {f"person{n}": person for n, person in enumerate(people) if person is not None}
        nobody = " OR a.responsible_id IS NULL" if None in people else ""
        chosen += f" AND (a.responsible_id IN ({', '.join(f':{name}' for name in ids)}){nobody})"
        params |= ids
    return chosen, params


@lru_cache(maxsize=512)
def _occurrences(template: series.Template, first: str, last: str) -> tuple[str, ...]:
    """The same for as long as the template is: a calendar asks for a week again at every change of anything."""
    return tuple(series.between(template, first, last))


def _of_series(
    store: Store, stretch: Stretch, chosen: str, params: Mapping[str, Any]
) -> Iterator[CalendarEntry]:
    """The occurrences within the stretch that have no rows of their own."""
    rows = {row[0]: row for row in store.read(f"{_SELECT}{_SERIES}{chosen}", params)}
    if not rows:
        return
    for template in series.templates(store):
        row = rows.get(template.id)
        if row is None:
            continue
        back = timedelta(minutes=min(row[7] or 0, MOST_MINUTES))
        present = series.moment_of(template.series, stretch.now)
        late: frozenset[str] | None = None
        for moment in _occurrences(template, *stretch.window(back, all_day=template.series.all_day)):
            if moment < present and late is None:
                late = frozenset(series.overdue(template, stretch.now))
            # As a row of its own: planned for that moment.
            entry = stretch.entry((*row[:4], moment, *row[5:]), moment, late=moment in (late or ()))
            if entry is not None:
                yield entry
