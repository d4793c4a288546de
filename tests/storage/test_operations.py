from __future__ import annotations

import pytest

from crm_desktop.storage.operations import by_seq, operations, unfinished
from crm_desktop.storage.schema import TableSpec
from tests.storage.library import SCHEMA, add_book, add_shelf


def test_the_list_is_newest_first_and_can_be_paged_and_filtered(store):
    for _ in range(3):
        add_shelf(store)
    add_book(store)
    newest = operations(store, 2)
    assert [row.op for row in newest] == ["add book", "add shelf"]
    assert [row.seq for row in operations(store, 10, before=newest[-1].seq)] == [2, 1]
    assert [row.seq for row in operations(store, 10, op="add shelf")] == [3, 2, 1]
    assert len(newest[0].id) == 16


def test_one_by_its_number(store):
    add_shelf(store)
    assert by_seq(store, 1).op == "add shelf"
    assert by_seq(store, 2) is None
    assert unfinished(store) == []


def test_info_comes_back_as_it_was_given(store):
    with store.change("import", info={"file": "klientai – 2009.xls", "rows": 7}) as change:
        change.keep_empty()
    assert operations(store, 1)[0].info == {"file": "klientai – 2009.xls", "rows": 7}


def test_tables_of_the_schema_are_found_by_name():
    assert SCHEMA.table("page") == TableSpec("page", ("deleted", "book_id", "text"), root="book_id")
    with pytest.raises(KeyError):
        SCHEMA.table("nowhere")
