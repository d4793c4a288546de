"""Reminders of planned contacts, of series for their occurrences.

A contact is due from its first reminder on until it is held, moved, cancelled or deleted: it cannot be waved away. Of
a series each occurrence of the last weeks that nobody told of has a reminder, of the older ones the newest, and those
of the coming days. An occurrence needs no row of its own for that, not even to be snoozed: the answer names the series
and the moment. It gets one when it is held, moved or cancelled (``services.planning``), and then leaves the series.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.errors import RuleRefused
from crm_desktop.kinds import Outcome, ReminderKind
from crm_desktop.services import series
from crm_desktop.services.recurrence import next_occurrence
from crm_desktop.services.reminders import rows
from crm_desktop.services.reminders.rows import Wanted
from crm_desktop.services.wall import midnight

if TYPE_CHECKING:
    from crm_desktop.services.reminders.basis import Basis
    from crm_desktop.storage.store import Store

CHUNK = 250
"""Contacts worked out in one transaction, some 10 ms."""
_SERIES_S = 0.03
"""How long a transaction goes on with series; one of them may take a tenth of a second."""
_OLDER_DAYS = 400
"""How far back the newest of the older missed occurrences is looked for."""
_AHEAD_DAYS = 2
"""Occurrences of so many days stand ready: every new day works them out anew."""

_PLANNED = (
    "SELECT a.id, a.planned_at, a.all_day, a.kind, a.reminders, a.rule, a.client_id,"
    " COALESCE(a.responsible_id, c.responsible_id) FROM activity a LEFT JOIN client c ON c.id = a.client_id"
    " WHERE a.id IN ({}) AND a.held_at IS NULL AND a.planned_at IS NOT NULL AND a.deleted = 0"
    f" AND a.outcome <> '{Outcome.CANCELLED.value}' AND COALESCE(c.deleted, 0) = 0"
)


@dataclass(frozen=True, slots=True)
class _Planned:
    id: bytes
    planned_at: str
    all_day: bool
    kind: str
    reminders: str
    rule: str
    client_id: bytes | None
    responsible_id: bytes | None


def settle(store: Store, present: Basis) -> bool:
    """Work out some of the contacts noted as stale, inside a transaction; whether there may be more."""
    connection = store.connection
    stale = [id_ for (id_,) in connection.execute("SELECT activity_id FROM reminder_stale LIMIT ?", (CHUNK,))]
    slots = ", ".join("?" * len(stale))
    planned = [
        _Planned(id_, at, bool(all_day), *rest)
        for id_, at, all_day, *rest in connection.execute(_PLANNED.format(slots), stale)
    ]
    told = [each for each in planned if present.mine(each.responsible_id)]
    wanted, unfinished = _wanted(store, present, told)
    done = [id_ for id_ in stale if id_ not in unfinished]
    standing = rows.standing(connection, ReminderKind.CONTACT, done)
    rows.write(connection, ReminderKind.CONTACT, standing, wanted)
    connection.executemany("DELETE FROM reminder_stale WHERE activity_id = ?", ((id_,) for id_ in done))
    return len(stale) == CHUNK


def _wanted(store: Store, present: Basis, told: Sequence[_Planned]) -> tuple[list[Wanted], set[bytes]]:
    """The reminders of the contacts, and the series for which there was no time."""
    given = rows.answers(store.connection, ReminderKind.CONTACT, present, [each.id for each in told])
    snoozes: dict[bytes, dict[str, str]] = {each.id: {} for each in told}
    for (id_, moment), (snoozed, _) in given.items():
        if snoozed is not None:
            snoozes[id_][moment] = snoozed
    wanted: list[Wanted] = []
    for each in told:
        if not each.rule:
            wanted += _reminders(each, present, [each.planned_at], snoozes[each.id])
    repeating = {each.id: each for each in told if each.rule}
    unfinished = set(repeating)
    mine = f"a.id IN ({', '.join('?' * len(repeating))})"
    end = monotonic() + _SERIES_S
    for template in series.templates(store, mine, list(repeating)) if repeating else ():
        contact, answered = repeating[template.id], snoozes[template.id]
        wanted += _reminders(contact, present, _moments(template, contact, present, answered), answered)
        unfinished.discard(template.id)
        if monotonic() > end:
            break
    return wanted, unfinished


def _reminders(
    contact: _Planned, present: Basis, moments: Iterable[str], snoozes: Mapping[str, str]
) -> Iterator[Wanted]:
    """The reminders of a contact at its moments, as they were put off; none where it wants none."""
    leads = present.rules.leads_of(contact.kind, contact.reminders, all_day=contact.all_day)
    for moment in moments:
        times = sorted(filter(None, (_before(present, moment, minutes) for minutes in leads)))
        if times:
            reminder = Wanted(contact.id, moment, contact.client_id, contact.responsible_id, tuple(times))
            yield rows.put_off(reminder, snoozes.get(moment))


def _before(present: Basis, moment: str, minutes: int) -> str | None:
    """The instant so many minutes before a moment; None at an end of the calendar, or where it is no moment at all."""
    try:
        if "T" not in moment:
            return present.morning_of(date.fromisoformat(moment), minutes)
        return utc_text(parse_utc_text(moment) - timedelta(minutes=minutes))
    except (ValueError, OverflowError):
        return None


def _moments(
    template: series.Template, contact: _Planned, present: Basis, snoozes: Iterable[str]
) -> set[str]:
    """The occurrences that have a reminder."""
    leads = present.rules.leads_of(contact.kind, contact.reminders, all_day=contact.all_day)
    found: set[str] = set()
    try:
        since = series.known_since(template, present.today)
        recent = max(midnight(present.today - timedelta(days=series.OVERDUE_DAYS)), since)
        older = max(midnight(present.today - timedelta(days=_OLDER_DAYS)), since)
        ahead = present.now + timedelta(days=_AHEAD_DAYS, minutes=max(leads, default=0))
        bounds = [series.moment_of(template.series, when) for when in (older, recent, ahead)]
        found.update(deque(series.between(template, bounds[0], bounds[1]), maxlen=1))
        found.update(series.between(template, bounds[1], bounds[2]))
        found.update(_next(template, bounds[2]))
        for moment in snoozes:
            found.update(series.between(template, moment, _just_after(moment)))
    except ValueError:
        pass  # its beginning is no moment: ``check`` tells of that, and the others must not wait for it
    return found


def _next(template: series.Template, after: str) -> list[str]:
    try:
        moment = next_occurrence(template.series, after, template.taken)
    except RuleRefused:
        return []
    return [moment] if moment else []


def _just_after(moment: str) -> str:
    if "T" in moment:
        return utc_text(parse_utc_text(moment) + timedelta(milliseconds=1))
    return (date.fromisoformat(moment) + timedelta(days=1)).isoformat()
