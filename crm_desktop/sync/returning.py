"""The server was put back to an earlier day, or is another: what this laptop holds beyond it is given back, or let go.

What was acknowledged after the last common state (``history.common_point``) never was, as far as the server knows. The
user says what is to become of it. Both answers are one transaction; what was never sent stays unsent in both. A push
whose answer is missing has not arrived: its rows are unsent again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ConflictKind, Op
from crm_desktop.services import listing
from crm_desktop.storage.remote_change import remote_change
from crm_desktop.sync import freezing, history, local_rows
from crm_desktop.sync.applying import write_conflict
from crm_desktop.sync.conflicts import Said
from crm_desktop.sync.meeting import meet
from crm_desktop.sync.memory import Memory
from crm_desktop.sync.tables import synced_tables

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.remote_change import RemoteChange
    from crm_desktop.storage.store import Store
    from crm_desktop.sync.known import Theirs
    from crm_desktop.sync.merge import Row
    from crm_desktop.sync.snapshot import Point, RowKey

Found = Mapping["RowKey", "Theirs | None"]
"""What the server holds of the rows asked for; None where it has none."""

FOLLOWED = 2_000
"""Up to so many rows lists and search are brought up to date in the same transaction."""


@dataclass(slots=True)
class Returned:
    """``rows`` were given back or let go, ``conflicts`` found on the way.

    ``lists_follow``: lists and search are to be brought up to date (``services.listing.ensure``).
    """

    rows: int = 0
    conflicts: int = 0
    lists_follow: bool = False


def beyond(connection: sqlite3.Connection, common: Point | None) -> list[RowKey]:
    """The rows that the server had acknowledged after the common state: what it may lack now; parents first."""
    rev = 0 if common is None else common.rev
    return [
        (table.name, id_)
        for table in synced_tables()
        for (id_,) in connection.execute(f'SELECT id FROM "{table.name}" WHERE rev > ? ORDER BY rid', (rev,))
    ]


def give_back(store: Store, epoch: bytes, common: Point | None, found: Found) -> Returned:
    """Have what the server lost be unsent: the next sync returns it.

    ``found`` has all rows of ``beyond``. A row that the server has as it was before is sent over it. One that others
    have changed since will stay as the server has it: the pull that follows brings it, with the rows it refers to,
    and lists what differs here.
    """
    return _settle(store, epoch, common, found, _give_back)


def let_go(store: Store, epoch: bytes, common: Point | None, found: Found) -> Returned:
    """Have this base be as the server's, with what was never sent on top. A copy of it should lie elsewhere.

    A row that the server has not is gone, unless something that stays refers to it. One that others have changed since
    comes with the pull that follows.
    """
    return _settle(store, epoch, common, found, _let_go)


def forget_server(store: Store) -> None:
    """Have everything be unsent, as if no server had ever been: for an empty one to be filled, and to leave one.

    What is in the lists and in the history stays as it is.
    """
    with store.transaction() as connection:
        for table in synced_tables():
            connection.execute(f'UPDATE "{table.name}" SET rev = 0 WHERE rev <> 0')
        for name in ("shadow", "outbox", "sync_seen", "sync_refused"):
            connection.execute(f"DELETE FROM {name}")
        connection.execute(
            "UPDATE sync_meta SET epoch = NULL, cursor_rev = 0, high_rev = 0, high_push_id = NULL, frozen_entry = 0,"
            " seed_push_id = NULL, schema_seen = 0, last_ok_at = NULL, last_error = NULL"
        )


class _Settling:
    """One answer on its way into the base."""

    def __init__(self, store: Store, remote: RemoteChange, common: Point | None, done: Returned) -> None:
        self.connection = remote.change.connection
        self.common = 0 if common is None else common.rev
        self.done = done
        self._store = store

    def merge(self, key: RowKey, base: Row | None, theirs: Theirs, row: dict[str, Any]) -> None:
        """The server's row with what is not on it on top; what gives way is listed."""
        merged = meet(key[0], base, row, theirs.row)
        local_rows.write(self.connection, *key, merged.row)
        local_rows.settle(self.connection, key, theirs.rev, theirs.row, merged.row)
        at, memory = utc_text(self._store.clock.now()), Memory(self.connection)
        for conflict in merged.conflicts:
            mine = memory.edited_at(key, conflict.field) or at
            said = Said(theirs.author.who, theirs.author.at, self._store.who, mine, at)
            is_plain = conflict.kind is ConflictKind.BOTH_CHANGED
            told = replace(conflict, kind=ConflictKind.RETURNED) if is_plain else conflict
            self.done.conflicts += write_conflict(self.connection, key, theirs.rev, told, said)

    def make_new(self, key: RowKey) -> None:
        """Have the row be one that no server has seen."""
        local_rows.set_revision(self.connection, *key, 0)
        self.connection.execute("DELETE FROM shadow WHERE tbl = ? AND id = ?", key)


def _settle(store: Store, epoch: bytes, common: Point | None, found: Found, answer: Any) -> Returned:
    done = Returned(rows=len(found), lists_follow=len(found) > FOLLOWED)
    with remote_change(store, Op.SYNC, derive=not done.lists_follow) as remote:
        freezing.thaw(store)
        answer(_Settling(store, remote, common, done), found)
        history.go_back(remote.change.connection, epoch, common)
        if done.lists_follow:
            listing.leave_behind(remote.change.connection, remote.change.entries_before)
    return done


def _give_back(work: _Settling, found: Found) -> None:
    for key, theirs in found.items():
        local = local_rows.read(work.connection, *key)
        if local is None:
            continue
        if theirs is not None and theirs.rev <= work.common:
            local_rows.settle(work.connection, key, theirs.rev, theirs.row, local[1])
        else:
            work.make_new(key)


def _let_go(work: _Settling, found: Found) -> None:
    missing: list[RowKey] = []
    for key, theirs in found.items():
        local = local_rows.read(work.connection, *key)
        if local is None:
            continue
        shadow = local_rows.shadow(work.connection, key)
        if theirs is None:
            if shadow is not None:
                work.make_new(key)  # edited since and never sent
            else:
                missing.append(key)
        elif theirs.rev <= work.common:
            if shadow is None:
                local_rows.write(work.connection, *key, theirs.row)
                local_rows.set_revision(work.connection, *key, theirs.rev)
            else:
                work.merge(key, shadow[1], theirs, local[1])
    _drop(work, missing)


def _drop(work: _Settling, missing: list[RowKey]) -> None:
    """Remove rows that the server has not, children first; those that anything left refers to are new instead."""
    gone = set(missing)
    needed = True
    while needed:
        needed = False
        for key in [key for key in gone if _is_needed(work.connection, key, gone)]:
            gone.discard(key)
            work.make_new(key)
            needed = True
    for table, id_ in reversed(missing):
        if (table, id_) in gone:
            work.connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (id_,))


def _is_needed(connection: sqlite3.Connection, key: RowKey, gone: set[RowKey]) -> bool:
    """Whether a row that stays refers to this one."""
    for table in synced_tables():
        for column in (column.name for column in table.columns if column.references == key[0]):
            rows = connection.execute(f'SELECT id FROM "{table.name}" WHERE "{column}" = ?', (key[1],))
            if any((table.name, id_) not in gone and (table.name, id_) != key for (id_,) in rows):
                return True
    return False
