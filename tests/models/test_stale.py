from __future__ import annotations

import pytest

from crm_desktop.ids import uuid7
from crm_desktop.models.schema import SCHEMA
from crm_desktop.models.stale import TRIGGERS
from crm_desktop.storage.store import open_store

ONE, OTHER, SERIES = (bytes([number]) * 16 for number in (1, 2, 3))


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "base.crm", SCHEMA)
    yield store
    store.close()


@pytest.fixture
def write(store):
    """Run a statement in a change, and tell what it noted as stale: activities and kinds."""

    def run(sql, *params):
        for table in ("reminder_stale", "reminder_kind_stale"):
            store.connection.execute(f"DELETE FROM {table}")
        with store.change("x") as change:
            change.execute(sql, params)
        return (
            {id_ for (id_,) in store.read("SELECT activity_id FROM reminder_stale")},
            {kind for (kind,) in store.read("SELECT kind FROM reminder_kind_stale")},
        )

    return run


ALL = {"birthday", "date", "silence", "request"}
PLANNED = "INSERT INTO activity(id, kind, planned_at) VALUES (?, 'call', '2027-01-01')"


def test_the_base_has_all_triggers(store):
    found = store.read("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'reminder_of_*'")
    assert {sql for (sql,) in found} == set(TRIGGERS)


def test_a_planned_contact_is_noted_and_history_is_not(write):
    assert write(PLANNED, ONE) == ({ONE}, {"silence"})
    held = (
        "INSERT INTO activity(id, kind, planned_at, held_at) VALUES (?, 'call', '2027-01-01', '2027-01-01')"
    )
    assert write(held, OTHER) == (set(), set())
    assert write("UPDATE activity SET result = 'x' WHERE id = ?", OTHER) == (set(), set())
    assert write("UPDATE activity SET held_at = NULL WHERE id = ?", OTHER) == ({OTHER}, {"silence"})
    assert write("UPDATE activity SET held_at = '2027-01-01' WHERE id = ?", OTHER) == ({OTHER}, {"silence"})
    assert write("DELETE FROM activity WHERE id = ?", ONE) == ({ONE}, {"silence"})
    assert write("DELETE FROM activity WHERE id = ?", OTHER) == (set(), set())


def test_that_the_server_has_a_contact_is_no_change_of_it(write):
    write(PLANNED, ONE)
    assert write("UPDATE activity SET rev = 5") == (set(), set())


def test_every_column_that_people_fill_in_concerns_its_reminders(store):
    (trigger,) = [text for text in TRIGGERS if "contact_changed" in text]
    named = trigger.split("UPDATE OF ")[1].split(" ON ")[0].split(", ")
    # A deal is no part of when and with whom.
    assert {*named, "deal_id"} == set(SCHEMA.table("activity").columns)


def test_an_occurrence_concerns_its_series(write):
    write(PLANNED, SERIES)
    own = "INSERT INTO activity(id, kind, series_id, planned_at, held_at) VALUES (?, 'call', ?, '2027-01-01', '2027')"
    assert write(own, ONE, SERIES)[0] == {ONE, SERIES}
    assert write("UPDATE activity SET deleted = 1 WHERE id = ?", ONE)[0] == {ONE, SERIES}
    assert write("DELETE FROM activity WHERE id = ?", ONE)[0] == {ONE, SERIES}


def test_a_client_concerns_its_contacts_and_all_kinds(write):
    assert write("INSERT INTO client(id) VALUES (?)", ONE) == (set(), set())
    assert write("INSERT INTO client(id, birthday) VALUES (?, '--05-17')", OTHER) == (set(), {"birthday"})
    write("INSERT INTO activity(id, client_id, kind, planned_at) VALUES (?, ?, 'call', '2027')", SERIES, ONE)
    assert write("UPDATE client SET notes = 'x' WHERE id = ?", ONE) == (set(), set())
    assert write("UPDATE client SET birthday = '--05-18' WHERE id = ?", ONE) == (set(), ALL)
    assert write("UPDATE client SET deleted = 1 WHERE id = ?", ONE) == ({SERIES}, ALL)
    assert write("DELETE FROM client WHERE id = ?", OTHER) == (set(), ALL)


@pytest.mark.parametrize(
    ("table", "columns", "kind"),
    [
        ("named_date", {"client_id": ONE, "date": "--05-17"}, "date"),
        ("request", {"client_id": ONE, "kind": "wish", "received_at": "2027"}, "request"),
        ("reminder_answer", {"subject_id": ONE, "kind": "birthday", "moment": "2027-01-01"}, "birthday"),
    ],
)
def test_all_that_is_written_to_these_is_noted_by_its_kind(write, table, columns, kind):
    write("INSERT INTO client(id) VALUES (?)", ONE)
    row = {"id": uuid7(), **columns}
    slots = ", ".join("?" * len(row))
    assert write(f"INSERT INTO {table}({', '.join(row)}) VALUES ({slots})", *row.values()) == (set(), {kind})
    assert write(f"UPDATE {table} SET deleted = 1") == (set(), {kind})
    assert write(f"DELETE FROM {table}") == (set(), {kind})


def test_an_answer_to_a_contact_is_noted_once_also_by_an_upsert(write, store):
    upsert = (
        "INSERT INTO reminder_answer(id, subject_id, kind, moment) VALUES (x'01', ?, 'contact', ?)"
        " ON CONFLICT(id) DO UPDATE SET moment = excluded.moment"
    )
    assert write(upsert, ONE, "a") == ({ONE}, set())
    with store.change("x") as change:
        change.execute(upsert, (ONE, "b"))
        change.execute(upsert, (ONE, "c"))
    assert store.read("SELECT COUNT(*) FROM reminder_stale") == [(1,)]


def test_until_when_a_client_may_be_silent_is_noted_where_it_changes(write):
    columns = "pos, client_id, kind, name, name_key, do_not_contact, activities, open_requests"
    listed = f"INSERT INTO client_list({columns}, slips_at) VALUES (?, ?, 'person', '', x'', 0, 0, 0, ?)"
    assert write(listed, 1, ONE, "2027-01-01") == (set(), {"silence"})
    assert write(listed, 2, OTHER, None) == (set(), set())
    assert write("UPDATE client_list SET slips_at = slips_at, city = 'x'") == (set(), set())
    assert write("UPDATE client_list SET next_contact = '2027' WHERE pos = 2") == (set(), set())
    assert write("UPDATE client_list SET next_contact = '2027' WHERE pos = 1") == (set(), {"silence"})
    assert write("UPDATE client_list SET slips_at = NULL WHERE pos = 1") == (set(), {"silence"})
    assert write("DELETE FROM client_list WHERE pos = 2") == (set(), set())
