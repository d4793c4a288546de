"""Very many new rows at once (the first join of a laptop with data, a large import): table by table, parents first.

Whole actions are not kept together here, for the others see all of it within minutes anyway: what counts is that a push
is made in a tenth of a second, and that no row goes before those it refers to.

Such a push is frozen without a copy of it: its rows are those under way (``capture.ON_ITS_WAY``), and what they were
when it was frozen is what they are, or what the first edit since has left in ``shadow``. As soon as more is to be known
than that it arrived (its answer is missing, somebody else wrote meanwhile), ``write_out`` makes it a push like any.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.models.limits import LONGEST_NAME
from crm_desktop.storage.capture import ON_ITS_WAY
from crm_desktop.storage.row_json import whole
from crm_desktop.sync import history, unsent
from crm_desktop.sync.tables import ColumnType, SyncedTable, synced_tables

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.sync.choosing import Limits
    from crm_desktop.sync.snapshot import Point, RowKey

MANY = 20_000
"""From so many new rows on."""

NewRow = tuple[Any, ...]
"""``(id, *columns, 0, rid)``: as the server takes it (``server_sql.copy_in``), and where it stands here."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A push of new rows by table. ``plain``: the server has to decide nothing about them, unless others wrote since
    the last pull.
    """

    push_id: bytes
    rows: Mapping[str, list[NewRow]]
    plain: bool

    @property
    def count(self) -> int:
        """How many rows."""
        return sum(map(len, self.rows.values()))


def are_many(connection: sqlite3.Connection) -> bool:
    """Whether so much is new that it goes table by table."""
    left = MANY
    for table in synced_tables():
        count = f'SELECT count(*) FROM (SELECT 1 FROM "{table.name}" WHERE {unsent.NEW} LIMIT {left})'
        ((found,),) = connection.execute(count).fetchall()
        left -= found
        if left <= 0:
            return True
    return False


def fill(connection: sqlite3.Connection, limits: Limits, refused: Collection[RowKey]) -> Seed | None:
    """Freeze the next new rows; None where only such are left that wait for each other.

    Names that stand once go in pushes of their own, for they take a decision. Tables with pictures are left to the
    usual way, which weighs a row before it reads it.
    """
    tables = [table for table in synced_tables() if not _has_pictures(table)]
    taken: dict[str, list[NewRow]] = {}
    for chosen in ([t for t in tables if t.unique], [t for t in tables if not t.unique]):
        room = _Room(limits.rows, limits.bytes)
        for table in chosen:
            if not room.full and (rows := _next_rows(connection, table, room, refused)):
                taken[table.name] = rows
                connection.executemany(
                    f'UPDATE "{table.name}" SET rev = {ON_ITS_WAY} WHERE rid = ?',
                    ((row[-1],) for row in rows),
                )
        if taken:
            push_id = os.urandom(16)
            connection.execute("UPDATE sync_meta SET seed_push_id = ?", (push_id,))
            return Seed(push_id, taken, _is_plain(connection, taken, chosen))
    return None


def write_out(connection: sqlite3.Connection) -> None:
    """Put the push that was frozen without a copy into the outbox, if there is one: it is like any from now on."""
    ((push_id,),) = connection.execute("SELECT seed_push_id FROM sync_meta").fetchall()
    if push_id is None:
        return
    for table in synced_tables():
        connection.execute(
            "INSERT INTO outbox(push_id, tbl, id, base_rev, base, mine)"
            f' SELECT ?1, ?2, t.id, 0, NULL, COALESCE(s.base, {whole("t", table.names)}) FROM "{table.name}" t'
            " LEFT JOIN shadow s ON s.tbl = ?2 AND s.id = t.id"
            f" WHERE t.{unsent.UNDER_WAY} ORDER BY t.rid",
            (push_id, table.name),
        )
    connection.execute("UPDATE sync_meta SET seed_push_id = NULL")


def acknowledge_within(connection: sqlite3.Connection, arrived: Point) -> None:
    """The push that was frozen without a copy has arrived, and the server stands there as this base knows it.

    It is acknowledged and pulled at once; what was edited since is based on what was sent.
    """
    for table in synced_tables():
        connection.execute(f'UPDATE "{table.name}" SET rev = ? WHERE {unsent.UNDER_WAY}', (arrived.rev,))
    connection.execute("UPDATE shadow SET base_rev = ? WHERE base_rev = ?", (arrived.rev, ON_ITS_WAY))
    connection.execute("UPDATE sync_meta SET seed_push_id = NULL, cursor_rev = ?", (arrived.rev,))
    history.remember(connection, arrived)


# What goes ---------------------------------------------------------------------------------------------------------


def _has_pictures(table: SyncedTable) -> bool:
    return any(column.type is ColumnType.BYTES for column in table.columns)


@dataclass(slots=True)
class _Room:
    """What still fits."""

    rows: int
    bytes: int
    full: bool = field(default=False, init=False)
    _is_empty: bool = field(default=True, init=False)

    def take(self, size: int) -> bool:
        """Whether one more row fits, and has its place then; the first always does."""
        if not self._is_empty and (self.rows == 0 or size > self.bytes):
            self.full = True
            return False
        self.rows, self.bytes, self._is_empty = self.rows - 1, self.bytes - size, False
        return True


def _next_rows(
    connection: sqlite3.Connection, table: SyncedTable, room: _Room, refused: Collection[RowKey]
) -> list[NewRow]:
    """The next rows of a table, without those that must wait for others."""
    named = "".join(f'"{name}", ' for name in table.names)
    found = connection.execute(
        f'SELECT id, {named}0, rid FROM "{table.name}" WHERE {unsent.NEW}{unsent.also(table)} ORDER BY rid'
    )
    first = found.fetchone()
    if first is None:
        return []
    waits = _Waiting(connection, table)
    long = [
        place
        for place, column in enumerate(table.columns, start=1)
        if column.longest is not None and column.longest > LONGEST_NAME
    ]
    short = 20 * len(table.names)  # what a usual value takes; only texts without end are weighed
    rows: list[NewRow] = []
    for row in _all(first, found):
        if waits.has_to(row) or (refused and (table.name, row[0]) in refused):
            continue
        if not room.take(short + sum(len(row[place] or "") for place in long)):
            break
        rows.append(row)
        waits.taken.add(row[0])
    return rows


def _all(first: NewRow, rest: Iterator[NewRow]) -> Iterator[NewRow]:
    yield first
    yield from rest


class _Waiting:
    """Which rows of a table must wait for others: those that refer to new rows which no push has taken."""

    def __init__(self, connection: sqlite3.Connection, table: SyncedTable) -> None:
        self.taken: set[bytes] = set()
        self._connection, self._table = connection, table
        self._own: list[int] = []
        self._others: list[tuple[int, frozenset[bytes]]] = []
        for place, parent in _references(table):
            if parent == table.name:
                self._own.append(place)
            elif ids := self._new(parent):
                self._others.append((place, ids))

    def has_to(self, row: NewRow) -> bool:
        """Whether the row has to wait."""
        if any(row[place] in ids for place, ids in self._others):
            return True
        return any(self._is_untaken(row[place]) for place in self._own if row[place] not in (None, row[0]))

    def _new(self, parent: str) -> frozenset[bytes]:
        """The new rows of a table: few, for its turn was before."""
        found = self._connection.execute(f'SELECT id FROM "{parent}" WHERE {unsent.NEW}')
        return frozenset(id_ for (id_,) in found)

    def _is_untaken(self, id_: bytes) -> bool:
        if id_ in self.taken:
            return False
        found = self._connection.execute(
            f'SELECT 1 FROM "{self._table.name}" WHERE id = ? AND rev = 0', (id_,)
        )
        return found.fetchone() is not None


def _references(table: SyncedTable) -> list[tuple[int, str]]:
    """Where in a ``NewRow`` ids of other rows stand, and of which table."""
    return [
        (place, column.references)
        for place, column in enumerate(table.columns, start=1)
        if column.references is not None
    ]


# How it goes -------------------------------------------------------------------------------------------------------


def _is_plain(
    connection: sqlite3.Connection, taken: Mapping[str, list[NewRow]], tables: list[SyncedTable]
) -> bool:
    """Whether nothing about these rows is to be decided, as far as this base knows the server's.

    No names that stand once, nobody brought back that the server holds for deleted, no row that became another.
    """
    if any(table.unique for table in tables):
        return False
    brought_back = "SELECT 1 FROM shadow WHERE json_extract(base, '$.deleted') = 1 LIMIT 1"
    if connection.execute(brought_back).fetchone() is not None:
        return False
    merged = {table.name: _merged(connection, table) for table in synced_tables() if table.merges}
    for table in tables:
        for place, parent in _references(table):
            if (gone := merged.get(parent)) and any(row[place] in gone for row in taken.get(table.name, ())):
                return False
    return True


def _merged(connection: sqlite3.Connection, table: SyncedTable) -> frozenset[bytes]:
    found = connection.execute(f'SELECT id FROM "{table.name}" WHERE merged_into IS NOT NULL')
    return frozenset(id_ for (id_,) in found)
