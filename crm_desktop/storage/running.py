"""Tells a running operation of a living process from one whose process died.

A lock of the operating system on an empty file beside the base is held while a process has a long operation open; it
vanishes with the process, however that ends. Recovery takes operations back only while nobody holds it. SQLite's own
locks cannot say this: between two chunks the process holds none.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":  # pragma: no cover - the other system
    import msvcrt

    _FAR = 1 << 30  # byte-range locks may lie beyond the end of the file

    def _share(handle: int) -> None:
        # Windows has no shared lock in msvcrt: each process locks one byte of its own, found by trying.
        for byte in range(1, 1024):
            os.lseek(handle, _FAR + byte, os.SEEK_SET)
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError:
                continue
            return
        raise OSError("too many running operations")

    def _try_alone(handle: int) -> bool:
        os.lseek(handle, _FAR + 1, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1023)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _share(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_SH)

    def _try_alone(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class RunningLock:
    """The lock of one store: shared by all its running operations, taken alone by recovery.

    Other work of which there may be only one at a time has a lock of its own ``kind``, which it takes alone.
    """

    def __init__(self, base: Path, kind: str = "running") -> None:
        self._file = base.with_name(f".{base.name}.{kind}")
        self._lock = threading.Lock()
        self._count = 0
        self._handle: int | None = None

    def acquire(self) -> None:
        """Note that an operation runs here; waits while another process recovers."""
        with self._lock:
            if self._handle is None:
                handle = self._open()
                _share(handle)
                self._handle = handle
            self._count += 1

    def release(self) -> None:
        """Note that an operation of ours has ended."""
        with self._lock:
            self._count -= 1
            if self._count == 0:
                self._drop()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether no operation runs, here or in any other process; while inside, none begins."""
        with self._lock:
            if self._handle is not None:
                yield False
                return
            handle = self._open()
            try:
                yield _try_alone(handle)
            finally:
                os.close(handle)

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._drop()

    def _open(self) -> int:
        return os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)

    def _drop(self) -> None:
        if self._handle is not None:
            os.close(self._handle)  # closing is what unlocks, on every system
            self._handle = None
        self._count = 0
