"""The server has the push in the outbox: what was sent is what the laptop and the server agree upon from now on.

The server may hold something else by now, for it merged what was sent into what others had sent before; the next pull,
which is sure to bring every row of the push, tells. What was edited after the freeze stays unsent, based on what was
sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.storage.capture import ON_ITS_WAY
from crm_desktop.storage.row_json import decode
from crm_desktop.sync import history, local_rows, unsent
from crm_desktop.sync.meeting import meet
from crm_desktop.sync.snapshot import Point

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.store import Store
    from crm_desktop.sync.snapshot import RowKey


def acknowledge(store: Store, rev: int) -> None:
    """The push in the outbox has become revision ``rev``. Without a push there it does nothing."""
    with store.transaction() as connection:
        acknowledge_within(connection, rev)


def acknowledge_within(connection: sqlite3.Connection, rev: int) -> None:
    """``acknowledge`` as a part of what is being written; it changes no column of the user's."""
    found = connection.execute("SELECT push_id FROM outbox LIMIT 1").fetchone()
    if found is None:
        return
    _agree_at_once(connection, rev)
    rest = connection.execute("SELECT tbl, id, base_rev, base, mine FROM outbox ORDER BY rid").fetchall()
    for table, id_, _, base, mine in rest:
        _agree(connection, (table, id_), rev, None if base is None else decode(base), decode(mine))
    connection.execute("DELETE FROM outbox")
    history.remember(connection, Point(rev, found[0]))


def _agree_at_once(connection: sqlite3.Connection, rev: int) -> None:
    """New rows that nobody has touched since: all of a table in one statement."""
    tables = connection.execute("SELECT DISTINCT tbl FROM outbox WHERE base IS NULL").fetchall()
    for (name,) in tables:
        done = connection.execute(
            f'UPDATE "{name}" SET rev = ?1 WHERE {unsent.UNDER_WAY}'
            " AND id IN (SELECT id FROM outbox WHERE tbl = ?2) AND id NOT IN (SELECT id FROM shadow WHERE tbl = ?2)"
            " RETURNING id",
            (rev, name),
        ).fetchall()
        connection.executemany("DELETE FROM outbox WHERE tbl = ? AND id = ?", ((name, *row) for row in done))


def _agree(
    connection: sqlite3.Connection, key: RowKey, rev: int, base: dict[str, Any] | None, sent: dict[str, Any]
) -> None:
    """Base the row upon what the server made of what was sent, as far as this laptop can know."""
    found = local_rows.read(connection, *key)
    if found is None:
        return
    row_rev, row = found
    shadow = local_rows.shadow(connection, key)
    agreed = sent
    if shadow is not None and shadow[0] != ON_ITS_WAY:
        agreed = meet(key[0], base, sent, shadow[1]).row
    elif shadow is None and row_rev > 0:
        agreed = meet(key[0], base, sent, row).row  # pulled since, and merged into something the server has
    local_rows.settle(connection, key, rev, agreed, row)
