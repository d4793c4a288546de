"""Undo and redo: operations like any other, so that both can be taken back and both survive a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.errors import NotUndoable
from crm_desktop.storage import guards
from crm_desktop.storage.operations import OperationRow, by_seq, can_redo, can_undo
from crm_desktop.storage.reversal import Kept, Reversal

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

Progress = Callable[[int, int], None]

Also = Callable[["Change", int], None]
"""What runs in the last transaction of an undo, given the number of the operation that was taken back."""

AT_ONCE = 1000
"""An operation with no more journal entries than this is taken back in one transaction, a larger one in chunks of it.

About 30 ms of writing: the window's own writes wait no longer than that.
"""


@dataclass(frozen=True)
class UndoResult:
    """``operation`` is the undo (its number), ``undone`` and ``undone_op`` what it took back, ``kept`` what stayed."""

    operation: int
    undone: int
    undone_op: str
    kept: tuple[Kept, ...]


def undo(
    store: Store,
    operation: int | None = None,
    *,
    progress: Progress | None = None,
    also: Also | None = None,
) -> UndoResult:
    """Take back an operation; None means the newest one done here that is neither undo nor redo.

    ``progress(done, total)`` is called between the chunks of a large one, with nothing locked; whatever it raises
    cancels the undo: everything it did is reversed and the operation stands as before. ``also`` belongs to the undo
    and is taken back with it. Raises ``NotUndoable``.
    """
    target = can_undo(store) if operation is None else by_seq(store, operation)
    return _take_back(store, target, operation, progress, also)


def redo(store: Store, *, progress: Progress | None = None, also: Also | None = None) -> UndoResult:
    """Take back the newest undo, unless something new was done since. Raises ``NotUndoable``."""
    return _take_back(store, can_redo(store), None, progress, also)


def take_back_part(
    store: Store, op: str, operation: int, part: tuple[int, int], *, also: Callable[[Change], None]
) -> UndoResult:
    """Take back the journal entries from the first to the last of ``part`` that an operation wrote, and no others.

    It is an operation of its own, named ``op``, which can be undone like any; the one it takes from stays done.
    ``also`` runs at its end. Meant for parts of a moderate size: it is one transaction.
    """
    target = by_seq(store, operation)
    if target is None or target.state != "done":
        raise NotUndoable(operation=operation, state=target.state if target else "missing")
    with store.change(op) as change:
        reversal = Reversal(change.connection, store.schema, operation, part)
        reversal.step(change, part[1] - part[0] + 2)
        also(change)
    return UndoResult(change.operation, target.seq, target.op, tuple(reversal.kept))


def _take_back(
    store: Store,
    target: OperationRow | None,
    asked: int | None,
    progress: Progress | None,
    also: Also | None,
) -> UndoResult:
    if target is None:
        raise NotUndoable(operation=asked, state="missing")
    if store.open_change is not None:
        raise RuntimeError("undo is an operation of its own; it cannot be part of a change")
    if target.rows <= AT_ONCE:
        return _at_once(store, target, also)
    try:
        return _in_chunks(store, target, progress or (lambda done, total: None), also)
    except Exception as error:
        if not guards.broke_a_rule(error):
            raise
        # Rows of one statement may refer to each other and still fall into two chunks: only together can they go.
        return _at_once(store, target, also)


def _name(target: OperationRow) -> str:
    return "undo" if target.undoes is None else "redo"


def _at_once(store: Store, target: OperationRow, also: Also | None) -> UndoResult:
    with store.change(_name(target), undoes=target.seq) as change:
        change.keep_empty()
        reversal = Reversal(change.connection, store.schema, target.seq)
        reversal.step(change, max(target.rows, 1) + 1)
        _end(change, target, also)
    return UndoResult(change.operation, target.seq, target.op, tuple(reversal.kept))


def _in_chunks(store: Store, target: OperationRow, progress: Progress, also: Also | None) -> UndoResult:
    done = 0
    with store.long_change(_name(target), undoes=target.seq) as work:
        reversal = Reversal(store.connection, store.schema, target.seq)
        more = True
        while more:
            with work.chunk() as change:
                looked_at = reversal.step(change, AT_ONCE)
            more = looked_at == AT_ONCE
            done += looked_at
            progress(done, target.rows)

        def close(change: Change) -> None:
            change.keep_empty()
            _end(change, target, also)

        work.finish(also=close)
    return UndoResult(work.operation, target.seq, target.op, tuple(reversal.kept))


def _end(change: Change, target: OperationRow, also: Also | None) -> None:
    if also is not None:
        also(change, target.seq)
    _mark_undone(change, target)


def _mark_undone(change: Change, target: OperationRow) -> None:
    """Checked in the last transaction: meanwhile another process may have taken the same operation back."""
    marked = change.execute(
        "UPDATE operation SET state = 'undone' WHERE seq = ? AND state = 'done' AND undoable = 1",
        (target.seq,),
    )
    if marked.rowcount == 0:
        raise NotUndoable(operation=target.seq, state=target.state)
    if target.undoes is not None:
        change.execute("UPDATE operation SET state = 'done' WHERE seq = ?", (target.undoes,))
