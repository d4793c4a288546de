from __future__ import annotations

from crm_desktop.changes import LOCAL, Changes

CHANGES = Changes("edit", LOCAL, 7, {"book": frozenset({b"1"}), "page": None})


def test_it_says_which_tables_were_touched():
    assert CHANGES.touches("shelf", "book")
    assert not CHANGES.touches("shelf")


def test_it_says_which_rows_were_touched():
    assert CHANGES.touches_row("book", b"1")
    assert not CHANGES.touches_row("book", b"2")
    assert not CHANGES.touches_row("shelf", b"1")


def test_a_table_with_too_many_rows_to_name_counts_as_wholly_touched():
    assert CHANGES.touches_row("page", b"anything")
