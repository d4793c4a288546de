"""The table of reminders: what is wanted there, compared with what stands there.

A row follows from what it reminds of; its own are ``announced_at`` and ``how``: when it was last shown by a pop-up and
what became of that. They stay with a row as long as its moment does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.clock import utc_text
from crm_desktop.services.wall import midnight

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.kinds import ReminderKind
    from crm_desktop.services.reminders.basis import Basis

CLOCK_ERROR = timedelta(hours=1)
"""By how much the clocks of two laptops may differ. An answer from a day to come was given under a clock that ran wrong
by days or years: what it put off must not stay silent until then. Days count, not hours, so that nothing depends on the
moment of a look."""

_BATCH = 500


class Ref(NamedTuple):
    """What one reminder is about; ``moment`` is the planned time, or the day, and a moved contact has another one."""

    kind: ReminderKind
    subject_id: bytes
    moment: str


class Wanted(NamedTuple):
    """A reminder as it should be: ``times`` are the instants (UTC text) of its pop-ups, in order, at least one."""

    subject_id: bytes
    moment: str
    client_id: bytes | None
    responsible_id: bytes | None
    times: tuple[str, ...]


class Standing(NamedTuple):
    """A reminder as it stands in the base."""

    rid: int
    client_id: bytes | None
    responsible_id: bytes | None
    fire_at: str
    announce_at: str | None
    announced_at: str | None


Key = tuple[bytes, str]
Answers = Mapping[Key, tuple[str | None, bool]]


def answers(
    connection: sqlite3.Connection,
    kind: ReminderKind,
    present: Basis,
    subjects: Sequence[bytes] | None = None,
) -> Answers:
    """What was answered, by subject and moment: until when it was put off, and whether it is dealt with.

    Of all subjects only answers that still matter: those dealt with, and those put off until the last weeks or later.
    """
    sql = "SELECT subject_id, moment, snoozed_until, handled_at, answered_at FROM reminder_answer WHERE kind = ? AND"
    latest = utc_text(midnight(present.today + timedelta(days=1)) + CLOCK_ERROR)
    found: list[tuple[bytes, str, str | None, str | None, str]] = []
    if subjects is None:
        found += connection.execute(f"{sql} deleted = 0", (kind.value,))
    for start in range(0, len(subjects or ()), _BATCH):
        batch = (subjects or ())[start : start + _BATCH]
        found += connection.execute(
            f"{sql} deleted = 0 AND subject_id IN ({', '.join('?' * len(batch))})", (kind.value, *batch)
        )
    return {
        (subject_id, moment): (snoozed if answered_at <= latest else None, handled is not None)
        for subject_id, moment, snoozed, handled, answered_at in found
    }


def put_off(wanted: Wanted, until: str | None) -> Wanted:
    """The reminder after it was snoozed: then, and at those of its times that come still later."""
    if until is None:
        return wanted
    return wanted._replace(times=(until, *(moment for moment in wanted.times if moment > until)))


def announce_at(times: Iterable[str], announced_at: str | None) -> str | None:
    """The first of the times that no pop-up has told of yet."""
    return next((moment for moment in times if announced_at is None or moment > announced_at), None)


def standing(
    connection: sqlite3.Connection, kind: ReminderKind, subjects: Sequence[bytes] | None = None
) -> dict[Key, Standing]:
    """The rows of one kind, all or those of some subjects."""
    sql = (
        "SELECT subject_id, moment, rid, client_id, responsible_id, fire_at, announce_at, announced_at FROM reminder"
        " WHERE "
    )
    found: list[tuple[Any, ...]] = []
    if subjects is None:
        found += connection.execute(f"{sql} kind = ?", (kind.value,))
    for start in range(0, len(subjects or ()), _BATCH):
        batch = (subjects or ())[start : start + _BATCH]
        slots = ", ".join("?" * len(batch))
        found += connection.execute(f"{sql} subject_id IN ({slots}) AND kind = ?", (*batch, kind.value))
    return {(subject_id, moment): Standing(*rest) for subject_id, moment, *rest in found}


def write(
    connection: sqlite3.Connection,
    kind: ReminderKind,
    present: Mapping[Key, Standing],
    wanted: Iterable[Wanted],
) -> None:
    """Make the rows in ``present`` those that are ``wanted``; touches only what differs."""
    added, changed = [], []
    kept: set[Key] = set()
    for each in wanted:
        key = each.subject_id, each.moment
        kept.add(key)
        now = present.get(key)
        next_at = announce_at(each.times, now.announced_at if now else None)
        values = each.client_id, each.responsible_id, each.times[0], next_at
        if now is None:
            added.append((each.subject_id, kind.value, each.moment, *values))
        elif now[1:5] != values:
            changed.append((*values, now.rid))
    connection.executemany(
        "INSERT INTO reminder(subject_id, kind, moment, client_id, responsible_id, fire_at, announce_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        added,
    )
    connection.executemany(
        "UPDATE reminder SET client_id = ?, responsible_id = ?, fire_at = ?, announce_at = ? WHERE rid = ?",
        changed,
    )
    connection.executemany(
        "DELETE FROM reminder WHERE rid = ?", ((row.rid,) for key, row in present.items() if key not in kept)
    )
