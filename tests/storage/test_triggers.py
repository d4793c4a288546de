from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crm_desktop.ids import uuid7
from crm_desktop.storage import journal, triggers
from tests.storage.library import SCHEMA, add_book, add_shelf, open_library, update, value

_PRINTED_EXACTLY = st.floats(-1e90, 1e90).filter(lambda number: number == 0 or abs(number) > 1e-90)
VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    _PRINTED_EXACTLY,
    st.sampled_from([math.inf, -math.inf, 0.1 + 0.2, math.pi, 1e15 + 0.3]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.binary(),
)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(old=VALUES, new=VALUES)
@example(old=None, new="")
@example(old="", new=b"")
@example(old=2**63 - 1, new=-(2**63))
def test_old_values_of_every_kind_come_back_exactly(store, old, new):
    id_ = uuid7()
    with store.change("make") as change:
        change.execute("INSERT INTO thing(id, value) VALUES (?, ?)", (id_, old))
    assert value(store, "thing", id_, "value") == old
    update(store, "thing", id_, value=new)
    assert value(store, "thing", id_, "value") == new
    if old != new:
        back = journal.of_row(store.connection, "thing", id_)[-1].old["value"]
        assert (type(back), back) == (type(old), old)
    with store.change("delete") as change:
        change.execute("DELETE FROM thing WHERE id = ?", (id_,))
    back = journal.of_row(store.connection, "thing", id_)[-1].old["value"]
    assert (type(back), back) == (type(new), new)


def test_only_fields_that_changed_are_written(store):
    id_ = add_book(store, "Old", pages=0)
    update(store, "book", id_, title="New", price="5")
    entry = journal.of_row(store.connection, "book", id_)[-1]
    assert entry.action == journal.UPDATE
    assert entry.old == {"title": "Old", "price": None}


def test_an_update_that_changes_nothing_leaves_no_entry(store):
    id_ = add_book(store, "Same", pages=0)
    before = store.read("SELECT count(*) FROM journal")
    update(store, "book", id_, title="Same", rev=3)
    assert store.read("SELECT count(*) FROM journal") == before


def test_a_change_of_case_counts_though_the_column_ignores_case(store):
    id_ = add_shelf(store, "anna")
    update(store, "shelf", id_, name="Anna")
    assert journal.of_row(store.connection, "shelf", id_)[-1].old == {"name": "anna"}


def test_a_delete_keeps_the_whole_row_and_those_it_takes_along(store):
    id_ = add_book(store, "Gone", pages=2)
    with store.change("delete") as change:
        change.execute("DELETE FROM book WHERE id = ?", (id_,))
    entry = journal.of_row(store.connection, "book", id_)[-1]
    assert entry.old == {
        "rid": 1,
        "rev": 0,
        "deleted": 0,
        "shelf_id": None,
        "title": "Gone",
        "price": None,
        "sequel_of": None,
    }
    assert store.read("SELECT count(*) FROM journal WHERE action = 'delete' AND tbl = 'page'") == [(2,)]


def test_what_an_outside_tool_writes_is_journaled_without_an_operation(store):
    id_ = add_shelf(store, "A")
    store.connection.execute("UPDATE shelf SET name = 'B' WHERE id = ?", (id_,))
    assert journal.of_row(store.connection, "shelf", id_)[-1].operation is None


def test_lost_and_altered_triggers_come_back_at_the_next_opening(base, caplog):
    store = open_library(base)
    store.connection.execute("DROP TRIGGER journal_book_update")
    store.connection.execute("DROP TRIGGER journal_page_insert")
    store.connection.execute("CREATE TRIGGER journal_page_insert AFTER INSERT ON page BEGIN SELECT 1; END")
    store.connection.execute("CREATE TRIGGER journal_old_insert AFTER INSERT ON note BEGIN SELECT 1; END")
    store.close()
    again = open_library(base)
    assert triggers.differing(again.connection, SCHEMA.tables) == {}
    again.close()
    assert "journal_book_update, journal_old_insert, journal_page_insert" in caplog.text


def test_triggers_are_restored_all_or_none(store):
    store.connection.execute("DROP TRIGGER journal_book_update")
    store.connection.execute("DROP TRIGGER journal_page_insert")
    store.connection.execute("ALTER TABLE page RENAME TO leaf")
    with pytest.raises(Exception, match="page"):
        triggers.restore(store.connection, SCHEMA.tables)
    assert not store.connection.in_transaction
    assert "journal_book_update" in triggers.differing(store.connection, SCHEMA.tables)
