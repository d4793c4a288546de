"""What people may do on the server, and what they may not (T12)."""

from __future__ import annotations

import subprocess

import psycopg
import pytest

from crm_desktop.sync import failures, server_roles
from crm_desktop.sync.connection import connect, look
from crm_desktop.sync.making import make_shared_base
from tests.sync import postgres
from tests.sync.batches import Sending, id_of, new

ONA = id_of("ona")

REFUSED = {
    "create a table": "CREATE TABLE crm.mine (a int)",
    "create a table elsewhere": "CREATE TABLE public.mine (a int)",
    "create a temporary table": "CREATE TEMPORARY TABLE mine (a int)",
    "create a schema": "CREATE SCHEMA mine",
    "create a function": "CREATE FUNCTION crm.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "alter a table": "ALTER TABLE crm.client ADD COLUMN a int",
    "drop a table": "DROP TABLE crm.photo",
    "truncate": "TRUNCATE crm.client CASCADE",
    "delete": "DELETE FROM crm.client",
    "move the counter": "UPDATE crm.sync_state SET rev = 0",
    "forge a receipt": "INSERT INTO crm.sync_push(rev, push_id) VALUES (99, gen_random_uuid())",
    "change a receipt": "UPDATE crm.sync_push SET who = 'boss'",
    "let a device in again": "UPDATE crm.sync_device SET revoked = false",
    "disable a trigger": "ALTER TABLE crm.client DISABLE TRIGGER ALL",
    "write as a replica": "SET session_replication_role = replica",
    "become the owner": "SET ROLE crm_owner",
    "give rights": "GRANT crm_owner TO anna",
    "make a role": "CREATE ROLE mine",
    "run a program": "COPY crm.tag TO PROGRAM 'cat'",
    "write a file": "COPY crm.tag TO '/tmp/crm-tags'",
    "read a file": "SELECT pg_read_file('/etc/passwd')",
    "load an extension": "CREATE EXTENSION dblink",
    "read passwords": "SELECT rolpassword FROM pg_authid",
    "call a trigger's function": "SELECT crm.sync_open()",
    "forge the history of changes": "INSERT INTO crm.audit SELECT 1, 'x', gen_random_uuid(), NULL, NULL, '{}', '{}'",
    "change the history of changes": "UPDATE crm.audit SET old = '{}'",
    "read a file into a table": "COPY crm.tag(name) FROM '/etc/passwd'",
    "list a folder": "SELECT pg_ls_dir('/')",
    "load a library": "LOAD '/tmp/mine.so'",
    "change the server": "ALTER SYSTEM SET ssl = off",
    "raise its own limit": "ALTER ROLE anna CONNECTION LIMIT -1",
    "let itself in for ever": "ALTER ROLE anna VALID UNTIL 'infinity'",
    "end the others": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
    "write as somebody else": "SET SESSION AUTHORIZATION postgres",
    "take over a view": "CREATE OR REPLACE VIEW crm.v_clients AS SELECT 1",
    "put a function in the place of ours": "CREATE OR REPLACE FUNCTION crm.as_day(said text) RETURNS date"
    " LANGUAGE sql AS 'SELECT NULL::date'",
    "write with nobody noticing": "ALTER TABLE crm.client DISABLE TRIGGER sync_4_audit",
    "own a table": "ALTER TABLE crm.client OWNER TO anna",
    "change an id": "UPDATE crm.client SET id = gen_random_uuid()",
}


@pytest.fixture
def anna(log_in, shared):
    connection = log_in(shared)
    Sending(connection, "a").send(new("client", ONA, name="Ona"))
    return connection


@pytest.mark.parametrize("what", REFUSED)
def test_a_laptop_may_not(anna, what):
    if (
        what == "load an extension"
        and not anna.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'dblink'").fetchall()
    ):
        pytest.skip("the server here comes without extensions")
    with pytest.raises(psycopg.Error) as caught:
        anna.execute(REFUSED[what])
    # 42501: not allowed; 0A000/55006 would be chance; CR00x: our triggers; 25P02 never.
    assert caught.value.sqlstate in ("42501", "CR002", "CR003"), caught.value


def test_functions_that_do_more_than_their_caller_may_meet_nobody_elses_names(server, shared):
    """SECURITY DEFINER without a fixed search_path would run whatever a caller puts in the way (manual, 5.9.6)."""
    with server.admin(shared) as admin:
        found = admin.execute(
            "SELECT proname, prosecdef, coalesce(proconfig::text, ''), prolang = (SELECT oid FROM pg_language"
            " WHERE lanname = 'plpgsql'), array_to_string(proacl, ' ') FROM pg_proc"
            " WHERE pronamespace = 'crm'::regnamespace"
        ).fetchall()
    assert {name for name, definer, *_ in found if definer} >= {"sync_begin", "sync_hello", "sync_numbers"}
    for name, definer, settings, _, rights in found:
        if definer or name.startswith("sync_"):
            assert settings == '{"search_path=pg_catalog, pg_temp"}', name
        assert not any(each.startswith("=") for each in rights.split()), f"{name} is everybody's"


def test_a_person_has_three_connections_and_is_ended_when_it_sleeps(server, shared, address):
    """As the administrator's script makes a colleague, for any tool that comes under that name."""
    secret = postgres.PASSWORD.format("milda")
    with server.admin() as admin:
        for statement in server_roles.person_statements("milda", secret):
            admin.execute(statement)
        try:
            there = address(shared, "milda")
            with connect(there, secret) as one, connect(there, secret), connect(there, secret):
                with pytest.raises(failures.ServerBusy) as caught:
                    connect(there, secret)
                assert caught.value.facts["why"] == "connections"
                (settings,) = admin.execute(
                    "SELECT setconfig FROM pg_db_role_setting WHERE setrole = 'milda'::regrole"
                ).fetchone()
                assert set(settings) == {
                    "idle_in_transaction_session_timeout=15s", "statement_timeout=60s", "lock_timeout=30s",
                }  # fmt: skip
                # A stolen laptop: no way in any more, and out of what was open.
                admin.execute("ALTER ROLE milda NOLOGIN")
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'milda'"
                )
                with pytest.raises(psycopg.OperationalError):
                    one.execute("SELECT 1")
            with pytest.raises(failures.ServerEntryRefused):
                connect(there, secret)
        finally:
            admin.execute("DROP ROLE milda")


def test_a_revision_that_somebody_writes_is_overwritten(anna):
    anna.execute("UPDATE crm.client SET rev = 1000000, name = set_config('crm.rev', '5', true)")
    assert anna.execute("SELECT rev FROM crm.client").fetchall() == [(2,)]
    anna.execute("INSERT INTO crm.tag(id, name, rev) VALUES (gen_random_uuid(), 'x', -5)")
    assert anna.execute("SELECT rev FROM crm.tag").fetchall() == [(3,)]


def test_the_owner_can_neither_delete_nor_truncate(shared, log_in):
    boss = log_in(shared, "boss")
    boss.execute("SET ROLE crm_owner")
    for statement in ("DELETE FROM crm.client", "TRUNCATE crm.client CASCADE"):
        with pytest.raises(psycopg.Error) as caught:
            boss.execute(statement)
        assert caught.value.sqlstate == "CR003"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM crm.client",
        "SELECT * FROM crm.sync_push",
        "UPDATE crm.v_payments SET note = 'x'",
        "INSERT INTO crm.tag(id, name) VALUES (gen_random_uuid(), 'x')",
        "SELECT crm.sync_begin(gen_random_uuid(), NULL, '')",
        "SELECT crm.sync_numbers(5, 0)",
    ],
)
def test_a_reader_sees_views_only(log_in, shared, statement):
    reader = log_in(shared, "excel")
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState)):
        reader.execute(statement)


def test_texts_have_limits_on_the_server_too(anna):
    for column, text in (("name", "x" * 501), ("notes", "ё" * 50_001)):
        with pytest.raises(psycopg.errors.CheckViolation):
            anna.execute(f"UPDATE crm.client SET {column} = %s", (text,))
    anna.execute("UPDATE crm.client SET name = %s, notes = %s", ("ё" * 500, "x" * 100_000))


def test_a_device_that_was_shut_out_can_send_nothing(anna, server, shared):
    with server.admin(shared) as admin:
        admin.execute(
            "INSERT INTO crm.sync_device VALUES (%s, 'x', 'Anna', 'anna', '', 1, 0, now(), true)",
            (id_of("a").hex(),),
        )
    with pytest.raises(psycopg.Error) as caught:
        Sending(anna, "a").send(new("client", id_of("rasa")))
    assert caught.value.sqlstate == "CR001"


def test_what_the_administrator_is_shown_makes_everything(server, address):
    """Run by psql as it is copied, on a server that has the roles already but for the people."""
    database, people = 'crm "2"', {"ona b.": "it's a 'secret'", "petras": "x"}
    script = server_roles.administrator_script(database, people, "petras")
    for line in server_roles.ROLES:
        assert line in script
        script = script.replace(line + ";\n", "")
    subprocess.run(
        [server.binaries.folder / "psql", "-v", "ON_ERROR_STOP=1", "-h", server.folder / "run", "-p", str(server.port),
         "-U", "postgres", "-d", "postgres", "-q"],
        input=script, text=True, check=True, capture_output=True,
    )  # fmt: skip
    try:
        with connect(address(database, "petras"), "x") as petras:
            make_shared_base(petras, address(database, "petras"))
        with connect(address(database, "ona b."), people["ona b."]) as ona:
            place = look(ona, address(database, "ona b."))
            assert (place.made, place.joins, place.owns) == (True, True, False)
    finally:
        server.drop_database(database)
        with server.admin() as admin:
            admin.execute('DROP ROLE "ona b.", petras')


def test_the_line_for_pg_hba_lets_people_in_and_nobody_else(server):
    """The server itself reads it without complaint."""
    line = server_roles.hba_line("crm", "192.168.1.0/24")
    assert line.split() == [
        "hostssl",
        '"crm"',
        "+crm_sync,+crm_owner,+crm_read",
        "192.168.1.0/24",
        "scram-sha-256",
    ]
    path = server.folder / "data" / "pg_hba.conf"
    before = path.read_text()
    path.write_text(before + (line if server.binaries.tls else line.replace("hostssl", "host")) + "\n")
    try:
        with server.admin() as admin:
            assert admin.execute("SELECT count(*), count(error) FROM pg_hba_file_rules").fetchone() == (3, 0)
    finally:
        path.write_text(before)


def test_passwords_of_people_are_checked_with_scram(server):
    with server.admin() as admin:
        for statement in server_roles.person_statements("milda", postgres.PASSWORD.format("milda")):
            admin.execute(statement)
        (kept, limit, settings) = admin.execute(
            "SELECT a.rolpassword, a.rolconnlimit, s.setconfig FROM pg_authid a JOIN pg_db_role_setting s"
            " ON s.setrole = a.oid WHERE rolname = 'milda'"
        ).fetchone()
        admin.execute("DROP ROLE milda")
    assert kept.startswith("SCRAM-SHA-256$")
    assert limit == 3
    assert "idle_in_transaction_session_timeout=15s" in settings
