"""What one pull turn brought, and what one push carries: the data between the server's half and this laptop's.

Rows of the server are tuples ``(id, rev, *columns)`` with the columns of ``models.schema`` in their order and values as
SQLite holds them (ids 16 bytes, yes and no 1 and 0, instants as UTC text): a first pull has a million of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from crm_desktop.sync.merge import Row

ServerRow: TypeAlias = tuple[Any, ...]
"""``(id, rev, *columns)``."""

RowKey: TypeAlias = tuple[str, bytes]
"""Table and id."""


class Point(NamedTuple):
    """A state of the server: its revision and the id of the push that made it (16 bytes)."""

    rev: int
    push_id: bytes


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a revision, by the name people know, and when by the server's clock (UTC text)."""

    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that is newer than the cursor, read in one snapshot of the server.

    ``point`` is the newest revision in it. ``pending_rev`` is the revision of the push that waits in the outbox, if the
    snapshot shows it. ``rows`` by table, read once and in one go while this laptop's base is locked for writing: what
    came over the network lies in memory or in a file by then. ``authors`` by revision, for those the rows bear.
    ``many``: so many rows that lists and search are brought up to date afterwards.
    """

    epoch: bytes
    point: Point
    rows: Mapping[str, Collection[ServerRow]] = field(default_factory=dict)
    authors: Mapping[int, Author] = field(default_factory=dict)
    pending_rev: int | None = None
    many: bool = False


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """One row of a push: what the server acknowledged last (None: nothing that is known) and what it is now here."""

    table: str
    id: bytes
    base_rev: int
    base: Row | None
    mine: Row


@dataclass(frozen=True, slots=True)
class Batch:
    """One push: its id and its content belong together for ever."""

    push_id: bytes
    rows: tuple[FrozenRow, ...]
