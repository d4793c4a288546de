"""Clients by their whole name, through the search index: exact as people compare names, at any size of the base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.folding import fold, words
from crm_desktop.models.derived import BIN
from crm_desktop.services.finding.index import state

if TYPE_CHECKING:
    from crm_desktop.kinds import ClientKind
    from crm_desktop.storage.store import Store


def named(store: Store, name: str, kind: ClientKind) -> list[bytes]:
    """Live clients of that kind whose folded name is that of ``name``; oldest first."""
    folded = fold(name)
    if not folded:
        return []
    candidates = _candidates(store, name, kind)
    return [id_ for id_, candidate in sorted(candidates) if fold(candidate) == folded]


def _candidates(store: Store, name: str, kind: ClientKind) -> set[tuple[bytes, str]]:
    """Clients that may have the name. A new id sorts after older ones, hence the order by id above."""
    sought = words(name)
    _, _, complete = state(store.connection)
    if not sought or not complete:
        rows = store.read("SELECT id, name FROM client WHERE kind = ? AND deleted = 0", (kind.value,))
        return {(id_, found) for id_, found in rows}
    match = " ".join(f'"{word}"' for word in sought)
    rows = store.read(
        "SELECT l.client_id, l.name FROM find_words f JOIN client_list l ON l.pos = f.rowid"
        " WHERE find_words MATCH ? AND f.rowid < ? AND l.kind = ?",
        (match, BIN, kind.value),
    )
    return {(id_, found) for id_, found in rows} | _added_now(store, kind)


def _added_now(store: Store, kind: ClientKind) -> set[tuple[bytes, str]]:
    """Clients the open change has added: the index learns of them only at its end."""
    change = store.open_change
    if change is None:
        return set()
    rows = change.execute(
        "SELECT c.id, c.name FROM journal j JOIN client c ON c.id = j.id"
        " WHERE j.seq > ? AND j.tbl = 'client' AND j.action = 'insert' AND c.kind = ? AND c.deleted = 0",
        (change.entries_before, kind.value),
    )
    return {(id_, found) for id_, found in rows}
