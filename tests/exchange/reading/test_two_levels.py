"""Headings on two rows."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.reading.book import Row, Sheet
from crm_desktop.exchange.reading.tables import find_table, find_tables, table_rows
from crm_desktop.exchange.reading.two_levels import joined_headings

KNOWN = {"Имя", "Телефон", "Телефон раб.", "Телефон моб.", "Город", "Адрес", "Phone", "Name", "Fax"}


@pytest.mark.parametrize(
    ("upper", "lower", "headings"),
    [
        (
            ("ФИО", "Телефон", None, "Адрес", None),
            (None, "раб.", "моб.", "Город", "улица"),
            ("ФИО", "Телефон раб.", "Телефон моб.", "Город", "Адрес улица"),
        ),
        (("Phone", None, "Fax", None), ("a", "b", "a", "b"), ("Phone a", "Phone b", "Fax a", "Fax b")),
        (("Name", "Phone", None), (None, "one", "two"), ("Name", "Phone one", "Phone two")),
    ],
)
def test_groups_stand_over_their_columns(upper: Row, lower: Row, headings: Row) -> None:
    assert joined_headings(upper, lower, KNOWN.__contains__) == headings


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("Klientai 2009", None), ("Vardas", "Tel.")),  # a title
        (("Name", "Phone"), ("Ona", "Onaitė")),  # a header and its first record
        (("Name", "Phone", None), ("Ona", "8 612 11111", "x")),  # a record with a number
        (("or", "merging", None, "cells"), ("Name", "Job", "Age", "Kids")),  # remarks over a full header
        (("Name", None, None), (None, "one", "two")),
        (("Name", "Phone", None, None), (None, "work", None, "mobile")),  # a gap below the group
    ],
)
def test_what_only_looks_like_it(upper: Row, lower: Row) -> None:
    assert joined_headings(upper, lower, KNOWN.__contains__) is None


def test_a_table_under_two_rows_of_headings() -> None:
    rows: list[Row] = [
        ("Klientai",),
        ("Имя", "Телефон", None),
        (None, "раб.", "моб."),
        ("Ona", "8 5 212 3456", "8 612 11111"),
        ("Rasa", "8 5 212 3457", "8 612 22222"),
    ]
    table = find_table(Sheet("s", rows), KNOWN.__contains__)
    assert table is not None
    assert (table.header_row, table.headers) == (3, ("Имя", "Телефон раб.", "Телефон моб."))
    assert table.skipped == ((1, "above"),)
    assert [number for number, _ in table_rows(Sheet("s", rows), table)] == [4, 5]


def test_a_small_table_above_a_greater_one_is_not_lost() -> None:
    rows: list[Row] = [
        ("Имя", "Телефон"),
        ("Ona", "8 612 11111"),
        (),
        ("Suppliers",),
        ("Name", "Phone", "Fax"),
        ("UAB Miškas", "8 612 33333", "8 5 212 3456"),
        ("UAB Upė", "8 612 44444", "8 5 212 3457"),
    ]
    tables = list(find_tables(Sheet("s", rows), KNOWN.__contains__))
    assert [(table.header_row, table.first_row, table.last_row) for table in tables] == [(1, 2, 2), (5, 6, 7)]
    assert tables[1].skipped == ((4, "above"),)
