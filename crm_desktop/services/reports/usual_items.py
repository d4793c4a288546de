"""What clients usually take: the items named most often in their won deals, else the titles of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.storage.store import Store

SHOWN = 3
"""So many names of a client, the most frequent first."""
_BATCH = 500

# Of equal ones those of the newest deal come first.
_NAMES = {
    "item": (
        "SELECT d.client_id, i.name, COUNT(DISTINCT d.id), MAX(d.closed_on) FROM deal d"
        " CROSS JOIN deal_item i ON i.deal_id = d.id AND i.deleted = 0 AND i.name <> ''"
    ),
    "title": "SELECT d.client_id, d.title AS name, COUNT(*), MAX(d.closed_on) FROM deal d",
}
_OF_CLIENTS = (
    " WHERE d.client_id IN ({}) AND d.state = 'won' AND d.deleted = 0 AND name <> '' GROUP BY 1, 2"
    " ORDER BY 3 DESC, 4 DESC, 2"
)


def usually_taken(store: Store, clients: Sequence[bytes]) -> dict[bytes, tuple[str, ...]]:
    """The names by client; of whom nothing is known there is none."""
    found: dict[bytes, list[str]] = {}
    for select in _NAMES.values():
        left = [client for client in clients if client not in found]
        for start in range(0, len(left), _BATCH):
            batch = left[start : start + _BATCH]
            for client_id, name, _, _ in store.read(
                select + _OF_CLIENTS.format(", ".join("?" * len(batch))), batch
            ):
                found.setdefault(client_id, []).append(name)
    return {client: tuple(names[:SHOWN]) for client, names in found.items()}
