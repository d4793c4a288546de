"""How far this laptop is, and whether the server still is the one it knew: states seen, and the last common one.

A state of the server is a revision with the random id of the push that made it, like a commit: a server that was put
back to an earlier day and went on from there has the same revisions made by other pushes, and is noticed even when
others moved it on. The newest state that was either pulled or made by a push of this laptop is the high-water mark; it
is checked before anything is applied.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.sync.snapshot import Point

if TYPE_CHECKING:
    import sqlite3

SEEN = 500
"""So many of the newest states are remembered: at 20 syncs a day those of some weeks."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far this laptop is. ``epoch`` is None before the first pull, ``high`` None before the first state seen.

    ``cursor`` is the revision up to which rows were pulled.
    """

    epoch: bytes | None
    cursor: int
    high: Point | None


def position(connection: sqlite3.Connection) -> Position:
    """How far this laptop is."""
    ((epoch, cursor, rev, push_id),) = connection.execute(
        "SELECT epoch, cursor_rev, high_rev, high_push_id FROM sync_meta"
    ).fetchall()
    return Position(epoch, cursor, None if push_id is None else Point(rev, push_id))


def seen(connection: sqlite3.Connection) -> list[Point]:
    """The states remembered, newest first."""
    return [Point(*row) for row in connection.execute("SELECT rev, push_id FROM sync_seen ORDER BY rev DESC")]


def remember(connection: sqlite3.Connection, point: Point) -> None:
    """Note a state that was pulled, or made by a push of this laptop."""
    connection.execute(
        "INSERT INTO sync_seen(rev, push_id) VALUES (?, ?)"
        " ON CONFLICT(rev) DO UPDATE SET push_id = excluded.push_id",
        point,
    )
    connection.execute(
        "DELETE FROM sync_seen WHERE rev <= (SELECT rev FROM sync_seen ORDER BY rev DESC LIMIT 1 OFFSET ?)",
        (SEEN,),
    )
    connection.execute(
        "UPDATE sync_meta SET high_rev = ?1, high_push_id = ?2 WHERE high_rev <= ?1",
        (point.rev, point.push_id),
    )


def advance(connection: sqlite3.Connection, epoch: bytes, point: Point) -> None:
    """Note that everything up to a state was pulled."""
    connection.execute("UPDATE sync_meta SET epoch = ?, cursor_rev = ?", (epoch, point.rev))
    remember(connection, point)


def read_again(connection: sqlite3.Connection) -> None:
    """Have the next pull bring every row of the server; which states were seen stays known."""
    connection.execute("UPDATE sync_meta SET cursor_rev = 0")


def common_point(mine: Iterable[Point], theirs: Iterable[Point]) -> Point | None:
    """The newest state that both have had; None where there is none: another server altogether."""
    return max(set(mine) & set(theirs), default=None)


def go_back(connection: sqlite3.Connection, epoch: bytes, common: Point | None) -> None:
    """Forget every state after the common one: what followed it on the old server never was."""
    rev = 0 if common is None else common.rev
    connection.execute("DELETE FROM sync_seen WHERE rev > ?", (rev,))
    connection.execute(
        "UPDATE sync_meta SET epoch = ?, cursor_rev = min(cursor_rev, ?), high_rev = ?, high_push_id = ?",
        (epoch, rev, rev, None if common is None else common.push_id),
    )
