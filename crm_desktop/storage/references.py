"""Which rows refer to which: the foreign keys of the journaled tables, read from the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.schema import Schema


@dataclass(frozen=True)
class Reference:
    """``column`` of a table holds the id of a row of ``parent``."""

    column: str
    parent: str


class References:
    """The references of a schema, both ways."""

    def __init__(self, connection: sqlite3.Connection, schema: Schema) -> None:
        self._connection, self._schema = connection, schema
        self._select: dict[str, str] = {}
        journaled = {spec.name for spec in schema.tables}
        self.of: dict[str, tuple[Reference, ...]] = {}
        self.members: dict[str, list[tuple[str, str]]] = {}
        for spec in schema.tables:
            keys = connection.execute(f'PRAGMA foreign_key_list("{spec.name}")').fetchall()
            names = ", ".join(f'"{column}"' for column in spec.columns)
            self._select[spec.name] = f'SELECT {names} FROM "{spec.name}" WHERE id = ?'
            references = [Reference(key[3], key[2]) for key in keys if key[2] in journaled]
            self.of[spec.name] = tuple(references)
            for reference in references:
                if reference.column == spec.root:
                    self.members.setdefault(reference.parent, []).append((spec.name, spec.root))

    def parents(self, table: str, values: Mapping[str, Any]) -> list[tuple[str, bytes]]:
        """The rows that ``values`` of a row of ``table`` refer to."""
        return [(r.parent, values[r.column]) for r in self.of[table] if values.get(r.column) is not None]

    def parents_of_row(self, table: str, id_: bytes) -> list[tuple[str, bytes]]:
        """The rows that a row in the base refers to; none when it is gone."""
        return self.parents(table, self.row(table, id_) or {})

    def missing(self, table: str, id_: bytes, values: Mapping[str, Any]) -> list[str]:
        """The columns of ``values`` of the row ``id_`` that refer to a row that is not there."""
        return [
            r.column
            for r in self.of[table]
            if (key := values.get(r.column)) is not None
            and (r.parent, key) != (table, id_)
            and not self.exists(r.parent, key)
        ]

    def root_of(self, table: str, values: Mapping[str, Any]) -> tuple[str, bytes] | None:
        """The root of the aggregate that a row with these values belongs to; None for a root or a row alone."""
        root = self._schema.table(table).root
        for reference in self.of[table]:
            if reference.column == root and values.get(root) is not None:
                return reference.parent, values[root]
        return None

    def members_of(self, table: str, id_: bytes) -> list[tuple[str, bytes]]:
        """The rows of the aggregate whose root is this row."""
        return [
            (member, member_id)
            for member, column in self.members.get(table, ())
            for (member_id,) in self._connection.execute(
                f'SELECT id FROM "{member}" WHERE "{column}" = ?', (id_,)
            )
        ]

    def exists(self, table: str, id_: bytes) -> bool:
        """Whether the row is there (in the bin counts as there)."""
        return (
            self._connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (id_,)).fetchone() is not None
        )

    def row(self, table: str, id_: bytes) -> dict[str, Any] | None:
        """The watched columns of a row, by name; None when it is not there."""
        row = self._connection.execute(self._select[table], (id_,)).fetchone()
        return None if row is None else dict(zip(self._schema.table(table).columns, row, strict=True))
