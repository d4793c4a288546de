"""The journal as data: entries of a row, and their removal (an erased person, old age, an operation that never was)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.storage.change import last_entry
from crm_desktop.storage.row_json import decode

if TYPE_CHECKING:
    import sqlite3

INSERT, UPDATE, DELETE = "insert", "update", "delete"
BLANK = "blank"
"""A removed entry that only keeps its number from being given again."""
TAKEN = "taken"
"""A row deleted by an operation that is being taken back without a trace; removed when that is done."""


@dataclass(frozen=True)
class Entry:
    """What one operation did to one row. ``old`` are the values before, by column; empty for an insert."""

    seq: int
    operation: int | None
    action: str
    table: str
    id: bytes
    old: dict[str, Any]


_COLUMNS = "seq, operation, action, tbl, id, old"


def _entry(row: tuple[int, int | None, str, str, bytes, str | None]) -> Entry:
    seq, operation, action, table, id_, old = row
    return Entry(seq, operation, action, table, id_, decode(old) if old else {})


def of_operation(
    connection: sqlite3.Connection, seq: int, first: int, before: int, limit: int
) -> list[Entry]:
    """The newest ``limit`` entries of an operation from number ``first`` up to, not including, ``before``."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE seq >= ? AND seq < ? AND operation = ?"
        " AND action NOT IN ('blank', 'taken') ORDER BY seq DESC LIMIT ?",
        (first, before, seq, limit),
    )
    return [_entry(row) for row in rows]


def deleted_members(
    connection: sqlite3.Connection, operation: int, after: int, member: tuple[str, str], root: bytes
) -> list[Entry]:
    """What an operation has deleted of the members (table, column of the root) of a row, after number ``after``."""
    table, column = member
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE seq > ? AND operation = ? AND action IN ('delete', 'taken')"
        " AND tbl = ? AND instr(old, ?)",
        (after, operation, table, root.hex().upper()),
    )
    return [entry for entry in map(_entry, rows) if entry.old.get(column) == root]


def of_row(connection: sqlite3.Connection, table: str, id_: bytes, after: int = 0) -> list[Entry]:
    """The entries of a row after number ``after``, oldest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE id = ? AND tbl = ? AND seq > ? AND action <> 'taken' ORDER BY seq",
        (id_, table, after),
    )
    return [_entry(row) for row in rows]


def remove(connection: sqlite3.Connection, seqs: Iterable[int]) -> None:
    """Remove entries for good. The newest of all is blanked instead: an entry's number must never be given twice."""
    newest = last_entry(connection)
    doomed = set(seqs)
    connection.executemany("DELETE FROM journal WHERE seq = ?", ((seq,) for seq in doomed if seq != newest))
    if newest in doomed:
        connection.execute(
            "UPDATE journal SET operation = NULL, action = 'blank', tbl = '', id = x'', old = NULL WHERE seq = ?",
            (newest,),
        )
