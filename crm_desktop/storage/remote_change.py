"""Taking over what others wrote: one transaction, an operation for each piece of somebody's work.

The rows stand in the history under those who wrote them and when they did, and are no step of undo here: nobody takes
back on this laptop what was done on another. What this laptop itself has to add (a conflict found, a row brought back)
belongs to an operation of its own in the same transaction, which is no step of undo either.

Meanwhile the triggers of capture are silent: what the server sent is not to be sent back to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crm_desktop.changes import REMOTE, Changes
from crm_desktop.storage import capture
from crm_desktop.storage.change import Change, last_entry
from crm_desktop.storage.writer import NewOperation

if TYPE_CHECKING:
    from crm_desktop.storage.change import Operation
    from crm_desktop.storage.writer import Writer

MANY = 50_000
"""Beyond so many rows nobody is told which: naming them would take more memory than all the rest."""


class RemoteChange:
    """The open transaction. ``change`` writes in the name of this laptop, or of whom ``written_by`` names."""

    def __init__(self, writer: Writer, change: Change) -> None:
        self.change = change
        self._writer = writer

    @contextmanager
    def written_by(self, who: str, at: str) -> Iterator[None]:
        """What is written inside is the work of ``who``, done at ``at`` (UTC text)."""
        connection = self.change.connection
        new = NewOperation(self.change.op, origin=REMOTE, undoable=False, who=who, at=at)
        operation = self._writer.begin_operation(connection, new, "done")
        before = last_entry(connection)
        self._write_for(operation.seq)
        yield
        self._write_for(self.change.operation)
        newest = last_entry(connection)
        _close(self.change, operation.seq, newest - before, before + 1, newest)

    def _write_for(self, operation: int) -> None:
        self.change.execute("UPDATE journal_state SET operation = ?", (operation,))


@contextmanager
def remote_change(writer: Writer, op: str, *, derive: bool = True) -> Iterator[RemoteChange]:
    """All or nothing: committed and announced at the end, rolled back by any exception.

    ``derive`` as in ``Store.long_change``. Foreign keys are checked at the commit, for rows come in any order.
    Raises RuntimeError inside another change: what others wrote is no part of what the user does.
    """
    if writer.open_change is not None:
        raise RuntimeError("taking over what others wrote cannot be part of a change")
    with writer.transaction() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        operation = writer.begin_operation(
            connection, NewOperation(op, origin=REMOTE, undoable=False), "done"
        )
        with writer.writing(connection, operation, derive=derive) as change, capture.silenced(connection):
            yield RemoteChange(writer, change)
        _close_own(change, operation)
        notice = _notice(change)
    writer.publish(notice)


def _close_own(change: Change, operation: Operation) -> None:
    """The own entries lie among those of others."""
    ((rows, first, last),) = change.execute(
        "SELECT count(*), min(seq), max(seq) FROM journal WHERE seq > ? AND operation = ?",
        (change.entries_before, operation.seq),
    ).fetchall()
    _close(change, operation.seq, rows, first, last)


def _close(change: Change, operation: int, rows: int, first: int, last: int) -> None:
    if rows:
        change.execute(
            "UPDATE operation SET rows = ?, first_entry = ?, last_entry = ? WHERE seq = ?",
            (rows, first, last, operation),
        )
    else:
        change.execute("DELETE FROM operation WHERE seq = ?", (operation,))


def _notice(change: Change) -> Changes:
    if change.rows <= MANY:
        return change.notice()
    tables = change.execute("SELECT DISTINCT tbl FROM journal WHERE seq > ?", (change.entries_before,))
    return Changes(change.op, change.origin, change.operation, {table: None for (table,) in tables})
