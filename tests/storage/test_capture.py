from __future__ import annotations

import sqlite3

import pytest

from crm_desktop.ids import uuid7
from crm_desktop.storage import capture, triggers
from crm_desktop.storage.operations import can_undo
from crm_desktop.storage.row_json import decode
from crm_desktop.storage.undo import redo, undo
from tests.storage.library import SCHEMA, add_book, add_shelf, open_library, update, value


def shadows(store):
    """What was noted, by table and id: the acknowledged revision and content."""
    return {
        (table, id_): (rev, decode(base))
        for table, id_, rev, base in store.read("SELECT tbl, id, base_rev, base FROM shadow")
    }


@pytest.fixture
def known(store):
    """A shelf that the server has as revision 7."""
    id_ = add_shelf(store, "A", code="5")
    store.connection.execute("UPDATE shelf SET rev = 7")
    return id_


def test_a_new_row_needs_no_note(store):
    id_ = add_book(store)
    update(store, "book", id_, title="Other")
    assert shadows(store) == {}


def test_the_first_edit_notes_what_the_server_acknowledged_and_later_ones_nothing(store, known):
    update(store, "shelf", known, name="B")
    update(store, "shelf", known, name="C", code="6")
    assert shadows(store) == {("shelf", known): (7, {"deleted": 0, "name": "A", "code": "5"})}


def test_a_row_that_may_have_arrived_is_noted_like_one_that_has(store):
    id_ = add_shelf(store, "A")
    store.connection.execute("UPDATE shelf SET rev = ?", (capture.ON_ITS_WAY,))
    update(store, "shelf", id_, name="B")
    assert shadows(store)["shelf", id_][0] == capture.ON_ITS_WAY


def test_an_edit_that_changes_nothing_and_a_new_revision_are_no_edits(store, known):
    update(store, "shelf", known, name="A")
    store.connection.execute("UPDATE shelf SET rev = 8")
    assert shadows(store) == {}


def test_a_change_of_case_is_an_edit_though_the_column_ignores_case(store, known):
    update(store, "shelf", known, name="a")
    assert ("shelf", known) in shadows(store)


def test_an_upsert_and_a_tool_outside_are_seen(store, known):
    with store.change("upsert") as change:
        change.execute(
            "INSERT INTO shelf(id, name) VALUES (?, 'B') ON CONFLICT(id) DO UPDATE SET name = excluded.name",
            (known,),
        )
    assert ("shelf", known) in shadows(store)
    store.connection.execute("DELETE FROM shadow")
    store.connection.execute("UPDATE shelf SET name = 'C'")
    assert shadows(store)["shelf", known][1]["name"] == "B"


def test_what_a_server_knows_is_never_deleted(store, known):
    with pytest.raises(sqlite3.IntegrityError, match="goes to the bin"), store.change("delete") as change:
        change.execute("DELETE FROM shelf WHERE id = ?", (known,))
    assert value(store, "shelf", known, "name") == "A"


def test_while_it_is_silent_nothing_is_noted_and_all_is_allowed(store, known):
    with store.change("pull") as change:
        with capture.silenced(change.connection):
            change.execute("UPDATE shelf SET name = 'B'")
            change.execute("DELETE FROM shelf")
        id_ = uuid7()
        change.execute("INSERT INTO shelf(id, rev, name) VALUES (?, 3, 'X')", (id_,))
        change.execute("UPDATE shelf SET name = 'Y'")
    assert list(shadows(store)) == [("shelf", id_)]


def test_it_is_not_silent_after_a_failure(store, known):
    with store.change("pull") as change:
        with pytest.raises(KeyError), capture.silenced(change.connection):
            raise KeyError
        change.execute("UPDATE shelf SET name = 'B'")
    assert ("shelf", known) in shadows(store)


def test_undo_of_a_row_on_its_way_puts_it_into_the_bin_so_that_it_does_not_come_back(store):
    id_ = add_shelf(store, "A")
    operation = can_undo(store)
    store.connection.execute("UPDATE shelf SET rev = ?", (capture.ON_ITS_WAY,))
    undo(store, operation.seq)
    assert value(store, "shelf", id_, "deleted") == 1
    assert shadows(store)["shelf", id_][1]["deleted"] == 0
    redo(store)
    assert value(store, "shelf", id_, "deleted") == 0


def test_undo_is_an_edit_like_any(store, known):
    update(store, "shelf", known, name="B")
    store.connection.execute("DELETE FROM shadow")  # as after an acknowledgement
    store.connection.execute("UPDATE shelf SET rev = 9")
    undo(store)
    assert shadows(store) == {("shelf", known): (9, {"deleted": 0, "name": "B", "code": "5"})}


def test_lost_triggers_come_back_and_are_remembered(base, caplog):
    store = open_library(base)
    assert not capture.has_missed(store.connection)
    store.connection.execute("DROP TRIGGER capture_book_update")
    store.close()
    again = open_library(base)
    assert triggers.differing(again.connection, SCHEMA.tables) == {}
    assert capture.has_missed(again.connection)
    assert "capture_book_update" in caplog.text
    capture.compared(again.connection)
    assert not capture.has_missed(again.connection)
    again.close()


def test_a_lost_trigger_of_the_journal_hides_no_edit_from_the_server(base):
    store = open_library(base)
    store.connection.execute("DROP TRIGGER journal_book_update")
    store.close()
    again = open_library(base)
    assert not capture.has_missed(again.connection)
    again.close()


def test_what_is_edited_here_among_it_is_noted(store, known):
    with store.change("pull") as change, capture.silenced(change.connection):
        change.execute("UPDATE shelf SET name = 'B'")
        with capture.heard(change.connection):
            change.execute("UPDATE shelf SET code = '6'")
        change.execute("UPDATE shelf SET name = 'C'")
    assert shadows(store)["shelf", known][1] == {"deleted": 0, "name": "B", "code": "5"}
