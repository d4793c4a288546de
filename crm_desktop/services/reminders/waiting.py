"""Reminders of what waits: requests without an answer, and clients who slip.

A request reminds from the morning after its days of waiting on, at the latest when the time allowed for it is over
(``services.request_limits``), until it is resolved - an inquiry until it is answered. It can be put off, and not waved
away.

A client reminds in the morning of the day on which its silence became too long. That is news for some weeks; who has
been silent for longer is in the list of Today (``services.silence``), so that a new rule for a group of 800 clients
does not ring 800 times. "Seen" ends it until the next contact, after which the next silence has another day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm_desktop.clock import parse_utc_text
from crm_desktop.kinds import ReminderKind, RequestKind
from crm_desktop.services import silence
from crm_desktop.services.reminders import rows
from crm_desktop.services.reminders.basis import KEPT_DAYS, midnight_of
from crm_desktop.services.reminders.rows import Wanted
from crm_desktop.services.request_limits import due_at

if TYPE_CHECKING:
    from crm_desktop.services.reminders.basis import Basis
    from crm_desktop.storage.store import Store

_DAY_MINUTES = 24 * 60

_OPEN = (
    "SELECT q.id, q.kind, q.received_at, q.answered_at, q.client_id, COALESCE(q.responsible_id, c.responsible_id)"
    " FROM request q JOIN client c ON c.id = q.client_id"
    " WHERE q.resolved_at IS NULL AND q.deleted = 0 AND c.deleted = 0"
    f" AND (q.kind <> '{RequestKind.INQUIRY.value}' OR q.answered_at IS NULL)"
)


def settle_requests(store: Store, present: Basis) -> None:
    """Work out all reminders of requests; inside a transaction."""
    connection = store.connection
    given = rows.answers(connection, ReminderKind.REQUEST, present)
    wanted = []
    for request_id, kind, received_at, answered_at, client_id, responsible_id in connection.execute(_OPEN):
        days = present.rules.waiting_days.get(kind)
        if days is None or not present.mine(responsible_id):
            continue
        morning = present.morning_of(_local_day(received_at), -days * _DAY_MINUTES) or received_at
        due = due_at(present.limits, RequestKind(kind), received_at, answered_at, None)
        morning = min(morning, due or morning)
        snoozed, _ = given.get((request_id, received_at), (None, False))
        each = Wanted(request_id, received_at, client_id, responsible_id, (max(morning, received_at),))
        wanted.append(rows.put_off(each, snoozed))
    rows.write(connection, ReminderKind.REQUEST, rows.standing(connection, ReminderKind.REQUEST), wanted)


def settle_silences(store: Store, present: Basis) -> None:
    """Work out all reminders of clients who slip; inside a transaction."""
    connection = store.connection
    wanted = list(_silences(store, present))
    rows.write(connection, ReminderKind.SILENCE, rows.standing(connection, ReminderKind.SILENCE), wanted)


def _silences(store: Store, present: Basis) -> Iterator[Wanted]:
    given = rows.answers(store.connection, ReminderKind.SILENCE, present)
    long_ago = (present.today - timedelta(days=KEPT_DAYS)).isoformat()
    put_off = {
        key
        for key, (snoozed, handled) in given.items()
        if snoozed is not None and not handled and snoozed >= long_ago
    }
    first = min([present.first_day, *(date.fromisoformat(moment) for _, moment in put_off)])
    since = midnight_of(first - timedelta(days=1))
    for client_id, slips_at, responsible_id in silence.slipping_since(store, present.now, since):
        on = _local_day(slips_at) + timedelta(days=1)
        moment = on.isoformat()
        snoozed, handled = given.get((client_id, moment), (None, False))
        in_time = on >= present.first_day or (client_id, moment) in put_off
        if handled or not in_time or not present.mine(responsible_id):
            continue
        morning = present.morning_of(on) or slips_at
        yield rows.put_off(Wanted(client_id, moment, client_id, responsible_id, (morning,)), snoozed)


def _local_day(instant: str) -> date:
    """The day here of an instant; at the ends of the calendar that of Greenwich."""
    try:
        return parse_utc_text(instant).astimezone().date()
    except (OverflowError, ValueError):
        return date.fromisoformat(instant[:10])
