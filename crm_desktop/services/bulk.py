"""One command for many records: a few in one transaction, thousands in chunks under one operation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.kinds import Op
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

CHUNK = 500
"""Records per transaction: with their index entries they hold the write lock for some tens of milliseconds."""

Write = Callable[["Change", Sequence[bytes]], None]
Progress = Callable[[int, int], None]


def in_bulk(
    store: Store, op: Op, ids: Iterable[bytes], write: Write, *, progress: Progress | None = None
) -> int:
    """Have ``write`` change these records as one operation, to be undone as one; how many there were.

    ``progress`` (done, total) is called between chunks and may cancel by raising: everything is then taken back.
    Thousands of records belong on a background thread.
    """
    records = list(dict.fromkeys(ids))
    info = {"count": len(records)}
    if len(records) <= CHUNK:
        with store.change(op, info=info) as change:
            write(change, records)
        return len(records)
    with store.long_change(op, info=info) as work:
        for start in range(0, len(records), CHUNK):
            chunk = records[start : start + CHUNK]
            with work.chunk() as change:
                write(change, chunk)
            if progress is not None:
                progress(start + len(chunk), len(records))
    return len(records)
