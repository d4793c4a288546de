from __future__ import annotations

import pytest

from crm_desktop.models.schema import SCHEMA
from crm_desktop.services import difference_fields
from crm_desktop.services.difference_fields import (
    PARENTS,
    SILENT,
    Both,
    Editor,
    both,
    editor,
    joined,
    lead,
    together,
)

COLUMNS = {spec.name: set(spec.columns) for spec in SCHEMA.tables}


def test_what_is_said_of_tables_names_their_columns():
    for table, sets in difference_fields._TOGETHER.items():
        assert all(set(columns) <= COLUMNS[table] for columns in sets)
    every = set().union(*COLUMNS.values())
    assert every >= SILENT
    assert every >= set(difference_fields._EDITOR_OF)
    assert {
        table for table, (owner, column) in PARENTS.items() if {column} <= COLUMNS[table] and owner in COLUMNS
    } == set(PARENTS)


def test_columns_that_belong_together_have_one_lead():
    assert lead("client", "given") == lead("client", "name") == "name"
    assert (lead("client", "notes"), together("client", "notes")) == ("notes", ("notes",))
    assert together("payment", "currency") == ("amount", "currency")


def test_sql_says_the_same(tmp_path):
    import sqlite3

    connection = sqlite3.connect(":memory:")
    sql = f"SELECT {difference_fields.lead_sql()} FROM (SELECT ? AS tbl, ? AS field)"
    for table, columns in COLUMNS.items():
        for column in columns:
            assert connection.execute(sql, (table, column)).fetchone() == (lead(table, column),)
    connection.close()


@pytest.mark.parametrize(
    ("stands", "other", "found"),
    [
        ("a", "b", "a\n\nb"),
        ("a and b", "b", "a and b"),
        ("b", "a and b", "a and b"),
        ("a \n", " b", "a\n\nb"),
        (5, 6, 5),
    ],
)
def test_two_texts_as_one(stands, other, found):
    assert joined("client", "notes", stands, other) == found


def test_only_free_texts_are_joined():
    assert joined("client", "source_detail", "a", "b") == "a; b"
    assert joined("client", "loyalty_card", "a", "b") == "a"
    assert joined("tag", "name", "a", "b") == "a"
    assert joined("currency_rate", "note", "a", "b") == "a"


@pytest.mark.parametrize(
    ("table", "field", "stands", "other", "found"),
    [
        ("client", "notes", "a", "b", Both.JOIN),
        ("client", "notes", "", "b", Both.NO),
        ("client", "birthday", "a", "b", Both.NOTE),
        ("contact_point", "street", "a", "", Both.POINT),
        ("contact_point", "label", "a", "b", Both.NOTE),
        ("tag", "name", "a", "b", Both.NO),
        ("client_tag", "tag_id", b"a", b"b", Both.NO),
    ],
)
def test_how_both_are_kept(table, field, stands, other, found):
    assert both(table, field, stands, other) is found


@pytest.mark.parametrize(
    ("table", "field", "found"),
    [
        ("client", "notes", Editor.PARAGRAPH),
        ("client", "birthday", Editor.YEARLY_DAY),
        ("client", "kind", Editor.CHOICE),
        ("contact_point", "kind", Editor.NO),
        ("setting", "value", Editor.NO),
        ("deal", "amount", Editor.MONEY),
        ("activity", "rule", Editor.NO),
    ],
)
def test_with_what_a_third_value_is_written(table, field, found):
    assert editor(table, field) is found
