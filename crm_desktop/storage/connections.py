"""The connections to one base: one for each thread, all set up alike."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Functions = Mapping[str, tuple[int, Callable[..., Any]]]

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # what was confirmed survives a power cut; 0.2 ms a commit
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16384",  # 16 MiB for each connection
    "PRAGMA mmap_size = 134217728",
    "PRAGMA journal_size_limit = 67108864",  # after a bulk load the -wal file shrinks again
)


def connect(path: Path, functions: Functions, timeout: float) -> sqlite3.Connection:
    """A connection in autocommit mode. ``timeout`` is how long, in seconds, it waits for another program's lock."""
    connection = sqlite3.connect(
        path,
        timeout=timeout,
        isolation_level=None,
        # Each thread uses its own; only closing may happen elsewhere, after the thread has died.
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        for name, (arguments, function) in functions.items():
            connection.create_function(name, arguments, function, deterministic=True)
    except BaseException:
        connection.close()
        raise
    return connection


class Connections:
    """The living connections of one store, by thread."""

    def __init__(self, path: Path, functions: Functions, timeout: float, first: sqlite3.Connection) -> None:
        """``first`` becomes the connection of the calling thread."""
        self._path, self._functions, self._timeout = path, functions, timeout
        self._here = threading.local()
        self._here.connection = first
        self._lock = threading.Lock()
        self._all = [(threading.current_thread(), first)]
        self._closed = False

    def get(self) -> sqlite3.Connection:
        """The connection of the calling thread. Raises ValueError once everything was closed."""
        connection: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if connection is None or self._closed:
            connection = self._here.connection = self._open()
        return connection

    def _open(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise ValueError("the store is closed")
            self._close_of_the_dead()
            connection = connect(self._path, self._functions, self._timeout)
            self._all.append((threading.current_thread(), connection))
            return connection

    def _close_of_the_dead(self) -> None:
        alive = []
        for thread, connection in self._all:
            if thread.is_alive():
                alive.append((thread, connection))
            else:
                connection.close()
        self._all = alive

    def close(self) -> None:
        """Close all of them; the last one writes the -wal file back into the base."""
        with self._lock:
            self._closed = True
            for _, connection in self._all:
                connection.close()
            self._all = []
