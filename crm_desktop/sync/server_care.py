"""The SQL of looking after the server's rows: counting them, adding up their contents, forgetting old deletions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crm_desktop.sync.server_sql import table_name
from crm_desktop.sync.tables import Column, ColumnType, SyncedTable, children_of, synced_tables

NOTHING, BETWEEN = "\x01", "\x1f"
"""In the text of a row: for a column that holds nothing, and between columns."""
DIGITS = 15
"""Of the checksum of a row, hexadecimal: 60 bits, so that it is a positive bigint."""

LONG_STATEMENTS = "SET LOCAL statement_timeout = 600000"
"""For what reads a million rows; nobody waits for it."""


def live_counts() -> str:
    """How many rows live, table by table: ``name, rows``."""
    return " UNION ALL ".join(
        f"SELECT '{table.name}'::text, count(*) FROM {table_name(table.name)} WHERE NOT deleted"
        for table in synced_tables()
    )


def sums(table: SyncedTable) -> str:
    """The live rows by the last byte of their id: ``byte, rows, sum of their checksums (text)``."""
    return (
        f"SELECT {_BUCKET}, count(*), sum({checksum(table)})::text FROM {table_name(table.name)} t"
        " WHERE NOT t.deleted GROUP BY 1"
    )


def row_sums(table: SyncedTable, buckets: Iterable[int]) -> str:
    """The live rows whose id ends with one of these bytes: ``id, checksum``."""
    wanted = ", ".join(str(int(bucket)) for bucket in buckets)
    return (
        f"SELECT uuid_send(t.id), {checksum(table)} FROM {table_name(table.name)} t"
        f" WHERE NOT t.deleted AND {_BUCKET} IN ({wanted})"
    )


_BUCKET = "get_byte(uuid_send(t.id), 15)"
"""The last byte of an id is as random as any; the first ones are a time."""


def checksum(table: SyncedTable) -> str:
    """Of a row of ``t``, without its revision: as ``checking.checksum`` makes it of ``checking.told``."""
    between = f" || E'\\x{ord(BETWEEN):02x}' || "
    text = between.join(["encode(uuid_send(t.id), 'hex')", *(_text(column) for column in compared(table))])
    return f"('x' || left(md5({text}), {DIGITS}))::bit({4 * DIGITS})::bigint"


def compared(table: SyncedTable) -> tuple[Column, ...]:
    """The columns that make up the checksum: ``deleted`` is none, for only what lives is compared."""
    return tuple(column for column in table.columns if column.name != "deleted")


def _text(column: Column) -> str:
    name = f't."{column.name}"'
    if column.type is ColumnType.ID:
        name = f"encode(uuid_send({name}), 'hex')"
    elif column.type is ColumnType.BYTES:
        name = f"encode({name}, 'hex')"
    else:
        name = f"{name}::text"
    return f"coalesce({name}, E'\\x{ord(NOTHING):02x}')"


# ------------------------------------------------------------------------------------------------- old deletions

KEPT_DAYS = 400
"""So long every deletion is remembered at least (failure table, 23)."""

PURGE_LIMIT = f"""SELECT least(
    (SELECT coalesce(min(last_cursor), 0) FROM crm.sync_device
        WHERE NOT revoked AND last_seen >= clock_timestamp() - interval '{KEPT_DAYS} days'),
    (SELECT coalesce(max(rev), 0) FROM crm.sync_push
        WHERE at < clock_timestamp() - interval '{KEPT_DAYS} days'))"""
"""Up to which revision deletions may be forgotten: old enough, and pulled by every device that is not forgotten itself.

Who was away for longer does not count: it compares everything when it comes back.
"""
PURGED = "SELECT purged_below FROM crm.sync_state FOR UPDATE"
NOTE_PURGED = "UPDATE crm.sync_state SET purged_below = greatest(purged_below, %s)"
PURGING = "SET LOCAL crm.purging = 'on'"
"""Without it rows cannot be removed even by their owner (``crm.sync_keep``)."""


def purge(table: SyncedTable) -> str:
    """Remove rows thrown away up to a revision that no row refers to any more."""
    return (
        f"DELETE FROM {table_name(table.name)} t WHERE t.deleted AND t.rev <= %s"
        f"{unreferenced(table, table_name, 't')}"
    )


def unreferenced(table: SyncedTable, named: Callable[[str], str], alias: str) -> str:
    """SQL, of both databases, to be added to a condition: nothing refers to the row. ``named`` gives a table's name."""
    own = [(table, "merged_into")] if table.merges else []
    return "".join(
        f' AND NOT EXISTS (SELECT 1 FROM {named(child.name)} c WHERE c."{column}" = {alias}.id)'
        for child, column in (*own, *children_of(table.name))
    )
