"""Very many new rows on their way to the server: streamed into its tables, with nothing asked and nothing decided.

That is right as long as this laptop knows all that the server has: nobody else wrote since its last pull. It shows
under the server's lock. Anything unexpected (somebody wrote, a value is refused, a name or number stands there already)
leaves nothing behind, and the same push goes the usual, careful way (``pushing``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from crm_desktop.sync import server_sql
from crm_desktop.sync.snapshot import Point
from crm_desktop.sync.tables import ColumnType, SyncedTable, synced_table

if TYPE_CHECKING:
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.known import Sender
    from crm_desktop.sync.seeding import Seed
    from crm_desktop.sync.snapshot import ServerRow

_WIRE = {ColumnType.ID: "bytea", ColumnType.FLAG: "bool", ColumnType.INTEGER: "int8"}
"""How values are told to PostgreSQL's binary COPY: a uuid is its 16 bytes on the wire, as a bytea is."""

UNSAYABLE = (UnicodeEncodeError, TypeError, OverflowError)
"""What Python raises for values that have no form on the wire: half a character, a word for a number."""


def send(connection: Connection, seed: Seed, sender: Sender) -> Point | None:
    """Send rows that the server does not have; what it made of them, None where they must go the careful way.

    Raises:
        psycopg.Error: whether they arrived is not known.
    """
    import psycopg

    if not seed.plain:
        return None
    try:
        with connection.pipeline():
            connection.execute("BEGIN")
            begun = connection.execute(
                server_sql.BEGIN_PUSH, (seed.push_id.hex(), sender.device.hex(), sender.person)
            )
        ((rev, arrived),) = begun.fetchall()
        if arrived or rev != sender.cursor + 1:
            connection.rollback()
            return None
        for name, rows in seed.rows.items():
            stream(connection, synced_table(name), (row[:-1] for row in rows))
        connection.execute("COMMIT")
    except (psycopg.DataError, psycopg.IntegrityError, *UNSAYABLE):
        connection.rollback()
        return None
    return Point(rev, seed.push_id)


def stream(connection: Connection, table: SyncedTable, rows: Iterable[ServerRow]) -> None:
    """Write rows that the server has not, ``(id, *columns, 0)``, as a stream; inside a transaction."""
    with connection.cursor() as writing, writing.copy(server_sql.copy_in(table)) as stream:
        kinds = [_WIRE.get(column.type, column.type.value) for column in table.columns]
        stream.set_types(["bytea", *kinds, "int8"])
        write = stream.write_row
        for row in rows:
            write(row)
