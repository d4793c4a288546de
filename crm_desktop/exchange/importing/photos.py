"""Pictures of an import: what they add to a client, and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.services.photos import photo_id

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.special_cells import Picture
    from crm_desktop.storage.store import Store


def added_photos(store: Store, client: bytes, photos: Sequence[Picture], *, update: bool) -> bool:
    """Whether the pictures say something new of a client: it has none or, on update, other ones.

    Known by their ids alone, which are made of the client and the picture: no bytes are read.
    """
    if not photos:
        return False
    known = present_photos(store, client)
    return not known or (update and any(photo_id(client, each.digest) not in known for each in photos))


def present_photos(store: Store, client: bytes) -> frozenset[bytes]:
    """The ids of the pictures a client has."""
    found = store.read("SELECT id FROM photo WHERE client_id = ? AND deleted = 0", (client,))
    return frozenset(row_id for (row_id,) in found)
