"""What was edited and is not yet on the server: the triggers that note it, whoever writes.

A row that no server knows (``rev`` 0) needs no note: it is unsent as a whole. Of a row that a server knows (above 0) or
may know by now (``ON_ITS_WAY``) the first edit puts the content before it into ``shadow``: what the server last
acknowledged, from which the merge will see who changed what. Such a row is never deleted physically, it goes to the
bin: absence would say nothing to the others.

The journal cannot serve for this: the shadow must survive its trimming, and undo must survive an acknowledgement.

While rows of the server are written here the triggers are silent; a flag in the base says so, inside the same
transaction, hence no crash can leave it on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crm_desktop.storage.row_json import changed, whole

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.schema import TableSpec

ON_ITS_WAY = -1
"""``rev`` of a new row that was sent for the first time and whose arrival is not known yet."""

_HEARD = "OLD.rev <> 0 AND (SELECT silent FROM capture_state) = 0"


def expected(spec: TableSpec) -> dict[str, str]:
    """The capture triggers of a table: name -> the SQL that makes it."""
    watched = ", ".join(f'"{column}"' for column in spec.columns)
    differs = " OR ".join(changed(column) for column in spec.columns)
    # NOT EXISTS instead of OR IGNORE: inside a trigger the ON CONFLICT of the outer statement counts.
    update = (
        f'AFTER UPDATE OF {watched} ON "{spec.name}" WHEN {_HEARD} AND ({differs})'
        f" BEGIN INSERT INTO shadow(tbl, id, base_rev, base)"
        f" SELECT '{spec.name}', OLD.id, OLD.rev, {whole('OLD', spec.columns)}"
        f" WHERE NOT EXISTS (SELECT 1 FROM shadow WHERE tbl = '{spec.name}' AND id = OLD.id); END"
    )
    delete = (
        f'BEFORE DELETE ON "{spec.name}" WHEN {_HEARD}'
        " BEGIN SELECT RAISE(ABORT, 'a row that a server knows goes to the bin'); END"
    )
    return {
        name: f'CREATE TRIGGER "{name}" {text}'
        for name, text in (
            (f"capture_{spec.name}_update", update),
            (f"capture_{spec.name}_delete", delete),
        )
    }


@contextmanager
def silenced(connection: sqlite3.Connection) -> Iterator[None]:
    """Write what the server holds: no edit of the user's. To be used inside a transaction."""
    connection.execute("UPDATE capture_state SET silent = 1")
    try:
        yield
    finally:
        connection.execute("UPDATE capture_state SET silent = 0")


@contextmanager
def heard(connection: sqlite3.Connection) -> Iterator[None]:
    """Inside ``silenced``: what is written here is an edit of this laptop, and will be sent."""
    connection.execute("UPDATE capture_state SET silent = 0")
    try:
        yield
    finally:
        connection.execute("UPDATE capture_state SET silent = 1")


def note_missed(connection: sqlite3.Connection) -> None:
    """Note that edits may have gone by unseen: the triggers were not what they should be."""
    connection.execute("UPDATE capture_state SET missed = 1")


def has_missed(connection: sqlite3.Connection) -> bool:
    """Whether edits may have gone by unseen since the base was last compared with the server."""
    ((missed,),) = connection.execute("SELECT missed FROM capture_state").fetchall()
    return bool(missed)


def compared(connection: sqlite3.Connection) -> None:
    """Note that the whole base was compared with the server."""
    connection.execute("UPDATE capture_state SET missed = 0")
