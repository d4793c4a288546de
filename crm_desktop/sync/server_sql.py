"""What a laptop asks the server, and what it writes there: all of it as SQL (4.2).

Identifiers come from the program's own list of tables; values are always bound. The rest of the server's SQL makes the
shared base and says who may do what (``server_schema``, ``server_audit``, ``server_views``, ``server_roles``); nowhere
else is any.
"""

from __future__ import annotations

from collections.abc import Iterable

from crm_desktop.sync.tables import Column, ColumnType, SyncedTable, synced_tables

SHUT_OUT = "CR001"
"""SQLSTATE of a device that an administrator shut out."""


def table_name(table: str) -> str:
    """The table as statements name it."""
    return f'crm."{table}"'


def quoted(columns: Iterable[str], prefix: str = "") -> str:
    """Columns as statements list them."""
    return ", ".join(f'{prefix}"{column}"' for column in columns)


# ------------------------------------------------------------------------------------------------------------- a pull

IDS = "%s::text[]::uuid[]"
"""Ids are sent as an array of their hexadecimal texts."""

PLACE = """SELECT current_database(), session_user, to_regclass('crm.sync_state') IS NOT NULL,
    coalesce(pg_has_role(session_user, to_regrole('crm_sync')::oid, 'MEMBER'), false),
    coalesce(pg_has_role(session_user, to_regrole('crm_owner')::oid, 'MEMBER'), false),
    current_setting('server_version_num')::integer, current_setting('server_encoding')"""
"""Where we are: asked once when a laptop joins."""

COUNTS = """SELECT (SELECT count(*) FROM crm.client WHERE NOT deleted),
    (SELECT count(*) FROM crm.activity WHERE NOT deleted), (SELECT count(*) FROM crm.deal WHERE NOT deleted)"""
PEOPLE = """SELECT name FROM crm.colleague WHERE NOT deleted AND name <> ''
    UNION SELECT person FROM crm.sync_device WHERE NOT revoked AND person <> '' ORDER BY 1"""
SHUT_OUTS = "SELECT revoked FROM crm.sync_device WHERE device = %s::text::uuid"


def all_rows() -> str:
    """How many rows the server has, table by table, the bin included."""
    return " UNION ALL ".join(f"SELECT count(*) FROM {table_name(table.name)}" for table in synced_tables())


def any_of(table: str) -> str:
    """Whether the server has any of these rows."""
    return f"SELECT EXISTS (SELECT 1 FROM {table_name(table)} WHERE id = ANY({IDS}))"


OWNS = "SELECT coalesce(pg_has_role(session_user, to_regrole('crm_owner')::oid, 'MEMBER'), false)"
AS_OWNER = "SET LOCAL ROLE crm_owner"
SHUT = "UPDATE crm.sync_device SET revoked = %s WHERE device = %s::text::uuid"

SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
"""Under READ COMMITTED a child could be read before its parent stood there."""

_INSTANT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
"""As ``clock.utc_text`` writes it."""
_AUTHOR = f"CASE p.person WHEN '' THEN p.who ELSE p.person END, {_INSTANT.format('p.at')}"

STATE = f"""SELECT uuid_send(s.epoch), s.rev, s.version, s.oldest, s.purged_below,
    {_INSTANT.format("clock_timestamp()")}, uuid_send(p.push_id)
    FROM crm.sync_state s LEFT JOIN crm.sync_push p ON p.rev = s.rev"""

PUSH_AT = "SELECT uuid_send(push_id) FROM crm.sync_push WHERE rev = %s"
REV_OF = "SELECT rev FROM crm.sync_push WHERE push_id = %s::text::uuid"
WRITTEN_AT = f"SELECT {_INSTANT.format('at')} FROM crm.sync_push WHERE rev = %s"
COMMON = "SELECT rev, uuid_send(push_id) FROM crm.sync_push WHERE rev = ANY(%s)"

AUTHORS = f"SELECT p.rev, {_AUTHOR} FROM crm.sync_push p WHERE p.rev > %s"

DEVICES = f"""SELECT uuid_send(d.device), d.name, d.person, d.program, {_INSTANT.format("d.last_seen")},
    greatest(s.rev - d.last_cursor, 0), d.revoked
    FROM crm.sync_device d CROSS JOIN crm.sync_state s ORDER BY d.last_seen DESC, d.device"""

HELLO = "SELECT shut_out, version, oldest FROM crm.sync_hello(%s::text::uuid, %s, %s, %s, %s, %s)"


def selected(column: Column) -> str:
    """A column as SQLite holds it: ids as 16 bytes, yes and no as 1 and 0."""
    name = f't."{column.name}"'
    if column.type is ColumnType.ID:
        return f"uuid_send({name})"
    return f"{name}::integer" if column.type is ColumnType.FLAG else name


def row_columns(table: SyncedTable) -> str:
    """``id, rev, columns`` of rows of ``t``."""
    return ", ".join(["uuid_send(t.id)", "t.rev", *(selected(column) for column in table.columns)])


def changed_rows(table: SyncedTable) -> str:
    """Rows newer than a revision, at most so many: oldest first."""
    return f"SELECT {row_columns(table)} FROM {table_name(table.name)} t WHERE t.rev > %s ORDER BY t.rev LIMIT %s"


def copy_rows(table: SyncedTable, cursor: int) -> str:
    """The same without a limit, as a stream."""
    return (
        f"COPY (SELECT {row_columns(table)} FROM {table_name(table.name)} t WHERE t.rev > {int(cursor)})"
        " TO STDOUT (FORMAT BINARY)"
    )


# ------------------------------------------------------------------------------------------------------------- a push

BEGIN_PUSH = "SELECT rev, known FROM crm.sync_begin(%s::text::uuid, %s::text::uuid, %s)"
NUMBERS = "SELECT crm.sync_numbers(%s, %s)"
TAKEN_NUMBERS = "SELECT uuid_send(id), number FROM crm.client WHERE NOT deleted AND number = ANY(%s)"


def rows_by_id(table: SyncedTable) -> str:
    """Rows as the server has them, and who wrote them when: ``id, rev, columns, who, at``."""
    return (
        f"SELECT {row_columns(table)}, {_AUTHOR} FROM {table_name(table.name)} t"
        f" LEFT JOIN crm.sync_push p ON p.rev = t.rev WHERE t.id = ANY({IDS})"
    )


def fates_by_id(table: SyncedTable) -> str:
    """Whether rows live: ``id, deleted, merged_into``; with all that they were merged into, step by step."""
    name = table_name(table.name)
    if not table.merges:
        return (
            f"SELECT uuid_send(t.id), t.deleted::integer, NULL::bytea FROM {name} t WHERE t.id = ANY({IDS})"
        )
    return (
        f"WITH RECURSIVE way AS (SELECT t.id, t.deleted, t.merged_into FROM {name} t WHERE t.id = ANY({IDS})"
        f" UNION SELECT t.id, t.deleted, t.merged_into FROM way JOIN {name} t ON t.id = way.merged_into)"
        " SELECT uuid_send(id), deleted::integer, uuid_send(merged_into) FROM way"
    )


def live_names(table: SyncedTable) -> str:
    """The live entries of a list: ``id`` and what must stand once."""
    return f"SELECT uuid_send(id), {quoted(table.unique)} FROM {table_name(table.name)} WHERE NOT deleted"


def unseen_children(table: SyncedTable, column: str) -> str:
    """Live rows that refer to one of these, newer than a revision, but for some later ones: ``parent, id, who, at``."""
    return (
        f'SELECT uuid_send(t."{column}"), uuid_send(t.id), {_AUTHOR} FROM {table_name(table.name)} t'
        f' JOIN crm.sync_push p ON p.rev = t.rev WHERE t."{column}" = ANY({IDS}) AND NOT t.deleted AND t.rev > %s'
        " AND t.rev <> ALL(%s::bigint[])"
    )


def children(table: SyncedTable, column: str) -> str:
    """Live rows that refer to one of these, as ``rows_by_id`` has them."""
    return (
        f"SELECT {row_columns(table)}, {_AUTHOR} FROM {table_name(table.name)} t"
        f' LEFT JOIN crm.sync_push p ON p.rev = t.rev WHERE t."{column}" = ANY({IDS}) AND NOT t.deleted'
    )


def write_rows(table: SyncedTable) -> str:
    """Write rows, given as one JSON list of objects: new ones and those that stand."""
    name, names = table_name(table.name), table.names
    typed = ", ".join(f'"{column.name}" {column.type.value}' for column in table.columns)
    setting = ", ".join(f'"{column}" = excluded."{column}"' for column in names)
    return (
        f"INSERT INTO {name}(id, {quoted(names)}, rev) SELECT id, {quoted(names)}, 0"
        f" FROM json_to_recordset(%s::json) AS given(id uuid, {typed})"
        f" ON CONFLICT (id) DO UPDATE SET {setting}"
    )


def add_rows(table: SyncedTable) -> str:
    """Write rows, given as one JSON list of objects, that may be there already and are the same then."""
    return write_rows(table).partition(" DO UPDATE")[0] + " DO NOTHING"


def copy_in(table: SyncedTable) -> str:
    """Write rows that the server does not have, as a stream of ``id, columns, rev``."""
    return f"COPY {table_name(table.name)}(id, {quoted(table.names)}, rev) FROM STDIN (FORMAT BINARY)"


def release(table: SyncedTable) -> str:
    """Let rows give up what must stand once before others take it: names become ids, numbers nothing."""
    if table.name == "client":
        return f"UPDATE crm.client SET number = NULL WHERE id = ANY({IDS})"
    return f'UPDATE {table_name(table.name)} SET "{table.unique[0]}" = id::text WHERE id = ANY({IDS})'
