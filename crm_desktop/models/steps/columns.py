"""The columns that every synced table begins with."""

from __future__ import annotations

SYNCED = (
    "rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 0,"
    " deleted INTEGER NOT NULL DEFAULT 0"
)
"""``rid`` (local row number), ``id`` (UUIDv7), ``rev`` (0 = no server has seen the row), ``deleted`` (in the bin)."""
