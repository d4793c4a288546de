"""Very many new rows at once (the first join of a laptop with data, a large import): table by table, parents first.

Whole actions are not kept together here, for the others see all of it within minutes anyway: what counts is that a push
is made in a tenth of a second, and that no row goes before those it refers to. SQLite writes the contents itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.storage.capture import ON_ITS_WAY
from crm_desktop.storage.row_json import whole
from crm_desktop.sync import unsent
from crm_desktop.sync.tables import ColumnType, SyncedTable, synced_tables

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.sync.choosing import Limits
    from crm_desktop.sync.snapshot import RowKey

MANY = 20_000
"""From so many new rows on."""


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


def fill(connection: sqlite3.Connection, push_id: bytes, limits: Limits, refused: Collection[RowKey]) -> int:
    """Put the next new rows into the outbox; how many. None where only such are left that wait for each other.

    Tables with pictures are left to the usual way, which weighs a row before it reads it.
    """
    filling = _Filling(limits.rows, limits.bytes)
    for table in synced_tables():
        if any(column.type is ColumnType.BYTES for column in table.columns):
            continue
        rows = _next_rows(connection, table, filling, refused)
        connection.executemany(
            "INSERT INTO outbox(push_id, tbl, id, base_rev, base, mine) VALUES (?, ?, ?, 0, NULL, ?)",
            ((push_id, table.name, id_, text) for id_, text in rows),
        )
        connection.executemany(
            f'UPDATE "{table.name}" SET rev = {ON_ITS_WAY} WHERE id = ?', ((id_,) for id_, _ in rows)
        )
        if filling.full:
            break
    return filling.taken


@dataclass(slots=True)
class _Filling:
    """What still fits."""

    rows: int
    bytes: int
    taken: int = 0
    full: bool = False

    def fits(self, size: int) -> bool:
        """Whether one more row fits; the first always does."""
        if self.taken and (self.rows == 0 or size > self.bytes):
            self.full = True
            return False
        self.rows, self.bytes, self.taken = self.rows - 1, self.bytes - size, self.taken + 1
        return True


def _next_rows(
    connection: sqlite3.Connection, table: SyncedTable, filling: _Filling, refused: Collection[RowKey]
) -> list[tuple[bytes, str]]:
    """The next rows of a table with their contents, without those that must wait for others."""
    columns = [column for column, _ in table.references] + (["merged_into"] if table.merges else [])
    parents = [parent for _, parent in table.references] + ([table.name] if table.merges else [])
    waiting = {parent: _waiting(connection, parent) for parent in {*parents} - {table.name}}
    own = [place for place, parent in enumerate(parents, start=2) if parent == table.name]
    others = [
        (place, waiting[p]) for place, p in enumerate(parents, start=2) if p != table.name and waiting[p]
    ]
    named = "".join(f', "{column}"' for column in columns)
    found = connection.execute(
        f'SELECT id, {whole(table.name, table.names)}{named} FROM "{table.name}"'
        f" WHERE {unsent.NEW}{unsent.also(table)} ORDER BY rid"
    )
    rows: list[tuple[bytes, str]] = []
    taken: set[bytes] = set()
    for row in found:
        id_, text = row[0], row[1]
        if any(row[place] in ids for place, ids in others) or (refused and (table.name, id_) in refused):
            continue
        if any(
            _waits_for(connection, table, row[place], taken) for place in own if row[place] not in (None, id_)
        ):
            continue
        if not filling.fits(len(text)):
            break
        rows.append((id_, text))
        taken.add(id_)
    return rows


def _waiting(connection: sqlite3.Connection, table: str) -> frozenset[bytes]:
    """The new rows of a table that no push has taken: few, for its turn was before."""
    return frozenset(id_ for (id_,) in connection.execute(f'SELECT id FROM "{table}" WHERE {unsent.NEW}'))


def _waits_for(
    connection: sqlite3.Connection, table: SyncedTable, id_: bytes, taken: Collection[bytes]
) -> bool:
    if id_ in taken:
        return False
    found = connection.execute(f'SELECT 1 FROM "{table.name}" WHERE id = ? AND rev = 0', (id_,))
    return found.fetchone() is not None
