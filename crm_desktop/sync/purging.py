"""Deletions are remembered long enough for everybody to hear of them, and then forgotten (4.12; failure table, 23).

The server keeps a deletion for 400 days, and longer where a device that is not forgotten itself has not pulled it yet.
A laptop that was away for longer cannot tell what was thrown away meanwhile from what it alone has: it compares
everything. What the server knew and has no more goes to the bin here and is never sent again; what was edited here
meanwhile, and what such work refers to, lives and is sent as new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crm_desktop.kinds import Op
from crm_desktop.storage.remote_change import remote_change
from crm_desktop.sync import local_rows, server_audit, server_care, server_sql
from crm_desktop.sync.tables import synced_table, synced_tables

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.store import Store
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.history import Position
    from crm_desktop.sync.pulling import ServerState
    from crm_desktop.sync.snapshot import RowKey, ServerRow


# --------------------------------------------------------------------------------------------------------- the server


def purge_server(connection: Connection) -> int:
    """Remove rows of the server that were thrown away so long ago that everybody knows; how many.

    For a member of the owner's role, who does it now and then. Rows that anything still refers to stay.
    """
    with connection.transaction():
        connection.execute(server_sql.AS_OWNER)
        connection.execute(server_care.LONG_STATEMENTS)
        ((before,),) = connection.execute(server_care.PURGED).fetchall()
        ((limit,),) = connection.execute(server_care.PURGE_LIMIT).fetchall()
        if limit <= before:
            return 0
        connection.execute(server_care.PURGING)
        removed = sum(
            connection.execute(server_care.purge(table), (limit,)).rowcount
            for table in reversed(synced_tables())
        )
        connection.execute(server_audit.FORGET, (limit,))
        connection.execute(server_care.NOTE_PURGED, (limit,))
    return removed


# -------------------------------------------------------------------------------------------------------- this laptop


def was_away(position: Position, state: ServerState) -> bool:
    """Whether deletions were forgotten that this laptop has never heard of."""
    return position.high is not None and position.high.rev < state.purged_below


def bury_missing(store: Store, rows: Mapping[str, Iterable[ServerRow]], rev: int) -> int:
    """Settle all that the server knew once and has no more; ``rows`` are all of its rows, at the revision ``rev``.

    How many went to the bin.
    """
    with store.transaction() as connection:
        missing = [
            (table.name, id_)
            for table in synced_tables()
            for id_ in _missing(connection, table.name, rows.get(table.name, ()))
        ]
    return settle_missing(store, missing, rev, rev)


def _missing(connection: sqlite3.Connection, table: str, rows: Iterable[ServerRow]) -> list[bytes]:
    # In SQLite's memory, which is less than a Python set of a million ids takes.
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS there(id BLOB PRIMARY KEY) WITHOUT ROWID")
    connection.executemany("INSERT INTO temp.there(id) VALUES (?)", ((row[0],) for row in rows))
    found = connection.execute(
        f'SELECT id FROM "{table}" WHERE rev > 0 AND id NOT IN (SELECT id FROM temp.there) ORDER BY rid'
    ).fetchall()
    connection.execute("DROP TABLE temp.there")
    return [id_ for (id_,) in found]


def settle_missing(store: Store, missing: Iterable[RowKey], forgotten: int, rev: int) -> int:
    """Settle rows that the server knew and has no more; how many went to the bin.

    Up to the revision ``forgotten`` they may be deletions that it forgot: these go to the bin, where they stand as of
    ``rev``. Others cannot be missing unless somebody removed them by force: they are given back.
    """
    with remote_change(store, Op.SYNC) as remote, _buried(remote.change.connection) as connection:
        for key in missing:
            local = local_rows.read(connection, *key)
            if local is None:
                continue
            is_dead, is_edited = local[1]["deleted"], local_rows.shadow(connection, key) is not None
            if not is_dead and (local[0] > forgotten or is_edited):
                _make_new(connection, key)
                continue
            connection.execute("DELETE FROM shadow WHERE tbl = ? AND id = ?", key)
            connection.execute("INSERT INTO temp.buried(tbl, id) VALUES (?, ?)", key)
        while needed := _needed(connection):
            for key in needed:
                connection.execute("DELETE FROM temp.buried WHERE tbl = ? AND id = ?", key)
                _make_new(connection, key)
        buried = connection.execute("SELECT tbl, id FROM temp.buried").fetchall()
        return sum(
            connection.execute(
                f'UPDATE "{table}" SET deleted = 1, rev = ? WHERE id = ? AND deleted = 0', (rev, id_)
            ).rowcount
            for table, id_ in buried
        )


@contextmanager
def _buried(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A table for the rows that are to go to the bin: SQLite finds what refers to thousands of them at once."""
    connection.execute("CREATE TEMP TABLE buried(tbl TEXT, id BLOB, PRIMARY KEY (tbl, id)) WITHOUT ROWID")
    yield connection
    connection.execute("DROP TABLE temp.buried")


def _make_new(connection: sqlite3.Connection, key: RowKey) -> None:
    """Have it be a row that no server has seen: it is sent whole."""
    local_rows.set_revision(connection, *key, 0)
    connection.execute("DELETE FROM shadow WHERE tbl = ? AND id = ?", key)


def _needed(connection: sqlite3.Connection) -> set[RowKey]:
    """The buried rows to which one refers that lives on, or is to be sent: the server takes it with them only."""
    return {
        (parent, id_)
        for table in synced_tables()
        for column, parent in (*table.references, *([("merged_into", table.name)] if table.merges else []))
        for (id_,) in connection.execute(
            f'SELECT b.id FROM temp.buried b JOIN "{table.name}" c ON c."{column}" = b.id WHERE b.tbl = ?1'
            " AND (c.deleted = 0 OR c.rev <= 0"
            " OR EXISTS (SELECT 1 FROM shadow s WHERE s.tbl = ?2 AND s.id = c.id))"
            " AND NOT EXISTS (SELECT 1 FROM temp.buried own WHERE own.tbl = ?2 AND own.id = c.id)",
            (parent, table.name),
        )
    }


def purge_here(store: Store, purged_below: int) -> int:
    """Remove what the server has forgotten from this base too: what was thrown away before a revision; how many rows.

    It is no edit and no step of undo. What anything still refers to stays, and so does what ``settle_missing`` put into
    the bin: it stands as of the revision at which it was found missing, and somebody may want to look at it.
    """
    if not purged_below or not _has_old(store, purged_below):
        return 0
    with remote_change(store, Op.SYNC) as remote:
        connection = remote.change.connection
        return sum(
            connection.execute(
                f'DELETE FROM "{table.name}" AS t WHERE t.deleted = 1 AND t.rev > 0 AND t.rev < ?1'
                f" AND NOT EXISTS (SELECT 1 FROM shadow s WHERE s.tbl = ?2 AND s.id = t.id)"
                f"{server_care.unreferenced(table, _quoted, 't')}",
                (purged_below, table.name),
            ).rowcount
            for table in reversed(synced_tables())
        )


def _has_old(store: Store, purged_below: int) -> bool:
    return any(
        store.read(
            f'SELECT 1 FROM "{table.name}" WHERE deleted = 1 AND rev > 0 AND rev < ? LIMIT 1',
            (purged_below,),
        )
        for table in synced_tables()
    )


def _quoted(table: str) -> str:
    return f'"{synced_table(table).name}"'
