"""Pushes made by hand, for tests of the server's side."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.storage.row_json import decode_value
from crm_desktop.sync.known import Sender
from crm_desktop.sync.pulling import pull
from crm_desktop.sync.pushing import Pushed, push
from crm_desktop.sync.snapshot import Batch, FrozenRow
from crm_desktop.sync.tables import ColumnType, synced_table

if TYPE_CHECKING:
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.merge import Row

AT = "2026-05-02T08:00:00.000Z"
_pushes = itertools.count(1)


def id_of(name: str) -> bytes:
    """An id that says in a failing test whose it is."""
    return name.encode().ljust(16, b"_")[:16]


def row_of(table: str, **values: Any) -> dict[str, Any]:
    """A whole row: what is not said has its default, or something that says nothing."""
    row: dict[str, Any] = {}
    for column in synced_table(table).columns:
        empty = None if column.nullable else b"" if column.type is ColumnType.BYTES else ""
        row[column.name] = empty if column.default is None else column.default
    assert values.keys() <= row.keys()
    return row | values


@dataclass
class Sending:
    """One laptop that pushes what a test says."""

    connection: Connection
    name: str
    cursor: int = 0
    dead: set[tuple[str, bytes]] = field(default_factory=set)
    own: list[int] = field(default_factory=list)

    def living(self, keys: Any) -> set[tuple[str, bytes]]:
        return set(keys) - self.dead

    def send(self, *rows: FrozenRow, push_id: bytes | None = None) -> Pushed:
        batch = Batch(push_id or next(_pushes).to_bytes(16, "big"), rows)
        sender = Sender(id_of(self.name), self.name, AT, self.cursor, own=tuple(self.own))
        pushed = push(self.connection, batch, sender, self.living)
        self.own.append(pushed.rev)
        return pushed

    def look(self) -> None:
        """Pull, and forget it."""
        self.cursor = pull(self.connection, self.cursor).snapshot.point.rev

    def row(self, table: str, id_: bytes) -> dict[str, Any]:
        rows = {row[0]: row for row in pull(self.connection, 0).snapshot.rows.get(table, [])}
        return dict(zip(("rev", *synced_table(table).names), rows[id_][1:], strict=True))

    def ids(self, table: str, *, live: bool = False) -> set[bytes]:
        rows = pull(self.connection, 0).snapshot.rows.get(table, [])
        return {row[0] for row in rows if not live or not row[-1]}

    def told(self) -> list[tuple[Any, ...]]:
        """The conflicts: kind, table, row, field, winner, loser."""
        names = ("kind", "tbl", "row_id", "field", "winner", "loser")
        found = []
        for row in pull(self.connection, 0).snapshot.rows.get("conflict", []):
            named = dict(zip(synced_table("conflict").names, row[2:], strict=True))
            values = [named[name] for name in names[:4]]
            found.append((*values, decode_value(named["winner"]), decode_value(named["loser"])))
        return sorted(found)


def new(table: str, id_: bytes, **values: Any) -> FrozenRow:
    """A row that no server has seen."""
    return FrozenRow(table, id_, 0, None, row_of(table, **values))


def edited(table: str, id_: bytes, base: Row, **values: Any) -> FrozenRow:
    """A row of the server with an edit."""
    row = {name: value for name, value in base.items() if name != "rev"}
    return FrozenRow(table, id_, 1, row, row | values)
