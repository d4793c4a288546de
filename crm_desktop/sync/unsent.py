"""What of this base is not on the server yet.

A row is unsent when no server has ever seen it (``rev`` 0), when it was edited since the server last acknowledged it
(it has a shadow, ``storage.capture``), or while it is under way for the first time. Rows of some tables are told to
others only on a condition (``tables.SyncedTable.only``): a view that is shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from crm_desktop.storage.capture import ON_ITS_WAY
from crm_desktop.sync import local_rows
from crm_desktop.sync.tables import synced_table, synced_tables

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.sync.snapshot import RowKey
    from crm_desktop.sync.tables import SyncedTable

NEW = "rev <= 0 AND unlikely(rev = 0)"
"""SQL for rows that no server has seen.

The first half lets SQLite use the index of unsent rows, the second has it look for the one value, and not read them all
or even the table: it may remember (``ANALYZE``) the days when everything was unsent.
"""
UNDER_WAY = f"rev <= 0 AND unlikely(rev = {ON_ITS_WAY})"
"""The same for new rows that were sent and not acknowledged yet."""

IDS_AT_ONCE = 500
"""Ids in one statement, well below SQLite's limit of variables."""


FEW = 1_000
"""Up to so many edited rows are looked at one by one when they are counted (5 ms)."""


def count(connection: sqlite3.Connection) -> int:
    """How many rows are unsent, those under way included; rows that the server refused stay counted.

    Of a few edited rows those that were edited back are no edits; of many that is found out when they are to be sent.
    """
    edited = len(_edited(connection))
    if edited <= FEW:
        edited -= sum(_count_taken_back(connection, name) for name in _edited_tables(connection))
    return edited + sum(_count_new(connection, table) for table in synced_tables())


def forget_taken_back(connection: sqlite3.Connection) -> None:
    """Have no shadows of what was edited back to what the server has, nor of what a tool removed unseen."""
    for name in _edited_tables(connection):
        connection.execute(f"DELETE FROM shadow WHERE tbl = ?1 AND {_taken_back(name)}", (name,))
        connection.execute(
            f'DELETE FROM shadow WHERE tbl = ? AND id NOT IN (SELECT id FROM "{name}")', (name,)
        )


def keys(connection: sqlite3.Connection) -> Iterator[RowKey]:
    """Every row that could be sent now, parents before children; none that is under way.

    What was edited back is among them until ``forget_taken_back``.
    """
    for table in synced_tables():
        for (id_,) in connection.execute(_new_ids(table)):
            yield table.name, id_
    yield from _edited(connection)


def among(connection: sqlite3.Connection, wanted: Iterable[RowKey]) -> set[RowKey]:
    """Those of ``wanted`` that could be sent now."""
    found: set[RowKey] = set()
    for name, ids in by_table(wanted).items():
        table = synced_table(name)
        for batch, marks in batches(ids):
            new = connection.execute(
                f'SELECT id FROM "{name}" WHERE id IN ({marks}) AND rev = 0{also(table)}', batch
            )
            found.update((name, id_) for (id_,) in new)
            edited = connection.execute(
                f"SELECT id FROM shadow WHERE tbl = ? AND id IN ({marks}){_but_own()}", (name, *batch)
            )
            found.update((name, id_) for (id_,) in edited)
    return found


def dirty(connection: sqlite3.Connection, name: str) -> frozenset[bytes]:
    """The rows of a table that a pull merges instead of overwriting them; those that are not told to others, too."""
    new = connection.execute(f'SELECT id FROM "{name}" WHERE rev <= 0')
    edited = connection.execute("SELECT id FROM shadow WHERE tbl = ?", (name,))
    return frozenset(id_ for cursor in (new, edited) for (id_,) in cursor)


def by_table(wanted: Iterable[RowKey]) -> dict[str, list[bytes]]:
    """The ids by table, each once, in the order in which they come."""
    tables: dict[str, dict[bytes, None]] = {}
    for name, id_ in wanted:
        tables.setdefault(name, {})[id_] = None
    return {name: list(ids) for name, ids in tables.items()}


def batches(ids: Sequence[bytes]) -> Iterator[tuple[Sequence[bytes], str]]:
    """The ids in portions for one statement each, with the question marks for them."""
    for start in range(0, len(ids), IDS_AT_ONCE):
        portion = ids[start : start + IDS_AT_ONCE]
        yield portion, ", ".join("?" * len(portion))


def _edited(connection: sqlite3.Connection) -> list[RowKey]:
    order: Mapping[str, int] = {table.name: place for place, table in enumerate(synced_tables())}
    found = connection.execute(
        f"SELECT tbl, id FROM shadow WHERE base_rev <> ?{_but_own()} ORDER BY tbl, id", (ON_ITS_WAY,)
    )
    return sorted(found, key=lambda key: order[key[0]])


def _edited_tables(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT DISTINCT tbl FROM shadow").fetchall()]


def _taken_back(name: str) -> str:
    """SQL: whether the row of a shadow is again what the server has."""
    text = local_rows.statements(name).json
    return f'base = (SELECT {text} FROM "{name}" WHERE "{name}".id = shadow.id)'


def _count_taken_back(connection: sqlite3.Connection, name: str) -> int:
    ((rows,),) = connection.execute(
        f"SELECT count(*) FROM shadow WHERE tbl = ? AND base_rev <> ?{_but_own()} AND {_taken_back(name)}",
        (name, ON_ITS_WAY),
    ).fetchall()
    return int(rows)


def _count_new(connection: sqlite3.Connection, table: SyncedTable) -> int:
    ((rows,),) = connection.execute(
        f'SELECT count(*) FROM "{table.name}" WHERE rev <= 0{also(table)}'
    ).fetchall()
    return int(rows)


def _new_ids(table: SyncedTable) -> str:
    return f'SELECT id FROM "{table.name}" WHERE {NEW}{also(table)} ORDER BY rid'


@cache
def _but_own() -> str:
    """SQL for rows of ``shadow`` but those that are not to be told to others: a tool may have made them such."""
    return "".join(
        f" AND NOT (tbl = '{table.name}' AND id IN (SELECT id FROM \"{table.name}\" WHERE NOT ({table.only})))"
        for table in synced_tables()
        if table.only
    )


def also(table: SyncedTable) -> str:
    """SQL for the condition on which rows of a table are told to others, to be added to another condition."""
    return f" AND ({table.only})" if table.only else ""
