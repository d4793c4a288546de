"""The contacts of today and those of earlier days that nobody told of: what is late, what is on, what comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.kinds import ActivityKind
from crm_desktop.services.attention import IN_BIN, Before, Listed, before
from crm_desktop.services.wall import midnight
from crm_desktop.services.whose import EVERYBODY, Others, but_theirs, of_client

if TYPE_CHECKING:
    from crm_desktop.services.series import Template
    from crm_desktop.storage.store import Store

MOST_COUNTED = 1000
"""``today_count`` counts so far and no further: it is asked after every change."""

_DAY = timedelta(days=1)
_TALK_MINUTES = 60
"""How long a contact of no stated length counts as going on."""
_LENGTHS = {ActivityKind.CALL: 15, ActivityKind.MEETING: _TALK_MINUTES, ActivityKind.VISIT: _TALK_MINUTES}

_SLOT = "a.kind, a.planned_at, a.all_day, a.minutes"
_OF = "FROM activity a LEFT JOIN client c ON c.id = a.client_id"
_COLUMNS = (
    f"SELECT {_SLOT}, a.id, a.client_id, c.number, COALESCE(c.name, ''), a.place, a.wanted,"
    " COALESCE((SELECT p.value FROM contact_point p WHERE p.client_id = c.id AND p.kind = 'phone'"
    " AND p.deleted = 0 ORDER BY p.rank, p.rid LIMIT 1), ''), a.responsible_id, COALESCE(r.name, ''),"
    " (SELECT COUNT(*) FROM activity_client k WHERE k.activity_id = a.id AND k.deleted = 0),"
    " (SELECT COUNT(*) FROM activity_move m WHERE m.activity_id = a.id AND m.deleted = 0)"
    f" {_OF} LEFT JOIN colleague r ON r.id = a.responsible_id WHERE "
)
_WAITS = "a.held_at IS NULL AND a.deleted = 0 AND a.outcome <> 'cancelled' AND a.rule"
_OPEN = f"COALESCE(c.deleted, 0) = 0 AND {_WAITS}"
# The first pair of bounds is for the index, the second for what the range means by its days and its instants.
_WITHIN = (
    f"{_OPEN} = '' AND a.planned_at >= ? AND a.planned_at < ? AND a.planned_at >= IIF(a.all_day, ?, ?)"
    " AND a.planned_at < IIF(a.all_day, ?, ?)"
)
_BEFORE = " = '' AND a.planned_at < ? AND a.planned_at < IIF(a.all_day, ?, ?)"
_EARLIER = f"{_OPEN}{_BEFORE}"
_EARLIER_COUNTED = (
    f"FROM activity a WHERE {_WAITS}{_BEFORE} AND (a.client_id IS NULL OR a.client_id NOT IN {IN_BIN})"
)
_SERIES = f"{_OPEN} <> '' AND a.planned_at IS NOT NULL"


class Timing(StrEnum):
    """Where a contact stands: of an earlier day, its time of today over, going on, or still ahead."""

    LATE = "late"
    PASSED = "passed"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Slot:
    """What a contact takes of a day; ``planned_at`` is a UTC instant, or a day where it takes the whole day."""

    kind: ActivityKind
    planned_at: str
    all_day: bool
    minutes: int | None

    def day(self) -> date:
        """The local day it is planned for."""
        if self.all_day:
            return date.fromisoformat(self.planned_at)
        return parse_utc_text(self.planned_at).astimezone().date()

    def span(self) -> tuple[datetime, datetime]:
        """When it begins and ends: after its length, or what is usual for its kind; all-day ones with their day."""
        if self.all_day:
            day = self.day()
            return midnight(day), midnight(day + max(_DAY, timedelta(minutes=self.minutes or 0)))
        starts = parse_utc_text(self.planned_at)
        return starts, starts + timedelta(minutes=self.minutes or _LENGTHS.get(self.kind, 0))

    def ends(self) -> datetime:
        """When its time is over."""
        return self.span()[1]

    def timing_at(self, now: datetime) -> Timing:
        """Where it stands, of today."""
        starts, ends = self.span()
        if self.all_day or now < starts:
            return Timing.AHEAD
        return Timing.PASSED if ends <= now else Timing.NOW


@dataclass(frozen=True, slots=True)
class TodayContact(Slot):
    """A contact not held yet.

    ``occurrence`` is the moment it stands for where it is one of a series without a row of its own; ``id`` is then
    that of the series. ``client_id`` is None where it is with nobody of the base; ``further`` counts the clients
    beside the first, ``moves`` how often it was put off.
    """

    id: bytes
    client_id: bytes | None
    number: int | None
    client: str
    place: str
    wanted: str
    phone: str
    responsible_id: bytes | None
    responsible: str
    further: int
    moves: int
    occurrence: str | None = None
    timing: Timing = Timing.AHEAD
    before: Before | None = None


@dataclass(frozen=True, slots=True)
class DayContacts:
    """The contacts of a day, and those of the days before.

    ``today`` are the first ones in the order of their time, whole days before all; ``kinds`` counts all of them by
    their kind, ``passed`` those whose time is over. ``late`` are the last ones of earlier days, in the order of time.
    ``next_change`` is when the next of today begins or ends; None where nothing more will.
    """

    today: Listed[TodayContact]
    late: Listed[TodayContact]
    kinds: tuple[tuple[ActivityKind, int], ...]
    passed: int
    next_change: datetime | None


def contacts(
    store: Store, now: datetime, today_limit: int, late_limit: int, others: Others = EVERYBODY
) -> DayContacts:
    """What is planned for the day it is here, and earlier, and was not held yet; without what ``others`` have."""
    day = now.astimezone().date()
    repeating = _repeating(store, day, others)
    earlier = sorted((*_earlier(store, day, late_limit, others), *repeating.earlier), key=_order)
    # What began on an earlier day and goes on (a fair, a leave) is of today.
    lasting = [replace(contact, timing=Timing.NOW) for contact in earlier if contact.ends() > now]
    late = [replace(contact, timing=Timing.LATE) for contact in earlier if contact.ends() <= now]
    of_day = sorted((*_of_day(store, day, today_limit, others), *repeating.of_day), key=_order)
    known = [*lasting, *(replace(contact, timing=contact.timing_at(now)) for contact in of_day)][:today_limit]
    slots: list[Slot] = [*lasting, *_slots(store, day, others), *repeating.of_day]
    spans = [slot.span() for slot in slots[len(lasting) :] if not slot.all_day]
    shown = _told(store, [*known, *late[max(0, len(late) - late_limit) :]])
    return DayContacts(
        Listed(tuple(shown[: len(known)]), len(slots)),
        Listed(
            tuple(shown[len(known) :]),
            _earlier_count(store, day, others) + len(repeating.earlier) - len(lasting),
        ),
        tuple(Counter(slot.kind for slot in slots).items()),
        sum(1 for _, ends in spans if ends <= now),
        min((moment for span in spans for moment in span if moment > now), default=None),
    )


def today_count(store: Store, now: datetime, others: Others = EVERYBODY) -> int:
    """How many contacts of today and of earlier days wait, for the side bar; at most about ``MOST_COUNTED``."""
    day = now.astimezone().date()
    repeating = _repeating(store, day, others)
    single = store.read(
        f"SELECT (SELECT COUNT(*) FROM (SELECT 1 {_OF} WHERE {_WITHIN}{_mine(others)} LIMIT {MOST_COUNTED}))"
        f" + (SELECT COUNT(*) FROM (SELECT 1 {_EARLIER_COUNTED}{_mine_alone(others)} LIMIT {MOST_COUNTED}))",
        (*_bounds(day), *_end(day)),
    )[0][0]
    return min(MOST_COUNTED, int(single) + len(repeating.of_day) + len(repeating.earlier))


def _mine(others: Others) -> str:
    return but_theirs(others, "a.responsible_id", "c.responsible_id")


def _mine_alone(others: Others) -> str:
    """The same of a row without its client, which is asked only where the contact itself is nobody's."""
    return but_theirs(others, "a.responsible_id", of_client("a.client_id"))


def _slots(store: Store, day: date, others: Others) -> list[Slot]:
    """All of the day, for the counts."""
    rows = store.read(f"SELECT {_SLOT} {_OF} WHERE {_WITHIN}{_mine(others)}", _bounds(day))
    return [Slot(ActivityKind(kind), at, bool(all_day), minutes) for kind, at, all_day, minutes in rows]


def _of_day(store: Store, day: date, limit: int, others: Others) -> list[TodayContact]:
    order = "ORDER BY a.all_day DESC, a.planned_at, a.rid LIMIT ?"
    return _read(store, f"{_WITHIN}{_mine(others)} {order}", (*_bounds(day), limit))


def _earlier(store: Store, day: date, limit: int, others: Others) -> list[TodayContact]:
    """The last ones of earlier days."""
    order = "ORDER BY a.planned_at DESC, a.rid DESC LIMIT ?"
    return _read(store, f"{_EARLIER}{_mine(others)} {order}", (*_end(day), limit))


def _earlier_count(store: Store, day: date, others: Others) -> int:
    return int(store.read(f"SELECT COUNT(*) {_EARLIER_COUNTED}{_mine_alone(others)}", _end(day))[0][0])


def _bounds(day: date) -> tuple[str, ...]:
    """The parameters of ``_WITHIN``: the bounds for the index, then those of whole days and of instants."""
    first, last = (day.isoformat(), _begin(day)), ((day + _DAY).isoformat(), _begin(day + _DAY))
    return (min(first), max(last), *first, *last)


def _end(day: date) -> tuple[str, str, str]:
    """The parameters of ``_EARLIER``."""
    ends = (day.isoformat(), _begin(day))
    return (max(ends), *ends)


def _begin(day: date) -> str:
    return utc_text(midnight(day))


def _read(store: Store, condition: str, params: Sequence[object]) -> list[TodayContact]:
    return [
        TodayContact(ActivityKind(kind), at, bool(all_day), *rest)
        for kind, at, all_day, *rest in store.read(_COLUMNS + condition, params)
    ]


@dataclass(frozen=True, slots=True)
class _Repeating:
    """Occurrences without rows of their own: of earlier days (of late, ``series.OVERDUE_DAYS``), and of the day."""

    earlier: tuple[TodayContact, ...]
    of_day: tuple[TodayContact, ...]


def _repeating(store: Store, day: date, others: Others) -> _Repeating:
    if not store.read(f"SELECT 1 FROM activity a WHERE {_WAITS} <> '' LIMIT 1"):
        return _Repeating((), ())
    # Imported here: a start in a base without series does without the rules of repetition (8 ms).
    from crm_desktop.services import series

    found = {template.id: template for template in series.templates(store)}
    every = [
        replace(contact, planned_at=moment, occurrence=moment)
        for contact in _read(store, f"{_SERIES}{_mine(others)}", ())
        if contact.id in found
        for moment in _moments(found[contact.id], day)
    ]
    return _Repeating(
        tuple(contact for contact in every if contact.day() < day),
        tuple(contact for contact in every if contact.day() == day),
    )


@lru_cache(maxsize=8192)
def _moments(template: Template, day: date) -> tuple[str, ...]:
    """The occurrences from when they count as overdue until the end of the day.

    Kept: a calendar that was brought in may have a thousand series, and the page is read again at every change.
    """
    from crm_desktop.services import series  # as above

    since = max(midnight(day - timedelta(days=series.OVERDUE_DAYS)), series.known_since(template, day))
    bounds = (series.moment_of(template.series, when) for when in (since, midnight(day + _DAY)))
    return tuple(series.between(template, *bounds))


def _order(contact: TodayContact) -> tuple[date, bool, str, bytes]:
    """By day; within it what takes the whole day first."""
    return contact.day(), not contact.all_day, contact.planned_at, contact.id


def _told(store: Store, shown: list[TodayContact]) -> list[TodayContact]:
    """The same with what to know before each."""
    clients = {contact.client_id for contact in shown if contact.client_id is not None}
    known = before(store, clients) if clients else {}
    return [
        contact if contact.client_id is None else replace(contact, before=known[contact.client_id])
        for contact in shown
    ]
