"""The base while it is open: read it, change it, hear what changed.

All writing goes through ``Store.change`` (one transaction) or ``Store.long_change`` (many transactions, one
operation). Reading needs neither peewee nor a lock: every thread has its own connection, and WAL lets readers see the
last committed state while somebody writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from crm_desktop.changes import EXTERNAL, LOCAL, Changes
from crm_desktop.errors import BaseExists
from crm_desktop.storage import guards, opening
from crm_desktop.storage.change import Change, last_entry, named
from crm_desktop.storage.long_change import LongChange
from crm_desktop.storage.writer import DEFAULT_TIMEOUT, NewOperation, Writer

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.clock import Clock
    from crm_desktop.storage.schema import Schema

Params = Sequence[Any] | Mapping[str, Any]

_LOOK_EVERY = 100_000
"""Steps of SQLite's machine, a few milliseconds of a query."""


class Store(Writer):
    """An open base, made by ``open_store``. Every method may be called on any thread.

    ``who`` stands as the author of the operations that follow.
    """

    def cursor(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """The rows of a query as plain tuples, fetched as they are asked for."""
        return self.connection.execute(sql, params)

    def read(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """All rows of a query as plain tuples; inside a change they show what it did so far."""
        return self.connection.execute(sql, params).fetchall()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads of this thread see one and the same state; inside a change it adds nothing."""
        connection = self.connection
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("COMMIT")

    @contextmanager
    def stoppable(self, check: Callable[[], None]) -> Iterator[None]:
        """Let ``check`` stop what this thread reads meanwhile, in the middle of a query too, by raising.

        It is called every few milliseconds that a query takes; what it raises comes out of the query. For reading
        alone, and not one inside the other.
        """
        connection, raised = self.connection, list[BaseException]()

        def look() -> bool:
            # SQLite would print what is raised here, and say "interrupted" to whoever asked.
            try:
                check()
            except BaseException as error:  # it is raised again, where the query was asked
                raised.append(error)
            return bool(raised)

        connection.set_progress_handler(look, _LOOK_EVERY)
        try:
            yield
        except sqlite3.OperationalError:
            if raised:
                raise raised[0] from None
            raise
        finally:
            connection.set_progress_handler(None, _LOOK_EVERY)

    @contextmanager
    def change(
        self,
        op: str,
        *,
        info: Mapping[str, Any] | None = None,
        origin: str = LOCAL,
        undoable: bool = True,
        undoes: int | None = None,
    ) -> Iterator[Change]:
        """One operation in one transaction: committed and announced at the end, rolled back by any exception.

        A change that touches no journaled row leaves no operation behind. A change inside a change of the same thread
        joins it (its own part alone is rolled back when it fails). ``info`` are facts about the operation that its
        description needs (counts, a file name); never a person's data, for it outlives their erasure. ``undoes`` is
        the operation this one takes back (only ``undo`` gives it).
        """
        outer = self.open_change
        if outer is not None:
            with self.db.atomic():
                yield outer
            return
        with self.transaction() as connection:
            operation = self.begin_operation(
                connection, NewOperation(op, info, origin, undoable, undoes), "done"
            )
            with self.writing(connection, operation) as change:
                yield change
            if change.worth_keeping:
                change.execute(
                    "UPDATE operation SET rows = ?, first_entry = ?, last_entry = ? WHERE seq = ?",
                    (change.rows, change.entries_before + 1, last_entry(connection), operation.seq),
                )
            else:
                change.execute("DELETE FROM operation WHERE seq = ?", (operation.seq,))
            notice = change.notice()
        self.publish(notice)

    def long_change(
        self,
        op: str,
        *,
        info: Mapping[str, Any] | None = None,
        origin: str = LOCAL,
        undoable: bool = True,
        undoes: int | None = None,
        derive: bool = True,
    ) -> LongChange:
        """One operation over many transactions, for work on thousands of rows; see ``LongChange``.

        With ``derive=False`` the derived tables are left to the caller, who brings them up to date at the end.
        """
        return LongChange(self, NewOperation(op, info, origin, undoable, undoes), derive=derive)

    def poll_external(self) -> Changes | None:
        """Announce what other processes have committed since the last call; None when they did nothing.

        Cheap (one look at the end of the journal): meant to be called every second or two, and when the window is
        activated. Inside a change, or while another thread writes, it leaves the matter to the next call.
        """
        if self.open_change is not None or not self._lock.acquire(blocking=False):
            return None
        try:
            self._note_external(last_entry(self.connection))
            ranges, self._unannounced = self._unannounced, []
        finally:
            self._lock.release()
        if not ranges:
            return None
        touched: dict[str, set[bytes]] = {}
        operation: tuple[int, str] = (0, EXTERNAL)
        for low, high in ranges:
            for table, id_, seq, op in self.cursor(
                "SELECT j.tbl, j.id, o.seq, o.op FROM journal j LEFT JOIN operation o ON o.seq = j.operation"
                " WHERE j.seq > ? AND j.seq <= ? AND j.action <> 'blank'",
                (low, high),
            ):
                touched.setdefault(table, set()).add(id_)
                operation = (seq, op) if seq is not None else operation
        tables = named({table: frozenset(ids) for table, ids in touched.items()})
        changes = Changes(operation[1], EXTERNAL, operation[0], tables)
        self.publish(changes)
        return changes

    def check(self) -> list[str]:
        """Everything wrong with the file, in SQLite's words, for the log and the doctor; empty when all is well."""
        problems = guards.quick_check(self.connection)
        return problems or [
            f"row {rid} of {table} refers to a missing row of {parent}"
            for table, rid, parent, _ in self.read("PRAGMA foreign_key_check")
        ]

    def close(self) -> None:
        """Close all connections; the last one writes the -wal file back into the base."""
        with self._lock:
            self._connections.close()
        self.running.close()


def open_store(
    path: Path,
    schema: Schema,
    *,
    create: bool = True,
    clock: Clock | None = None,
    who: str = "",
    timeout: float = DEFAULT_TIMEOUT,
    patient: bool = True,
) -> Store:
    """Open the base in ``path``; make it first when there is none and ``create`` says so.

    A base of an older version is backed up beside itself (``<name>.before-v<N>.backup``), checked and migrated.
    Register the derived tables, then call ``recovery.recover``: the file may hold an operation that was cut off.
    ``timeout`` is how long, in seconds, to wait for another program; ``patient`` whether to wait for the migration of
    a big base, else ``BaseNeedsTime`` tells that there is one. Raises the subclasses of ``BaseUnusable``; a
    refused file stays as it was, byte for byte.
    """
    if create and not path.exists():
        with suppress(BaseExists):  # another process was faster: its base is as good
            opening.make(path, schema)
    connection = opening.prepare(path, schema, timeout, patient=patient)
    return Store(path, schema, connection, clock=clock, who=who, timeout=timeout)


def create(path: Path, schema: Schema, *, clock: Clock | None = None, who: str = "") -> Store:
    """Make a new base and open it. Raises ``BaseExists`` where a file lies already."""
    opening.make(path, schema)
    return open_store(path, schema, create=False, clock=clock, who=who)
