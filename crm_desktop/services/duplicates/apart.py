"""Pairs that somebody has looked at and said to be two: remembered, synced, and never shown again until taken back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from crm_desktop.errors import RecordNotFound
from crm_desktop.ids import link_id
from crm_desktop.kinds import Op

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store


def keep_apart(store: Store, client_ids: Sequence[bytes]) -> int:
    """Remember that no two of these clients are one; one operation, which is returned. Raises RecordNotFound."""
    for client_id in client_ids:
        if not store.read("SELECT 1 FROM client WHERE id = ?", (client_id,)):
            raise RecordNotFound(table="client", id=client_id)
    with store.change(Op.KEEP_APART, info={"count": len(set(client_ids))}) as change:
        for one, other in combinations(sorted(set(client_ids)), 2):
            mark(change, one, other)
    return change.operation


def mark(change: Change, one: bytes, other: bytes) -> None:
    """Write the pair inside an open change; the same pair told on two laptops is one row."""
    one, other = sorted((one, other))
    change.execute(
        "INSERT INTO not_duplicate(id, one_id, other_id) VALUES (?, ?, ?)"
        " ON CONFLICT(id) DO UPDATE SET deleted = 0 WHERE deleted = 1",
        (link_id(one, other), one, other),
    )


def pairs_apart(store: Store) -> set[tuple[bytes, bytes]]:
    """All pairs that are known to be two, the smaller id first."""
    return set(store.read("SELECT one_id, other_id FROM not_duplicate WHERE deleted = 0"))
