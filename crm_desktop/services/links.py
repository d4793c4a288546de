"""Tags on clients and clients in groups: links whose id is made from what they link.

So the same link made twice, or on two laptops, is one row; taking a link off puts that row into the bin.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from crm_desktop.ids import link_id

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change

LINK_TABLES = {"tag": ("client_tag", "tag_id"), "client_group": ("group_member", "group_id")}
"""The list's table -> the table of its links and the column that names the entry."""


def add(change: Change, entries: str, client_ids: Iterable[bytes], entry_id: bytes) -> None:
    """Link clients to an entry of ``entries`` ("tag" or "client_group"); those that have it stay untouched."""
    table, column = LINK_TABLES[entries]
    change.executemany(
        f"INSERT INTO {table}(id, client_id, {column}) VALUES (?, ?, ?)"
        " ON CONFLICT(id) DO UPDATE SET deleted = 0 WHERE deleted = 1",
        ((link_id(client_id, entry_id), client_id, entry_id) for client_id in client_ids),
    )


def remove(change: Change, entries: str, client_ids: Iterable[bytes], entry_id: bytes) -> None:
    """Take an entry off clients."""
    table, column = LINK_TABLES[entries]
    change.executemany(
        f"UPDATE {table} SET deleted = 1 WHERE client_id = ? AND {column} = ? AND deleted = 0",
        ((client_id, entry_id) for client_id in client_ids),
    )
