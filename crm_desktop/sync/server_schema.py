"""The schema ``crm`` of the server, made and brought up to date by its owner (4.2).

Every writer, a laptop or any other tool, gets the next revision from one row, locked before anything else until the
commit: the order of revisions is the order of commits, and no two writers can wait for each other (``sync_begin``,
called by a trigger where the writer does not call it). A revision that a client writes itself is overwritten.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from crm_desktop.sync import server_audit, server_tools, server_views
from crm_desktop.sync.server_sql import table_name
from crm_desktop.sync.tables import (
    LARGEST_BYTES,
    OLDEST,
    VERSION,
    Column,
    ColumnType,
    SyncedTable,
    synced_tables,
)

# One row: the counter that orders everything. xid and began name the transaction that holds it: xid alone could come
# again on a server restored from a dump, whose transactions are counted anew.
_SYNC_TABLES = """
CREATE TABLE IF NOT EXISTS crm.sync_state (one integer PRIMARY KEY CHECK (one = 1),
    epoch uuid NOT NULL, rev bigint NOT NULL, number_next bigint NOT NULL, version integer NOT NULL,
    oldest integer NOT NULL, purged_below bigint NOT NULL, xid xid8, began timestamptz,
    by_tool boolean NOT NULL DEFAULT false);
CREATE TABLE IF NOT EXISTS crm.sync_push (rev bigint PRIMARY KEY, push_id uuid NOT NULL UNIQUE, device uuid,
    who text NOT NULL DEFAULT session_user, person text NOT NULL DEFAULT '',
    at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE IF NOT EXISTS crm.sync_device (device uuid PRIMARY KEY, name text NOT NULL, person text NOT NULL,
    who text NOT NULL, program text NOT NULL, version integer NOT NULL, last_cursor bigint NOT NULL,
    last_seen timestamptz NOT NULL, revoked boolean NOT NULL DEFAULT false);
INSERT INTO crm.sync_state VALUES (1, gen_random_uuid(), 0, 1, 0, 0, 0) ON CONFLICT DO NOTHING;
INSERT INTO crm.sync_push(rev, push_id) SELECT 0, gen_random_uuid() WHERE NOT EXISTS (SELECT 1 FROM crm.sync_push)
"""

# Security definer: people may use the counter, never write it. search_path is fixed: nobody's own table is met.
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION crm.sync_begin(push uuid, on_device uuid, by_person text, OUT rev bigint, OUT known boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM crm.sync_state FOR UPDATE;
    IF EXISTS (SELECT 1 FROM crm.sync_device d WHERE d.device = on_device AND d.revoked) THEN
        RAISE EXCEPTION 'this device was shut out' USING ERRCODE = 'CR001';
    END IF;
    SELECT p.rev INTO sync_begin.rev FROM crm.sync_push p WHERE p.push_id = push;
    known := FOUND;
    IF NOT known THEN
        UPDATE crm.sync_state s
            SET rev = s.rev + 1, xid = pg_current_xact_id(), began = now(), by_tool = on_device IS NULL
            RETURNING s.rev INTO sync_begin.rev;
        INSERT INTO crm.sync_push(rev, push_id, device, person)
            VALUES (sync_begin.rev, push, on_device, left(by_person, 500));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION crm.sync_hello(on_device uuid, called text, by_person text, by_program text,
    of_version integer, at_cursor bigint, OUT shut_out boolean, OUT version integer, OUT oldest integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO crm.sync_device AS d VALUES (on_device, left(called, 500), left(by_person, 500), session_user,
        left(by_program, 100), of_version, at_cursor, now())
    ON CONFLICT (device) DO UPDATE SET name = excluded.name, person = excluded.person, who = excluded.who,
        program = excluded.program, version = excluded.version, last_cursor = excluded.last_cursor,
        last_seen = excluded.last_seen
    RETURNING d.revoked INTO shut_out;
    SELECT s.version, s.oldest INTO sync_hello.version, sync_hello.oldest FROM crm.sync_state s;
END $$;

CREATE OR REPLACE FUNCTION crm.sync_numbers(wanted integer, above bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE first bigint;
BEGIN
    PERFORM 1 FROM crm.sync_state FOR UPDATE;
    SELECT greatest(s.number_next, above + 1, (SELECT coalesce(max(c.number), 0) + 1 FROM crm.client c))
        INTO first FROM crm.sync_state s;
    UPDATE crm.sync_state SET number_next = first + greatest(wanted, 0);
    RETURN first;
END $$;

CREATE OR REPLACE FUNCTION crm.sync_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM crm.sync_state WHERE xid = pg_current_xact_id() AND began = now()) THEN
        PERFORM crm.sync_begin(gen_random_uuid(), NULL, '');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION crm.sync_stamp() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE by_tool boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.id <> OLD.id THEN
        RAISE EXCEPTION 'the id of a row never changes' USING ERRCODE = 'CR002';
    END IF;
    SELECT s.rev, s.by_tool INTO STRICT NEW.rev, by_tool
        FROM crm.sync_state s WHERE s.xid = pg_current_xact_id() AND s.began = now();
    NEW.made_rev := CASE TG_OP WHEN 'UPDATE' THEN OLD.made_rev ELSE NEW.rev END;
    IF by_tool THEN
        NEW := jsonb_populate_record(NEW, crm.sync_tidy(to_jsonb(NEW), TG_ARGV));
        IF TG_TABLE_NAME = 'client' AND TG_OP = 'INSERT' THEN
            NEW.number := coalesce(NEW.number, crm.sync_numbers(1, 0));
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION crm.sync_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('crm.purging', true) = 'on'
        AND pg_has_role(current_user, 'crm_owner', 'MEMBER') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'rows are never removed: set deleted = true' USING ERRCODE = 'CR003';
END $$
"""

_ID = "id uuid PRIMARY KEY DEFAULT gen_random_uuid()"
_REV = "rev bigint NOT NULL DEFAULT 0"
"""Both are given by the program; the defaults are for other tools."""
_MADE = "made_rev bigint NOT NULL DEFAULT 0"
"""The revision that brought a row: who entered it. For the views; no laptop reads it, nobody can write it."""

_TRIGGERS = (
    "CREATE OR REPLACE TRIGGER sync_1_open BEFORE INSERT OR UPDATE ON {} FOR EACH STATEMENT"
    " EXECUTE FUNCTION crm.sync_open()",
    "CREATE OR REPLACE TRIGGER sync_2_stamp BEFORE INSERT OR UPDATE ON {} FOR EACH ROW"
    " EXECUTE FUNCTION crm.sync_stamp(@DATED)",
    "CREATE OR REPLACE TRIGGER sync_3_keep BEFORE DELETE OR TRUNCATE ON {} FOR EACH STATEMENT"
    " EXECUTE FUNCTION crm.sync_keep()",
)


def make_statements(standing: Mapping[str, Collection[str]]) -> list[str]:
    """What makes the schema, or brings an older one up to date: to be run by its owner, in one transaction.

    ``standing`` are the columns of the tables that are there already. Nothing is ever taken away.
    """
    statements = ["SET LOCAL client_min_messages = warning", "CREATE SCHEMA IF NOT EXISTS crm"]
    statements += _parts(_SYNC_TABLES + ";\n" + server_audit.TABLES, ";\n")
    # The counter first, as every writer does: laptops that sync meanwhile wait, or we for them.
    statements.append("SELECT 1 FROM crm.sync_state FOR UPDATE")
    statements += _parts(_FUNCTIONS + ";\n\n" + server_tools.FUNCTIONS, ";\n\n")
    for table in synced_tables():
        statements += _table_statements(table, standing.get(table.name))
    statements += [function.strip() for function in server_views.FUNCTIONS]
    statements += _grants()
    statements += server_views.view_statements()
    statements.append(f"UPDATE crm.sync_state SET version = {VERSION}, oldest = greatest(oldest, {OLDEST})")
    return statements


def _table_statements(table: SyncedTable, standing: Collection[str] | None) -> list[str]:
    name = table_name(table.name)
    columns = [_column(column) for column in table.columns if standing is None or column.name not in standing]
    if standing is None:
        told = [f"CHECK ({table.only})"] if table.only else []
        lines = ", ".join([_ID, *columns, _REV, _MADE, *told])
        statements = [f"CREATE TABLE {name} ({lines})", f"CREATE INDEX ON {name}(rev)"]
    else:
        statements = [f"ALTER TABLE {name} ADD COLUMN IF NOT EXISTS {column}" for column in (*columns, _MADE)]
    statements += [_index(table, column) for column in _looked_up(table)]
    statements += [
        f'CREATE UNIQUE INDEX IF NOT EXISTS "{table.name}_{rule}_once" ON {name}({what}) WHERE {where}'
        for rule, what, where in _unique_rules(table)
    ]
    dated = ", ".join(f"'{column}'" for column in server_tools.dated(table))
    statements += [trigger.format(name).replace("@DATED", dated) for trigger in _TRIGGERS]
    return statements + server_audit.statements(table)


def _column(column: Column) -> str:
    words = [f'"{column.name}" {column.type.value}']
    if not column.nullable:
        words.append("NOT NULL")
    if column.default is not None:
        words.append(f"DEFAULT {_literal(column)}")
    if column.references is not None:
        words.append(f"REFERENCES {table_name(column.references)}(id) DEFERRABLE INITIALLY DEFERRED")
    if column.longest is not None:
        measure = "octet_length" if column.longest > 1000 else "char_length"
        words.append(f'CHECK ({measure}("{column.name}") <= {column.longest})')
    if column.type is ColumnType.BYTES:
        words.append(f'CHECK (octet_length("{column.name}") <= {LARGEST_BYTES})')
    return " ".join(words)


def _literal(column: Column) -> str:
    if column.type is ColumnType.FLAG:
        return str(bool(column.default)).lower()
    return f"'{column.default}'" if isinstance(column.default, str) else str(column.default)


def _looked_up(table: SyncedTable) -> list[str]:
    """Columns by which children are found: of rows that own them; lists of names are short and rarely merged."""
    owners = ("client", "deal", "activity", "request", "plan_template")
    return [column for column, parent in table.references if parent in owners]


def _index(table: SyncedTable, column: str) -> str:
    return (
        f'CREATE INDEX IF NOT EXISTS "{table.name}_{column}" ON {table_name(table.name)}("{column}")'
        f' WHERE "{column}" IS NOT NULL'
    )


def _unique_rules(table: SyncedTable) -> list[tuple[str, str, str]]:
    """Names of a list and numbers of clients stand once among live rows: what, and where."""
    if table.name == "client":
        return [("number", "number", "NOT deleted AND number IS NOT NULL")]
    if not table.unique:
        return []
    what = ", ".join(f'lower("{column}")' for column in table.unique)
    return [("name", what, f"NOT deleted AND \"{table.unique[0]}\" <> ''")]


def _grants() -> list[str]:
    names = ", ".join(table_name(table.name) for table in synced_tables())
    called = (
        "crm.sync_begin(uuid, uuid, text)",
        "crm.sync_hello(uuid, text, text, text, integer, bigint)",
        "crm.sync_numbers(integer, bigint)",
        "crm.sync_tidy(jsonb, text[])",
        "crm.program_time(timestamptz)",
    )
    return [
        "CREATE INDEX IF NOT EXISTS client_number_any ON crm.client(number)",
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA crm FROM PUBLIC",
        "GRANT USAGE ON SCHEMA crm TO crm_sync, crm_read",
        "GRANT SELECT ON crm.sync_state, crm.sync_push, crm.sync_device TO crm_sync",
        f"GRANT SELECT, INSERT, UPDATE ON {names} TO crm_sync",
        f"GRANT EXECUTE ON FUNCTION {', '.join(called)} TO crm_sync",
    ]


def _parts(script: str, end: str) -> list[str]:
    return [part.strip() for part in script.split(end) if part.strip()]


STANDING = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'crm'"
LOCKED_VERSION = "SELECT version FROM crm.sync_state FOR UPDATE"
