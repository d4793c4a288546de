"""Step 3: pictures of clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.steps.columns import SYNCED

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0003_photos(db: Database) -> None:
    """Pictures of clients. A table of its own, read one client at a time: lists never carry pictures along."""
    for statement in _TABLES.replace("@SYNCED", SYNCED).split(";"):
        db.conn.execute(statement)


_TABLES = """
CREATE TABLE photo (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), mime TEXT NOT NULL, data BLOB NOT NULL,
    rank INTEGER NOT NULL DEFAULT 0);
CREATE INDEX photo_client ON photo(client_id)
"""
