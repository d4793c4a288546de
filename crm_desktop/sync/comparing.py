"""After edits may have gone by unseen (the triggers of capture were lost): all is compared with the server (4.12).

What differs here and is of the revision that the server has was edited here. Where the server has a newer one, nobody
knows what it was before: such a row counts as one that was never agreed upon, so that the server's values stand and
ours are listed. What a tool removed here comes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from crm_desktop.storage import capture
from crm_desktop.sync import history, local_rows, unsent

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.store import Store
    from crm_desktop.sync.snapshot import ServerRow, Snapshot


def find_missed(store: Store, snapshot: Snapshot) -> int:
    """Note as unsent what was edited while nobody watched; ``snapshot`` is all of the server. How many rows."""
    with store.transaction() as connection:
        found = sum(_compare(connection, table, rows) for table, rows in snapshot.rows.items())
        # The next pull reads all once more, and brings what is missing here.
        history.read_again(connection)
        capture.compared(connection)
    return found


def _compare(connection: sqlite3.Connection, table: str, rows: Iterable[ServerRow]) -> int:
    known, found = unsent.dirty(connection, table), 0
    for theirs in rows:
        id_, rev = theirs[0], theirs[1]
        local = None if id_ in known else local_rows.read(connection, table, id_)
        row = local_rows.named(table, theirs)
        if local is None or local[1] == row:
            continue
        found += 1
        if local[0] == rev:
            local_rows.settle(connection, (table, id_), rev, row, local[1])
        else:
            local_rows.set_revision(connection, table, id_, 0)
    return found
