"""Rows of this laptop's base as the merge sees them, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from crm_desktop.models.schema import SCHEMA
from crm_desktop.storage.row_json import decode, encode, whole

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.sync.merge import Row
    from crm_desktop.sync.snapshot import RowKey


@dataclass(frozen=True, slots=True)
class Statements:
    """What is done with rows of one table, as SQL; ``columns`` are those that sync, in the order of the schema."""

    columns: tuple[str, ...]
    read: str
    write: str
    take: str
    json: str


@cache
def statements(table: str) -> Statements:
    """The statements of a table. Raises KeyError where none such syncs."""
    columns = SCHEMA.table(table).columns
    names = ", ".join(f'"{column}"' for column in columns)
    setting = ", ".join(f'"{column}" = ?' for column in columns)
    taken = ", ".join(f'"{column}" = excluded."{column}"' for column in ("rev", *columns))
    return Statements(
        columns,
        read=f'SELECT id, rev, {names} FROM "{table}" WHERE id',
        write=f'UPDATE "{table}" SET {setting} WHERE id = ?',
        take=f'INSERT INTO "{table}"(id, rev, {names}) VALUES (?, ?{", ?" * len(columns)})'
        f" ON CONFLICT(id) DO UPDATE SET {taken}",
        json=whole(table, columns),
    )


def named(table: str, values: Sequence[Any]) -> dict[str, Any]:
    """A row of the server's or of ``read``, without id and revision, by column."""
    return dict(zip(statements(table).columns, values[2:], strict=True))


def read(connection: sqlite3.Connection, table: str, id_: bytes) -> tuple[int, dict[str, Any]] | None:
    """Revision and columns of a row; None where it is not there."""
    found = connection.execute(f"{statements(table).read} = ?", (id_,)).fetchone()
    return None if found is None else (int(found[1]), named(table, found))


def insert(connection: sqlite3.Connection, table: str, id_: bytes, rev: int, row: Row) -> None:
    """Write a row that is not there."""
    names = ", ".join(f'"{column}"' for column in row)
    marks = ", ?" * len(row)
    connection.execute(
        f'INSERT INTO "{table}"(id, rev, {names}) VALUES (?, ?{marks})', (id_, rev, *row.values())
    )


def write(connection: sqlite3.Connection, table: str, id_: bytes, row: Row) -> None:
    """Give a row these columns, which must be all that sync."""
    of = statements(table)
    connection.execute(of.write, (*(row[column] for column in of.columns), id_))


def set_revision(connection: sqlite3.Connection, table: str, id_: bytes, rev: int) -> None:
    """Note which revision of the server a row is, or is based upon."""
    connection.execute(f'UPDATE "{table}" SET rev = ? WHERE id = ?', (rev, id_))


def shadow(connection: sqlite3.Connection, key: RowKey) -> tuple[int, dict[str, Any]] | None:
    """What the server last acknowledged of a row with unsent edits, and at which revision; None for any other."""
    found = connection.execute("SELECT base_rev, base FROM shadow WHERE tbl = ? AND id = ?", key).fetchone()
    return None if found is None else (int(found[0]), decode(found[1]))


def settle(connection: sqlite3.Connection, key: RowKey, rev: int, base: Mapping[str, Any], row: Row) -> None:
    """Note that the server holds ``base`` at ``rev`` where here stands ``row``: clean where they are equal."""
    table, id_ = key
    set_revision(connection, table, id_, rev)
    if base == row:
        connection.execute("DELETE FROM shadow WHERE tbl = ? AND id = ?", key)
        return
    connection.execute(
        "INSERT INTO shadow(tbl, id, base_rev, base) VALUES (?, ?, ?, ?) ON CONFLICT(tbl, id)"
        " DO UPDATE SET base_rev = excluded.base_rev, base = excluded.base",
        # In the order of the triggers: that an edit was taken back is seen by comparing texts.
        (table, id_, rev, encode({name: base[name] for name in statements(table).columns if name in base})),
    )
