"""What the coming days hold: planned contacts, those whose time has passed, birthdays and named dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind
from crm_desktop.models.dates import age_on, day_in_year
from crm_desktop.services import series

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_LONGEST = 366
"""Days of a range that each have their own birthdays; a longer one holds every day of the year."""

_LAST_BUT_ONE = date(9999, 12, 30)
_MOST_YEARS = 10
"""Each year has every birthday again: nobody reads more of them than that."""
_PAST_ALL_DAYS = "9999-12-32"
"""Sorts behind the last day of the calendar, and its last instant."""

_CONTACTS = (
    "SELECT a.id, a.client_id, c.number, COALESCE(c.name, ''), a.kind, a.planned_at, a.all_day, a.minutes, a.place,"
    " a.wanted, COALESCE((SELECT p.value FROM contact_point p WHERE p.client_id = c.id AND p.kind = 'phone'"
    " AND p.deleted = 0 ORDER BY p.rank, p.rid LIMIT 1), '')"
    " FROM activity a LEFT JOIN client c ON c.id = a.client_id"
    " WHERE a.held_at IS NULL AND a.deleted = 0 AND COALESCE(c.deleted, 0) = 0 AND "
)
_SINGLE = "a.rule = '' AND "  # also what the index of planned contacts asks for


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """A contact not held yet; ``planned_at`` is a UTC instant, or a day where it takes the whole day.

    ``client_id`` is None where it is with nobody of the base. ``phone`` is the client's first, '' where there is none.
    ``occurrence``: it is one of a series, and ``id`` the id of the whole series.
    """

    id: bytes
    client_id: bytes | None
    number: int | None
    client: str
    kind: ActivityKind
    planned_at: str
    all_day: bool
    minutes: int | None
    place: str
    wanted: str
    phone: str
    occurrence: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """A birthday (``label`` is empty) or a named date that is kept on day ``on``; ``years`` where the year is known."""

    client_id: bytes
    number: int | None
    client: str
    label: str
    on: date
    years: int | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """Contacts in the order of their time, the overdue before all; occasions by day and name."""

    overdue: tuple[PlannedContact, ...]
    planned: tuple[PlannedContact, ...]
    occasions: tuple[Occasion, ...]


def agenda(store: Store, first: date, last: date, now: datetime) -> Agenda:
    """The agenda of the days from ``first`` to ``last``, both included.

    Days are those of the computer's time zone; ``now`` is aware. Overdue is what was planned before now (all-day
    contacts: before today), whenever that was - of a series only of late (``services.series``); planned is the rest
    within the range.
    """
    today = now.astimezone().date()
    overdue = _contacts(
        store, f"{_SINGLE}a.planned_at < IIF(a.all_day, ?, ?)", (today.isoformat(), _instant(now))
    )
    planned = _contacts(
        store,
        # The first pair of bounds is for the index, the others for what the range means by its days and instants.
        f"{_SINGLE}a.planned_at >= ? AND a.planned_at < ? AND a.planned_at >= IIF(a.all_day, ?, ?)"
        " AND a.planned_at < IIF(a.all_day, ?, ?)",
        (
            _day(first, -1),
            _day(last, 2),
            max(first, today).isoformat(),
            max(_midnight(first), _instant(now)),
            _day(last, 1),
            _midnight_after(last),
        ),
    )
    passed, ahead = _of_series(store, first, last, now)
    return Agenda(_by_time(overdue, passed), _by_time(planned, ahead), occasions(store, first, last))


def occasions(store: Store, first: date, last: date) -> tuple[Occasion, ...]:
    """Birthdays and named dates kept on the days from ``first`` to ``last``, both included, by day and name.

    Of a stretch of more than ten years, its first ten.
    """
    last = min(last, date(min(first.year + _MOST_YEARS, date.max.year), 12, 31))
    days = [first + timedelta(days=n) for n in range(min((last - first).days + 1, _LONGEST))]
    keys = {f"{day:%m-%d}" for day in days}
    if "02-28" in keys:
        keys.add("02-29")  # in common years kept on the 28th
    slots = ", ".join("?" * len(keys))
    rows = store.read(
        f"SELECT id, number, name, '', birthday FROM client"
        f" WHERE birthday <> '' AND substr(birthday, -5) IN ({slots}) AND deleted = 0 UNION ALL"
        f" SELECT c.id, c.number, c.name, d.label, d.date FROM named_date d JOIN client c ON c.id = d.client_id"
        f" WHERE substr(d.date, -5) IN ({slots}) AND d.deleted = 0 AND c.deleted = 0",
        (*keys, *keys),
    )
    found = [
        Occasion(id_, number, name, label, on, age_on(day, on))
        for id_, number, name, label, day in rows
        for on in _kept_on(day, first, last)
    ]
    return tuple(sorted(found, key=lambda occasion: (occasion.on, occasion.client, occasion.label)))


def _by_time(
    single: tuple[PlannedContact, ...], repeating: list[PlannedContact]
) -> tuple[PlannedContact, ...]:
    if not repeating:
        return single
    return tuple(sorted((*single, *repeating), key=lambda contact: contact.planned_at))


def _of_series(
    store: Store, first: date, last: date, now: datetime
) -> tuple[list[PlannedContact], list[PlannedContact]]:
    """Occurrences of series: those that passed and nobody told of, and those ahead within the range."""
    passed: list[PlannedContact] = []
    ahead: list[PlannedContact] = []
    found = {template.id: template for template in series.templates(store)}
    if not found:
        return passed, ahead
    today = now.astimezone().date()
    end = min(last, _LAST_BUT_ONE) + timedelta(days=1)  # no series goes on for so long
    for contact in _contacts(store, "a.rule <> '' AND a.planned_at IS NOT NULL", ()):
        template = found[contact.id]
        if contact.all_day:
            window = (max(first, today).isoformat(), end.isoformat())
        else:
            window = (max(_midnight(first), _instant(now)), _midnight(end))
        for moments, into in (
            (series.overdue(template, now), passed),
            (series.between(template, *window), ahead),
        ):
            into += [replace(contact, planned_at=moment, occurrence=True) for moment in moments]
    return passed, ahead


def _instant(when: datetime) -> str:
    return utc_text(when.astimezone(UTC))


def _midnight(day: date) -> str:
    """The instant at which the local day begins, by the offset of that day."""
    try:
        return _instant(datetime.combine(day, time.min).astimezone())
    except (OverflowError, ValueError):  # within a day of an end of the calendar
        return f"{day}T00:00:00.000Z"


def bounds(first: date, last: date) -> tuple[str, str, str, str]:
    """Where the days begin and where they end (not included): as days, and as instants of this computer's zone."""
    return first.isoformat(), _midnight(first), _day(last, 1), _midnight_after(last)


def _midnight_after(day: date) -> str:
    return _PAST_ALL_DAYS if day == date.max else _midnight(day + timedelta(days=1))


def _day(day: date, days: int) -> str:
    """The day so many away; beyond the ends of the calendar what sorts outside of it."""
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return "" if days < 0 else _PAST_ALL_DAYS


def _contacts(store: Store, condition: str, params: tuple[str, ...]) -> tuple[PlannedContact, ...]:
    rows = store.read(f"{_CONTACTS}{condition} ORDER BY a.planned_at, a.rid", params)
    return tuple(
        PlannedContact(id_, client_id, number, name, ActivityKind(kind), at, bool(all_day), *rest)
        for id_, client_id, number, name, kind, at, all_day, *rest in rows
    )


def _kept_on(day: str, first: date, last: date) -> list[date]:
    """The days within the range on which a yearly date is kept."""
    each_year = (day_in_year(day, year) for year in range(first.year, last.year + 1))
    return [on for on in each_year if first <= on <= last]
