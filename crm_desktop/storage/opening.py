"""The file before it is a store: make a new base, bring an older one up to date.

A base that is up to date opens without peewee and sqlite_utils (together 275 ms): a look at the header, one
connection, one query that compares the triggers.
"""

from __future__ import annotations

import logging
import os
from contextlib import closing
from typing import TYPE_CHECKING

from crm_desktop.errors import BaseExists, BaseNeedsTime
from crm_desktop.storage import guards, migrations, triggers
from crm_desktop.storage.backup import back_up, flush
from crm_desktop.storage.connections import connect
from crm_desktop.storage.writer import DEFAULT_TIMEOUT

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from crm_desktop.storage.schema import Schema

SOON_UPDATED = 20_000_000
"""Bytes of a base that is copied, checked and migrated faster than anybody could read why they wait."""

_log = logging.getLogger(__name__)


def make(path: Path, schema: Schema) -> None:
    """Make an empty base. It gets its name last: killed on the way, there is no base rather than half a one."""
    guards.check_folder(path)
    if path.exists():
        raise BaseExists(path=path)
    draft = path.with_name(f".{path.name}.{os.urandom(16).hex()}.new")
    try:
        with guards.told(path), closing(connect(draft, schema.functions, DEFAULT_TIMEOUT)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA application_id = {schema.application_id}")
            _bring_up(connection, schema)
        flush(draft)
        _name(draft, path)
        flush(path.parent)
    finally:
        for leftover in (draft, draft.with_name(draft.name + "-wal"), draft.with_name(draft.name + "-shm")):
            leftover.unlink(missing_ok=True)


def prepare(path: Path, schema: Schema, timeout: float, *, patient: bool = True) -> sqlite3.Connection:
    """Check the file, migrate and mend what is behind; an up-to-date base is only read. The connection for more.

    ``patient``: a big base of an older version is migrated; else it is refused with ``BaseNeedsTime``. Raises the
    subclasses of ``BaseUnusable``; a refused file stays as it was, byte for byte.
    """
    guards.check_file(path, schema)
    with guards.told(path):
        # One connection for everything: each new one reads and parses the whole schema (3 ms with its triggers).
        connection = connect(path, schema.functions, timeout)
        try:
            _bring_up_to_date(connection, path, schema, patient=patient)
        except BaseException:
            connection.close()
            raise
        return connection


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, schema: Schema, *, patient: bool) -> None:
    version = _pragma(connection, "user_version")
    guards.check_marks(path, schema, _pragma(connection, "application_id"), version)
    if version < schema.version and not patient and path.stat().st_size > SOON_UPDATED:
        raise BaseNeedsTime(path=path, what="update")
    wrong = triggers.differing(connection, schema.tables)
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.execute("PRAGMA journal_mode = WAL")
    if version < schema.version:
        back_up(connection, path.with_name(f"{path.name}.before-v{schema.version}.backup"), path)
        _bring_up(connection, schema)
    elif wrong:
        triggers.restore(connection, schema.tables, lost=True)
        _log.warning("Triggers were missing or different: %s", ", ".join(sorted(wrong)))


def _bring_up(connection: sqlite3.Connection, schema: Schema) -> None:
    migrations.migrate(connection)
    schema.migrate(connection)
    triggers.restore(connection, schema.tables)
    connection.execute(f"PRAGMA user_version = {schema.version}")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _name(draft: Path, path: Path) -> None:
    """Give the new file its name, never over another one: two processes may make the same base at once."""
    try:
        os.link(draft, path)
    except FileExistsError as error:
        raise BaseExists(path=path) from error
    except OSError:
        # No hard links here (FAT on a stick). Windows' rename refuses to replace a file, as link does.
        draft.rename(path)
