from __future__ import annotations

import sqlite3

import peewee
import pytest

from crm_desktop.models.schema import TABLES, migrate
from crm_desktop.models.tables import MODELS


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    connection = sqlite3.connect(tmp_path_factory.mktemp("schema") / "a.crm", isolation_level=None)
    migrate(connection)
    yield connection
    connection.close()


_TYPES = {"AUTO": "INTEGER", "INT": "INTEGER", "TEXT": "TEXT", "BLOB": "BLOB"}


def _default(field):
    if field.default is None or callable(field.default):
        return None
    return f"'{field.default}'" if isinstance(field.default, str) else str(field.default)


def _type(field):
    target = field.rel_field if isinstance(field, peewee.ForeignKeyField) else field
    return _TYPES[target.field_type]


def test_there_is_a_model_for_every_journaled_table():
    assert set(MODELS) == {spec.name for spec in TABLES}


@pytest.mark.parametrize("table", sorted(MODELS))
def test_a_model_has_the_columns_of_its_table(migrated, table):
    fields = MODELS[table]._meta.sorted_fields
    mine = {
        (field.column_name, _type(field), field.null, _default(field), field.primary_key) for field in fields
    }
    theirs = {
        (name, kind, not (required or primary), default, bool(primary))
        for _, name, kind, required, default, primary in migrated.execute(f"PRAGMA table_info({table})")
    }
    assert mine == theirs


@pytest.mark.parametrize("table", sorted(MODELS))
def test_a_model_refers_to_what_its_table_refers_to(migrated, table):
    references = MODELS[table]._meta.refs
    mine = {
        (field.column_name, field.rel_model._meta.table_name, field.rel_field.name) for field in references
    }
    theirs = {(row[3], row[2], row[4]) for row in migrated.execute(f"PRAGMA foreign_key_list({table})")}
    assert mine == theirs


@pytest.mark.parametrize("table", sorted(MODELS))
def test_ids_are_unique(migrated, table):
    unique = [row[1] for row in migrated.execute(f"PRAGMA index_list({table})") if row[2]]
    columns = [[row[2] for row in migrated.execute(f"PRAGMA index_info({name})")] for name in unique]
    assert columns == [["id"]]
    assert MODELS[table]._meta.fields["id"].unique
