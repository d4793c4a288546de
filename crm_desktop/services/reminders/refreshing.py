"""Working out what is stale: what was written since the last look, or everything when what it follows from changed.

Everything is worked out in pieces, each a transaction of some milliseconds, and never for longer than a moment at one
look: whoever asks again gets the rest. Meanwhile the rows that stand are told as they are, apart from contacts that
are visibly done.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ReminderKind
from crm_desktop.models.stale import TRIGGERS
from crm_desktop.services.reminders import basis, contacts, occasions, waiting

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.services.reminders.basis import Basis
    from crm_desktop.storage.store import Store

LONGEST_S = 0.5
"""A look works out reminders for no longer than this, and a piece."""
_PIECE_S = 0.05
_CLOCK_ERROR = timedelta(minutes=2)
"""A pop-up shown so little ahead of the clock was shown by a clock that was put right since."""


def refresh(store: Store, now: datetime, *, whole: bool = False) -> bool:
    """Bring the table of reminders up to ``now``; whether it is (else there is more work than for one look).

    ``whole``: work out all anew, whatever was noted as stale; a program that starts asks for it once.
    """
    end = monotonic() + LONGEST_S
    present = basis.basis(store, now)
    if whole:
        _restore_triggers(store)
    _take_back_from_the_future(store, now)
    if whole or basis.is_new(store, present):
        _all_stale(store, present)
    for kind in _stale_kinds(store):
        if monotonic() > end:
            return False
        _settle_kind(store, present, kind)
    while store.read("SELECT 1 FROM reminder_stale LIMIT 1"):
        if monotonic() > end:
            return False
        with store.transaction():
            _settle_contacts(store, present)
    return True


def _settle_contacts(store: Store, present: Basis) -> None:
    """Some hundreds of contacts in one transaction, as many as nobody waits for: a commit costs more than the work."""
    end = monotonic() + _PIECE_S
    while contacts.settle(store, present) and monotonic() < end and not store.is_awaited:
        pass


def _restore_triggers(store: Store) -> None:
    """Have the triggers that note what is stale as they should be: without one, a contact would move in silence.

    They can get lost with a table that is made anew, as those of the journal can.
    """
    wanted = {sql.split()[2]: sql for sql in TRIGGERS}
    present = dict(
        store.read("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'reminder_of_*'")
    )
    if present == wanted:
        return
    with store.transaction() as connection:
        for name in present:
            connection.execute(f"DROP TRIGGER {name}")
        for sql in wanted.values():
            connection.execute(sql)


def _all_stale(store: Store, present: Basis) -> None:
    with store.transaction() as connection:
        basis.note(store, present)
        connection.execute(
            "INSERT OR IGNORE INTO reminder_stale SELECT id FROM activity"
            " WHERE held_at IS NULL AND deleted = 0 AND rule = '' AND planned_at IS NOT NULL"
            " UNION SELECT id FROM activity"
            " WHERE rule <> '' AND held_at IS NULL AND planned_at IS NOT NULL AND deleted = 0"
            " UNION SELECT subject_id FROM reminder WHERE kind = ?",
            (ReminderKind.CONTACT.value,),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO reminder_kind_stale VALUES (?)",
            ((kind.value,) for kind in ReminderKind if kind is not ReminderKind.CONTACT),
        )


def _stale_kinds(store: Store) -> list[str]:
    return [kind for (kind,) in store.read("SELECT kind FROM reminder_kind_stale")]


def _settle_kind(store: Store, present: Basis, kind: str) -> None:
    with store.transaction() as connection:
        connection.execute("DELETE FROM reminder_kind_stale WHERE kind = ?", (kind,))
        if kind in (ReminderKind.BIRTHDAY.value, ReminderKind.DATE.value):
            occasions.settle(connection, ReminderKind(kind), present)
        elif kind == ReminderKind.SILENCE.value:
            waiting.settle_silences(store, present)
        elif kind == ReminderKind.REQUEST.value:
            waiting.settle_requests(store, present)
        # Whatever else a newer program answered means nothing here.


def _take_back_from_the_future(store: Store, now: datetime) -> None:
    """What was shown under a clock that ran ahead counts as not shown, once that is known.

    What is due all the same was seen by now; what is not due yet is shown again when its time has come.
    """
    latest, present = utc_text(now + _CLOCK_ERROR), utc_text(now)
    if not store.read("SELECT 1 FROM reminder WHERE announced_at > ? LIMIT 1", (latest,)):
        return
    with store.transaction() as connection:
        ahead = "announced_at > :latest"
        params = {"latest": latest, "now": present, "contact": ReminderKind.CONTACT.value}
        connection.execute(
            f"INSERT OR IGNORE INTO reminder_stale SELECT subject_id FROM reminder WHERE {ahead} AND kind = :contact",
            params,
        )
        connection.execute(
            f"INSERT OR IGNORE INTO reminder_kind_stale SELECT kind FROM reminder WHERE {ahead} AND kind <> :contact",
            params,
        )
        connection.execute(
            f"UPDATE reminder SET announced_at = IIF(fire_at > :now, NULL, :now) WHERE {ahead}", params
        )
