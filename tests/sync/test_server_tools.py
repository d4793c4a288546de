"""Another tool writes into the tables: it arrives at the laptops like any edit, in a form that they read (#20, #21)."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from crm_desktop.clock import utc_text
from crm_desktop.services import field_history, listing, timeline
from crm_desktop.services.reminders import refreshing
from crm_desktop.sync import server_roles, server_tools
from crm_desktop.sync.tables import synced_tables
from tests.sync import postgres

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def tool(log_in, shared):
    """psql, under the name of a colleague, in Lithuania's time."""
    connection = log_in(shared, "jonas")
    connection.execute("SET TIME ZONE 'Europe/Vilnius'")
    return connection


def test_what_a_tool_writes_arrives_with_its_login_in_the_history(team, tool):
    anna = team("anna")
    client = anna.laptop.insert("client", name="Ona")
    anna.sync()
    tool.execute("UPDATE crm.client SET notes = 'called by the shop' WHERE name = 'Ona'")
    anna.sync()
    assert anna.laptop.value("client", client, "notes") == "called by the shop"
    (change,) = [each for each in field_history.of(anna.laptop.store, client) if each.field == "notes"]
    assert (change.who, change.new) == ("jonas", "called by the shop")
    listing.ensure(anna.laptop.store, "en")
    assert listing.verify(anna.laptop.store) == []


def test_a_tool_adds_a_client_and_a_contact_as_plainly_as_it_can(team, tool):
    """Without ids, numbers, or a form of time that only the program knows."""
    anna = team("anna")
    anna.laptop.insert("client", name="Ona", number=7)
    anna.sync()
    tool.execute("INSERT INTO crm.client(name, birthday) VALUES ('Petras', '1980-05-17 00:00')")
    tool.execute(
        "INSERT INTO crm.activity(client_id, kind, planned_at, wanted)"
        " SELECT id, 'call', '2026-11-21 14:00', 'roses' FROM crm.client WHERE name = 'Petras'"
    )
    anna.sync()
    store = anna.laptop.store
    ((client, number, birthday),) = store.read(
        "SELECT id, number, birthday FROM client WHERE name = 'Petras'"
    )
    assert birthday == "1980-05-17"
    assert number > 7
    assert store.read("SELECT planned_at FROM activity") == [(utc_text(NOON),)]
    assert len(timeline.page(store, client)) == 1
    assert refreshing.refresh(store, NOON, whole=True)


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("2026-11-21T12:00:00.000Z", "2026-11-21T12:00:00.000Z"),
        ("2026-11-21 12:00+00", "2026-11-21T12:00:00.000Z"),
        ("2026-11-21 14:00", "2026-11-21T12:00:00.000Z"),
        ("2026-07-21T15:00:00.123456+03", "2026-07-21T12:00:00.123Z"),
        ("2026-11-21", "2026-11-21"),
        ("", ""),
        (None, None),
    ],
)
def test_times_of_tools_come_to_stand_as_the_program_writes_them(tool, written, stands):
    tool.execute("INSERT INTO crm.client(name) VALUES ('Ona')")
    tool.execute(
        "INSERT INTO crm.activity(client_id, kind, planned_at) SELECT id, 'call', %s FROM crm.client",
        (written,),
    )
    assert tool.execute("SELECT planned_at FROM crm.activity").fetchall() == [(stands,)]


@pytest.mark.parametrize(
    ("table", "column", "written"),
    [
        ("activity", "planned_at", "21.11.2026 14:00"),
        ("activity", "planned_at", "tomorrow"),
        ("activity", "held_at", "2026-02-30"),
        ("activity", "held_at", "2026-11-21 25:00"),
        ("deal", "closed_on", "soon"),
        ("client", "birthday", "17 May"),
    ],
)
def test_what_is_no_time_is_refused_with_a_hint(tool, table, column, written):
    tool.execute("INSERT INTO crm.client(name) VALUES ('Ona')")
    tool.execute("INSERT INTO crm.activity(client_id, kind) SELECT id, 'call' FROM crm.client")
    tool.execute("INSERT INTO crm.deal(client_id) SELECT id FROM crm.client")
    with pytest.raises(psycopg.DataError):
        tool.execute(f"UPDATE crm.{table} SET {column} = %s", (written,))


def test_what_the_program_sends_is_left_as_it_is(team, tool):
    """Whatever it is: byte for byte, and no time is lost on it."""
    anna = team("anna")
    client = anna.laptop.insert("client", name="Ona", created_at="whenever")
    anna.sync()
    assert tool.execute("SELECT created_at FROM crm.client").fetchall() == [("whenever",)]
    anna.laptop.update("client", client, notes="x")
    assert anna.sync().refused == 0


def test_all_columns_with_times_are_known():
    """A column added later is found by its name; those that look like one and are none are named here."""
    no_time = {"at_time", "all_day"}
    for table in synced_tables():
        named = {column.split(":")[0] for column in server_tools.dated(table)}
        looks = {
            column
            for column in table.names
            if column.endswith(("_at", "_on", "_until", "_day"))
            or column in ("at", "moment", "date", "birthday", "since")
        }
        if table.name != "conflict":
            assert named == looks - no_time, table.name


def _sql_of(heading):
    """The statements that the administrator's guide shows under a heading."""
    guide = (Path(__file__).parents[2] / "docs" / "shared-base.md").read_text(encoding="utf-8")
    section = guide.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [
        part
        for block in re.findall(r"```sql\n(.*?)```", section, re.DOTALL)
        for part in block.split(";\n")
        if part
    ]


def test_the_guide_is_right_about_what_tools_can_write(team, tool):
    anna = team("anna")
    client = anna.laptop.insert("client", name="Ona", number=1042)
    deal = bytes.fromhex("01a1f640bc00706aaeef1c31e7f86d3b")
    anna.laptop.insert("deal", deal, client_id=client, title="Roses")
    anna.sync()
    statements = _sql_of("Writing with psql, Excel or a script")
    assert len(statements) == 4
    for statement in statements:
        assert tool.execute(statement).rowcount == 1, statement
    anna.sync()
    store = anna.laptop.store
    assert store.read("SELECT notes FROM client WHERE id = ?", (client,)) == [("Moved to Kaunas",)]
    assert store.read("SELECT client_id, wanted FROM activity") == [(client, "the roses")]
    assert store.read("SELECT deleted FROM deal WHERE id = ?", (deal,)) == [(1,)]
    assert store.read("SELECT count(*) FROM client") == [(2,)]


def test_the_guide_makes_people_as_the_program_does(server):
    """The lines for a new colleague and a reader do what ``server_roles`` does."""
    with server.admin() as admin:
        for statement in _sql_of("The roles") + _sql_of("Reading with Excel, LibreOffice or Metabase"):
            admin.execute(statement.replace('"excel"', '"excel2"').replace("'…'", "'x'"))
        made = (
            "SELECT rolconnlimit, setconfig FROM pg_roles JOIN pg_db_role_setting ON setrole = pg_roles.oid"
        )
        by_guide = admin.execute(f"{made} WHERE rolname = 'milda'").fetchone()
        admin.execute("DROP ROLE milda, excel2")
        for statement in server_roles.person_statements("milda", "x"):
            admin.execute(statement)
        assert admin.execute(f"{made} WHERE rolname = 'milda'").fetchone() == by_guide
        admin.execute("DROP ROLE milda")


def test_psql_of_a_reader_writes_a_table_for_a_spreadsheet(server, shared, tool):
    """As the guide says it: the reading role, a checked certificate, a view, and out comes CSV."""
    tool.execute("INSERT INTO crm.client(name, number, birthday) VALUES ('Ona; \"Žuvis\"', 5, '1980-05-17')")
    there = server.address(shared, "excel")
    tls = f" sslmode=verify-full sslrootcert={there.ca_file}" if there.encrypted else ""
    told = subprocess.run(
        [server.binaries.folder / "psql", f"host=localhost port={there.port} dbname={shared} user=excel{tls}",
         "--csv", "-c", "SELECT number, name, birthday, entered_by FROM crm.v_clients"],
        env={"PGPASSWORD": postgres.PASSWORD.format("excel"), "LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout == 'number,name,birthday,entered_by\n5,"Ona; ""Žuvis""",1980-05-17,jonas\n'
