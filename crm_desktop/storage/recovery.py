"""What to do at a start with operations that a dead process left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.errors import BaseNeedsTime
from crm_desktop.storage.change import Operation
from crm_desktop.storage.operations import OperationRow, unfinished

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


SOON_RECOVERED = 2_000
"""Journal entries that are taken back faster than anybody could read why they wait."""


def recover(store: Store, *, patient: bool = True) -> list[OperationRow]:
    """Take back every operation whose process died; the operations taken back, newest first.

    Call it at each start, after the derived tables are registered; it costs one look when there is nothing to do.
    While any process has an operation running it does nothing: the next start will. An undo that was cut off is
    reversed like anything else: what it took back is there again, and can be undone again. Unless ``patient``, an
    operation of many rows is left alone and ``BaseNeedsTime`` tells of it.
    """
    if not unfinished(store):
        return []
    with store.running.alone() as alone:
        if not alone:
            return []
        # Imported here: hardly any start has something to take back.
        from crm_desktop.storage.take_back import take_back

        left = unfinished(store)
        if not patient and sum(row.rows for row in left) > SOON_RECOVERED:
            raise BaseNeedsTime(path=store.path, what="recovery")
        for row in left:
            take_back(store, Operation(row.seq, row.op, row.origin))
    return left
