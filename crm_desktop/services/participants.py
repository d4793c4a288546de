"""Contacts with several clients: the first stands in the activity itself, the others are linked to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from crm_desktop.ids import link_id

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store


def further(store: Store, activity_id: bytes) -> tuple[bytes, ...]:
    """The clients linked to an activity beside its first, in the order they came."""
    found = store.read(
        "SELECT client_id FROM activity_client WHERE activity_id = ? AND deleted = 0 ORDER BY rid",
        (activity_id,),
    )
    return tuple(client_id for (client_id,) in found)


def link(change: Change, pairs: Iterable[tuple[bytes, bytes]]) -> None:
    """Link further clients: pairs of activity and client; those linked already stay untouched."""
    change.executemany(
        "INSERT INTO activity_client(id, activity_id, client_id) VALUES (?, ?, ?)"
        " ON CONFLICT(id) DO UPDATE SET deleted = 0 WHERE deleted = 1",
        [(link_id(activity_id, client_id), activity_id, client_id) for activity_id, client_id in pairs],
    )


def unlink(change: Change, pairs: Iterable[tuple[bytes, bytes]]) -> None:
    """Take further clients off activities."""
    change.executemany(
        "UPDATE activity_client SET deleted = 1 WHERE activity_id = ? AND client_id = ? AND deleted = 0",
        list(pairs),
    )


def of_clients(store: Store, clients: Sequence[bytes]) -> tuple[str, tuple[bytes, ...]]:
    """What a query of ``activity a`` asks for to find the contacts of any of ``clients``: condition, parameters.

    One client as an equation, and the links only where there are some: only so does SQLite read the newest rows off
    the end of the index.
    """
    slots = ", ".join("?" * len(clients))
    own = "a.client_id = ?" if len(clients) == 1 else f"a.client_id IN ({slots})"
    linked = f"FROM activity_client WHERE client_id IN ({slots}) AND deleted = 0"
    if not store.read(f"SELECT 1 {linked} LIMIT 1", clients):
        return own, tuple(clients)
    return f"({own} OR a.id IN (SELECT activity_id {linked}))", (*clients, *clients)


def names(store: Store, client_ids: Sequence[bytes]) -> dict[bytes, str]:
    """The names of clients by id, in the order asked for; those that are gone for good are left out."""
    slots = ", ".join("?" * len(client_ids))
    found = dict(store.read(f"SELECT id, name FROM client WHERE id IN ({slots})", client_ids))
    return {client_id: found[client_id] for client_id in client_ids if client_id in found}
