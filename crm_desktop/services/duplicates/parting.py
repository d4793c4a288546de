"""Parting clients that were merged: exactly back, with whatever was done since left where it was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.errors import NotUndoable
from crm_desktop.kinds import Op, StageWhy
from crm_desktop.services import operations, stage_history, writing
from crm_desktop.services.client_rows import owner_column
from crm_desktop.services.duplicates.choosing import JOINED, SINGLE, is_empty
from crm_desktop.services.duplicates.joining import SAID_TWICE, place_copy, rows_of
from crm_desktop.services.duplicates.merging import appended
from crm_desktop.storage.history import FieldChange, history
from crm_desktop.storage.operations import by_seq
from crm_desktop.storage.undo import take_back_part

if TYPE_CHECKING:
    from crm_desktop.services.operations import TakenBack
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class MergedClient:
    """A client that was merged into another: when (UTC text), by whom, by which operation.

    ``can_part`` is false where the client it went into was itself merged later: that merge is to be parted first; and
    where the journal of the merge is gone.
    """

    id: bytes
    number: int | None
    name: str
    at: str
    who: str
    operation: int | None
    can_part: bool


class _Span(NamedTuple):
    """The journal entries of one card of a merge, and whether they are all there is to the operation."""

    first: int
    last: int
    whole: bool


def merged_into(store: Store, client_id: bytes) -> list[MergedClient]:
    """The clients that were merged into this one, the newest first."""
    found = []
    with store.snapshot():
        rows = store.read("SELECT id, number, name FROM client WHERE merged_into = ?", (client_id,))
        for other, number, name in rows:
            change = _merge_of(store, other, client_id)
            at, who, operation = (change.at, change.who, change.operation) if change else ("", "", None)
            found.append(MergedClient(other, number, name, at, who, operation, change is not None))
    return sorted(found, key=lambda merged: merged.at, reverse=True)


def _merge_of(store: Store, other: bytes, keep: bytes) -> FieldChange | None:
    """The change by which a client went into the one it is merged into; None where it first went into another."""
    for change in history(store, "client", other, "merged_into"):
        if change.action == "update" and (change.old, change.new) == (None, keep) and change.operation:
            operation = by_seq(store, change.operation)
            if operation is not None and operation.state == "done":
                return change
    return None


def part(store: Store, other: bytes) -> TakenBack:
    """Part a merged client from the one it went into; what was edited since stays with that one and is told.

    A merge of two is undone as it is; one card of a bigger merge is parted by an operation of its own.

    Raises:
        NotUndoable: the client is merged into nobody, or can not be parted (``MergedClient.can_part``).
        RecordNotFound: there is no such client.
    """
    keep = writing.row(store, "client", other)["merged_into"]
    change = None if keep is None else _merge_of(store, other, keep)
    if change is None or change.operation is None:
        raise NotUndoable(operation=None, state="missing")
    span = _span(store, change.operation, other)
    if span.whole:
        return operations.undo(store, change.operation)
    result = take_back_part(
        store,
        Op.PART_CLIENTS,
        change.operation,
        (span.first, span.last),
        also=lambda open_change: _give_again(store, open_change, keep, other),
    )
    return operations.told(store, result)


def _span(store: Store, operation: int, other: bytes) -> _Span:
    """Each card's entries end with its pointer to the kept one: a card's begin after the pointer of the one before."""
    ((first,),) = store.read("SELECT first_entry FROM operation WHERE seq = ?", (operation,))
    ends = store.read(
        "SELECT seq, id FROM journal WHERE operation = ? AND tbl = 'client' AND action = 'update'"
        " AND instr(old, '\"merged_into\":null') ORDER BY seq",
        (operation,),
    )
    places = [client_id for _, client_id in ends]
    place = places.index(other)
    return _Span(ends[place - 1][0] + 1 if place else first, ends[place][0], len(ends) == 1)


def _give_again(store: Store, change: Change, keep: bytes, other: bytes) -> None:
    """What the parted card took along (a tag, a phone, a birthday) stays where another merged card had it too."""
    for sibling in merged_into(store, keep):
        for table in sorted(SAID_TWICE):
            for row in rows_of(change, table, f"{owner_column(table)} = ? AND deleted = 1", sibling.id):
                if _deleted_by(change, table, row["id"], sibling.operation):
                    place_copy(change, table, keep, row)
        _fill_gaps(store, change, keep, writing.row(store, "client", sibling.id))
    stage_history.mend(store, change, [keep, other], StageWhy.MERGE)


def _fill_gaps(store: Store, change: Change, keep: bytes, theirs: Mapping[str, Any]) -> None:
    mine = writing.row(store, "client", keep)
    values = {
        column: theirs[column]
        for column in SINGLE
        if is_empty(column, mine[column]) and not is_empty(column, theirs[column]) and theirs[column] != keep
    }
    values |= {column: appended(mine[column], [theirs[column]])[0] for column in JOINED}
    for column, value in values.items():
        change.execute(f"UPDATE client SET {column} = ?1 WHERE id = ?2 AND {column} IS NOT ?1", (value, keep))


def _deleted_by(change: Change, table: str, row_id: bytes, operation: int | None) -> bool:
    found = change.execute(
        "SELECT 1 FROM journal WHERE id = ? AND tbl = ? AND operation = ? AND instr(old, '\"deleted\":0')",
        (row_id, table, operation),
    )
    return found.fetchone() is not None
