"""Very many new rows in one transaction: the indexes that only serve searching are made after them, at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


@contextmanager
def indexes_after(connection: sqlite3.Connection, tables: Iterable[str]) -> Iterator[None]:
    """Do without the indexes of these tables inside, and make them anew at the end.

    It pays where more rows come than there are: an index that grows by single keys all over is written many times, one
    that is made of sorted keys once. Those that hold a rule (primary keys, UNIQUE) stay, and those of columns that name
    rows of the same table: as long as one of these is still to come, SQLite looks for it at every row. For the
    same reason one table is done after the other, parents first. To be used inside a transaction, which brings
    the indexes back if it is rolled back.
    """
    dropped = [row for table in tables for row in _indexes(connection, table)]
    for name, _ in dropped:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _, sql in dropped:
        connection.execute(sql)


def rows_at_most(connection: sqlite3.Connection, table: str) -> int:
    """No fewer than the rows of a table, without counting them."""
    ((rows,),) = connection.execute(f'SELECT COALESCE(MAX(rowid), 0) FROM "{table}"').fetchall()
    return int(rows)


def _indexes(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
        " AND sql NOT LIKE 'CREATE UNIQUE%'",
        (table,),
    ).fetchall()
    own = {row[3] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")') if row[2] == table}
    return [(name, sql) for name, sql in found if _first_column(connection, name) not in own]


def _first_column(connection: sqlite3.Connection, index: str) -> str | None:
    first: str | None = connection.execute(f'PRAGMA index_info("{index}")').fetchone()[2]
    return first
