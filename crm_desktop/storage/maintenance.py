"""Keep the journal small, and keep nothing in it of a person who was erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.storage import journal
from crm_desktop.storage.change import last_entry

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_STEP = 5000
_ENTRY_BYTES = 80
"""What an entry takes beside its old values: its columns and its place in the index."""


def trim(store: Store, max_age_days: int, max_bytes: int) -> int:
    """Drop the oldest journal entries until none is older than ``max_age_days`` and all take at most ``max_bytes``.

    The operations they belonged to stay on record, but can no longer be taken back. Entries of an operation that is
    still open stay. In short transactions, for it may run beside the user's work. Returns how many were dropped.
    """
    limit = max(_first_of_age(store, max_age_days), _first_of_size(store, max_bytes))
    ((open_from,),) = store.read("SELECT min(first_entry) FROM operation WHERE state = 'open'")
    if open_from is not None:
        limit = min(limit, open_from)
    dropped = 0
    while True:
        with store.transaction() as connection:
            seqs = [
                seq
                for (seq,) in connection.execute(
                    "SELECT seq FROM journal WHERE seq < ? AND seq < ? ORDER BY seq LIMIT ?",
                    (limit, last_entry(connection), _STEP),
                )
            ]
            journal.remove(connection, seqs)
            connection.execute(
                "UPDATE operation SET undoable = 0 WHERE rows > 0 AND first_entry < ?", (limit,)
            )
        dropped += len(seqs)
        if len(seqs) < _STEP:
            return dropped


def _first_of_age(store: Store, max_age_days: int) -> int:
    """The number of the first entry young enough to stay."""
    oldest = utc_text(store.clock.now() - timedelta(days=max_age_days))
    ((first,),) = store.read("SELECT min(first_entry) FROM operation WHERE rows > 0 AND at >= ?", (oldest,))
    return int(first) if first is not None else last_entry(store.connection) + 1


def _first_of_size(store: Store, max_bytes: int) -> int:
    """The number of the first entry that fits, counted from the newest back."""
    room = max_bytes
    for seq, size in store.cursor("SELECT seq, COALESCE(length(old), 0) FROM journal ORDER BY seq DESC"):
        room -= size + _ENTRY_BYTES
        if room < 0:
            return int(seq) + 1
    return 0


def purge_rows(store: Store, ids: Iterable[bytes]) -> int:
    """Remove every journal entry of these rows, for erasing a person; how many there were.

    Call it last in the change that erases: what that change itself wrote goes too, yet stays in its notice. The bytes
    are overwritten in the file (``secure_delete``). Operations that touched these rows can still be taken back for
    their other rows.
    """
    with store.transaction() as connection:
        connection.execute("PRAGMA secure_delete = ON")
        doomed: list[int] = []
        for id_ in ids:
            for seq, table in connection.execute("SELECT seq, tbl FROM journal WHERE id = ?", (id_,)):
                doomed.append(seq)
                if store.open_change is not None and seq > store.open_change.entries_before:
                    store.open_change.mark(table, (id_,))
        journal.remove(connection, doomed)
    return len(doomed)
