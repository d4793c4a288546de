"""A folder with everything, back into a base: row by row under the ids it had, as one operation.

What the base has already, by id, stays as it is, unless the base holds no clients yet: then the stages and other lists
that every new base begins with become those of the folder.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from crm_desktop.clock import utc_text
from crm_desktop.errors import FileDamaged
from crm_desktop.exchange.everything.folder import About, Columns, about, columns_of, names
from crm_desktop.exchange.everything.reading import rows
from crm_desktop.exchange.everything.same_names import SameNames
from crm_desktop.ids import uuid7
from crm_desktop.kinds import Op
from crm_desktop.models.schema import TABLES
from crm_desktop.services import facts, listing, numbers
from crm_desktop.services.finding.index import state
from crm_desktop.storage.long_change import in_turns

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.everything.cells import Value
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.long_change import LongChange
    from crm_desktop.storage.store import Store

_CHUNK = 200
_ROOTS = {spec.name: spec.root for spec in TABLES}
_LISTS = frozenset({"tag", "client_group", "stage", "source", "colleague", "field"})
"""Tables whose words stand in what lists and the search hold of clients."""

T = TypeVar("T")
Row = dict[str, "Value"]
Progress = Callable[[int, int], None]
"""Told (rows done, rows in all); raises to cancel, and then everything is taken back."""


@dataclass(slots=True)
class Counts:
    """Rows of one table: not in the base yet, in it just so, and in it but otherwise."""

    new: int = 0
    same: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a folder would bring. ``replaces``: rows that are in the base but otherwise become the folder's."""

    about: About
    tables: Mapping[str, Counts]
    replaces: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """A folder that was brought in."""

    import_id: bytes
    operation: int
    tables: Mapping[str, Counts]


def compare(store: Store, folder: Path, progress: Progress) -> Comparison:
    """Look at every row of the folder and write nothing.

    Raises:
        FileDamaged, BaseTooNew: see ``folder.about`` and ``reading.rows``.
    """
    facts_of = about(folder)
    counts = {table: Counts() for table in names()}
    done = _Done(facts_of, progress)
    same = SameNames(store)
    for table, count in counts.items():
        columns = columns_of(store, table)
        for portion in _portions(rows(folder, table, columns)):
            _judged(store, table, _fitted(same, table, portion, count), count)
            done.add(len(portion))
    return Comparison(facts_of, counts, _is_empty(store))


def bring(store: Store, folder: Path, progress: Progress) -> Brought:
    """Write what the base has not, as one operation that can be taken back.

    Raises:
        FileDamaged, BaseTooNew: see ``compare``; nothing is brought in then.
    """
    facts_of = about(folder)
    counts = {table: Counts() for table in names()}
    info = {"files": [folder.name]}
    was_empty = _is_empty(store)
    try:
        with store.long_change(Op.IMPORT, info=info, derive=False) as work:
            done = _Done(facts_of, progress)
            bringing = _Bringing(store, work, folder, counts, done, was_empty, SameNames(store))
            bringing.write()
            listing.index_new(store, bringing.clients, lambda _done, _all: None)
            import_id = uuid7()
            work.finish(
                info={**info, "new": counts["client"].new},
                also=lambda change: _remember(change, store, import_id, work.operation, folder, counts),
            )
    except sqlite3.IntegrityError as error:
        raise FileDamaged(path=str(folder), reason=str(error)) from error
    if was_empty:
        facts.set_region(store, facts_of.region)
    elif bringing.lists_changed:
        listing.rebuild(store, state(store.connection)[0])
    return Brought(import_id, work.operation, counts)


class _Done:
    """Counts rows and tells of them."""

    def __init__(self, about: About, progress: Progress) -> None:
        self._total = max(1, sum(about.rows.values()))
        self._done = 0
        self._progress = progress

    def add(self, count: int) -> None:
        self._done += count
        self._progress(min(self._done, self._total), self._total)


@dataclass(slots=True)
class _Bringing:
    store: Store
    work: LongChange
    folder: Path
    counts: Mapping[str, Counts]
    done: _Done
    replaces: bool
    same: SameNames
    clients: set[bytes] = field(default_factory=set)
    """Clients whose places in the lists have to be worked out."""
    lists_changed: bool = False

    def write(self) -> None:
        for table in names():
            columns = columns_of(self.store, table)
            later: list[tuple[Value, ...]] = []
            for turn in in_turns(self.store, _portions(rows(self.folder, table, columns))):
                size = 0
                with self.work.chunk() as change:
                    for portion in turn:
                        later += self._write(change, table, columns, portion)
                        size += len(portion)
                self.done.add(size)
            # A row may refer to one of its own table that stands further down.
            for references in _portions(later):
                with self.work.chunk() as change:
                    marks = ", ".join(f"{name} = ?" for name in columns.own)
                    change.executemany(f"UPDATE {table} SET {marks} WHERE id = ?", references)

    def _write(
        self, change: Change, table: str, columns: Columns, portion: Sequence[Row]
    ) -> Iterator[tuple[Value, ...]]:
        """Write some rows; their references within the table, to be written when all are there."""
        counts = self.counts[table]
        new, other = _judged(self.store, table, _fitted(self.same, table, portion, counts), counts)
        if table == "client":
            self._number(new)
        for row in new:
            _insert(
                change, table, {name: None if name in columns.own else value for name, value in row.items()}
            )
        written = list(new)
        if self.replaces:
            for row in other:
                values = {name: value for name, value in row.items() if name != "id"}
                marks = ", ".join(f"{name} = ?" for name in values)
                change.execute(f"UPDATE {table} SET {marks} WHERE id = ?", (*values.values(), row["id"]))
            written += other
        self._touch(table, written)
        return (
            (*(row.get(name) for name in columns.own), row["id"])
            for row in new
            if any(row.get(name) is not None for name in columns.own)
        )

    def _touch(self, table: str, written: Sequence[Row]) -> None:
        self.lists_changed |= bool(written) and table in _LISTS
        column = "id" if table == "client" else _ROOTS[table]
        for row in written:
            for name in (column, "company_id") if table == "employment" else (column,):
                owner = row.get(name) if name else None
                if isinstance(owner, bytes):
                    self.clients.add(owner)

    def _number(self, new: Sequence[Row]) -> None:
        """Give another number to a client whose own is somebody else's here."""
        wanted = [number for row in new if isinstance(number := row.get("number"), int)]
        taken = numbers.in_use(self.store, wanted)
        for row in new:
            if row.get("number") in taken:
                row["number"] = numbers.reserve(self.store, above=max(wanted))
        if wanted and max(wanted) > facts.highest_number(self.store):
            facts.raise_number(self.store, max(wanted))


def _insert(change: Change, table: str, row: Row) -> None:
    marks = ", ".join("?" * len(row))
    change.execute(f"INSERT INTO {table}({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def _fitted(same: SameNames, table: str, portion: Sequence[Row], counts: Counts) -> list[Row]:
    """The rows as this base takes them; entries of lists that it has under another id are the same."""
    fitted = [each for row in portion if (each := same.fitted(table, row)) is not None]
    counts.same += len(portion) - len(fitted)
    return fitted


def _judged(store: Store, table: str, portion: Sequence[Row], counts: Counts) -> tuple[list[Row], list[Row]]:
    """The rows that the base has not, and those that it has otherwise; counted."""
    if not portion:
        return [], []
    columns = tuple(portion[0])
    marks = ", ".join("?" * len(portion))
    ids = tuple(row["id"] for row in portion)
    found = store.read(f"SELECT {', '.join(columns)} FROM {table} WHERE id IN ({marks})", ids)
    place = columns.index("id")
    present = {values[place]: values for values in found}
    new = [row for row in portion if row["id"] not in present]
    other = [row for row in portion if row["id"] in present and tuple(row.values()) != present[row["id"]]]
    counts.new += len(new)
    counts.other += len(other)
    counts.same += len(portion) - len(new) - len(other)
    return new, other


def _portions(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while portion := list(islice(rest, _CHUNK)):
        yield portion


def _is_empty(store: Store) -> bool:
    return not store.read("SELECT 1 FROM client LIMIT 1")


def _remember(
    change: Change, store: Store, import_id: bytes, operation: int, folder: Path, counts: Mapping[str, Counts]
) -> None:
    """Keep the numbers for the page of past imports."""
    clients = counts["client"]
    told = {
        "read": clients.new + clients.same + clients.other,
        "new": clients.new,
        "same": clients.same,
        "activities": counts["activity"].new,
        "deals": counts["deal"].new,
    }
    change.execute(
        "INSERT INTO import_run(id, operation, at, files, counts) VALUES (?,?,?,?,?)",
        (
            import_id,
            operation,
            utc_text(store.clock.now()),
            json.dumps(
                [{"file": folder.name, "sheet": "", "mapping": {}, "headers": []}], ensure_ascii=False
            ),
            json.dumps(told),
        ),
    )
