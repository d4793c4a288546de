"""Facts about this one file (its language, its last backup): text by key, on this device only, outside the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


def get(store: Store, key: str) -> str | None:
    """The fact, or None."""
    rows = store.read("SELECT value FROM meta WHERE key = ?", (key,))
    return rows[0][0] if rows else None


def put(store: Store, key: str, value: str | None) -> None:
    """Set the fact; None removes it. Inside a change it is part of the change's commit."""
    with store.transaction() as connection:
        if value is None:
            connection.execute("DELETE FROM meta WHERE key = ?", (key,))
        else:
            connection.execute(
                "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
