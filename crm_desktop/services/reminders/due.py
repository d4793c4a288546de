"""What is due, and what comes next: ranges of an index over the reminders that stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.kinds import ActivityKind, ReminderKind, RequestKind
from crm_desktop.models.dates import age_on
from crm_desktop.services.reminders.rows import Ref

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crm_desktop.storage.store import Store

# A contact that was held or moved a moment ago, before the next look, is not told of any more.
_SUBJECTS = (
    " LEFT JOIN activity a ON r.kind = 'contact' AND a.id = r.subject_id"
    " LEFT JOIN request q ON r.kind = 'request' AND q.id = r.subject_id"
)
_STANDS = (
    " AND (r.kind <> 'contact' OR (a.held_at IS NULL AND a.deleted = 0 AND a.outcome <> 'cancelled'"
    " AND (a.rule <> '' OR a.planned_at = r.moment)))"
    " AND (r.kind <> 'request' OR (q.resolved_at IS NULL AND q.deleted = 0))"
)
_FROM = (
    f" FROM reminder r LEFT JOIN client c ON c.id = r.client_id{_SUBJECTS}"
    f" WHERE COALESCE(c.deleted, 0) = 0{_STANDS}"
)
# A number asks the short list of the bin instead of the client of each: 40 ms instead of 125 where 10,000 are due.
_COUNTED = (
    f" FROM reminder r{_SUBJECTS} WHERE (r.client_id IS NULL"
    f" OR r.client_id NOT IN (SELECT id FROM client WHERE deleted = 1)){_STANDS}"
)
_COLUMNS = (
    "SELECT r.kind, r.subject_id, r.moment, r.client_id, c.number, COALESCE(c.name, ''), COALESCE((SELECT p.value"
    " FROM contact_point p WHERE p.client_id = r.client_id AND p.kind = 'phone' AND p.deleted = 0"
    " ORDER BY p.rank, p.rid LIMIT 1), ''), r.fire_at, r.announced_at, r.how,"
    " a.kind, COALESCE(a.all_day, 0), a.minutes, COALESCE(a.place, ''), COALESCE(a.wanted, q.text, ''),"
    " COALESCE(a.rule, '') <> '', q.kind,"
    " COALESCE((SELECT d.label FROM named_date d WHERE r.kind = 'date' AND d.id = r.subject_id), ''),"
    " CASE r.kind WHEN 'birthday' THEN c.birthday"
    " WHEN 'date' THEN (SELECT d.date FROM named_date d WHERE d.id = r.subject_id) END"
)


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A reminder for one line of a window.

    ``fire_at`` is the instant (UTC text) from which it is due; ``ref.moment`` what it is about: the planned instant or
    day of a contact, the day a birthday or named date is kept on, the day a silence became too long, the instant a
    request came. ``announced_at`` and ``how`` tell of its last pop-up, None and '' for none.

    A contact has ``activity_kind``, ``all_day``, ``minutes``, ``place`` and ``text`` (what for); ``occurrence``: it is
    one of the series ``ref.subject_id``. A request has ``request_kind`` and ``text``; a named date ``label``.
    ``years`` is the age of birthdays and named dates where the year is known.
    """

    ref: Ref
    client_id: bytes | None
    number: int | None
    client: str
    phone: str
    fire_at: str
    announced_at: str | None
    how: str
    activity_kind: ActivityKind | None
    all_day: bool
    minutes: int | None
    place: str
    text: str
    occurrence: bool
    request_kind: RequestKind | None
    label: str
    years: int | None


def due(
    store: Store,
    now: datetime,
    limit: int,
    offset: int = 0,
    *,
    newest: bool = False,
    kinds: Collection[ReminderKind] = (),
) -> list[DueReminder]:
    """The reminders that are due, those due longest first; ``newest``: those that have just become due.

    ``kinds``: of these kinds only; none named: all.
    """
    down = " DESC" if newest else ""
    return _listed(
        store,
        f"{_FROM} AND r.fire_at <= ?{_of(kinds)} ORDER BY r.fire_at{down}, r.rid{down} LIMIT ? OFFSET ?",
        (utc_text(now), *kinds, limit, offset),
    )


def due_count(store: Store, now: datetime, *, kinds: Collection[ReminderKind] = ()) -> int:
    """How many reminders are due; ``kinds`` as in ``due``."""
    ((count,),) = store.read(
        f"SELECT COUNT(*){_COUNTED} AND r.fire_at <= ?{_of(kinds)}", (utc_text(now), *kinds)
    )
    return int(count)


def coming(store: Store, now: datetime, limit: int) -> list[DueReminder]:
    """The reminders of which a pop-up comes next, soonest first."""
    return _listed(
        store, f"{_FROM} AND r.announce_at > ? ORDER BY r.announce_at, r.rid LIMIT ?", (utc_text(now), limit)
    )


def next_at(store: Store, now: datetime) -> datetime | None:
    """When the next pop-up is wanted; None when nothing is planned."""
    ((found,),) = store.read("SELECT MIN(announce_at) FROM reminder WHERE announce_at > ?", (utc_text(now),))
    return parse_utc_text(found) if found else None


def named(store: Store, refs: Sequence[Ref]) -> list[DueReminder]:
    """The lines of these reminders, in their order; those that stand no more are left out."""
    found = []
    for kind, subject_id, moment in refs:
        found += _listed(
            store,
            f"{_FROM} AND r.subject_id = ? AND r.kind = ? AND r.moment = ?",
            (subject_id, kind.value, moment),
        )
    return found


def _of(kinds: Collection[ReminderKind]) -> str:
    # The plus keeps SQLite on the index of what is due: there is little of that, and much of a kind.
    return f" AND +r.kind IN ({', '.join('?' * len(kinds))})" if kinds else ""


def _listed(store: Store, rest: str, params: Sequence[Any]) -> list[DueReminder]:
    return [_row(row) for row in store.read(f"{_COLUMNS}{rest}", params)]


def _row(row: tuple[Any, ...]) -> DueReminder:
    kind, subject_id, moment, client_id, number, client, phone, fire_at, announced_at, how, *about = row
    activity, all_day, minutes, place, text, occurrence, request, label, day = about
    return DueReminder(
        Ref(ReminderKind(kind), subject_id, moment),
        client_id,
        number,
        client,
        phone,
        fire_at,
        announced_at,
        how,
        ActivityKind(activity) if activity else None,
        bool(all_day),
        minutes,
        place,
        text,
        bool(occurrence),
        RequestKind(request) if request else None,
        label,
        age_on(day, date.fromisoformat(moment)) if day else None,
    )
