"""Step 2: the lists and the search index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.derived import create_derived_tables

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0002_finding(db: Database) -> None:
    """The lists and the search index, worked out from the tables above and rebuilt at will."""
    create_derived_tables(db)
