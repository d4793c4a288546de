"""What may be wrong with a base before it is opened, found without changing a byte of it; and what goes wrong later."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crm_desktop.errors import (
    BaseDamaged,
    BaseFolderMissing,
    BaseForeign,
    BaseLocked,
    BaseMissing,
    BaseReadOnly,
    BaseTooNew,
    NoSpace,
    NotABase,
    UserError,
)

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.storage.schema import Schema

_MAGIC = b"SQLite format 3\x00"  # sqlite.org/fileformat2.html, 1.3
_HEADER_BYTES = 100
_MAX_PROBLEMS = 20


def check_folder(path: Path) -> None:
    """Raise unless the folder of ``path`` is there and may be written (SQLite keeps its -wal file in it)."""
    if not path.parent.is_dir():
        raise BaseFolderMissing(path=path)
    if not os.access(path.parent, os.W_OK):
        raise BaseReadOnly(path=path, what="folder")


def check_file(path: Path, schema: Schema) -> None:
    """Raise unless ``path`` is a base of ours that this program may open. Leaves no trace in the file or beside it."""
    if not path.is_file():
        raise BaseMissing(path=path)
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise NotABase(path=path)
    check_marks(path, schema, int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big"))
    check_folder(path)
    if not os.access(path, os.W_OK):
        raise BaseReadOnly(path=path, what="file")


def check_marks(path: Path, schema: Schema, application_id: int, version: int) -> None:
    """Raise when the marks in the file are another program's or a newer version's."""
    if application_id != schema.application_id:
        raise BaseForeign(path=path, application_id=application_id)
    if version > schema.version:
        raise BaseTooNew(path=path, version=version, supported=schema.version)


def quick_check(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the file (``PRAGMA quick_check``), at most 20 lines; empty when all is well."""
    try:
        lines = [str(line) for (line,) in connection.execute(f"PRAGMA quick_check({_MAX_PROBLEMS})")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if lines == ["ok"] else lines


def _code(error: BaseException) -> int | None:
    """The primary result code (sqlite.org/rescode.html) of an error of SQLite's, also when peewee has wrapped it."""
    cause = error.__context__ if type(error).__module__ == "peewee" else error
    code = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def broke_a_rule(error: BaseException) -> bool:
    """Whether a constraint of the tables (unique, foreign key, not null) is what failed."""
    return _code(error) == sqlite3.SQLITE_CONSTRAINT


def _told(error: BaseException, path: Path) -> UserError | None:
    """The error of the user's that an error of SQLite's means, or None when it is the program's own fault."""
    match _code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return BaseLocked(path=path)
        case sqlite3.SQLITE_FULL:
            return NoSpace(path=path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return BaseReadOnly(path=path, what="file")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return BaseDamaged(path=path, problems=[str(error)])
        case _:
            return None


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file (busy, full, read-only, damaged) into ``UserError``; pass on all others."""
    try:
        yield
    except Exception as error:
        known = None if isinstance(error, UserError) else _told(error, path)
        if known is None:
            raise
        raise known from error
