"""Facts about this base that are no records: the country its phones are read for, the highest number given out.

They stand in storage's ``meta`` table, outside the journal: undo does not touch them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

REGION = "region"
HIGHEST_NUMBER = "highest_client_number"


def get(store: Store, key: str, default: str = "") -> str:
    """The fact, or ``default``."""
    found = store.read("SELECT value FROM meta WHERE key = ?", (key,))
    return str(found[0][0]) if found else default


def put(store: Store, key: str, value: str) -> None:
    """Set the fact, inside the open change or in a transaction of its own."""
    statement = (
        "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value"
    )
    if store.open_change is not None:
        store.open_change.execute(statement, (key, value))
        return
    with store.transaction() as connection:
        connection.execute(statement, (key, value))


def region(store: Store) -> str:
    """The country (ISO 3166-1 alpha-2) by which phones without a country code are read; Lithuania unless set."""
    return get(store, REGION, "LT")
