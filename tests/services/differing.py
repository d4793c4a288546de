"""Differences for the tests, made as they are made in life: an edit here meets an edit that comes from the server."""

from __future__ import annotations

from itertools import count
from typing import Any

from crm_desktop.sync.applying import apply
from crm_desktop.sync.snapshot import Author
from crm_desktop.sync.tables import synced_table
from tests.sync.laptops import Laptop, known_to_server, snapshot

BEA_AT = "2026-11-19T08:00:00.000Z"
_revisions = count(10)


def server_row(laptop: Laptop, table: str, id_: bytes) -> dict[str, Any]:
    """The synced columns of a row as it stands here."""
    row = laptop.row(table, id_)
    return {name: row[name] for name in synced_table(table).names}


def meet(laptop: Laptop, *met: tuple[str, bytes, dict[str, Any], dict[str, Any]]) -> None:
    """Rows (table, id) that both sides know get values here, and others from Bea, who was first: hers stand."""
    known_to_server(laptop)
    was = {(table, id_): server_row(laptop, table, id_) for table, id_, _, _ in met}
    for table, id_, mine, _ in met:
        if mine:
            laptop.update(table, id_, **mine)
    rev = next(_revisions)
    rows: dict[str, list[tuple[bytes, int, dict[str, Any]]]] = {}
    for table, id_, _, theirs in met:
        rows.setdefault(table, []).append((id_, rev, was[table, id_] | theirs))
    apply(laptop.store, snapshot(rev, rows, authors={rev: Author("Bea", BEA_AT)}))
