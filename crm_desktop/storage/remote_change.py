"""Taking over what others wrote: one transaction, an operation for each piece of somebody's work.

The rows stand in the history under those who wrote them and when they did, and are no step of undo here: nobody takes
back on this laptop what was done on another. What this laptop itself has to add (a conflict found, a row brought back)
belongs to an operation of its own in the same transaction, which is no step of undo either.

Meanwhile the triggers of capture are silent: what the server sent is not to be sent back to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.changes import REMOTE, Changes
from crm_desktop.storage import capture
from crm_desktop.storage.change import Change, last_entry
from crm_desktop.storage.writer import NewOperation

if TYPE_CHECKING:
    from crm_desktop.storage.writer import Writer

MANY = 50_000
"""Beyond so many rows nobody is told which: naming them would take more memory than all the rest."""


@dataclass(slots=True)
class _Work:
    """One operation of somebody else's, and the entries it wrote so far; others' may lie between them."""

    operation: int
    rows: int = 0
    first: int | None = None
    last: int | None = None


class RemoteChange:
    """The open transaction. ``change`` writes in the name of this laptop, or of whom ``written_by`` names."""

    def __init__(self, writer: Writer, change: Change) -> None:
        self.change = change
        self._writer = writer
        self._work: dict[tuple[str, str], _Work] = {}

    @contextmanager
    def written_by(self, who: str, at: str) -> Iterator[None]:
        """What is written inside is the work of ``who``, done at ``at`` (UTC text): one operation, however often."""
        work = self._work.get((who, at)) or self._begin(who, at)
        before = last_entry(self.change.connection)
        self._write_for(work.operation)
        yield
        self._write_for(self.change.operation)
        newest = last_entry(self.change.connection)
        if newest > before:
            work.rows += newest - before
            work.first = work.first or before + 1
            work.last = newest

    @contextmanager
    def edited_here(self) -> Iterator[None]:
        """What is written inside is an edit of this laptop, to be sent like any."""
        with capture.heard(self.change.connection):
            yield

    def close(self) -> None:
        """Write down what every operation has done; those that did nothing go."""
        for work in self._work.values():
            _close(self.change, work.operation, work.rows, work.first, work.last)
        ((rows, first, last),) = self.change.execute(
            "SELECT count(*), min(seq), max(seq) FROM journal WHERE seq > ? AND operation = ?",
            (self.change.entries_before, self.change.operation),
        ).fetchall()
        _close(self.change, self.change.operation, rows, first, last)

    def _begin(self, who: str, at: str) -> _Work:
        new = NewOperation(self.change.op, origin=REMOTE, undoable=False, who=who, at=at)
        operation = self._writer.begin_operation(self.change.connection, new, "done")
        self._work[who, at] = _Work(operation.seq)
        return self._work[who, at]

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
            remote = RemoteChange(writer, change)
            yield remote
        remote.close()
        notice = _notice(change)
    writer.publish(notice)


def _close(change: Change, operation: int, rows: int, first: int | None, last: int | None) -> None:
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
