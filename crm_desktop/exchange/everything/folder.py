"""How the folder is laid out: what people read, and the exact tables that our own program reads.

::

    README.txt              what is here, in the user's language
    clients.xlsx            clients, history, requests, deals, payments: a sheet each
    clients.csv             the first of these sheets
    clients.vcf  diary.ics  for telephones, mail programs and calendars
    photos/                 pictures of clients, named by their ids
    tables/about.json       which program, which form, how many rows
    tables/client.csv ...   every table as it stands, deleted clients included
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.errors import BaseTooNew, FileDamaged
from crm_desktop.models.schema import SCHEMA, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.storage.store import Store

PROGRAM = "CRM Desktop"
ABOUT = "about.json"
EXACT = "tables"
PHOTOS = "photos"
ENCODING = "utf-8-sig"
"""With its mark, by which Excel knows UTF-8."""
SEPARATOR = ";"
"""What Excel expects in ru and lt."""


@dataclass(frozen=True, slots=True)
class About:
    """What the folder says of itself: when it was written (UTC), from which schema, and how many rows it has."""

    written: str
    schema: int
    region: str
    rows: Mapping[str, int]

    def json(self) -> str:
        """As it stands in the file."""
        facts = {
            "program": PROGRAM,
            "written": self.written,
            "schema": self.schema,
            "region": self.region,
            "rows": dict(self.rows),
        }
        return json.dumps(facts, indent=2)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table in their order, with their declared types, and those that refer to the table itself."""

    names: tuple[str, ...]
    kinds: Mapping[str, str]
    own: tuple[str, ...]


def is_everything(path: Path) -> bool:
    """Whether this folder was written by ``writing.write_everything``."""
    return (path / EXACT / ABOUT).is_file()


def about(path: Path) -> About:
    """What the folder says of itself.

    Raises:
        FileDamaged: it says nothing that can be understood.
        BaseTooNew: a newer program wrote it, which keeps more than this one knows of.
    """
    file = path / EXACT / ABOUT
    try:
        facts = json.loads(file.read_text(ENCODING))
        found = About(
            str(facts["written"]),
            int(facts["schema"]),
            str(facts["region"]),
            {str(table): int(count) for table, count in facts["rows"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileDamaged(path=str(file), reason=str(error)) from error
    if found.schema > SCHEMA.version:
        raise BaseTooNew(path=path, version=found.schema, supported=SCHEMA.version)
    return found


def columns_of(store: Store, table: str) -> Columns:
    """The columns of a table that go into its file: its id and all that the user wrote."""
    kinds = {name: str(kind) for _, name, kind, *_ in store.read(f"PRAGMA table_info({table})")}
    own = tuple(row[3] for row in store.read(f"PRAGMA foreign_key_list({table})") if row[2] == table)
    spec = next(spec for spec in TABLES if spec.name == table)
    return Columns(("id", *spec.columns), kinds, own)


def names() -> tuple[str, ...]:
    """The tables in an order in which each refers only to those before it, and to itself."""
    return tuple(spec.name for spec in TABLES)
