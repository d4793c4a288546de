"""Which rows that an operation made must stay when it is taken back, because somebody has worked with them since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.storage import journal
from crm_desktop.storage.change import Change, last_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.storage.references import References

Row = tuple[str, bytes]


class KeptRows:
    """The rows that stay, found from what others wrote since; ``rows`` gives the operation that is the reason.

    A row stays when another operation, not itself taken back, has touched it since and left it other than it was
    (deleted and put back is no work). With it stay its whole aggregate (a root and its members are left whole), and
    every row that a staying or foreign row refers to.
    """

    def __init__(self, references: References, operation: int, first_entry: int, own: frozenset[int]) -> None:
        self.rows: dict[Row, int | None] = {}
        self._references, self._operation = references, operation
        self._own = own
        self._first = first_entry
        self._seen = first_entry - 1
        self._told: set[Row] = set()

    def look(self, change: Change) -> list[Row]:
        """Take in what others wrote since the last look; the rows that stay for it, to be told.

        They are those that others touched, or their root where what they touched is not of this operation or gone.
        """
        found: list[Row] = []
        own = ", ".join(str(seq) for seq in sorted(self._own | {change.operation}))
        newest = last_entry(change.connection)
        entries = change.execute(
            "SELECT j.tbl, j.id, max(j.operation),"
            " max(j.operation IS NULL OR (o.state <> 'undone' AND o.undoes IS NULL))"
            " FROM journal j LEFT JOIN operation o ON o.seq = j.operation"
            f" WHERE j.seq > ? AND (j.operation IS NULL OR j.operation NOT IN ({own})) AND j.action <> 'blank'"
            " GROUP BY j.tbl, j.id",
            (self._seen,),
        ).fetchall()
        self._seen = newest
        for table, id_, by, effective in entries:
            found += self._touched(change, (table, id_), by, effective=bool(effective))
        found = [row for row in dict.fromkeys(found) if row not in self._told]
        self._told.update(found)
        return found

    def _touched(self, change: Change, row: Row, by: int | None, *, effective: bool) -> list[Row]:
        values, root = self._references.row(*row), None
        effective = effective and not self._is_as_left(change, row, values)
        if effective:
            self._keep(change, row, by)
            root = self._references.root_of(
                row[0], values if values is not None else self._last_values(change, row)
            )
            if root is not None:
                self._keep(change, root, by)
        if not self._made_here(change, row):
            for parent in self._references.parents(row[0], self._lasting(change, row, values or {})):
                self._keep(change, parent, by)
        if not effective:
            return []
        told = row if values is not None and row in self.rows else root
        return [told] if told in self.rows else []

    def _is_as_left(self, change: Change, row: Row, values: Mapping[str, object] | None) -> bool:
        """Whether the row, which others have written since, holds again all that the operation left in it."""
        if values is None or not self._made_here(change, row):
            return False
        left: dict[str, object] = {}
        for entry in journal.of_row(change.connection, *row, after=self._first - 1):
            if entry.operation == self._operation:
                left.clear()  # what was written before its last word does not count
            elif entry.operation in self._own or entry.action == journal.UPDATE:
                left = entry.old | left
            else:
                return False
        return all(values.get(field) == value for field, value in left.items())

    def _lasting(self, change: Change, row: Row, values: Mapping[str, object]) -> dict[str, object]:
        """The values that a row will keep: without those that the operation wrote and that are about to be put back."""
        lasting = dict(values)
        entries = journal.of_row(change.connection, *row, after=self._first - 1)
        for place, entry in enumerate(entries, start=1):
            if entry.operation == self._operation and entry.action == journal.UPDATE:
                for field in entry.old.keys() & values.keys():
                    later = (each.old[field] for each in entries[place:] if field in each.old)
                    if next(later, values[field]) == values[field]:
                        lasting.pop(field, None)
        return lasting

    def _last_values(self, change: Change, row: Row) -> dict[str, object]:
        """What a row held when it was deleted."""
        entries = journal.of_row(change.connection, *row)
        return next((entry.old for entry in reversed(entries) if entry.action == journal.DELETE), {})

    def _keep(self, change: Change, row: Row, by: int | None) -> None:
        waiting = [row]
        while waiting:
            row = waiting.pop()
            if row in self.rows or not self._made_here(change, row):
                continue
            self.rows[row] = by
            waiting += self._references.parents_of_row(*row)
            waiting += self._references.members_of(*row)

    def _made_here(self, change: Change, row: Row) -> bool:
        """Whether the operation inserted the row."""
        made = change.execute(
            "SELECT 1 FROM journal WHERE id = ? AND tbl = ? AND operation = ? AND action = 'insert'",
            (row[1], row[0], self._operation),
        )
        return made.fetchone() is not None
