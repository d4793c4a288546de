"""Take back an operation that never was finished: cancelled, failed, or cut off with its process.

Unlike undo this leaves no trace: step by step, in one transaction each, rows go back to what they were and their
journal entries go. So it can itself be cut off at any moment and be continued later. Rows that somebody else has
worked with meanwhile stay, with their entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.storage import journal
from crm_desktop.storage.change import Operation, last_entry
from crm_desktop.storage.reversal import Kept, Reversal

if TYPE_CHECKING:
    from crm_desktop.storage.writer import Writer

STEP = 1000
"""Journal entries in one transaction."""


def take_back(writer: Writer, operation: Operation) -> list[Kept]:
    """Take the open operation back and close it as undone; what stays, and why."""
    reversal = Reversal(writer.connection, writer.schema, operation.seq)
    more = True
    while more:
        with writer.transaction() as connection:
            before = last_entry(connection)
            with writer.writing(connection, operation) as change:
                looked_at = reversal.step(change, STEP)
            notice = change.notice()
            more = looked_at == STEP
            journal.remove(connection, reversal.undone)
            # What was deleted is remembered until the end: its owner may have to stay whole (Reversal.step).
            change.execute(
                "UPDATE journal SET action = 'taken' WHERE seq > ? AND action = 'delete' AND operation = ?",
                (before, operation.seq),
            )
            traces = change.execute(
                "SELECT seq FROM journal WHERE seq > ? AND operation = ? AND (action <> 'taken' OR ?)",
                (before if more else reversal.last_entry, operation.seq, not more),
            )
            journal.remove(connection, [seq for (seq,) in traces.fetchall()])
            if not more:
                change.execute(
                    "UPDATE operation SET state = 'undone', undoable = 0, rows ="
                    " (SELECT count(*) FROM journal WHERE seq BETWEEN first_entry AND last_entry"
                    " AND operation = operation.seq) WHERE seq = ?",
                    (operation.seq,),
                )
        writer.publish(notice)
    return reversal.kept
