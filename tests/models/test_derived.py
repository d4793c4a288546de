from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from crm_desktop.models.derived import FULL_TEXT, FUNCTIONS, LIST_COLUMNS, TEXT_COLUMNS, create_derived_tables


@pytest.fixture
def connection():
    connection = sqlite3.connect(":memory:")
    create_derived_tables(Database(connection, execute_plugins=False))
    yield connection
    connection.close()


def _columns(connection, table):
    return tuple(name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})"))


def test_the_tables_have_the_columns_their_writers_name(connection):
    # The last two came with the diary, by a step of their own.
    assert _columns(connection, "client_list") == ("pos", "client_id", *LIST_COLUMNS[:-2], "changed_at")
    assert LIST_COLUMNS[-2:] == ("soon_at", "slips_at")
    assert _columns(connection, "client_text") == ("pos", *TEXT_COLUMNS)
    for table, columns in FULL_TEXT.items():
        assert _columns(connection, table)[: len(columns)] == columns


def test_each_index_of_filled_columns_is_used_to_sort(connection):
    for column in (
        "number",
        "company_key",
        "city_key",
        "birthday_day",
        "created_at",
        "last_contact",
        "next_contact",
    ):
        sql = f"SELECT pos FROM client_list WHERE {column} IS NOT NULL ORDER BY {column}, pos LIMIT 60"
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}"))
        assert "USING COVERING INDEX" in plan, column
        assert "TEMP B-TREE" not in plan, column


def test_functions_for_own_fields():
    arguments, folded_words = FUNCTIONS["folded_words"]
    assert (arguments, folded_words("Žalia, Rožė!")) == (1, "zalia roze")
    arguments, key = FUNCTIONS["sort_key"]
    assert arguments == 2
    assert key("a", "lt") < key("b", "lt")
