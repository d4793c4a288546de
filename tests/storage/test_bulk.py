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


def test_rows_that_name_rows_to_come_of_their_own_table_are_found_by_index(store):
    """SQLite looks for who waits for a row whenever one comes: without the index it would read the table each time."""
    with store.transaction() as connection:
        connection.execute(
            "CREATE TABLE chain (id INTEGER PRIMARY KEY, next_id INTEGER REFERENCES chain(id), name)"
        )
        connection.execute("CREATE INDEX chain_next ON chain(next_id) WHERE next_id IS NOT NULL")
        connection.execute("CREATE INDEX chain_name ON chain(name)")
        with indexes_after(connection, ["chain"]):
            assert _indexes(connection, "chain") == {"chain_next"}
        assert _indexes(connection, "chain") == {"chain_next", "chain_name"}
