"""Past imports: what came when from which files, whether it still stands, and the rows that could not go in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.exporting.table import Column, Table
from crm_desktop.exchange.reading.tables import column_letter

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_REASON_WIDTH = 40


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
    """
    rows = store.read(
        "SELECT r.id, o.seq, r.at, o.who, r.files, r.counts, o.rows, o.state, o.undoable,"
        " (SELECT MAX(u.seq) FROM operation u WHERE u.undoes = o.seq AND u.state = 'done'),"
        " (SELECT COUNT(*) FROM import_reject j WHERE j.import_id = r.id)"
        " FROM import_run r JOIN operation o ON o.seq = r.operation"
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


def rejected_tables(store: Store, past: PastImport, title: str, words: Callable[[str], str]) -> list[Table]:
    """The rejected rows of an import as they stood in their files, a table for each, the reason in the last column."""
    tables = []
    for facts in past.files:
        rows = store.read(
            "SELECT reason, cells FROM import_reject WHERE import_id = ? AND file = ? AND sheet = ? ORDER BY rid",
            (past.id, facts["file"], facts["sheet"]),
        )
        if not rows:
            continue
        found = [(reason, json.loads(cells)) for reason, cells in rows]
        headers = [*facts.get("headers", ())]
        width = max(len(headers), *(len(cells) for _, cells in found))
        headers += [""] * (width - len(headers))
        columns = [Column(header or column_letter(index)) for index, header in enumerate(headers)]
        values = [[*cells, *[""] * (width - len(cells)), words(reason)] for reason, cells in found]
        tables.append(
            Table(facts["sheet"] or facts["file"], [*columns, Column(title, width=_REASON_WIDTH)], values)
        )
    return tables
