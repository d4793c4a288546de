"""What was done in this base, as the user reads it; and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.changes import REMOTE
from crm_desktop.models.schema import CHILD_TABLES
from crm_desktop.services import stage_history
from crm_desktop.services.card_rows import ClientLink
from crm_desktop.services.client_rows import owner_column
from crm_desktop.storage import operations as stored
from crm_desktop.storage import undo as taking_back

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.operations import OperationRow as Stored
    from crm_desktop.storage.reversal import Kept
    from crm_desktop.storage.store import Store
    from crm_desktop.storage.undo import UndoResult

Progress = Callable[[int, int], None]

_MOST_SUBJECTS = 3


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One operation: what (``kinds.Op``), when (UTC), by whom, how many changes, and facts for its description.

    ``state`` is "open", "done" or "undone"; ``undoes`` is the operation an undo took back. ``clients`` are the first
    clients it touched, at most three, for "Ivanov Ivan edited". ``elsewhere``: it was done on another laptop and came
    by an exchange; ``at`` is then when the shared base took it.
    """

    seq: int
    op: str
    at: str
    who: str
    rows: int
    state: str
    info: Mapping[str, Any]
    undoes: int | None
    can_undo: bool
    clients: tuple[ClientLink, ...]
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class KeptRow:
    """What an undo left as it is, because somebody has changed it since: ``field`` is None for a whole row.

    ``client`` is whose row it is, where it belongs to a client.
    """

    table: str
    id: bytes
    field: str | None
    client: ClientLink | None
    by_operation: int | None
    who: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The result of undo or redo: its own number, what it took back (``kinds.Op``), and what it left."""

    operation: int
    undone: int
    op: str
    kept: tuple[KeptRow, ...]


def recent(
    store: Store, limit: int = 50, before: int | None = None, *, op: str | None = None, who: str | None = None
) -> list[OperationRow]:
    """The newest ``limit`` operations older than number ``before``, newest first.

    Only those named ``op``, and only those done by ``who``, if given.
    """
    with store.snapshot():
        found = stored.operations(store, limit, before=before, op=op, who=who)
        return [_row(store, row) for row in found]


def can_undo(store: Store) -> OperationRow | None:
    """What Undo would take back now."""
    found = stored.can_undo(store)
    return None if found is None else _row(store, found)


def can_redo(store: Store) -> OperationRow | None:
    """The undo that Redo would take back now."""
    found = stored.can_redo(store)
    return None if found is None else _row(store, found)


def undo(store: Store, operation: int | None = None, *, progress: Progress | None = None) -> TakenBack:
    """Take back an operation, or the newest one done here; what was changed since stays and is told.

    Large ones belong on a background thread: ``progress`` (done, total) may cancel by raising.

    Raises:
        NotUndoable: there is none, or it was taken back already, or its journal is gone.
    """
    return told(store, taking_back.undo(store, operation, progress=progress, also=_mend(store)))


def redo(store: Store, *, progress: Progress | None = None) -> TakenBack:
    """Take back the newest undo, unless something new was done since. Raises NotUndoable."""
    return told(store, taking_back.redo(store, progress=progress, also=_mend(store)))


def _mend(store: Store) -> Callable[[Change, int], None]:
    """What no field by itself gives back: the story of the stages leads to the stage that a client is in."""
    return lambda change, operation: stage_history.mend_undone(store, change, operation)


def client_link(store: Store, table: str, row_id: bytes) -> ClientLink | None:
    """The client a row belongs to; None for rows of no client, and for rows that are gone."""
    if table == "client":
        found = store.read("SELECT id, name FROM client WHERE id = ?", (row_id,))
    elif table in CHILD_TABLES:
        found = store.read(
            f"SELECT c.id, c.name FROM {table} t JOIN client c ON c.id = t.{owner_column(table)} WHERE t.id = ?",
            (row_id,),
        )
    else:
        return None
    return ClientLink(*found[0]) if found else None


def _row(store: Store, row: Stored) -> OperationRow:
    return OperationRow(
        row.seq,
        row.op,
        row.at,
        row.who,
        row.rows,
        row.state,
        row.info,
        row.undoes,
        row.undoable and row.undoes is None and row.state == "done",
        _clients(store, row),
        row.origin == REMOTE,
    )


def _clients(store: Store, row: Stored) -> tuple[ClientLink, ...]:
    """The clients of the first rows it touched; an import of 200,000 is not read to its end for that."""
    entries = store.read(
        "SELECT tbl, id FROM journal WHERE seq BETWEEN ? AND ? AND operation = ? ORDER BY seq LIMIT 50",
        (row.first_entry, row.last_entry, row.seq),
    )
    return _distinct(client_link(store, table, row_id) for table, row_id in entries)


def _distinct(links: Iterable[ClientLink | None]) -> tuple[ClientLink, ...]:
    found: dict[bytes, ClientLink] = {}
    for link in links:
        if link is not None:
            found.setdefault(link.id, link)
            if len(found) == _MOST_SUBJECTS:
                break
    return tuple(found.values())


def told(store: Store, result: UndoResult) -> TakenBack:
    """What storage took back, with the clients whose rows stayed."""
    return TakenBack(
        result.operation, result.undone, result.undone_op, tuple(_kept(store, kept) for kept in result.kept)
    )


def _kept(store: Store, kept: Kept) -> KeptRow:
    link = client_link(store, kept.table, kept.id)
    return KeptRow(kept.table, kept.id, kept.field, link, kept.by_operation, kept.who)
