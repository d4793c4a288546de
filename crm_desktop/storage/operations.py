"""The list of operations: what was done in this base, by whom, and what can be taken back or done again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.writer import Writer


@dataclass(frozen=True)
class OperationRow:
    """One operation. ``at`` is UTC text, ``rows`` counts the journal entries, ``undoes`` is what it took back."""

    seq: int
    id: bytes
    op: str
    at: str
    who: str
    origin: str
    state: str
    undoes: int | None
    undoable: bool
    info: Mapping[str, Any]
    rows: int
    first_entry: int
    last_entry: int


_SELECT = (
    "SELECT seq, id, op, at, who, origin, state, undoes, undoable, info, rows,"
    " COALESCE(first_entry, 0), COALESCE(last_entry, 0) FROM operation "
)
_ORDINARY = "undoes IS NULL AND origin = 'local' AND undoable = 1"


def _rows(connection: sqlite3.Connection, where: str, params: tuple[Any, ...] = ()) -> list[OperationRow]:
    return [
        OperationRow(seq, id_, op, at, who, origin, state, undoes, bool(undoable), json.loads(info), *counts)
        for seq, id_, op, at, who, origin, state, undoes, undoable, info, *counts in connection.execute(
            _SELECT + where, params
        )
    ]


def operations(
    store: Writer, limit: int, *, before: int | None = None, op: str | None = None, who: str | None = None
) -> list[OperationRow]:
    """The newest ``limit`` operations older than number ``before``, newest first.

    Only those named ``op``, and only those of ``who``, if given.
    """
    return _rows(
        store.connection,
        "WHERE (?1 IS NULL OR seq < ?1) AND (?2 IS NULL OR op = ?2) AND (?4 IS NULL OR who = ?4)"
        " ORDER BY seq DESC LIMIT ?3",
        (before, op, limit, who),
    )


def by_seq(store: Writer, seq: int) -> OperationRow | None:
    """The operation of that number."""
    return next(iter(_rows(store.connection, "WHERE seq = ?", (seq,))), None)


def unfinished(store: Writer) -> list[OperationRow]:
    """The operations that are open: running, or cut off; newest first."""
    return _rows(store.connection, "WHERE state = 'open' ORDER BY seq DESC")


def can_undo(store: Writer) -> OperationRow | None:
    """What Undo would take back: the newest operation done here, itself neither undo nor redo."""
    return next(
        iter(_rows(store.connection, f"WHERE {_ORDINARY} AND state = 'done' ORDER BY seq DESC LIMIT 1")), None
    )


def can_redo(store: Writer) -> OperationRow | None:
    """The undo that Redo would take back: the newest one, unless something new was done after it.

    An undo of an undo is a redo; it is not on the list itself.
    """
    found = _rows(
        store.connection,
        "WHERE state = 'done' AND undoes IN (SELECT seq FROM operation WHERE undoes IS NULL)"
        f" AND seq > (SELECT COALESCE(MAX(seq), 0) FROM operation WHERE {_ORDINARY}) ORDER BY seq DESC LIMIT 1",
    )
    return next(iter(found), None)
