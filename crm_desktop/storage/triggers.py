"""The triggers that write the journal: their text, and the check that the file has exactly these and those of capture.

Triggers see every writer (peewee, bulk statements, a rescue in a database browser) inside the same transaction.
They can get lost (sqlite-utils ``.transform()`` drops a table's triggers in silence), so every start compares them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from crm_desktop.storage import capture
from crm_desktop.storage.row_json import changed, member, whole

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.schema import TableSpec

_WRITE = "INSERT INTO journal(operation, action, tbl, id, old) VALUES ((SELECT operation FROM journal_state)"


def expected(spec: TableSpec) -> dict[str, str]:
    """The journal triggers of a table: name -> the SQL that makes it."""
    differs = " OR ".join(changed(column) for column in spec.columns)
    watched = ", ".join(f'"{column}"' for column in spec.columns)
    fields = " || ".join(
        f"CASE WHEN {changed(column)} THEN {member('OLD', column)} ELSE '' END" for column in spec.columns
    )
    row = whole("OLD", ("rid", "rev", *spec.columns))
    events = {
        "insert": f"AFTER INSERT ON @ BEGIN {_WRITE}, 'insert', '{spec.name}', NEW.id, NULL); END",
        "update": f"AFTER UPDATE OF {watched} ON @ WHEN {differs}"
        f" BEGIN {_WRITE}, 'update', '{spec.name}', OLD.id, '{{' || substr({fields}, 2) || '}}'); END",
        "delete": f"AFTER DELETE ON @ BEGIN {_WRITE}, 'delete', '{spec.name}', OLD.id, {row}); END",
    }
    return {
        f"journal_{spec.name}_{event}": f'CREATE TRIGGER "journal_{spec.name}_{event}" '
        + text.replace("@", f'"{spec.name}"', 1)
        for event, text in events.items()
    }


def differing(connection: sqlite3.Connection, tables: Iterable[TableSpec]) -> dict[str, str | None]:
    """Triggers that are missing, different or not ours any more: name -> expected SQL, None for those to drop."""
    wanted: dict[str, str | None] = {}
    for spec in tables:
        wanted.update(expected(spec))
        wanted.update(capture.expected(spec))
    found = dict(
        connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND (name GLOB 'journal_*' OR name GLOB 'capture_*')"
        )
    )
    wrong = {name: sql for name, sql in wanted.items() if found.get(name) != sql}
    wrong.update((name, None) for name in found if name not in wanted)
    return wrong


def restore(connection: sqlite3.Connection, tables: Iterable[TableSpec], *, lost: bool = False) -> None:
    """Make the triggers what they should be, in one transaction.

    ``lost``: they should have been there all the time, hence edits may have gone by that nobody will send.
    """
    wrong = differing(connection, tables)
    connection.execute("BEGIN IMMEDIATE")
    try:
        if lost and any(name.startswith("capture_") for name in wrong):
            capture.note_missed(connection)
        for name, sql in wrong.items():
            connection.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            if sql is not None:
                connection.execute(sql)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
