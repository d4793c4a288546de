from __future__ import annotations

from datetime import UTC, datetime

from crm_desktop.storage.history import FieldChange, history
from crm_desktop.storage.undo import undo
from tests.storage.library import add_book, add_shelf, open_library, update


class Noon:
    def now(self):
        return datetime(2026, 3, 8, 12, tzinfo=UTC)


def test_each_change_of_a_field_with_who_when_from_and_to(base):
    store = open_library(base, clock=Noon(), who="Ada")
    id_ = add_book(store, "First", pages=0)
    store.who = "Bo"
    second = update(store, "book", id_, op="rename", title="Second", price="5")
    update(store, "book", id_, op="rename", title="Third")
    changes = history(store, "book", id_)
    assert [(c.who, c.op, c.action, c.field, c.old, c.new) for c in changes] == [
        ("Bo", "rename", "update", "title", "Second", "Third"),
        ("Bo", "rename", "update", "title", "First", "Second"),
        ("Bo", "rename", "update", "price", None, "5"),
        ("Ada", "add book", "insert", None, None, None),
    ]
    assert changes[1].operation == second
    assert {c.at for c in changes} == {"2026-03-08T12:00:00.000Z"}
    store.close()


def test_one_field_from_its_first_value_to_its_end(store):
    id_ = add_book(store, "First", pages=0)
    update(store, "book", id_, title="Second")
    update(store, "book", id_, price="5")
    with store.change("delete") as change:
        change.execute("DELETE FROM book")
    assert [(c.action, c.old, c.new) for c in history(store, "book", id_, "title")] == [
        ("delete", "Second", None),
        ("update", "First", "Second"),
        ("insert", None, "First"),
    ]


def test_a_row_that_came_and_went_twice(store):
    id_ = add_shelf(store, "A")
    with store.change("delete") as change:
        change.execute("DELETE FROM shelf")
    undo(store)
    update(store, "shelf", id_, name="B")
    assert [(c.action, c.old, c.new) for c in history(store, "shelf", id_, "name")] == [
        ("update", "A", "B"),
        ("insert", None, "A"),
        ("delete", "A", None),
        ("insert", None, "A"),
    ]


def test_what_an_outside_tool_did_has_no_author(store):
    id_ = add_shelf(store, "A")
    store.connection.execute("UPDATE shelf SET name = 'B'")
    assert history(store, "shelf", id_)[0] == FieldChange("", "", "", None, "update", "name", "A", "B")


def test_a_row_without_history(store):
    assert history(store, "shelf", b"x" * 16) == []
