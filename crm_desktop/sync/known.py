"""What a push has learned of the server under its lock, and what it must still ask before it can decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.sync.tables import synced_table

if TYPE_CHECKING:
    from crm_desktop.sync.memory import Memory
    from crm_desktop.sync.merge import Row, Value
    from crm_desktop.sync.snapshot import Author, Batch, RowKey


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose push it is: the device (16 bytes), the person by name, the time here (UTC text), the last pull.

    ``memory``: what the sender's base remembers, to tell others who said what and when. ``own``: revisions after that
    pull that its own pushes became: it knows what is in them. The device does not say so: a copied file has it too.
    """

    device: bytes
    person: str
    at: str
    cursor: int
    memory: Memory | None = None
    own: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Theirs:
    """A row as the server has it, and who wrote it."""

    rev: int
    row: Row
    author: Author


class Fate(NamedTuple):
    """Whether a row lives, and into which it was merged."""

    deleted: bool
    into: bytes | None


@dataclass(slots=True)
class Wanted:
    """What to ask the server: all of it in one round trip.

    ``rows`` whole; ``fates`` of rows, with all they were merged into; live ``names`` of lists; who holds ``numbers``;
    ``unseen`` children of rows, newer than the last pull; all ``children`` of rows; so many ``fresh`` numbers, greater
    than ``above``.
    """

    rows: set[RowKey] = field(default_factory=set)
    fates: set[RowKey] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    unseen: set[RowKey] = field(default_factory=set)
    children: set[RowKey] = field(default_factory=set)
    fresh: int = 0
    above: int = 0

    def __bool__(self) -> bool:
        return any((self.rows, self.fates, self.names, self.numbers, self.unseen, self.children, self.fresh))


@dataclass(slots=True)
class Known:
    """What the server has answered. ``rows``: None where it has none; ``asked``: keys whose fate is known."""

    rows: dict[RowKey, Theirs | None] = field(default_factory=dict)
    fates: dict[RowKey, Fate] = field(default_factory=dict)
    asked: set[RowKey] = field(default_factory=set)
    names: dict[str, list[tuple[bytes, tuple[Value, ...]]]] = field(default_factory=dict)
    numbers: dict[int, bytes | None] = field(default_factory=dict)
    unseen: dict[RowKey, list[tuple[RowKey, Author]]] = field(default_factory=dict)
    children: dict[RowKey, list[RowKey]] = field(default_factory=dict)
    fresh: list[int] = field(default_factory=list)

    def has(self, key: RowKey) -> bool:
        """Whether it is known what the server has there."""
        return key in self.rows or key in self.asked

    def fate(self, key: RowKey) -> Fate | None:
        """What the server says of a row's life; None where it has none, or was not asked."""
        theirs = self.rows.get(key)
        return self.fates.get(key) if theirs is None else fate_of(theirs.row)


def fate_of(row: Row) -> Fate:
    """Whether a row lives."""
    into: Any = row.get("merged_into")
    return Fate(bool(row.get("deleted")), into)


def references(key: RowKey, row: Row) -> list[tuple[str, RowKey]]:
    """The columns of a row that name others, with whom they name; not whom it was merged into."""
    named: list[tuple[str, Any]] = [
        (column, (parent, row[column]))
        for column, parent in synced_table(key[0]).references
        if row[column] is not None
    ]
    return named


def asked_at_first(batch: Batch) -> Wanted:
    """What nearly every push needs to know, so that one round trip is enough."""
    wanted = Wanted()
    for sent in batch.rows:
        key, row = (sent.table, sent.id), sent.mine
        table = synced_table(sent.table)
        wanted.rows.add(key)
        wanted.fates.update(parent for _, parent in references(key, row))
        if table.merges:
            wanted.fates.add(key)
        _ask_of_life(wanted, key, row, sent.base)
        if table.unique and not row["deleted"]:
            wanted.names.add(table.name)
        number = row.get("number")
        if table.name == "client" and not row["deleted"] and isinstance(number, int):
            wanted.numbers.add(number)
    return wanted


def _ask_of_life(wanted: Wanted, key: RowKey, row: Row, base: Row | None) -> None:
    """A row that was thrown away or merged: who hangs on it."""
    into: Any = row.get("merged_into")
    if into is not None:
        wanted.fates.add((key[0], into))
        if base is None or base.get("merged_into") != into:
            wanted.children.add(key)
    elif row["deleted"] and base is not None and not base["deleted"]:
        wanted.unseen.add(key)
