"""The one way to write: a lock, one transaction, the journal's operation, derived tables, and the notice afterwards."""

from __future__ import annotations

import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.changes import LOCAL, Changes
from crm_desktop.clock import Clock, SystemClock, utc_text
from crm_desktop.errors import BaseBusy
from crm_desktop.ids import uuid7
from crm_desktop.storage import guards
from crm_desktop.storage.change import Change, Operation, last_entry
from crm_desktop.storage.connections import Connections
from crm_desktop.storage.running import RunningLock

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    import peewee

    from crm_desktop.storage.schema import Schema

_log = logging.getLogger(__name__)

Listener = Callable[[Changes], None]
Derive = Callable[[Change], None]

DEFAULT_TIMEOUT = 10.0
"""Seconds a write waits for another process before ``BaseLocked``."""


_LOOK_EVERY = 0.05
"""Seconds after which a thread that waits looks whether it is worth waiting: nobody feels less."""


@dataclass(frozen=True)
class NewOperation:
    """What stands in the row of a new operation; see ``Store.change`` for the meaning.

    ``who`` and ``at`` (UTC text) where somebody else did it at another time.
    """

    op: str
    info: Mapping[str, Any] | None = None
    origin: str = LOCAL
    undoable: bool = True
    undoes: int | None = None
    who: str | None = None
    at: str | None = None


class Writer:
    """The writing half of ``Store``: what a transaction needs, for one and for many."""

    def __init__(
        self,
        path: Path,
        schema: Schema,
        connection: sqlite3.Connection,
        *,
        clock: Clock | None = None,
        who: str = "",
        timeout: float = DEFAULT_TIMEOUT,
    ) -> None:
        self.path = path
        self.schema = schema
        self.clock: Clock = clock or SystemClock()
        self.who = who
        self.running = RunningLock(path)
        self._connections = Connections(path, schema.functions, timeout, connection)
        self._lock = threading.RLock()
        self._waiting: deque[None] = deque()  # one for each thread that waits; adding and removing is atomic
        self._answers_user = threading.current_thread()
        self._is_held = False
        self._here = threading.local()
        self._db: peewee.SqliteDatabase | None = None
        self._db_lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._derive: list[Derive] = []
        self._known_entry = last_entry(self.connection)
        self._unannounced: list[tuple[int, int]] = []

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's own connection."""
        return self._connections.get()

    @property
    def db(self) -> peewee.SqliteDatabase:
        """Peewee on the connections of this store; imported at first use, for it costs 110 ms."""
        with self._db_lock:
            if self._db is None:
                from crm_desktop.storage.peewee_bridge import StoreDatabase

                self._db = StoreDatabase(self.path, self._connections)
            return self._db

    @property
    def open_change(self) -> Change | None:
        """The change this thread is in, if any."""
        change: Change | None = getattr(self._here, "change", None)
        return change

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The lock of this process, then SQLite's own write lock, then commit. Inside a change: a part of it."""
        with self._turn():
            with guards.told(self.path), self.db.atomic("IMMEDIATE"):
                connection = self.connection
                if self.open_change is None:
                    self._note_external(last_entry(connection))
                yield connection
                newest = last_entry(connection)
            if self.open_change is None:
                self._known_entry = newest

    @property
    def is_awaited(self) -> bool:
        """Whether another thread of this process waits to write: a long transaction should come to its end."""
        return bool(self._waiting)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Around a transaction that takes minutes: the thread that opened the base, which answers the user, does not
        wait for it. Its writes raise ``BaseBusy`` until then; the other threads wait.
        """
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The lock of this process; while it is waited for, ``is_awaited`` says so."""
        if not self._lock.acquire(blocking=False):
            self._waiting.append(None)
            try:
                self._wait()
            finally:
                self._waiting.pop()
        try:
            yield
        finally:
            self._lock.release()

    def _wait(self) -> None:
        while not self._lock.acquire(timeout=_LOOK_EVERY):
            if self._is_held and threading.current_thread() is self._answers_user:
                raise BaseBusy(path=self.path)

    def _note_external(self, newest: int) -> None:
        """Remember that entries after the last one we know were written by another process."""
        if newest > self._known_entry:
            self._unannounced.append((self._known_entry, newest))
            self._known_entry = newest

    def begin_operation(self, connection: sqlite3.Connection, new: NewOperation, state: str) -> Operation:
        """Write the row of a new operation."""
        info = json.dumps(dict(new.info or {}), ensure_ascii=False)
        at = utc_text(self.clock.now()) if new.at is None else new.at
        who = self.who if new.who is None else new.who
        ((seq,),) = connection.execute(
            "INSERT INTO operation(id, op, at, who, origin, state, undoes, undoable, info)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq",
            (uuid7(), new.op, at, who, new.origin, state, new.undoes, new.undoable, info),
        ).fetchall()
        return Operation(seq, new.op, new.origin)

    @contextmanager
    def writing(
        self, connection: sqlite3.Connection, operation: Operation, *, derive: bool = True
    ) -> Iterator[Change]:
        """Everything written from here to the end belongs to ``operation``; then derived tables are brought up."""
        change = Change(connection, operation)
        change.execute("UPDATE journal_state SET operation = ?", (operation.seq,))
        self._here.change = change
        try:
            yield change
            if derive:
                for function in self._derive:
                    function(change)
            change.execute("UPDATE journal_state SET operation = NULL")
        finally:
            self._here.change = None

    def derive(self, function: Derive) -> None:
        """Have ``function`` called in every change before its commit, to keep derived tables up to date."""
        self._derive.append(function)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have ``listener`` called after each commit, on the thread that committed; the answer ends it.

        No lock is held then, so a listener may read and even change.
        """
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self, changes: Changes) -> None:
        """Tell all listeners, unless nothing was touched."""
        if not changes.tables:
            return
        for listener in tuple(self._listeners):
            try:
                listener(changes)
            except Exception:
                # The change is committed: the failure of a listener must not make it look undone to its maker.
                _log.exception("A listener failed on %s", changes.op)
