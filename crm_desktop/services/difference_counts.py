"""How many differences are to be looked at; by index, so that a base that never shared pays next to nothing for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from crm_desktop.services import difference_fields
from crm_desktop.services.difference_fields import CARD_TABLES, CLIENT_RECORDS, PARENTS

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_OPEN = f"resolved_at IS NULL AND deleted = 0 AND {difference_fields.KNOWN}"
_MERGED_INTO = (
    "SELECT c.id FROM conflict f JOIN client c ON c.id = f.row_id"
    " WHERE f.tbl = 'client' AND f.resolved_at IS NULL AND f.deleted = 0 AND c.merged_into = ?1"
)


def any_open(store: Store) -> bool:
    """Whether there is any."""
    return bool(store.read(f"SELECT 1 FROM conflict WHERE {_OPEN} LIMIT 1"))


def count_open(store: Store) -> int:
    """How many there are; columns that one decision is about count once."""
    return int(store.read(_count(""))[0][0]) if any_open(store) else 0


def count_of_client(store: Store, client_id: bytes) -> int:
    """How many are about a client, and about the contacts, requests and money on its card."""
    if not any_open(store):
        return 0
    parts = [
        f" UNION ALL SELECT p.id FROM {table} p JOIN {owner} o ON o.id = p.{column} WHERE o.client_id = ?1"
        for table, (owner, column) in PARENTS.items()
        if owner in CLIENT_RECORDS
    ]
    rows = rows_of_client((*CARD_TABLES, *CLIENT_RECORDS)) + "".join(parts)
    return int(store.read(_count(f" AND row_id IN ({rows})"), (client_id,))[0][0])


def rows_of_client(tables: Iterable[str]) -> str:
    """SQL: the ids of a client (?1), of those merged into it, and of its rows in these tables."""
    owners = ((table, "person_id" if table == "employment" else "client_id") for table in tables)
    rows = [f"SELECT id FROM {table} WHERE {column} = ?1" for table, column in owners]
    return " UNION ALL ".join(["SELECT ?1", _MERGED_INTO, *rows])


def _count(where: str) -> str:
    lead = difference_fields.lead_sql()
    return (
        f"SELECT COUNT(*) FROM (SELECT DISTINCT found_at, row_id, tbl, kind, {lead} FROM conflict"
        f" WHERE {_OPEN}{where})"
    )
