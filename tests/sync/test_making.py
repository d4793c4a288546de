"""The shared base is made and renewed by its owner, in one piece."""

from __future__ import annotations

import pytest

from crm_desktop.sync import server_schema, tables
from crm_desktop.sync.connection import look
from crm_desktop.sync.failures import ProgramTooOld, ServerRoleRefused
from crm_desktop.sync.making import make_shared_base
from tests.sync.batches import Sending, id_of, new


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
