"""The tables of storage itself, step by step (sqlite-utils ``Migrations``); no step is edited after a release.

operation      one row for each thing done, however many rows it touched
journal        what it did to each row: inserts by id alone, updates and deletes with the old values as JSON
journal_state  one row: the operation that writes now; set and reset inside the transaction, so that no crash leaves it
meta, draft    facts about this file; what a form held when the program died
shadow         of each row edited since: what the server last acknowledged (``capture``)
capture_state  one row: whether the triggers of capture are silent, whether edits went by unseen
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

_TABLES_0001 = (
    """CREATE TABLE operation (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, op TEXT NOT NULL, at TEXT NOT NULL,
        who TEXT NOT NULL DEFAULT '', origin TEXT NOT NULL DEFAULT 'local',
        state TEXT NOT NULL CHECK (state IN ('open', 'done', 'undone')),
        undoes INTEGER REFERENCES operation(seq), undoable INTEGER NOT NULL DEFAULT 1,
        info TEXT NOT NULL DEFAULT '{}', rows INTEGER NOT NULL DEFAULT 0,
        first_entry INTEGER, last_entry INTEGER)""",
    "CREATE INDEX operation_open ON operation(seq) WHERE state = 'open'",
    "CREATE INDEX operation_undoes ON operation(undoes) WHERE undoes IS NOT NULL",
    # The entries of one operation lie between its first_entry and last_entry: an index on operation would cost every
    # bulk load for nothing. The index on id carries seq along, so the entries of a row come in order.
    """CREATE TABLE journal (
        seq INTEGER PRIMARY KEY, operation INTEGER, action TEXT NOT NULL, tbl TEXT NOT NULL, id BLOB NOT NULL,
        old TEXT)""",
    "CREATE INDEX journal_id ON journal(id)",
    "CREATE TABLE journal_state (one INTEGER PRIMARY KEY CHECK (one = 1), operation INTEGER)",
    "INSERT INTO journal_state VALUES (1, NULL)",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    "CREATE TABLE draft (key TEXT PRIMARY KEY, value TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID",
)

_TABLES_0002 = (
    """CREATE TABLE shadow (
        tbl TEXT NOT NULL, id BLOB NOT NULL, base_rev INTEGER NOT NULL, base TEXT NOT NULL,
        PRIMARY KEY (tbl, id)) WITHOUT ROWID""",
    """CREATE TABLE capture_state (
        one INTEGER PRIMARY KEY CHECK (one = 1), silent INTEGER NOT NULL, missed INTEGER NOT NULL)""",
    "INSERT INTO capture_state VALUES (1, 0, 0)",
)


def _m0001_journal(db: Database) -> None:
    """Operations, their journal, facts and drafts."""
    for statement in _TABLES_0001:
        db.conn.execute(statement)


def _m0002_capture(db: Database) -> None:
    """What was edited and is not yet on the server."""
    for statement in _TABLES_0002:
        db.conn.execute(statement)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the pending migrations of storage's own tables."""
    # Imported here: sqlite_utils costs 165 ms, and a base that is up to date needs none of it.
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("storage")
    migrations(name="m0001_journal")(_m0001_journal)
    migrations(name="m0002_capture")(_m0002_capture)
    migrations.apply(sqlite_utils.Database(connection, recursive_triggers=False, execute_plugins=False))
