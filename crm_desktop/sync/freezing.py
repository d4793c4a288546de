"""The outbox: what is sent in one push, with a number of its own, until the server's answer is known.

Number and content belong together for ever: a push that was cut off is sent again as it was, and the server sees from
the number whether it has it already. What is edited meanwhile waits for the next push.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.storage.capture import ON_ITS_WAY
from crm_desktop.storage.operations import unfinished
from crm_desktop.storage.row_json import decode, encode
from crm_desktop.sync import local_rows, seeding, unsent
from crm_desktop.sync.choosing import Limits, choose
from crm_desktop.sync.snapshot import Batch, FrozenRow
from crm_desktop.sync.tables import synced_table, synced_tables

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.store import Store
    from crm_desktop.sync.seeding import Seed
    from crm_desktop.sync.snapshot import Point, RowKey


def waiting(store: Store) -> Batch | None:
    """The push whose answer is not known, if there is one; its rows parents first."""
    if store.read("SELECT seed_push_id FROM sync_meta") != [(None,)]:
        with store.transaction() as connection:
            seeding.write_out(connection)
    rows = store.read("SELECT push_id, tbl, id, base_rev, base, mine FROM outbox ORDER BY rid")
    if not rows:
        return None
    return Batch(
        rows[0][0],
        tuple(
            # Whole: it may have been frozen by an older program.
            FrozenRow(
                table,
                id_,
                base_rev,
                None if base is None else decode(base),
                synced_table(table).whole(decode(mine)),
            )
            for _, table, id_, base_rev, base, mine in rows
        ),
    )


def freeze(store: Store, limits: Limits | None = None) -> Batch | None:
    """Put into the outbox what is to be sent next, unless a push waits there already; None: nothing is to be sent.

    While an operation is open (an import that still runs) nothing is frozen: a part of it might be taken back.
    """
    with store.transaction() as connection:
        if not _is_under_way(connection) and not unfinished(store):
            _fill(connection, limits or Limits())
    return waiting(store)


def freeze_many(store: Store, limits: Limits | None = None, arrived: Point | None = None) -> Seed | None:
    """Freeze the next of very many new rows, without a copy of them; None where they are not so many, or are to wait.

    ``arrived``: what the server made of the last ones, when nobody else wrote; noted in the same transaction.
    """
    with store.transaction() as connection:
        if arrived is not None:
            seeding.acknowledge_within(connection, arrived)
        elif not seeding.are_many(connection):
            return None
        if _is_under_way(connection) or unfinished(store):
            return None
        return seeding.fill(connection, limits or Limits(), _still_refused(connection))


def thaw(store: Store) -> None:
    """Forget the push in the outbox, of which the server is known to have nothing: its rows are unsent as before.

    Never to be called when the answer is merely missing.
    """
    with store.transaction() as connection:
        seeding.write_out(connection)
        for name in _tables_in_outbox(connection):
            connection.execute(
                f'UPDATE "{name}" SET rev = 0 WHERE {unsent.UNDER_WAY}'
                " AND id IN (SELECT id FROM outbox WHERE tbl = ?)",
                (name,),
            )
        connection.execute("DELETE FROM shadow WHERE base_rev = ?", (ON_ITS_WAY,))
        connection.execute("DELETE FROM outbox")
        connection.execute("UPDATE sync_meta SET frozen_entry = 0")


def refuse(store: Store, row: FrozenRow, reason: str) -> None:
    """Keep a row back that the server does not take (``reason`` are its words) until somebody edits it."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO sync_refused(tbl, id, mine, reason, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT(tbl, id)"
            " DO UPDATE SET mine = excluded.mine, reason = excluded.reason, at = excluded.at",
            (row.table, row.id, encode(row.mine), reason, utc_text(store.clock.now())),
        )


def refused(store: Store) -> list[tuple[RowKey, str, str]]:
    """The rows kept back: key, the server's words, since when (UTC text); the newest first."""
    rows = store.read("SELECT tbl, id, reason, at FROM sync_refused ORDER BY at DESC")
    return [((table, id_), reason, at) for table, id_, reason, at in rows]


def _fill(connection: sqlite3.Connection, limits: Limits) -> None:
    ((entry,),) = connection.execute("SELECT frozen_entry FROM sync_meta").fetchall()
    unsent.forget_taken_back(connection)
    refused = _still_refused(connection)
    if seeding.are_many(connection) and seeding.fill(connection, limits, refused) is not None:
        return
    push_id = os.urandom(16)
    chosen = choose(connection, limits, entry, refused)
    order = {table.name: place for place, table in enumerate(synced_tables())}
    keys = sorted(chosen.rows, key=lambda key: order[key[0]])  # stable: a row stays behind those it refers to
    connection.executemany(
        "INSERT INTO outbox(push_id, tbl, id, base_rev, base, mine) VALUES (?, ?, ?, ?, ?, ?)",
        (_frozen(connection, push_id, key, chosen.rows[key]) for key in keys),
    )
    for name, ids in unsent.by_table(key for key in keys if chosen.rows[key][1] == 0).items():
        connection.executemany(
            f'UPDATE "{name}" SET rev = {ON_ITS_WAY} WHERE id = ?', ((id_,) for id_ in ids)
        )
    connection.execute("UPDATE sync_meta SET frozen_entry = ?", (chosen.entry,))


def _frozen(
    connection: sqlite3.Connection, push_id: bytes, key: RowKey, row: tuple[Any, ...]
) -> tuple[Any, ...]:
    shadow = None
    if row[1] != 0:
        shadow = connection.execute(
            "SELECT base_rev, base FROM shadow WHERE tbl = ? AND id = ?", key
        ).fetchone()
    base_rev, base = shadow or (0, None)
    return (push_id, *key, base_rev, base, encode(local_rows.named(key[0], row)))


def _still_refused(connection: sqlite3.Connection) -> frozenset[RowKey]:
    """The rows kept back that nobody has edited since; the others are tried again."""
    kept: set[RowKey] = set()
    for name, id_, mine in connection.execute("SELECT tbl, id, mine FROM sync_refused").fetchall():
        found = local_rows.read(connection, name, id_)
        if found is not None and found[1] == decode(mine):
            kept.add((name, id_))
        else:
            connection.execute("DELETE FROM sync_refused WHERE tbl = ? AND id = ?", (name, id_))
    return frozenset(kept)


def _is_under_way(connection: sqlite3.Connection) -> bool:
    """Whether a push waits for its answer."""
    found = connection.execute(
        "SELECT 1 FROM outbox UNION ALL SELECT 1 FROM sync_meta WHERE seed_push_id IS NOT NULL LIMIT 1"
    )
    return found.fetchone() is not None


def _tables_in_outbox(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT DISTINCT tbl FROM outbox").fetchall()]
