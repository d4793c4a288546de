"""Records written plainly, for tests that need just these."""

from __future__ import annotations

from typing import Any

from crm_desktop.ids import uuid7


def insert(store: Any, table: str, **values: Any) -> bytes:
    """A row; returns its id."""
    values = {"id": uuid7()} | values
    slots = ", ".join("?" * len(values))
    with store.change("import") as change:
        change.execute(f"INSERT INTO {table}({', '.join(values)}) VALUES ({slots})", list(values.values()))
    return values["id"]


def client(store: Any, name: str, **values: Any) -> bytes:
    """A client, written down in the year of the tests."""
    return insert(store, "client", **{"name": name, "created_at": "2026-01-10T10:00:00.000Z"} | values)


def deal(store: Any, client_id: bytes, amount: int, on: str, **values: Any) -> bytes:
    """A deal won on a day."""
    known = {
        "client_id": client_id,
        "amount": amount,
        "closed_on": on,
        "state": "won",
        "currency": "EUR",
        "cost": 0,
    }
    return insert(store, "deal", **known | values)


def payment(store: Any, client_id: bytes, amount: int, on: str, **values: Any) -> bytes:
    """Money that came on a day."""
    known = {"client_id": client_id, "amount": amount, "paid_on": on, "currency": "EUR"}
    return insert(store, "payment", **known | values)
