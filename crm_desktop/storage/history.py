"""What happened to one row or one field: who, when, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.storage import journal
from crm_desktop.storage.operations import OperationRow, by_seq
from crm_desktop.storage.references import References

if TYPE_CHECKING:
    from crm_desktop.storage.journal import Entry
    from crm_desktop.storage.store import Store


@dataclass(frozen=True)
class FieldChange:
    """One change. ``action`` is "insert", "update" or "delete"; ``field`` is None where the whole row came or went.

    ``at`` is UTC text. ``at``, ``who`` and ``op`` are empty and ``operation`` is None when a tool outside the program
    wrote, or the operation is no longer on record.
    """

    at: str
    who: str
    op: str
    operation: int | None
    action: str
    field: str | None
    old: Any
    new: Any


def history(store: Store, table: str, row_id: bytes, field: str | None = None) -> list[FieldChange]:
    """All changes of a row, newest first; with ``field`` only that field's, its first value and its end included.

    The value after a change is the old value of the next change of that field, or the present one.
    """
    with store.snapshot():
        connection = store.connection
        after: dict[str, Any] = References(connection, store.schema).row(table, row_id) or {}
        operations: dict[int | None, OperationRow | None] = {None: None}
        changes: list[FieldChange] = []
        for entry in reversed(journal.of_row(connection, table, row_id)):
            if entry.operation is not None and entry.operation not in operations:
                operations[entry.operation] = by_seq(store, entry.operation)
            for name, old, new in _fields(entry, after, field):
                changes.append(_change(entry, operations[entry.operation], name, old, new))
            after = {} if entry.action == journal.INSERT else after | entry.old
        return changes


def _fields(entry: Entry, after: dict[str, Any], field: str | None) -> list[tuple[str | None, Any, Any]]:
    """What an entry says of each field, or of the one asked for: (field, old, new)."""
    if entry.action == journal.UPDATE:
        return [(name, old, after.get(name)) for name, old in entry.old.items() if field in (None, name)]
    if field is None:
        return [(None, None, None)]
    return [(field, entry.old.get(field), after.get(field) if entry.action == journal.INSERT else None)]


def _change(
    entry: Entry, operation: OperationRow | None, field: str | None, old: Any, new: Any
) -> FieldChange:
    at, who, op = (operation.at, operation.who, operation.op) if operation else ("", "", "")
    return FieldChange(at, who, op, entry.operation, entry.action, field, old, new)
