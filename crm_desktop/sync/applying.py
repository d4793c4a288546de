"""A pull into this laptop's base: whole or not at all, in one transaction.

A row that is unknown here comes in, one without unsent edits is overwritten, one with unsent edits is merged: what the
server has, with the edits of this laptop on top, and what had to give way in the list of conflicts. Afterwards the base
is "the server at one revision, and what is unsent here", in lists and search as well.

The rows come under the names of those who wrote them (``storage.remote_change``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.kinds import Op
from crm_desktop.services import listing
from crm_desktop.storage.bulk import indexes_after, rows_at_most
from crm_desktop.storage.remote_change import RemoteChange, remote_change
from crm_desktop.sync import history, local_rows, seeding, unsent
from crm_desktop.sync.acknowledging import acknowledge_within
from crm_desktop.sync.conflicts import Said, conflict_row, who_said
from crm_desktop.sync.families import Families
from crm_desktop.sync.meeting import meet
from crm_desktop.sync.memory import Memory
from crm_desktop.sync.snapshot import Author
from crm_desktop.sync.tables import synced_tables

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.store import Store
    from crm_desktop.sync.merge import Conflict
    from crm_desktop.sync.snapshot import ServerRow, Snapshot

ROWS_AT_ONCE = 1_000
CROWD = 20_000
"""From so many rows on for one table its indexes may be made after them."""

_NOBODY = Author("", "")


@dataclass(slots=True)
class Applied:
    """What a pull has done: ``rows`` that came, ``merged`` of them with unsent edits, ``conflicts`` found here.

    ``lists_follow``: lists and search are not up to date yet; ``services.listing.ensure`` brings them.
    """

    rows: int = 0
    merged: int = 0
    conflicts: int = 0
    lists_follow: bool = False


def _silent(_rows: int) -> None:
    pass


def apply(store: Store, snapshot: Snapshot, tell: Callable[[int], None] = _silent) -> Applied:
    """Write what a pull brought; on any failure nothing of it. The position of this laptop moves with it.

    ``tell`` is told how many rows are written; what it raises takes all of them back.
    """
    done = Applied(lists_follow=snapshot.many)
    coming = sum(map(len, snapshot.rows.values()))
    with (
        store.holding() if coming > CROWD else nullcontext(),
        remote_change(store, Op.SYNC, derive=not snapshot.many) as remote,
    ):
        connection = remote.change.connection
        seeding.write_out(connection)  # rows under way may meet others of the same id
        if snapshot.pending_rev is not None:
            acknowledge_within(connection, snapshot.pending_rev)
        _Pull(store, remote, snapshot, done, tell).run()
        history.advance(connection, snapshot.epoch, snapshot.point)
        if snapshot.many:
            listing.leave_behind(connection, remote.change.entries_before)
    return done


def write_conflict(
    connection: sqlite3.Connection, key: tuple[str, bytes], rev: int, found: Conflict, said: Said
) -> bool:
    """Add a conflict to the list, to be told to all; whether it is new."""
    id_, row = conflict_row(*key, rev, found, said)
    if connection.execute("SELECT 1 FROM conflict WHERE id = ?", (id_,)).fetchone() is not None:
        return False
    local_rows.insert(connection, "conflict", id_, 0, row)
    return True


class _Pull:
    """One pull on its way into the base."""

    def __init__(
        self,
        store: Store,
        remote: RemoteChange,
        snapshot: Snapshot,
        done: Applied,
        tell: Callable[[int], None],
    ) -> None:
        self._store, self._remote, self._snapshot, self._done = store, remote, snapshot, done
        self._tell = tell
        self._connection = remote.change.connection
        self._families = Families(remote)
        self._found: list[tuple[tuple[str, bytes], int, Conflict, Author]] = []

    def run(self) -> None:
        """Every table, parents first; then what this laptop has to say to it."""
        coming = sum(map(len, self._snapshot.rows.values()))
        with self._without_indexes("journal", coming):
            for table in synced_tables():
                rows = self._snapshot.rows.get(table.name)
                if rows is not None:
                    with self._without_indexes(table.name, len(rows)):
                        self._take_table(table.name, rows)
        for key, rev, conflict in self._families.settle():
            self._found.append((key, rev, conflict, self._author(rev)))
        at = utc_text(self._store.clock.now())
        memory = Memory(self._connection)
        for key, rev, conflict, author in self._found:
            if not memory.is_decided(key, conflict):
                me = Author(self._store.who, memory.edited_at(key, conflict.field) or at)
                said = who_said(conflict, me, author, at)
                self._done.conflicts += write_conflict(self._connection, key, rev, conflict, said)

    def _without_indexes(self, table: str, coming: int) -> AbstractContextManager[None]:
        """Where more rows come than there are, the indexes are made after them."""
        if coming > CROWD and coming > rows_at_most(self._connection, table):
            return indexes_after(self._connection, [table])
        return nullcontext()

    def _author(self, rev: int) -> Author:
        return self._snapshot.authors.get(rev, _NOBODY)

    def _take_table(self, name: str, rows: Iterable[ServerRow]) -> None:
        kept = unsent.dirty(self._connection, name)
        for portion in _portions(rows):
            self._done.rows += len(portion)
            self._families.look(name, portion)
            for rev, group in groupby(sorted(portion, key=_revision), key=_revision):
                author = self._author(rev)
                with self._remote.written_by(author.who, author.at):
                    self._take(name, list(group), kept, author)
            self._tell(self._done.rows)

    def _take(self, name: str, rows: Sequence[ServerRow], kept: frozenset[bytes], author: Author) -> None:
        plain = [row for row in rows if row[0] not in kept] if kept else rows
        self._connection.executemany(local_rows.statements(name).take, plain)
        if len(plain) < len(rows):
            for row in rows:
                if row[0] in kept:
                    self._merge(name, row, author)

    def _merge(self, name: str, theirs: ServerRow, author: Author) -> None:
        """The server's row, with what is unsent here on top of it."""
        id_, rev = theirs[0], theirs[1]
        found = local_rows.read(self._connection, name, id_)
        if found is None:  # its shadow outlived it: a tool deleted it behind the triggers' back
            self._connection.execute(local_rows.statements(name).take, theirs)
            return
        shadow = local_rows.shadow(self._connection, (name, id_))
        base = shadow[1] if shadow is not None and shadow[0] > 0 else None
        row = local_rows.named(name, theirs)
        merged = meet(name, base, found[1], row)
        local_rows.write(self._connection, name, id_, merged.row)
        local_rows.settle(self._connection, (name, id_), rev, row, merged.row)
        self._done.merged += 1
        self._found += (((name, id_), rev, conflict, author) for conflict in merged.conflicts)


def _revision(row: ServerRow) -> int:
    rev: int = row[1]
    return rev


def _portions(rows: Iterable[ServerRow]) -> Iterator[list[ServerRow]]:
    rest = iter(rows)
    while portion := list(islice(rest, ROWS_AT_ONCE)):
        yield portion
