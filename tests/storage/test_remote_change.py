from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm_desktop.errors import NotUndoable
from crm_desktop.ids import uuid7
from crm_desktop.storage import remote_change as module
from crm_desktop.storage.history import history
from crm_desktop.storage.operations import can_undo, operations
from crm_desktop.storage.remote_change import remote_change
from crm_desktop.storage.undo import undo
from tests.storage.library import add_shelf, content, update, value

if TYPE_CHECKING:
    from crm_desktop.changes import Changes

AT = "2026-11-20T09:00:00.000Z"


def write(remote, id_, name, rev):
    remote.change.execute(
        "INSERT INTO shelf(id, name, rev) VALUES (?, ?, ?)"
        " ON CONFLICT(id) DO UPDATE SET name = excluded.name, rev = excluded.rev",
        (id_, name, rev),
    )


def test_each_piece_of_work_stands_under_who_did_it_and_when(store):
    id_ = add_shelf(store, "A")
    with remote_change(store, "sync") as remote:
        with remote.written_by("Bea", AT):
            write(remote, id_, "B", 5)
        write(remote, id_, "C", 5)
        with remote.written_by("Cid", AT):
            write(remote, id_, "D", 6)
    told = [(c.who, c.old, c.new) for c in history(store, "shelf", id_, "name")]
    assert told == [("Cid", "C", "D"), ("Ada", "B", "C"), ("Bea", "A", "B"), ("Ada", None, "A")]
    assert history(store, "shelf", id_, "name")[0].at == AT
    assert [(row.who, row.rows) for row in operations(store, 3)] == [("Cid", 1), ("Bea", 1), ("Ada", 1)]


def test_the_work_of_one_is_one_operation_however_it_comes(store):
    shelf, other = add_shelf(store, "A"), add_shelf(store, "A")
    with remote_change(store, "sync") as remote:
        for id_, who in ((shelf, "Bea"), (shelf, "Cid"), (other, "Bea"), (other, "Dov")):
            with remote.written_by(who, AT):
                write(remote, id_, who, 5)
        write(remote, other, "Z", 5)
    told = {row.who: (row.rows, row.last_entry - row.first_entry) for row in operations(store, 4)}
    assert told == {"Bea": (2, 2), "Cid": (1, 0), "Dov": (1, 0), "Ada": (1, 0)}
    assert [c.who for c in history(store, "shelf", other, "name")] == ["Ada", "Dov", "Bea", "Ada"]


def test_what_this_laptop_adds_is_an_edit_to_be_sent(store):
    id_ = uuid7()
    with remote_change(store, "sync") as remote:
        with remote.written_by("Bea", AT):
            write(remote, id_, "A", 5)
        with remote.edited_here():
            remote.change.execute("UPDATE shelf SET name = 'B'")
    assert store.read("SELECT id, base_rev FROM shadow") == [(id_, 5)]


def test_what_touches_nothing_leaves_no_operation(store):
    id_ = add_shelf(store, "A")
    before = len(operations(store, 9))
    with remote_change(store, "sync") as remote, remote.written_by("Bea", AT):
        write(remote, id_, "A", 5)
    assert len(operations(store, 9)) == before


def test_it_is_no_step_of_undo(store):
    id_ = add_shelf(store, "A")
    mine = update(store, "shelf", id_, name="B", code="1")
    with remote_change(store, "sync") as remote, remote.written_by("Bea", AT):
        write(remote, id_, "C", 5)
    theirs = operations(store, 1)[0]
    assert can_undo(store).seq == mine
    with pytest.raises(NotUndoable):
        undo(store, theirs.seq)
    kept = undo(store).kept
    assert [(k.field, k.by_operation, k.who) for k in kept] == [("name", theirs.seq, "Bea")]
    assert value(store, "shelf", id_, "name") == "C"
    assert value(store, "shelf", id_, "code") is None


def test_nothing_is_captured_and_everybody_is_told(store):
    heard: list[Changes] = []
    store.subscribe(heard.append)
    id_ = uuid7()
    with remote_change(store, "sync") as remote, remote.written_by("Bea", AT):
        write(remote, id_, "A", 5)
        write(remote, id_, "B", 6)
    assert store.read("SELECT count(*) FROM shadow") == [(0,)]
    assert [(n.op, n.origin, n.tables) for n in heard] == [("sync", "remote", {"shelf": frozenset([id_])})]


def test_of_very_many_rows_only_the_tables_are_named(store, monkeypatch):
    monkeypatch.setattr(module, "MANY", 1)
    heard: list[Changes] = []
    store.subscribe(heard.append)
    with remote_change(store, "sync") as remote, remote.written_by("Bea", AT):
        write(remote, uuid7(), "A", 5)
        write(remote, uuid7(), "B", 5)
    assert heard[0].tables == {"shelf": None}


def test_it_is_whole_or_nothing(store):
    add_shelf(store, "A")
    before = content(store), store.read("SELECT * FROM operation"), store.read("SELECT * FROM journal")

    def fail():
        with remote_change(store, "sync") as remote:
            with remote.written_by("Bea", AT):
                write(remote, uuid7(), "B", 5)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert (
        content(store),
        store.read("SELECT * FROM operation"),
        store.read("SELECT * FROM journal"),
    ) == before
    assert store.read("SELECT silent FROM capture_state") == [(0,)]
    assert store.read("SELECT operation FROM journal_state") == [(None,)]


def test_rows_may_come_in_any_order(store):
    book, page = uuid7(), uuid7()
    with remote_change(store, "sync") as remote, remote.written_by("Bea", AT):
        remote.change.execute("INSERT INTO page(id, book_id, rev) VALUES (?, ?, 5)", (page, book))
        remote.change.execute("INSERT INTO book(id, title, rev) VALUES (?, 'T', 5)", (book,))
    assert value(store, "page", page, "book_id") == book


def test_derived_tables_are_brought_up_unless_left_to_the_caller(store):
    seen = []
    store.derive(lambda change: seen.append(change.rows))
    for derive in (True, False):
        with remote_change(store, "sync", derive=derive) as remote, remote.written_by("Bea", AT):
            write(remote, uuid7(), "A", 5)
    assert seen == [1]


def test_it_is_no_part_of_a_change(store):
    with store.change("edit"), pytest.raises(RuntimeError), remote_change(store, "sync"):
        pass
