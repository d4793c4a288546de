"""The tables that are the same on all laptops, as the server has them: made from the models, parents first.

Texts are texts on the server too, times included: a day, an instant and a birthday without a year stand in one column,
and what comes back must be what was sent, to the byte. The views give readers real dates (``server_views``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from crm_desktop.models.limits import LONG_TEXTS, LONGEST_NAME, LONGEST_TEXT
from crm_desktop.models.schema import TABLES

if TYPE_CHECKING:
    import peewee

    from crm_desktop.storage.schema import TableSpec

VERSION = 1
"""The version of these tables on the server; it rises when a table or a column is added (a test sees to it)."""

OLDEST = 1
"""The oldest version whose programs may still exchange with a server of this one."""

LOCAL: dict[str, str] = {
    "operation": "the history of this laptop: who did what here, and what can be taken back",
    "journal": "old values for undo and for the history of fields",
    "journal_state": "which operation is open",
    "meta": "what belongs to this file: which calendar server, when it was checked",
    "draft": "forms that were not saved yet",
    "shadow": "what the server last acknowledged of rows with unsent edits",
    "capture_state": "whether edits are noted",
    "outbox": "the push that is under way",
    "sync_meta": "how far this laptop is",
    "sync_seen": "states of the server that were seen",
    "sync_refused": "rows that the server does not take",
    "import_run": "what was imported here, from which files of this laptop",
    "import_reject": "rows of files of this laptop that could not go in",
    "import_row": "which rows of files were brought already",
    "import_mapping": "how files of this laptop are read",
    "import_client": "what an import did to which client",
    "inbox_file": "files of this laptop's watched folder",
    "remote_event": "which contact is which in the calendar that this laptop exchanges with",
    "client_list": "derived: what lists show",
    "client_mark": "derived: tags and groups by place in the list",
    "client_text": "derived: what the search looks into",
    "client_segment": "derived: kinds of buyers",
    "derived_state": "derived: by which rules",
    "request_words": "derived: words of requests",
    "reminder": "derived: when what is shown; that it was answered is `reminder_answer`, which all laptops have",
    "reminder_stale": "derived: reminders to be worked out anew",
    "reminder_kind_stale": "derived: reminders to be worked out anew",
    "report_file": "folders of this laptop that reports are written into",
}
"""Tables of a base that stay on the laptop, and why. Full-text tables (``find_*``) are derived as well."""


LARGEST_BYTES = 3_000_000
"""The most bytes of a picture; the program keeps smaller ones (``services.photos``)."""


class ColumnType(StrEnum):
    """What a column holds; the value is PostgreSQL's name for it."""

    ID = "uuid"
    TEXT = "text"
    INTEGER = "bigint"
    BYTES = "bytea"
    FLAG = "boolean"  # only `deleted`: the flags of the user are integers, as they are in the file


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``references`` is the table whose ``id`` it holds, ``longest`` the most characters or bytes of it."""

    name: str
    type: ColumnType
    nullable: bool = False
    default: str | int | None = None
    references: str | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class SyncedTable:
    """A table that syncs. ``columns``: all but ``rid``, ``id`` and ``rev``; ``deleted`` is the last.

    ``linked``: the columns whose ids make the id of a row (``ids.link_id``), in their order: the same link made on two
    laptops is one row. ``unique``: the columns whose values, folded, stand in one live row only, where the first of
    them says anything. ``only``: the condition (SQL that both databases understand) of rows that are told to others:
    no other leaves the laptop, nor would the server take it.
    """

    name: str
    columns: tuple[Column, ...]
    linked: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    only: str = ""
    names: tuple[str, ...] = field(init=False)
    references: tuple[tuple[str, str], ...] = field(init=False)
    """Columns that hold the id of a row, with its table; ``merged_into`` is none of them."""
    merges: bool = field(init=False)
    """Whether rows of it can become one (``merged_into``)."""

    def whole(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row with all columns, in their order: one noted by an older program has not had the newer ones."""
        return {column.name: row.get(column.name, column.default) for column in self.columns}

    def __post_init__(self) -> None:
        # Kept, for they are asked for every row of a million.
        names = tuple(column.name for column in self.columns)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "merges", "merged_into" in names)
        references = tuple(
            (column.name, column.references)
            for column in self.columns
            if column.references is not None and column.name != "merged_into"
        )
        object.__setattr__(self, "references", references)


_LINKED: dict[str, tuple[str, ...]] = {
    "client_tag": ("client_id", "tag_id"),
    "group_member": ("client_id", "group_id"),
    "field_value": ("client_id", "field_id"),
    "activity_client": ("activity_id", "client_id"),
}
_UNIQUE: dict[str, tuple[str, ...]] = {
    "colleague": ("name", "login"),
    "stage": ("name",),
    "source": ("name",),
    "tag": ("name",),
    "client_group": ("name",),
    "field": ("name", "kind"),
    "deal_stage": ("name", "pipeline"),
}
_ONLY = {"view": "shared = 1"}
_LONGEST_CONFLICT = 1_000_000
"""Values of conflicts are JSON, in which a sign may take six bytes."""


@cache
def synced_tables() -> tuple[SyncedTable, ...]:
    """All of them, each after those it refers to.

    Imports peewee (110 ms): called by the work of a sync, never on the way to the first window.
    """
    made = {spec.name: _table(spec) for spec in TABLES}
    ordered: dict[str, SyncedTable] = {}

    def place(table: SyncedTable) -> None:
        if table.name not in ordered:
            for _, parent in table.references:
                if parent != table.name:
                    place(made[parent])
            ordered[table.name] = table

    for table in made.values():
        place(table)
    return tuple(ordered.values())


@cache
def synced_table(name: str) -> SyncedTable:
    """The table of that name. Raises KeyError where none such syncs."""
    return {table.name: table for table in synced_tables()}[name]


@cache
def children_of(name: str) -> tuple[tuple[SyncedTable, str], ...]:
    """The tables, with the column, that refer to rows of the table ``name``."""
    return tuple(
        (table, column) for table in synced_tables() for column, parent in table.references if parent == name
    )


def _table(spec: TableSpec) -> SyncedTable:
    from crm_desktop.models.tables import MODELS

    fields = MODELS[spec.name]._meta.columns  # noqa: SLF001  peewee's own way to ask a model for its columns
    columns = tuple(_column(spec.name, name, fields[name]) for name in spec.columns)
    name = spec.name
    return SyncedTable(name, columns, _LINKED.get(name, ()), _UNIQUE.get(name, ()), _ONLY.get(name, ""))


def _column(table: str, name: str, field: peewee.Field[object]) -> Column:
    import peewee

    if name == "deleted":
        return Column(name, ColumnType.FLAG, default=0)
    if isinstance(field, peewee.ForeignKeyField):
        parent = str(field.rel_model._meta.table_name)  # noqa: SLF001
        return Column(name, ColumnType.ID, nullable=field.null, references=parent)
    if isinstance(field, peewee.BlobField):
        kind = ColumnType.ID if name.endswith("_id") else ColumnType.BYTES
        return Column(name, kind, nullable=field.null)
    if isinstance(field, peewee.IntegerField):
        return Column(name, ColumnType.INTEGER, field.null, field.default)
    return Column(name, ColumnType.TEXT, field.null, field.default, longest=_longest(table, name))


def _longest(table: str, name: str) -> int:
    if table == "conflict" and name in ("base", "winner", "loser"):
        return _LONGEST_CONFLICT
    return LONGEST_TEXT if name in LONG_TEXTS else LONGEST_NAME
