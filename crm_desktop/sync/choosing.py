"""Which unsent rows the next push carries: at most so many, whole actions of the user, parents with their children.

Everything small goes at once. Where more is unsent than one push may carry (an import, the first join), the journal
says in which order it was written; that order is followed from push to push. What one action of the user wrote goes
together, unless the action alone is larger than a push. A new row goes no earlier than the new rows it refers to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from crm_desktop.sync import local_rows, unsent
from crm_desktop.sync.tables import synced_table, synced_tables

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.sync.snapshot import RowKey


Parents = Callable[["RowKey"], "list[RowKey]"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one push carries."""

    rows: int = 5_000
    bytes: int = 8_000_000


@dataclass(slots=True)
class Chosen:
    """``rows`` by key, as they stand now (``id, rev, *columns``); ``entry``: no older journal entry has more."""

    rows: dict[RowKey, tuple[Any, ...]]
    entry: int


def choose(connection: sqlite3.Connection, limits: Limits, entry: int, refused: frozenset[RowKey]) -> Chosen:
    """The rows of the next push, none where nothing is to be sent.

    ``entry``: what earlier entries of the journal wrote was sent; ``refused``: rows that the server does not take,
    which stay here with the new rows that refer to them.
    """
    window, end, is_all = _window(connection, limits.rows, entry, refused)
    choice = _Choice(connection, limits, refused)
    choice.load(window)
    if is_all and choice.take(window):  # as on any usual day
        return Chosen(choice.rows, end)
    for key, group in _groups(connection, window, limits.rows, choice.new_parents):
        if not choice.take(group):
            if not choice.rows:
                choice.take_part(group)
            end = min(end, window[key])
            break
    return Chosen(choice.rows, end)


# The window: what comes first -------------------------------------------------------------------------------------

_ENTRIES_AT_ONCE = 5_000
_FEW = 4
"""Up to so many pushes the journal is asked about each row, instead of being read on from where the last one was."""


def _window(
    connection: sqlite3.Connection, most: int, entry: int, refused: frozenset[RowKey]
) -> tuple[dict[RowKey, int], int, bool]:
    """The first ``most`` unsent rows with the entry of the journal before theirs.

    And the entry all of them end at, and whether they are all there are.
    """
    ((newest,),) = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM journal").fetchall()
    few = _FEW * most
    everything = list(islice((key for key in unsent.keys(connection) if key not in refused), few + 1))
    if len(everything) <= most:
        return dict.fromkeys(everything, newest), newest, True
    in_order = _told_of(connection, everything, entry) if len(everything) <= few else _told(connection, entry)
    window: dict[RowKey, int] = {}
    for seq, key in in_order:
        if key not in window and key not in refused:
            if len(window) == most:
                return window, seq - 1, False
            window[key] = seq - 1
    if not window:
        # Nothing in the journal: it was trimmed, or they were sent once and are to be sent again.
        return dict.fromkeys(everything[:most], newest), newest, False
    return window, newest, False


def _told(connection: sqlite3.Connection, after: int) -> Iterator[tuple[int, RowKey]]:
    """The unsent rows as the journal names them, each as often as it does."""
    while True:
        entries = connection.execute(
            "SELECT seq, tbl, id FROM journal WHERE seq > ? AND action IN ('insert', 'update')"
            " ORDER BY seq LIMIT ?",
            (after, _ENTRIES_AT_ONCE),
        ).fetchall()
        if not entries:
            return
        waiting = unsent.among(connection, ((table, id_) for _, table, id_ in entries))
        yield from ((seq, (table, id_)) for seq, table, id_ in entries if (table, id_) in waiting)
        after = entries[-1][0]


def _told_of(connection: sqlite3.Connection, keys: Iterable[RowKey], after: int) -> list[tuple[int, RowKey]]:
    """Where the journal names these rows first, in its order: quick where it tells of a million others."""
    found: list[tuple[int, RowKey]] = []
    for name, ids in unsent.by_table(keys).items():
        for batch, marks in unsent.batches(ids):
            entries = connection.execute(
                f"SELECT min(seq), id FROM journal WHERE id IN ({marks}) AND tbl = ? AND +seq > ?"
                " AND action IN ('insert', 'update') GROUP BY id",
                (*batch, name, after),
            )
            found += ((seq, (name, id_)) for seq, id_ in entries)
    return sorted(found)


# The groups: what goes together -----------------------------------------------------------------------------------


def _groups(
    connection: sqlite3.Connection, window: Iterable[RowKey], most: int, new_parents: Parents
) -> Iterator[tuple[RowKey, list[RowKey]]]:
    """Every row of the window with those that have to go with it; each row once."""
    actions = _Actions(connection, most, new_parents)
    told: set[RowKey] = set()
    keys = list(window)
    for start in range(0, len(keys), unsent.IDS_AT_ONCE):
        portion = keys[start : start + unsent.IDS_AT_ONCE]
        actions.look_up(portion)
        for key in portion:
            if key not in told:
                group = actions.bound(key, told)
                told.update(group)
                yield key, group


@dataclass(slots=True)
class _Actions:
    """Which actions wrote which rows. Those of more rows than one push carries bind nothing."""

    connection: sqlite3.Connection
    most: int
    new_parents: Parents
    _of_row: dict[RowKey, list[int]] = field(default_factory=dict)
    _extent: dict[int, tuple[int, int] | None] = field(default_factory=dict)

    def look_up(self, keys: Iterable[RowKey]) -> None:
        """Learn which actions wrote these rows."""
        wanted = [key for key in keys if key not in self._of_row]
        for key in wanted:
            self._of_row[key] = []
        for name, ids in unsent.by_table(wanted).items():
            for batch, marks in unsent.batches(ids):
                found = self.connection.execute(
                    "SELECT DISTINCT id, operation FROM journal"
                    f" WHERE id IN ({marks}) AND tbl = ? AND operation IS NOT NULL",
                    (*batch, name),
                )
                for id_, operation in found:
                    self._of_row[name, id_].append(operation)

    def bound(self, key: RowKey, told: set[RowKey]) -> list[RowKey]:
        """The unsent rows that actions bind to this one and the new ones that any of them refers to, itself the first.

        None of those told already.
        """
        group = {key: None}
        waiting = [key]
        done: set[int] = set()
        while waiting and len(group) <= self.most:
            row = waiting.pop()
            self.look_up([row])
            more = [*self.new_parents(row)]
            for action in self._of_row[row]:
                if action not in done:
                    done.add(action)
                    more += self._unsent_rows(action)
            fresh = dict.fromkeys(each for each in more if each not in group and each not in told)
            group.update(fresh)
            waiting += fresh
        return list(group)

    def _unsent_rows(self, action: int) -> list[RowKey]:
        rows = self._rows(action)
        fresh = unsent.among(self.connection, rows)
        return [row for row in rows if row in fresh]

    def _rows(self, action: int) -> list[RowKey]:
        if action not in self._extent:
            self._extent[action] = self._small(action)
        extent = self._extent[action]
        if extent is None:
            return []
        found = self.connection.execute(
            "SELECT DISTINCT tbl, id FROM journal WHERE seq BETWEEN ? AND ? AND operation = ? AND action <> 'delete'",
            (*extent, action),
        )
        return found.fetchall()

    def _small(self, action: int) -> tuple[int, int] | None:
        found = self.connection.execute(
            "SELECT first_entry, last_entry FROM operation WHERE seq = ? AND origin = 'local' AND rows BETWEEN 2 AND ?",
            (action, self.most),
        ).fetchone()
        return None if found is None else (found[0], found[1])


# The choice: what fits --------------------------------------------------------------------------------------------


class _Choice:
    """The rows taken so far, and what they weigh."""

    def __init__(self, connection: sqlite3.Connection, limits: Limits, refused: frozenset[RowKey]) -> None:
        self.rows: dict[RowKey, tuple[Any, ...]] = {}
        self._connection, self._limits, self._refused = connection, limits, refused
        self._bytes = 0
        self._loaded: dict[RowKey, tuple[Any, ...]] = {}
        self._new: dict[RowKey, bool] = {}
        self._references = {table.name: _places(table.name) for table in synced_tables()}

    def load(self, keys: Iterable[RowKey]) -> None:
        """Read rows, and learn which of those they refer to are new."""
        parents: list[RowKey] = []
        for name, ids in unsent.by_table(key for key in keys if key not in self._loaded).items():
            select = local_rows.statements(name).read
            for batch, marks in unsent.batches(ids):
                for row in self._connection.execute(f"{select} IN ({marks})", batch):
                    self._loaded[name, row[0]] = row
                    parents += self._parents((name, row[0]))
        unknown = [key for key in parents if key not in self._new]
        self._new.update(dict.fromkeys(unknown, False))
        for name, ids in unsent.by_table(unknown).items():
            for batch, marks in unsent.batches(ids):
                found = self._connection.execute(
                    f'SELECT id FROM "{name}" WHERE id IN ({marks}) AND rev = 0', batch
                )
                self._new.update(((name, id_), True) for (id_,) in found)

    def new_parents(self, key: RowKey) -> list[RowKey]:
        """The new rows that a row refers to."""
        self.load([key])
        return [parent for parent in self._parents(key) if self._new.get(parent)]

    def take(self, group: Collection[RowKey]) -> bool:
        """Take all of the group with the new rows they refer to; whether it fitted."""
        self.load(group)
        needed = self._with_parents(group)
        size = sum(_weight(self._loaded[key]) for key in needed)
        if len(self.rows) + len(needed) > self._limits.rows or self._bytes + size > self._limits.bytes:
            return False
        self._add(needed, size)
        return True

    def take_part(self, group: Iterable[RowKey]) -> None:
        """Take what fits of an action that is larger than a push; at least one row."""
        for key in group:
            if not self.take([key]):
                if not self.rows:
                    self._first_of(key)
                return

    def _first_of(self, key: RowKey) -> None:
        """A row alone is heavier than a push: it goes alone, after those it refers to."""
        first = next(iter(self._with_parents([key])))
        self._add([first], _weight(self._loaded[first]))

    def _add(self, keys: Iterable[RowKey], size: int) -> None:
        self.rows.update((key, self._loaded[key]) for key in keys)
        self._bytes += size

    def _with_parents(self, group: Iterable[RowKey]) -> dict[RowKey, None]:
        """The rows not taken yet, each after the new ones it refers to; without what the server refuses."""
        ordered: dict[RowKey, None] = {}
        for key in group:
            self._place(key, ordered, set())
        return ordered

    def _place(self, key: RowKey, ordered: dict[RowKey, None], above: set[RowKey]) -> bool:
        if key in self.rows or key in ordered or key in above:
            return True
        if key in self._refused:
            return False
        above.add(key)
        if not all(self._place(parent, ordered, above) for parent in self.new_parents(key)):
            return False
        ordered[key] = None
        return True

    def _parents(self, key: RowKey) -> list[RowKey]:
        row = self._loaded[key]
        return [(parent, row[place]) for place, parent in self._references[key[0]] if row[place] is not None]


def _places(name: str) -> list[tuple[int, str]]:
    """Where in a row ``(id, rev, *columns)`` ids of other rows stand, and of which table."""
    columns = {column.name: column.references for column in synced_table(name).columns}
    places = []
    for place, column in enumerate(local_rows.statements(name).columns, start=2):
        parent = columns[column]
        if parent is not None:
            places.append((place, parent))
    return places


def _weight(row: tuple[Any, ...]) -> int:
    return sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
