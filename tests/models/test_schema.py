from __future__ import annotations

import sqlite3

import pytest

from crm_desktop.models.migrations import STEPS, migrations
from crm_desktop.models.schema import APPLICATION_ID, CHILD_TABLES, SCHEMA, TABLES, migrate


@pytest.fixture
def connection(tmp_path):
    connection = sqlite3.connect(tmp_path / "a.crm", isolation_level=None)
    yield connection
    connection.close()


def test_the_journal_watches_every_column_of_every_synced_table(connection):
    migrate(connection)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    synced = {}
    for table in tables:
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        if "deleted" in columns:
            synced[table] = [column for column in columns if column not in ("rid", "id", "rev")]
    assert {spec.name: sorted(spec.columns) for spec in TABLES} == {
        table: sorted(columns) for table, columns in synced.items()
    }


def test_a_root_is_a_column_that_refers_to_a_client(connection):
    migrate(connection)
    for spec in TABLES:
        if spec.root is None:
            continue
        references = {row[3]: row[2] for row in connection.execute(f"PRAGMA foreign_key_list({spec.name})")}
        assert references[spec.root] == "client"
    assert set(CHILD_TABLES) == {spec.name for spec in TABLES if spec.root}


def test_the_version_is_the_number_of_steps():
    assert SCHEMA.version == len(STEPS) == len(migrations()._migrations)
    assert SCHEMA.application_id == APPLICATION_ID == int.from_bytes(b"CRMD", "big")


def test_migrating_twice_changes_nothing(connection):
    migrate(connection)
    before = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    migrate(connection)
    assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before
