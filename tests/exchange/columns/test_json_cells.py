"""JSON in cells."""

from __future__ import annotations

from crm_desktop.exchange.columns.json_cells import json_headers, json_rows

ROWS = [('{"id": 1, "name": "Ona"}',), ('{"id": 2, "email": "j@x.lt", "tags": ["a", "ž"]}', None)]


def test_objects_become_rows():
    headers = json_headers([*ROWS, ("",)])
    assert headers == ("id", "name", "email", "tags")
    assert list(json_rows(headers, ROWS)) == [(1, "Ona", None, None), (2, None, "j@x.lt", '["a", "ž"]')]


def test_a_row_that_is_no_object_keeps_its_text():
    assert list(json_rows(("id",), [("{broken",), ("[1]",)])) == [("{broken",), ("[1]",)]


def test_other_tables_have_no_json_headers():
    assert json_headers([]) == ()
    assert json_headers([ROWS[0], ("text",)]) == ()
    assert json_headers([("{}", "{}")]) == ()
    assert json_headers([(5,)]) == ()
    assert json_headers([("{1: 2}",)]) == ()


def test_the_sample_of_a_thousand(samples):
    from crm_desktop.exchange.reading import find_table, open_book, table_rows

    sheet = open_book(samples / "sheet/contacts_json_cells.xlsx").sheets[0]
    table = find_table(sheet)
    assert table is not None
    rows = [row for _, row in table_rows(sheet, table)]
    headers = json_headers(rows)
    people = list(json_rows(headers, rows))
    assert headers == ("contact_id", "name", "email")
    assert len(people) == len({person[2] for person in people}) == 1000
