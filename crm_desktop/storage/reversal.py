"""Taking an operation back, entry by entry, newest first: each step leads to a state that once was.

* An insert: the row is removed; a row that a server may know (rev <> 0) goes to the bin instead, so that others hear of
  it.
* An update: a field is put back if it still holds what the operation wrote: the old value in the next entry of that
  row that has the field, else the present value. Otherwise it was changed since, and is kept and listed.
* A delete: the row comes back with its id, and its row number if that is free.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crm_desktop.storage import journal
from crm_desktop.storage.kept_rows import KeptRows, Row
from crm_desktop.storage.references import References

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.journal import Entry
    from crm_desktop.storage.schema import Schema


@dataclass(frozen=True)
class Kept:
    """What was not taken back: a field of a row, or the whole row (``field`` None).

    ``by_operation`` changed it since; None when something else forbids it (a rule of the table, an outside tool).
    """

    table: str
    id: bytes
    field: str | None
    by_operation: int | None
    who: str


class Reversal:
    """One operation on its way back, or a part of it. ``step`` does the next entries in the caller's transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        schema: Schema,
        operation: int,
        part: tuple[int, int] | None = None,
    ) -> None:
        """Take the operation; ``part`` are the first and the last of its journal entries to be taken back."""
        first, last = connection.execute(
            "SELECT COALESCE(first_entry, 1), COALESCE(last_entry, 0) FROM operation WHERE seq = ?",
            (operation,),
        ).fetchone()
        first, last = part or (first, last)
        self.operation = operation
        self.undone: list[int] = []
        self._schema = schema
        self._first, self.last_entry, self._before = first, last, last + 1
        self._references = References(connection, schema)
        self._rows = KeptRows(self._references, operation, first, _undo_chain(connection, operation))
        self._kept: dict[Kept, None] = {}
        self._kept_rows: set[Row] = set()
        self._waiting: dict[Row, Entry] = {}
        self._unsettled: list[Entry] = []
        self._pending: dict[str, list[bytes]] = {}

    @property
    def kept(self) -> list[Kept]:
        """What was not taken back so far."""
        return list(self._kept)

    def step(self, change: Change, limit: int) -> int:
        """Take back the next ``limit`` entries; how many there were: fewer when all is done.

        ``undone`` then holds the numbers of the entries that have nothing left to be taken back.
        Foreign keys are checked at the commit: within a step rows may refer to rows that are yet to come back.
        """
        change.execute("PRAGMA defer_foreign_keys = ON")
        known = set(self._rows.rows)
        for row in self._rows.look(change):
            self._keep(change, row, None, self._rows.rows[row])
        for row in set(self._rows.rows) - known:
            self._give_back(change, row)
        entries = journal.of_operation(change.connection, self.operation, self._first, self._before, limit)
        looked_at = self._unsettled + entries
        for entry in entries:
            self._take_back(change, entry)
        self._flush(change)
        self._retry(change)
        if entries:
            self._before = entries[-1].seq
        if len(entries) < limit:
            self._settle(change)
        self._unsettled = [e for e in looked_at if (e.table, e.id) in self._waiting]
        left = self._kept_rows | self._rows.rows.keys() | self._waiting.keys()
        self.undone = [e.seq for e in looked_at if (e.table, e.id) not in left]
        return len(entries)

    def _take_back(self, change: Change, entry: Entry) -> None:
        row = entry.table, entry.id
        if row in self._rows.rows:
            return
        rest = self._fold(self._waiting[row], entry) if row in self._waiting else entry
        if rest is not None:
            self._apply(change, rest)

    def _apply(self, change: Change, entry: Entry) -> None:
        if entry.action == journal.INSERT:
            self._pending.setdefault(entry.table, []).append(entry.id)
            return
        self._flush(change)
        if entry.action == journal.UPDATE:
            self._restore(change, entry)
        else:
            self._bring_back(change, entry)

    def _flush(self, change: Change) -> None:
        """Remove the rows gathered; many at once, for imports consist of inserts."""
        for table, ids in self._pending.items():
            change.executemany(
                f'UPDATE "{table}" SET deleted = 1 WHERE id = ? AND rev <> 0 AND deleted = 0',
                ((i,) for i in ids),
            )
            change.executemany(f'DELETE FROM "{table}" WHERE id = ? AND rev = 0', ((i,) for i in ids))
        self._pending = {}

    def _give_back(self, change: Change, root: Row) -> None:
        """Somebody worked with a row between two steps, when some of its members were gone already: it stays whole."""
        table, id_ = root
        for member in self._references.members.get(table, ()):
            for entry in journal.deleted_members(
                change.connection, change.operation, self.last_entry, member, id_
            ):
                if not self._references.exists(entry.table, entry.id):
                    self._insert(change, entry)

    # Updates ----------------------------------------------------------------------------------------------------

    def _restore(self, change: Change, entry: Entry) -> None:
        row = (entry.table, entry.id)
        current = self._references.row(*row)
        later = journal.of_row(change.connection, *row, after=entry.seq)
        if current is None:
            self._keep(change, row, None, _by(later, None, change.operation))
            return
        values = {}
        for field, old in entry.old.items():
            if field not in current or _same(current[field], old):
                continue
            written = next((e.old[field] for e in later if field in e.old), current[field])
            if _same(written, current[field]):
                values[field] = old
            else:
                self._keep(change, row, field, _by(later, field, change.operation))
        if values:
            self._write(change, entry, values)

    def _write(self, change: Change, entry: Entry, values: Mapping[str, Any]) -> None:
        if missing := self._references.missing(entry.table, entry.id, values):
            self._wait(replace(entry, old={column: values[column] for column in missing}))
            values = {field: value for field, value in values.items() if field not in missing}
        if not values:
            return
        setting = ", ".join(f'"{field}" = ?' for field in values)
        try:
            change.execute(f'UPDATE "{entry.table}" SET {setting} WHERE id = ?', (*values.values(), entry.id))
        except sqlite3.IntegrityError:  # a rule of the table: another row holds the unique value by now
            for field in values:
                self._keep(change, (entry.table, entry.id), field, None)

    # Deletes ----------------------------------------------------------------------------------------------------

    def _bring_back(self, change: Change, entry: Entry) -> None:
        present = self._references.row(entry.table, entry.id)
        if present is None:
            if self._references.missing(entry.table, entry.id, entry.old):
                self._wait(entry)
            else:
                self._insert(change, entry)
            return
        later = journal.of_row(change.connection, entry.table, entry.id, after=entry.seq)
        others = [e for e in later if e.operation not in (self.operation, change.operation)]
        if others:
            self._keep(change, (entry.table, entry.id), None, others[-1].operation)
        else:
            # Deleted and made again by the same operation; its second self has just gone to the bin.
            self._write(change, entry, {field: old for field, old in entry.old.items() if field in present})

    def _insert(self, change: Change, entry: Entry) -> None:
        columns = self._schema.table(entry.table).columns
        values = (
            {"rev": 0}
            | {c: entry.old[c] for c in ("rid", "rev", *columns) if c in entry.old}
            | {"id": entry.id}
        )
        taken = change.execute(
            f'SELECT 1 FROM "{entry.table}" WHERE rid = ?', (values.get("rid"),)
        ).fetchone()
        if taken:
            del values["rid"]
        names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
        try:
            change.execute(f'INSERT INTO "{entry.table}"({names}) VALUES ({marks})', tuple(values.values()))
        except sqlite3.IntegrityError:  # a rule of the table: another row holds the unique value by now
            self._keep(change, (entry.table, entry.id), None, None)

    # Rows whose parents are missing -----------------------------------------------------------------------------

    def _wait(self, entry: Entry) -> None:
        row = entry.table, entry.id
        held = self._waiting.get(row)
        self._waiting[row] = entry if held is None else replace(held, old=held.old | entry.old)

    def _fold(self, held: Entry, entry: Entry) -> Entry | None:
        """What is left to do of ``entry`` when a newer entry of its row still waits: the older values take over."""
        row = entry.table, entry.id
        if entry.action == journal.INSERT:
            del self._waiting[row]
            return None if held.action == journal.DELETE else entry
        taken = (
            entry.old
            if held.action == journal.DELETE
            else {f: v for f, v in entry.old.items() if f in held.old}
        )
        self._waiting[row] = replace(held, old=held.old | taken)
        rest = {field: old for field, old in entry.old.items() if field not in taken}
        return replace(entry, old=rest) if rest else None

    def _retry(self, change: Change) -> None:
        """Do what waited for its parents, as long as that lets more of them come back."""
        count = -1
        while self._waiting and len(self._waiting) != count:
            count = len(self._waiting)
            waiting, self._waiting = self._waiting, {}
            for entry in waiting.values():
                self._apply(change, entry)

    def _settle(self, change: Change) -> None:
        """The last step: rows that wait for each other come back together; what still has no parent is kept away."""
        circle = [e for e in self._waiting.values() if e.action == journal.DELETE]
        for entry in circle:
            self._insert(change, entry)
        while gone := [e for e in circle if self._references.missing(e.table, e.id, e.old)]:
            for entry in gone:
                change.execute(f'DELETE FROM "{entry.table}" WHERE id = ?', (entry.id,))
                self._keep(change, (entry.table, entry.id), None, None)
                circle.remove(entry)
        self._waiting = {row: e for row, e in self._waiting.items() if e.action != journal.DELETE}
        self._retry(change)
        for entry in self._waiting.values():
            for field in entry.old:
                self._keep(change, (entry.table, entry.id), field, None)
        self._waiting = {}

    def _keep(self, change: Change, row: Row, field: str | None, by: int | None) -> None:
        who = change.execute("SELECT who FROM operation WHERE seq = ?", (by,)).fetchone()
        self._kept[Kept(*row, field, by, who[0] if who else "")] = None
        self._kept_rows.add(row)


def _undo_chain(connection: sqlite3.Connection, operation: int) -> frozenset[int]:
    """The operation, its undo, the undo of that, and so on: none of them is "somebody else"."""
    chain = connection.execute(
        "WITH RECURSIVE chain(seq) AS (VALUES (?) UNION SELECT o.seq FROM operation o JOIN chain c ON o.undoes = c.seq)"
        " SELECT seq FROM chain",
        (operation,),
    )
    return frozenset(seq for (seq,) in chain)


def _by(later: list[Entry], field: str | None, own: int) -> int | None:
    """The newest operation, not our own, that touched the field (any field if None)."""
    return next(
        (
            e.operation
            for e in reversed(later)
            if e.operation != own and (field is None or field in e.old or not e.old)
        ),
        None,
    )


def _same(one: Any, other: Any) -> bool:
    """Equal as SQLite sees it: 1 and 1.0 are, 'x' and x'78' are not."""
    return bool(one == other)
