"""The client that something new is written for: of a merged one the one it went into, never one in the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.errors import ClientInBin, RecordNotFound

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_MOST_MERGES = 100
"""Longer chains there are none; a circle that a sync might make ends here."""


def living_client(store: Store, client_id: bytes) -> bytes:
    """The client itself, or the one that it was merged into, however often.

    Raises:
        RecordNotFound: there is no such client.
        ClientInBin: it lies in the bin.
    """
    for _ in range(_MOST_MERGES):
        found = store.read("SELECT merged_into, deleted, name FROM client WHERE id = ?", (client_id,))
        if not found:
            raise RecordNotFound(table="client", id=client_id)
        merged_into, deleted, name = found[0]
        if merged_into is None:
            if deleted:
                raise ClientInBin(id=client_id, name=name)
            return client_id
        client_id = merged_into
    raise RecordNotFound(table="client", id=client_id)
