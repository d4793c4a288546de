"""How many rows the server should have, and what their contents add up to, as far as this base knows.

Of a row with unsent edits that is what the server acknowledged last. Only what lives on the server is counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.storage.row_json import decode
from crm_desktop.sync import server_care
from crm_desktop.sync.tables import ColumnType, SyncedTable, synced_table

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

Sums = dict[int, tuple[int, int]]
"""Last byte of the id -> how many rows, and the sum of their checksums."""


def live_rows(store: Store, name: str) -> int:
    """How many rows of a table live on the server."""
    ((rows,),) = store.read(f'SELECT count(*) FROM "{name}" WHERE deleted = 0 AND rev > 0')
    ((thrown_away, brought_back),) = store.read(
        "SELECT count(*) FILTER (WHERE t.deleted = 1 AND json_extract(s.base, '$.deleted') = 0),"
        " count(*) FILTER (WHERE t.deleted = 0 AND json_extract(s.base, '$.deleted') = 1)"
        f' FROM shadow s JOIN "{name}" t ON t.id = s.id WHERE s.tbl = ? AND t.rev > 0',
        (name,),
    )
    return int(rows) + int(thrown_away) - int(brought_back)


def sums(store: Store, name: str) -> Sums:
    """The live rows of a table by the last byte of their id."""
    found: Sums = {}
    for id_, each in checksums(store, name):
        rows, total = found.get(id_[-1], (0, 0))
        found[id_[-1]] = rows + 1, total + each
    return found


def checksums(store: Store, name: str) -> Iterator[tuple[bytes, int]]:
    """Id and checksum of the live rows that the server knows, as it should have them: without what is unsent."""
    table = synced_table(name)
    edited = dict(
        store.read(
            f'SELECT s.id, s.base FROM shadow s JOIN "{table.name}" t ON t.id = s.id WHERE s.tbl = ? AND t.rev > 0',
            (table.name,),
        )
    )
    for id_, text in store.cursor(
        f'SELECT id, {_content(table)} FROM "{table.name}" WHERE deleted = 0 AND rev > 0'
    ):
        if id_ not in edited:
            yield id_, checksum(text)
    for id_, base in edited.items():
        row = table.whole(decode(base))
        if not row["deleted"]:
            yield id_, checksum(told(table, id_, row))


def checksum(text: str) -> int:
    """Of a row (``told``), as ``server_care.checksum`` makes it."""
    digest = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return int(digest[: server_care.DIGITS], 16)


def told(table: SyncedTable, id_: bytes, row: Mapping[str, Any]) -> str:
    """A row as one text."""
    values = (row[column.name] for column in server_care.compared(table))
    return server_care.BETWEEN.join([id_.hex(), *map(_value, values)])


def _value(value: Any) -> str:
    if value is None:
        return server_care.NOTHING
    return value.hex() if isinstance(value, bytes) else str(value)


def _content(table: SyncedTable) -> str:
    """SQL (SQLite's) that gives the same text as ``told``."""
    parts = ["lower(hex(id))"]
    for column in server_care.compared(table):
        name = f'"{column.name}"'
        text = f"lower(hex({name}))" if column.type in _BYTES else f"CAST({name} AS TEXT)"
        nothing = f"char({ord(server_care.NOTHING)})"
        parts.append(f"CASE WHEN {name} IS NULL THEN {nothing} ELSE {text} END" if column.nullable else text)
    return f" || char({ord(server_care.BETWEEN)}) || ".join(parts)


_BYTES = (ColumnType.ID, ColumnType.BYTES)
