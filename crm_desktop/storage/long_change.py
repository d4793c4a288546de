"""One operation over many transactions: an import, a bulk edit, the undo of either."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar

from crm_desktop.changes import Changes
from crm_desktop.storage.change import Change, Operation, last_entry, merge, named

if TYPE_CHECKING:
    from types import TracebackType

    from crm_desktop.storage.writer import NewOperation, Writer

T = TypeVar("T")

_BREATH = 0.001
"""Seconds between two chunks with nothing locked: whoever waits to write gets its turn."""

_LONGEST_TURN = 0.25
"""Seconds of work in one transaction while nobody waits. Each commit writes every page it touched, and rows that
come in the order of one index touch those of all the others: the longer, the less there is to write twice."""

_BREATHING = 0.025
"""The part of the time that is left to other processes: they wait by trying again and cannot be seen waiting."""

_PAGES_BETWEEN_CHECKPOINTS = 4_000
"""16 MB in the write-ahead log: at SQLite's own 1,000 pages, those of the indexes go into the base over and over; with
more, a write of the window that happens to meet the limit would have to wait too long."""
_USUAL_PAGES = 1_000  # SQLite's default, which all other writing keeps

_NOTICE_EVERY = 0.25
"""Seconds between two notices: lists need not follow every chunk."""


def in_turns(writer: Writer, batches: Iterable[T]) -> Iterator[Iterator[T]]:
    """The batches in groups, each of them to be written in one transaction.

    A group ends when another thread waits to write, hence with batches of 20 ms the window waits no longer than that
    and a commit; with nobody waiting it takes a quarter of a second, which costs far less than many small commits.
    """
    rest = iter(batches)
    for first in rest:
        began = time.monotonic()
        yield _turn(writer, first, rest, time.thread_time() + _LONGEST_TURN)
        time.sleep(max(_BREATH, _BREATHING * (time.monotonic() - began)))


def _turn(writer: Writer, first: T, rest: Iterator[T], end: float) -> Iterator[T]:
    yield first
    while not writer.is_awaited and time.thread_time() < end:
        try:
            yield next(rest)
        except StopIteration:
            return


class LongChange:
    """Many chunks, one operation, one undo step; all or nothing to the user.

        with store.long_change("import") as work:
            for rows in batches:
                with work.chunk() as change:
                    change.executemany("INSERT ...", rows)
            work.finish(info={"rows": 200_000})

    Leaving the block by an exception (a cancel, too) takes everything back; leaving it without ``finish`` finishes.
    If the process dies, the operation stays open and ``recovery.recover`` takes it back at the next start. Rows that
    somebody else has worked with meanwhile stay.
    """

    def __init__(self, writer: Writer, new: NewOperation, *, derive: bool) -> None:
        self._writer, self._new, self._derive = writer, new, derive
        self._begun: Operation | None = None
        self._is_open = False
        self._pending: dict[str, set[bytes] | None] = {}
        self._total: dict[str, set[bytes] | None] = {}
        self._told_at = time.monotonic()

    @property
    def operation(self) -> int:
        """The number of the operation, known once the block is entered."""
        return self._operation.seq

    @property
    def _operation(self) -> Operation:
        if self._begun is None:
            raise RuntimeError("a long change begins with its 'with' block")
        return self._begun

    def _still_open(self) -> Operation:
        if not self._is_open:
            raise RuntimeError("the operation is not open")
        return self._operation

    def __enter__(self) -> Self:
        self._writer.running.acquire()
        try:
            with self._writer.transaction() as connection:
                self._begun = self._writer.begin_operation(connection, self._new, "open")
        except BaseException:
            self._writer.running.release()
            raise
        self._is_open = True
        self._write_in_bulk(True)
        return self

    def _write_in_bulk(self, bulk: bool) -> None:
        """Have this thread's commits wait for the disk, or not: nothing of the operation is confirmed before its end,
        and the commit that confirms it brings all before it to the disk.
        """
        pages, synchronous = (_PAGES_BETWEEN_CHECKPOINTS, "NORMAL") if bulk else (_USUAL_PAGES, "FULL")
        self._writer.connection.execute(f"PRAGMA wal_autocheckpoint = {pages}")
        self._writer.connection.execute(f"PRAGMA synchronous = {synchronous}")

    @contextmanager
    def chunk(self) -> Iterator[Change]:
        """One transaction of the operation: some 200 to 2,000 rows, so that nobody waits long."""
        operation = self._still_open()
        with self._writer.transaction() as connection:
            with self._writer.writing(connection, operation, derive=self._derive) as change:
                yield change
            change.execute(
                "UPDATE operation SET rows = rows + ?, first_entry = COALESCE(first_entry, ?), last_entry = ?"
                " WHERE seq = ?",
                (change.rows, change.entries_before + 1, last_entry(connection), operation.seq),
            )
            touched = change.touched()
        merge(self._pending, touched)
        merge(self._total, touched)
        if time.monotonic() - self._told_at >= _NOTICE_EVERY:
            self._told_at = time.monotonic()
            self._writer.publish(self._notice(self._pending))
            self._pending = {}
        time.sleep(_BREATH)

    def finish(
        self, *, info: Mapping[str, Any] | None = None, also: Callable[[Change], None] | None = None
    ) -> None:
        """Declare the operation done. ``info`` replaces its facts; ``also`` runs in the same last transaction."""
        operation = self._still_open()
        self._write_in_bulk(False)
        with self._writer.transaction() as connection:
            with self._writer.writing(connection, operation) as change:
                if also is not None:
                    also(change)
            if info is not None:
                text = json.dumps(dict(info), ensure_ascii=False)
                change.execute("UPDATE operation SET info = ? WHERE seq = ?", (text, operation.seq))
            change.execute("UPDATE operation SET state = 'done' WHERE seq = ?", (operation.seq,))
            if not change.kept_empty:
                change.execute("DELETE FROM operation WHERE seq = ? AND rows = 0", (operation.seq,))
        self._is_open = False
        self._writer.running.release()
        self._writer.publish(self._notice(self._total))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._is_open:
            return
        if kind is None:
            self.finish()
            return
        self._is_open = False
        try:
            # Imported here: a start opens the base with this module, and takes nothing back.
            from crm_desktop.storage.take_back import take_back

            take_back(self._writer, self._operation)
        finally:
            self._write_in_bulk(False)
            self._writer.running.release()

    def _notice(self, tables: Mapping[str, set[bytes] | None]) -> Changes:
        of = self._operation
        return Changes(of.op, of.origin, of.seq, named(tables))
