"""One open write transaction, seen by those who change data in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.changes import Changes

if TYPE_CHECKING:
    import sqlite3

MOST_NAMED = 2000
"""A notice names at most so many rows of a table; beyond that it says "many" (None)."""


@dataclass(frozen=True)
class Operation:
    """The operation a transaction belongs to. ``seq`` is its number, rising with time in this base."""

    seq: int
    op: str
    origin: str


class Change:
    """What is being changed now: the operation, its connection, and which rows were touched so far."""

    def __init__(self, connection: sqlite3.Connection, operation: Operation) -> None:
        self.connection = connection
        self.operation = operation.seq
        self.op = operation.op
        self.origin = operation.origin
        self.entries_before = last_entry(connection)
        self._marked: dict[str, set[bytes]] = {}
        self.kept_empty = False

    def execute(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """Run one statement inside the transaction."""
        return self.connection.execute(sql, params)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> sqlite3.Cursor:
        """Run one statement for each row: the fast way to write many."""
        return self.connection.executemany(sql, rows)

    def mark(self, table: str, ids: Iterable[bytes] = ()) -> None:
        """Name rows that are to be in the notice though no trigger sees them (tables without a journal)."""
        self._marked.setdefault(table, set()).update(ids)

    def keep_empty(self) -> None:
        """Keep the operation even if it touches no row (an undo that found everything changed since)."""
        self.kept_empty = True

    @property
    def rows(self) -> int:
        """How many journal entries this transaction has written."""
        return last_entry(self.connection) - self.entries_before

    @property
    def worth_keeping(self) -> bool:
        """Whether the operation is to stay in the list of operations."""
        return self.kept_empty or self.rows > 0

    def touched(self) -> Mapping[str, frozenset[bytes]]:
        """All rows this transaction has touched so far, by table."""
        tables = {table: set(ids) for table, ids in self._marked.items()}
        entries = self.connection.execute(
            "SELECT tbl, id FROM journal WHERE seq > ? AND action <> 'blank'", (self.entries_before,)
        )
        for table, id_ in entries:
            tables.setdefault(table, set()).add(id_)
        return {table: frozenset(ids) for table, ids in tables.items()}

    def notice(self) -> Changes:
        """The notice for lists and pages."""
        return Changes(self.op, self.origin, self.operation, named(self.touched()))


def named(touched: Mapping[str, Set[bytes] | None]) -> dict[str, frozenset[bytes] | None]:
    """The rows for a notice: None for a table with more than ``MOST_NAMED``."""
    return {
        table: frozenset(ids) if ids is not None and len(ids) <= MOST_NAMED else None
        for table, ids in touched.items()
    }


def merge(into: dict[str, set[bytes] | None], touched: Mapping[str, Set[bytes]]) -> None:
    """Add ``touched`` to what was gathered; a table with more than ``MOST_NAMED`` rows becomes None ("many")."""
    for table, ids in touched.items():
        gathered = into.setdefault(table, set())
        if gathered is not None:
            gathered |= ids
            if len(gathered) > MOST_NAMED:
                into[table] = None


def last_entry(connection: sqlite3.Connection) -> int:
    """The number of the newest journal entry, 0 for an empty journal.

    It never falls: whoever removes entries blanks the newest one instead (``journal.remove``).
    """
    (seq,) = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM journal").fetchone()
    return int(seq)
