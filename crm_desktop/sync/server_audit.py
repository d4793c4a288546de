"""Who changed what on the server: the old and the new of every column that an update changes (protocol 4.4).

Written by a trigger, so that a laptop, psql and a spreadsheet are told of alike; nobody may write it by hand. It is
read online, from the view ``v_changes``, and never synced: a laptop has a history of its own.
"""

from __future__ import annotations

from crm_desktop.sync.tables import ColumnType, SyncedTable, synced_tables

UNTOLD = frozenset({"conflict"})
"""Tables whose changes say nothing by themselves: a conflict is a record of a change."""

# One row for a record and a revision: what a push lets go of for a moment (server_sql.release) is told as it ends.
# client_id and currency are those of the record when it changed, so that the view can say whose and how much.
TABLES = """
CREATE TABLE IF NOT EXISTS crm.audit (rev bigint NOT NULL, tbl text NOT NULL, row_id uuid NOT NULL,
    client_id uuid, currency text, old jsonb NOT NULL, new jsonb NOT NULL, PRIMARY KEY (rev, tbl, row_id));
CREATE INDEX IF NOT EXISTS audit_client ON crm.audit(client_id)
"""

FORGET = "DELETE FROM crm.audit WHERE rev <= %s"
"""Changes are kept as long as deletions are (``server_care.PURGE_LIMIT``)."""


def statements(table: SyncedTable) -> list[str]:
    """What has the changes of a table written down; none where nobody asks for those of this one.

    A function for each table, that names its columns: comparing rows as JSON takes ten times as long.
    """
    if table.name in UNTOLD:
        return []
    # Pictures are too heavy to be kept twice; the program never changes them in a row.
    columns = [column.name for column in table.columns if column.type is not ColumnType.BYTES]
    compared = "\n".join(
        f"""    IF OLD."{name}" IS DISTINCT FROM NEW."{name}" THEN
        before := before || jsonb_build_object('{name}', OLD."{name}");
        after := after || jsonb_build_object('{name}', NEW."{name}");
    END IF;"""
        for name in columns
    )
    function = f"""CREATE OR REPLACE FUNCTION crm.audit_{table.name}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE before jsonb := '{{}}'; after jsonb := '{{}}';
BEGIN
{compared}
    IF before <> '{{}}' THEN
        INSERT INTO crm.audit AS a
            VALUES (NEW.rev, TG_TABLE_NAME, NEW.id, {_client_of(table)}, {_currency_of(table)}, before, after)
        ON CONFLICT (rev, tbl, row_id) DO UPDATE SET old = excluded.old || a.old, new = a.new || excluded.new;
    END IF;
    RETURN NULL;
END $$"""
    trigger = (
        f'CREATE OR REPLACE TRIGGER sync_4_audit AFTER UPDATE ON crm."{table.name}" FOR EACH ROW'
        f" EXECUTE FUNCTION crm.audit_{table.name}()"
    )
    return [function, trigger]


def _client_of(table: SyncedTable) -> str:
    """SQL for the client that a changed row is about."""
    if table.name == "client":
        return "NEW.id"
    for column in ("client_id", "person_id"):
        if column in table.names:
            return f"NEW.{column}"
    return (
        "(SELECT d.client_id FROM crm.deal d WHERE d.id = NEW.deal_id)"
        if "deal_id" in table.names
        else "NULL"
    )


def _currency_of(table: SyncedTable) -> str:
    """SQL for the currency of its amounts."""
    if "currency" in table.names:
        return "NEW.currency"
    return (
        "(SELECT d.currency FROM crm.deal d WHERE d.id = NEW.deal_id)" if "deal_id" in table.names else "NULL"
    )


# --- the view --------------------------------------------------------------------------------------------------------

_NAMED = {
    "colleague": "name",
    "stage": "coalesce(nullif(name, ''), role)",
    "source": "name",
    "tag": "name",
    "client_group": "name",
    "field": "name",
    "deal_stage": "coalesce(nullif(name, ''), role)",
    "client": "name",
    "deal": "title",
    "plan_template": "name",
    "campaign": "name",
}
"""How a row of a table is called, as SQL."""
_MONEY = ("amount", "cost", "price")
_FLAGS = ("active", "all_day", "deleted", "do_not_contact", "shared", "vip")


def _words(value: str) -> str:
    """A value of the view as a person reads it: names instead of ids, amounts instead of cents."""
    whens = []
    for parent, name in _NAMED.items():
        of = [
            f"('{table.name}', '{column.name}')"
            for table in synced_tables()
            for column in table.columns
            if column.references == parent and table.name not in UNTOLD
        ]
        if of:
            whens.append(
                f"WHEN (a.tbl, k.key) IN ({', '.join(of)})"
                f" THEN (SELECT {name} FROM crm.{parent} n WHERE n.id = {value}::uuid)"
            )
    money = ", ".join(f"'{column}'" for column in _MONEY)
    flags = ", ".join(f"'{column}'" for column in _FLAGS)
    whens += [
        f"WHEN k.key IN ({money}) AND a.currency IS NOT NULL"
        f" THEN concat_ws(' ', crm.as_money({value}::bigint, a.currency), a.currency)",
        f"WHEN k.key IN ({flags}) THEN CASE WHEN {value} IN ('0', 'false') THEN 'no' ELSE 'yes' END",
        f"WHEN k.key = 'quantity' THEN trim_scale({value}::numeric / 1000)::text",
        f"WHEN k.key = 'discount_bp' THEN trim_scale({value}::numeric / 100)::text",
    ]
    return f"CASE WHEN {value} IS NULL THEN NULL {' '.join(whens)} ELSE {value} END"


def view() -> str:
    """The query of ``v_changes``: one line for each column that a change touched."""
    return f"""
SELECT p.at AS changed, coalesce(nullif(p.person, ''), p.who) AS changed_by, replace(a.tbl, '_', ' ') AS record,
    c.number AS client_number, c.name AS client,
    CASE k.key WHEN 'discount_bp' THEN 'discount percent' WHEN 'merged_into' THEN 'merged into'
        ELSE replace(regexp_replace(k.key, '_(id|at|on)$', ''), '_', ' ') END AS field,
    {_words("(a.old ->> k.key)")} AS before,
    {_words("(a.new ->> k.key)")} AS after, p.who AS login, a.client_id, a.row_id
FROM crm.audit a CROSS JOIN LATERAL jsonb_object_keys(a.old) AS k(key) LEFT JOIN crm.sync_push p ON p.rev = a.rev
    LEFT JOIN crm.client c ON c.id = a.client_id
WHERE (a.old -> k.key) IS DISTINCT FROM (a.new -> k.key)"""
