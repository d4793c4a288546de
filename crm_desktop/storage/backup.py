"""A checked copy of a base, made while it is in use."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from crm_desktop.errors import BaseDamaged, BaseReadOnly, NoSpace
from crm_desktop.storage import guards

if TYPE_CHECKING:
    from pathlib import Path


def back_up(connection: sqlite3.Connection, target: Path, path: Path) -> None:
    """Copy the base of ``connection`` (it lies in ``path``) to ``target``, as it is now, and have the disk hold it.

    What lay at ``target`` is replaced by a whole and checked copy only.

    Raises:
        BaseDamaged: the base itself is.
        NoSpace, BaseReadOnly: the copy cannot be written (``path`` in the facts is that of the copy).
    """
    try:
        with guards.told(target):
            _back_up(connection, target, path)
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise NoSpace(path=target) if full else BaseReadOnly(path=target, what="folder") from error


def _back_up(connection: sqlite3.Connection, target: Path, path: Path) -> None:
    draft = target.with_name(target.name + ".new")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            problems = guards.quick_check(copy)
        if problems:
            raise BaseDamaged(path=path, problems=problems)
        flush(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    flush(target.parent)


def flush(path: Path) -> None:
    """Have the disk hold what was written. Folders cannot be opened for that on Windows, and need not be."""
    if os.name == "nt" and path.is_dir():  # pragma: no cover - the other system
        return
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
