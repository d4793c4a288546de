"""The triggers that write the journal: their text, and the check that the file has exactly these.

Triggers see every writer (peewee, bulk statements, a rescue in a database browser) inside the same transaction.
They can get lost (sqlite-utils ``.transform()`` drops a table's triggers in silence), so every start compares them.

Old values are JSON. What JSON cannot hold exactly is an object: ``{"$blob": hex}`` and ``{"$real": 17 digits}``
(SQLite's own JSON writes 15 digits, and the user's 0.1 + 0.2 must come back to the last bit; SQLite itself prints
fractions exactly only below 1e100).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.schema import TableSpec

_WRITE = "INSERT INTO journal(operation, action, tbl, id, old) VALUES ((SELECT operation FROM journal_state)"


def _encoded(value: str) -> str:
    """SQL that gives ``value`` as JSON text."""
    return (
        f"CASE typeof({value})"
        f" WHEN 'blob' THEN '{{\"$blob\":\"' || hex({value}) || '\"}}'"
        f" WHEN 'real' THEN '{{\"$real\":\"' || printf('%!.17g', {value}) || '\"}}'"
        f" ELSE json_quote({value}) END"
    )


def _decode_object(value: dict[str, Any]) -> Any:
    if len(value) == 1:
        if "$blob" in value:
            return bytes.fromhex(value["$blob"])
        if "$real" in value:
            return float(value["$real"])
    return value


_DECODER = json.JSONDecoder(object_hook=_decode_object)  # made once: json.loads would make one for each entry


def decode(old: str) -> dict[str, Any]:
    """The old values of a journal entry, by column, exactly as SQLite held them."""
    values: dict[str, Any] = _DECODER.decode(old)
    return values


def _field(column: str) -> str:
    return f"',\"{column}\":' || " + _encoded(f'OLD."{column}"')


def _changed(column: str) -> str:
    # BINARY: under a column's own NOCASE collation 'anna' -> 'Anna' would be no change and leave no trace.
    return f'OLD."{column}" IS NOT NEW."{column}" COLLATE BINARY'


def expected(spec: TableSpec) -> dict[str, str]:
    """The journal triggers of a table: name -> the SQL that makes it."""
    changed = " OR ".join(_changed(column) for column in spec.columns)
    watched = ", ".join(f'"{column}"' for column in spec.columns)
    fields = " || ".join(
        f"CASE WHEN {_changed(column)} THEN {_field(column)} ELSE '' END" for column in spec.columns
    )
    row = " || ".join(_field(column) for column in ("rid", "rev", *spec.columns))
    events = {
        "insert": f"AFTER INSERT ON @ BEGIN {_WRITE}, 'insert', '{spec.name}', NEW.id, NULL); END",
        "update": f"AFTER UPDATE OF {watched} ON @ WHEN {changed}"
        f" BEGIN {_WRITE}, 'update', '{spec.name}', OLD.id, '{{' || substr({fields}, 2) || '}}'); END",
        "delete": f"AFTER DELETE ON @"
        f" BEGIN {_WRITE}, 'delete', '{spec.name}', OLD.id, '{{' || substr({row}, 2) || '}}'); END",
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
    found = dict(
        connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'journal_*'"
        )
    )
    wrong = {name: sql for name, sql in wanted.items() if found.get(name) != sql}
    wrong.update((name, None) for name in found if name not in wanted)
    return wrong


def restore(connection: sqlite3.Connection, tables: Iterable[TableSpec]) -> None:
    """Make the journal triggers what they should be, in one transaction."""
    wrong = differing(connection, tables)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for name, sql in wrong.items():
            connection.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            if sql is not None:
                connection.execute(sql)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
