"""One command for many records: a few in one transaction, thousands in chunks under one operation."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from crm_desktop.kinds import Op
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

CHUNK = 500
"""Records per transaction: with their index entries they hold the write lock for some tens of milliseconds."""

Record = TypeVar("Record", bound=Hashable)
Progress = Callable[[int, int], None]


def in_bulk(
    store: Store,
    op: Op,
    records: Iterable[Record],
    write: Callable[[Change, Sequence[Record]], None],
    *,
    last: Callable[[], None] | None = None,
    progress: Progress | None = None,
    at_once: int = CHUNK,
) -> int:
    """Have ``write`` change these records as one operation, to be undone as one; how many there were.

    ``last`` runs inside the operation when all of them are written. ``progress`` (done, total) is called between
    chunks and may cancel by raising: everything is then taken back. Thousands of records belong on a background
    thread. ``at_once``: records per transaction, less where each takes long.
    """
    distinct = list(dict.fromkeys(records))
    info = {"count": len(distinct)}
    if len(distinct) <= at_once:
        with store.change(op, info=info) as change:
            write(change, distinct)
            if last is not None:
                last()
        return len(distinct)
    with store.long_change(op, info=info) as work:
        for start in range(0, len(distinct), at_once):
            chunk = distinct[start : start + at_once]
            with work.chunk() as change:
                write(change, chunk)
            if progress is not None:
                progress(start + len(chunk), len(distinct))
        if last is not None:
            with work.chunk():
                last()
    return len(distinct)
