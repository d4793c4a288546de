"""Indexes made after very many rows."""

from __future__ import annotations

import pytest

from crm_desktop.ids import uuid7
from crm_desktop.storage.bulk import indexes_after, rows_at_most
from tests.storage.library import add_shelf


@pytest.fixture
def indexed(store):
    store.connection.execute("CREATE INDEX shelf_name ON shelf(name)")
    store.connection.execute("CREATE UNIQUE INDEX shelf_once ON shelf(name, id)")
    return store


def _indexes(connection, table="shelf"):
    return {
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table,)
        )
    }


def test_indexes_are_away_inside_and_back_after(indexed):
    before = _indexes(indexed.connection)
    with indexed.transaction() as connection:
        with indexes_after(connection, ["shelf"]):
            inside = _indexes(connection)
            connection.execute("INSERT INTO shelf(id, name) VALUES (?, 'A')", (uuid7(),))
        assert before - inside == {"shelf_name"} | {name for name in before if name.endswith("unsent")}
    assert _indexes(indexed.connection) == before
    assert indexed.read("SELECT name FROM shelf INDEXED BY shelf_name WHERE name = 'A'") == [("A",)]
    assert indexed.check() == []


def test_when_it_fails_they_are_where_they_were(indexed):
    before = _indexes(indexed.connection)
    with (
        pytest.raises(ZeroDivisionError),
        indexed.transaction() as connection,
        indexes_after(connection, ["shelf", "journal"]),
    ):
        raise ZeroDivisionError
    assert _indexes(indexed.connection) == before


def test_no_table_has_more_rows_than_it_says(store):
    assert rows_at_most(store.connection, "shelf") == 0
    for name in "ABC":
        add_shelf(store, name)
    assert rows_at_most(store.connection, "shelf") >= 3
