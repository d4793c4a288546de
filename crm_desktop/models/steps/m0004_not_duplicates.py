"""Step 4: pairs that are no duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.steps.columns import SYNCED

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0004_not_duplicates(db: Database) -> None:
    """Pairs of clients that somebody has said to be two, so that nobody is asked again."""
    for statement in _TABLES.replace("@SYNCED", SYNCED).split(";"):
        db.conn.execute(statement)


# The id is made from both ids in their order (ids.link_id): two laptops that say so make one row.
_TABLES = """
CREATE TABLE not_duplicate (@SYNCED,
    one_id BLOB NOT NULL REFERENCES client(id), other_id BLOB NOT NULL REFERENCES client(id));
CREATE INDEX not_duplicate_one ON not_duplicate(one_id);
CREATE INDEX not_duplicate_other ON not_duplicate(other_id)
"""
