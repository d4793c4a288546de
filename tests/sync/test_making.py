"""The shared base is made and renewed by its owner, in one piece."""

from __future__ import annotations

import pytest

from crm_desktop.sync import making, server_schema, tables
from crm_desktop.sync.connection import look
from crm_desktop.sync.failures import ProgramTooOld, ServerRoleRefused
from crm_desktop.sync.making import make_shared_base
from tests.sync.batches import Sending, edited, id_of, new

RELEASED = {
    "v_clients": "number kind name stage responsible phones emails city companies tags client_groups source",
    "v_history": "client_number client kind direction state planned held all_day minutes outcome wanted offered result",
    "v_deals": "client_number client title stage pipeline state amount cost currency paid expected closed lost_reason",
    "v_payments": "client_number client deal amount currency due paid note entered_by last_changed_by last_changed",
    "v_changes": "changed changed_by record client_number client field before after login client_id row_id",
}


def _schema(admin):
    """Everything that stands in the schema, as the server describes it."""
    return [
        admin.execute(query).fetchall()
        for query in (
            "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
            " WHERE table_schema = 'crm' ORDER BY 1, 2",
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'crm'::regnamespace ORDER BY 1, 3",
            "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'crm' ORDER BY 1, 2",
            "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE NOT tgisinternal ORDER BY 1, 2",
            "SELECT proname, pg_get_functiondef(oid), ARRAY(SELECT unnest(proacl)::text ORDER BY 1) FROM pg_proc"
            " WHERE pronamespace = 'crm'::regnamespace ORDER BY 1",
            "SELECT relname, ARRAY(SELECT unnest(relacl)::text ORDER BY 1), pg_get_userbyid(relowner) FROM pg_class"
            " WHERE relnamespace = 'crm'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1",
        )
    ]


def test_the_owner_makes_it_and_making_it_again_changes_nothing(log_in, empty, address, server):
    boss = log_in(empty, "boss")
    assert make_shared_base(boss, address(empty, "boss")) == 0
    with server.admin(empty) as admin:
        first = _schema(admin)
        assert {owner for _, _, owner in first[-1]} == {"crm_owner"}
        assert make_shared_base(boss, address(empty, "boss")) == tables.VERSION
        assert _schema(admin) == first
    assert look(boss, address(empty, "boss")).made


def test_an_older_base_gets_the_new_tables_and_columns_and_keeps_its_rows(
    log_in, shared, empty, address, server
):
    """As after years: two tables, some columns, a view and an index are missing."""
    with server.admin(shared) as admin:
        wanted = _schema(admin)
    boss = log_in(empty, "boss")
    make_shared_base(boss, address(empty, "boss"))
    sending = Sending(log_in(empty), "a")
    sending.send(new("client", id_of("ona"), name="Ona"))
    with server.admin(empty) as admin:
        admin.execute("DROP TABLE crm.photo, crm.plan_step CASCADE")
        admin.execute("ALTER TABLE crm.client DROP COLUMN vip CASCADE, DROP COLUMN loyalty_card CASCADE")
        admin.execute("ALTER TABLE crm.deal DROP COLUMN source_id CASCADE")
        admin.execute("DROP INDEX crm.activity_client_id")
        admin.execute("UPDATE crm.sync_state SET version = 0")
        # A view of somebody's own that hangs on what stays.
        admin.execute("CREATE VIEW crm.mine AS SELECT name FROM crm.v_payments JOIN crm.tag ON true")
    assert make_shared_base(boss, address(empty, "boss")) == 0
    with server.admin(empty) as admin:
        admin.execute("DROP VIEW crm.mine")
        assert _schema(admin) == wanted
    row = sending.row("client", id_of("ona"))
    assert (row["name"], row["vip"], row["loyalty_card"]) == ("Ona", 0, "")


def test_nobody_else_makes_it(log_in, empty, shared, address):
    with pytest.raises(ServerRoleRefused) as caught:
        make_shared_base(log_in(empty), address(empty))
    assert caught.value.facts["role"] == "crm_owner"
    with pytest.raises(ServerRoleRefused):
        make_shared_base(log_in(shared), address(shared))


def test_what_fails_half_way_leaves_nothing(log_in, empty, address, monkeypatch):
    boss = log_in(empty, "boss")
    whole = server_schema.make_statements({})
    monkeypatch.setattr(server_schema, "make_statements", lambda _: [*whole[:200], "SELECT 1/0"])
    with pytest.raises(Exception, match="division"):
        make_shared_base(boss, address(empty, "boss"))
    assert not look(boss, address(empty, "boss")).made
    monkeypatch.undo()
    make_shared_base(boss, address(empty, "boss"))


def test_a_newer_base_is_left_alone(log_in, shared, address, server):
    with server.admin(shared) as admin:
        admin.execute("UPDATE crm.sync_state SET version = 99")
        with pytest.raises(ProgramTooOld) as caught:
            make_shared_base(log_in(shared, "boss"), address(shared, "boss"))
        assert caught.value.facts["version"] == 99
        assert admin.execute("SELECT version FROM crm.sync_state").fetchone() == (99,)


def test_an_upgrade_keeps_all_rows_who_made_them_and_what_was_changed(
    log_in, empty, address, server, monkeypatch
):
    """From the version before, while laptops hold data: an older program goes on reading and writing afterwards."""
    boss = log_in(empty, "boss")
    make_shared_base(boss, address(empty, "boss"))
    old = Sending(log_in(empty), "Anna")
    old.send(new("client", id_of("ona"), name="Ona", notes="x"), new("tag", id_of("tag"), name="VIP"))
    old.look()
    old.send(edited("client", id_of("ona"), old.row("client", id_of("ona")), notes="y"))
    told = "SELECT record, field, before, after, changed_by FROM crm.v_changes"
    with server.admin(empty) as admin:
        before = {
            table: admin.execute(f"SELECT * FROM crm.{table} ORDER BY 1").fetchall()
            for table in ("client", "tag", "sync_push", "audit")
        }
        (epoch,) = admin.execute("SELECT epoch FROM crm.sync_state").fetchone()
        # As the next version finds it: a column of tomorrow is not there yet.
        monkeypatch.setattr(making, "VERSION", tables.VERSION + 1)
        monkeypatch.setattr(server_schema, "VERSION", tables.VERSION + 1)
        assert make_shared_base(boss, address(empty, "boss")) == tables.VERSION
        for table, rows in before.items():
            assert admin.execute(f"SELECT * FROM crm.{table} ORDER BY 1").fetchall() == rows
        assert admin.execute("SELECT epoch, version FROM crm.sync_state").fetchone() == (
            epoch,
            tables.VERSION + 1,
        )
        assert admin.execute(told).fetchall() == [("client", "notes", "x", "y", "Anna")]
    monkeypatch.undo()
    old.look()
    old.send(edited("client", id_of("ona"), old.row("client", id_of("ona")), notes="z"))
    assert old.row("client", id_of("ona"))["notes"] == "z"


def test_views_of_the_version_before_stay_as_they_are_at_their_beginning(server, shared):
    """A list that somebody made from a view goes on working: columns are only added, at the end.

    PostgreSQL itself refuses anything else; these are the columns that were ever released.
    """
    with server.admin(shared) as admin:
        found = admin.execute(
            "SELECT c.relname, string_agg(a.attname, ' ' ORDER BY a.attnum) FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
            " WHERE c.relnamespace = 'crm'::regnamespace AND c.relkind = 'v' GROUP BY 1"
        ).fetchall()
    columns = dict(found)
    for name, beginning in RELEASED.items():
        assert columns[name].startswith(beginning), name


def test_in_a_base_just_made_what_another_tool_writes_has_a_revision(log_in, empty, address):
    boss = log_in(empty, "boss")
    make_shared_base(boss, address(empty, "boss"))
    tool = log_in(empty, "jonas")
    tool.execute("INSERT INTO crm.tag(name) VALUES ('VIP')")
    tool.execute("UPDATE crm.tag SET name = 'Regular'")
    assert tool.execute("SELECT name, rev FROM crm.tag").fetchall() == [("Regular", 2)]
