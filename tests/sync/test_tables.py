from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from crm_desktop.models.schema import SCHEMA, TABLES
from crm_desktop.storage.opening import make
from crm_desktop.sync import tables
from crm_desktop.sync.tables import ColumnType, children_of, synced_table, synced_tables

NAMES = [table.name for table in synced_tables()]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    path = tmp_path_factory.mktemp("tables") / "a.crm"
    make(path, SCHEMA)
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def test_no_table_of_a_base_is_forgotten(base):
    """A table added later must be told to the others, or be named as this laptop's with the reason."""
    found = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL").fetchall()
    mine = {name for (name,) in found if not name.startswith(("sqlite_", "_sqlite_", "find_"))}
    assert mine == set(NAMES) | set(tables.LOCAL)
    assert not set(NAMES) & set(tables.LOCAL)
    assert all(len(reason) > 10 for reason in tables.LOCAL.values())


def test_all_journaled_tables_sync_with_all_their_columns():
    assert {table.name: table.names for table in synced_tables()} == {
        spec.name: spec.columns for spec in TABLES
    }


def test_parents_come_first():
    for place, table in enumerate(synced_tables()):
        for _, parent in table.references:
            assert parent == table.name or NAMES.index(parent) < place


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_what_they_are_in_the_file(base, name):
    kinds = {
        ColumnType.ID: "BLOB",
        ColumnType.BYTES: "BLOB",
        ColumnType.TEXT: "TEXT",
        ColumnType.INTEGER: "INTEGER",
        ColumnType.FLAG: "INTEGER",
    }
    found = base.execute(f"PRAGMA table_info({name})").fetchall()
    theirs = {row[1]: (row[2], not row[3], row[4]) for row in found if row[1] not in ("rid", "id", "rev")}
    mine = {
        column.name: (kinds[column.type], column.nullable, _literal(column.default))
        for column in synced_table(name).columns
    }
    assert mine == theirs


def _literal(value):
    return f"'{value}'" if isinstance(value, str) else None if value is None else str(value)


def test_references_are_those_of_the_file(base):
    for table in synced_tables():
        found = base.execute(f"PRAGMA foreign_key_list({table.name})").fetchall()
        assert {(column.name, column.references) for column in table.columns if column.references} == {
            (row[3], row[2]) for row in found
        }


def test_what_is_said_of_tables_names_their_columns():
    for table in synced_tables():
        assert set(table.linked) | set(table.unique) <= set(table.names)
        assert table.names[-1] == "deleted"
        if table.unique:
            assert table.merges, f"{table.name}: two of one name become one, which needs merged_into"


def test_children_of_a_client():
    found = {(table.name, column) for table, column in children_of("client")}
    assert ("activity", "client_id") in found
    assert ("client", "referrer_id") in found
    assert ("not_duplicate", "other_id") in found
    assert not any(column == "merged_into" for _, column in found)


def test_pictures_are_bytes_and_ids_are_ids():
    types = {column.name: column.type for column in synced_table("photo").columns}
    assert types["data"] is ColumnType.BYTES
    assert types["client_id"] is ColumnType.ID
    assert {column.name: column.type for column in synced_table("reminder_answer").columns}[
        "subject_id"
    ] is ColumnType.ID


def test_the_version_rises_with_the_tables():
    """The server is brought up to date when the version says so: a new column needs a new version."""
    import hashlib

    said = "\n".join(
        f"{table.name}.{column.name} {column.type}"
        for table in sorted(synced_tables(), key=lambda table: table.name)
        for column in table.columns
    )
    assert (tables.VERSION, hashlib.sha256(said.encode()).hexdigest()[:12]) == (1, "8401368d067d")
    assert tables.OLDEST <= tables.VERSION
