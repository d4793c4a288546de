"""A connection whose pipelines end where the server starts to count how long we are idle.

psycopg ends a pipeline with Sync and, after it, Flush. PostgreSQL counts how long a transaction idles from an answer to
Sync (``idle_in_transaction_session_timeout``), and any message stops the count: with a Flush on top it would wait for
ever for a laptop that fell asleep in the middle of a push, and everybody else with it. Sync alone makes the server send
all it has.

Imports psycopg (90 ms): to be imported where a connection is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from psycopg.abc import PQGen


class _Pipeline(psycopg.Pipeline):
    def _exit_gen(self) -> PQGen[None]:
        try:
            self._enqueue_sync()
            yield from self._communicate_gen()
        finally:
            yield from self._fetch_gen(flush=False)


class Line(psycopg.Connection[tuple[Any, ...]]):
    """A connection to the shared database."""

    @contextmanager
    def pipeline(self) -> Iterator[psycopg.Pipeline]:
        with self.lock:
            if self._pipeline is None:
                self._pipeline = _Pipeline(self)
        with super().pipeline() as pipeline:
            yield pipeline
