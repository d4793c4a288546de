"""Step 7: which clients an import met."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0007_imported(db: Database) -> None:
    """Which clients an import met, by the verdict on their rows, and the files of a watched folder that were handled.

    Both are of this base and this laptop; nobody takes them back or is sent them.
    """
    for statement in _TABLES.split(";"):
        db.conn.execute(statement)


_TABLES = """
CREATE TABLE import_client (operation INTEGER NOT NULL, verdict TEXT NOT NULL, client_id BLOB NOT NULL,
    PRIMARY KEY (operation, verdict, client_id)) WITHOUT ROWID;
CREATE TABLE inbox_file (rid INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, digest BLOB NOT NULL,
    at TEXT NOT NULL, state TEXT NOT NULL, UNIQUE (name, size, digest))
"""
