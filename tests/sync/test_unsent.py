"""What is unsent is found by its index, also where SQLite remembers days when everything was unsent."""

from __future__ import annotations

import re

import pytest

from crm_desktop.sync import freezing, seeding, unsent
from crm_desktop.sync.applying import apply
from crm_desktop.sync.snapshot import Point
from crm_desktop.sync.tables import synced_tables
from tests.sync.laptops import known_to_server, open_laptop, snapshot


@pytest.fixture
def laptop(tmp_path):
    made = open_laptop(tmp_path)
    _remember_the_first_day(made)
    known_to_server(made)
    yield made
    made.store.close()


def _remember_the_first_day(laptop):
    """As ANALYZE left it before the first join: a million rows in each table, all of them unsent."""
    laptop.store.connection.execute("ANALYZE")
    for (name,) in laptop.store.read("SELECT name FROM sqlite_schema WHERE name GLOB 'sqlite_stat?'"):
        laptop.store.connection.execute(f"DELETE FROM {name}")
    for table in synced_tables():
        laptop.store.connection.executemany(
            "INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES (?, ?, ?)",
            [(table.name, None, "1000000"), (table.name, f"{table.name}_unsent", "1000000 1000000")],
        )
    laptop.store.connection.execute("ANALYZE sqlite_schema")


def _scanned(laptop, work):
    """The synced tables that are read from end to end by what ``work`` asks the base.

    Of saved views there are few: which of them are shared may be looked up in all.
    """
    connection = laptop.store.connection
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    try:
        work()
    finally:
        connection.set_trace_callback(None)
    names = {table.name for table in synced_tables() if not table.only}
    found = set()
    for sql in asked:
        if re.match(r"SELECT|UPDATE|INSERT|DELETE", sql):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            found |= {
                (step[3], sql) for step in plan if step[3].split()[0] == "SCAN" and {*step[3].split()} & names
            }
    return found


def test_without_news_no_table_is_read_from_end_to_end(laptop):
    assert (
        _scanned(laptop, lambda: freezing.freeze_many(laptop.store) or freezing.freeze(laptop.store)) == set()
    )
    assert _scanned(laptop, lambda: unsent.count(laptop.store.connection)) == set()


def test_neither_to_send_one_edit_and_hear_that_it_arrived(laptop):
    client = laptop.client("Ona", points=2)

    def send():
        batch = freezing.freeze(laptop.store)
        assert (unsent.count(laptop.store.connection), len(batch.rows)) == (3, 3)
        freezing.thaw(laptop.store)
        freezing.freeze(laptop.store)
        row = {name: laptop.row("client", client)[name] for name in batch.rows[0].mine}
        apply(laptop.store, snapshot(8, {"client": [(client, 8, row)]}, pending_rev=8))

    assert _scanned(laptop, send) == set()


def test_nor_for_one_push_of_very_many(laptop, monkeypatch):
    monkeypatch.setattr(seeding, "MANY", 1)
    for _ in range(3):
        laptop.client("Ona", points=2)
    seeds = []

    def fill():
        seeds.append(freezing.freeze_many(laptop.store))
        freezing.freeze_many(laptop.store, arrived=Point(2, seeds[0].push_id))

    scanned = {step.split()[1] for step, _ in _scanned(laptop, fill)}
    assert scanned <= {table.name for table in synced_tables() if table.merges and table.name != "client"}
    assert seeds[0].count == 9
