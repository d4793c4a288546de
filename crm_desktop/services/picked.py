"""The clients behind the places of a list, and the place of a client: for what is done to a selection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_BATCH = 10_000


def ids_at(store: Store, places: Sequence[int]) -> list[bytes]:
    """The ids of the clients at these places (``client_list.pos``), in their order; empty places are left out.

    Selecting all of a large list gives hundreds of thousands of places: they are asked for in batches.
    """
    found: list[bytes] = []
    for start in range(0, len(places), _BATCH):
        batch = places[start : start + _BATCH]
        slots = ",".join("?" * len(batch))
        ids = dict(store.read(f"SELECT pos, client_id FROM client_list WHERE pos IN ({slots})", tuple(batch)))
        found.extend(ids[place] for place in batch if place in ids)
    return found


def place_of(store: Store, client_id: bytes) -> int | None:
    """The place of a client; None where there is no such client."""
    rows = store.read("SELECT pos FROM client_list WHERE client_id = ?", (client_id,))
    return int(rows[0][0]) if rows else None
