"""Reminders of birthdays and named dates, on the days ahead that the rules name, in the morning.

Told are those of the days to come that a reminder is due for, and those missed: of the last weeks, since reminders are
kept here and since the client, or its date, was written down (that instant is in a UUIDv7) - a list of 3,000 clients
brought in today has missed nothing. After its weeks a birthday that nobody answered is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.kinds import ReminderKind
from crm_desktop.models.dates import day_in_year
from crm_desktop.services.reminders import rows
from crm_desktop.services.reminders.basis import KEPT_DAYS
from crm_desktop.services.reminders.rows import Wanted

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.services.reminders.basis import Basis

_UUID7 = 7

# Each by the index of its month and day.
_KEPT = {
    ReminderKind.BIRTHDAY: (
        "SELECT c.id, c.birthday, c.id, c.responsible_id FROM client c"
        " WHERE c.birthday <> '' AND substr(c.birthday, -5) IN ({}) AND c.deleted = 0 AND c.merged_into IS NULL"
    ),
    ReminderKind.DATE: (
        "SELECT d.id, d.date, c.id, c.responsible_id FROM named_date d JOIN client c ON c.id = d.client_id"
        " WHERE substr(d.date, -5) IN ({}) AND d.deleted = 0 AND c.deleted = 0 AND c.merged_into IS NULL"
    ),
}


def settle(connection: sqlite3.Connection, kind: ReminderKind, present: Basis) -> None:
    """Work out all reminders of birthdays, or of named dates; inside a transaction."""
    given = rows.answers(connection, kind, present)
    long_ago = (present.today - timedelta(days=KEPT_DAYS)).isoformat()
    put_off = {
        key
        for key, (snoozed, handled) in given.items()
        if snoozed is not None and not handled and snoozed >= long_ago
    }
    last = present.today + timedelta(days=max(present.rules.days_ahead, default=0) + 1)
    window = {present.first_day + timedelta(days=n) for n in range((last - present.first_day).days + 1)}
    days = window.union(date.fromisoformat(moment) for _, moment in put_off)
    wanted = []
    for subject_id, on, client_id, responsible_id in _kept(connection, kind, days):
        key = subject_id, on.isoformat()
        snoozed, handled = given.get(key, (None, False))
        in_time = on >= max(present.first_day, _written_on(subject_id)) or key in put_off
        if handled or not in_time or not present.mine(responsible_id):
            continue
        reminder = _reminder(subject_id, on, client_id, responsible_id, present)
        if reminder is not None:
            wanted.append(rows.put_off(reminder, snoozed))
    rows.write(connection, kind, rows.standing(connection, kind), wanted)


def _kept(
    connection: sqlite3.Connection, kind: ReminderKind, days: Set[date]
) -> Iterator[tuple[bytes, date, bytes, bytes | None]]:
    """What is kept on one of the days: its id, the day, the client and who is responsible."""
    keys = {f"{day:%m-%d}" for day in days}
    if "02-28" in keys:
        keys.add("02-29")  # in common years kept on the 28th
    years = {day.year for day in days}
    found = connection.execute(_KEPT[kind].format(", ".join("?" * len(keys))), sorted(keys))
    for subject_id, text, client_id, responsible_id in found:
        for on in {day_in_year(text, year) for year in years} & days:
            yield subject_id, on, client_id, responsible_id


def _written_on(id_: bytes) -> date:
    """The local day on which a row was made, by its UUIDv7; the first of all days for other ids."""
    if id_[6] >> 4 != _UUID7:
        return date.min
    return datetime.fromtimestamp(int.from_bytes(id_[:6], "big") / 1000, UTC).astimezone().date()


def _reminder(
    subject_id: bytes, on: date, client_id: bytes, responsible_id: bytes | None, present: Basis
) -> Wanted | None:
    times = sorted(
        filter(None, (present.morning_of(on - timedelta(days=ahead)) for ahead in present.rules.days_ahead))
    )
    return Wanted(subject_id, on.isoformat(), client_id, responsible_id, tuple(times)) if times else None
