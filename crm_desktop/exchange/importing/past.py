"""Past imports: what came when from which files, and whether it still stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import. ``files`` are the facts of its tables, ``counts`` those of ``session.Result.json``.

    ``state`` is "done" or "undone"; ``undo`` is the operation that took it back and can itself be taken back.
    """

    id: bytes
    operation: int
    at: str
    who: str
    files: Sequence[Mapping[str, Any]]
    counts: Mapping[str, int]
    rows: int
    state: str
    can_undo: bool
    undo: int | None
    rejects: int


def past_imports(store: Store, limit: int = 50, import_id: bytes | None = None) -> list[PastImport]:
    """The newest imports first; only one of them if its id is given.

    An import that was taken back leaves its line: its operation and what it said of itself stand in the journal.
    One that changed nothing has no operation, and nothing to take back.
    """
    rows = store.read(
        "SELECT r.id, r.operation, r.at, COALESCE(o.who, ''), r.files, r.counts, COALESCE(o.rows, 0),"
        " COALESCE(o.state, 'done'), COALESCE(o.undoable, 0),"
        " (SELECT MAX(u.seq) FROM operation u WHERE u.undoes = o.seq AND u.state = 'done'),"
        " (SELECT COUNT(*) FROM import_reject j WHERE j.import_id = r.id)"
        " FROM import_run r LEFT JOIN operation o ON o.seq = r.operation"
        " WHERE ?1 IS NULL OR r.id = ?1 ORDER BY r.rid DESC LIMIT ?2",
        (import_id, limit),
    )
    return [
        PastImport(
            id_, seq, at, who, json.loads(files), json.loads(counts), size, state,
            bool(undoable) and state == "done", undo if state == "undone" else None, rejects,
        )
        for id_, seq, at, who, files, counts, size, state, undoable, undo, rejects in rows
    ]  # fmt: skip
