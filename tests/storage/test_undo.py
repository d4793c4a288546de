from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from crm_desktop.errors import NotUndoable
from crm_desktop.ids import uuid7
from crm_desktop.storage import capture, take_back
from crm_desktop.storage import undo as undo_module
from crm_desktop.storage.operations import by_seq, can_redo, can_undo, operations
from crm_desktop.storage.reversal import Kept
from crm_desktop.storage.undo import redo, undo
from tests.storage.library import add_book, add_shelf, content, open_library, update, value

if TYPE_CHECKING:
    from crm_desktop.changes import Changes


def delete(store, table, id_):
    with store.change("delete") as change:
        change.execute(f"DELETE FROM {table} WHERE id = ?", (id_,))
    return change.operation


def newest(store):
    return operations(store, 1)[0].seq


def import_books(store, books=2500, pages=1, op="import"):
    """A long operation; the ids of the books."""
    ids = [uuid7() for _ in range(books)]
    with store.long_change(op) as work:
        for start in range(0, books, 500):
            with work.chunk() as change:
                for id_ in ids[start : start + 500]:
                    change.execute("INSERT INTO book(id, title) VALUES (?, 'imported')", (id_,))
                    change.executemany(
                        "INSERT INTO page(id, book_id) VALUES (?, ?)", [(uuid7(), id_) for _ in range(pages)]
                    )
    return ids


def import_and_fail(store, make):
    with store.long_change("import") as work:
        with work.chunk() as change:
            make(change)
        raise KeyError


@pytest.fixture(params=["at once", "in chunks"])
def way(request, monkeypatch):
    """Small operations go in one transaction; here also in chunks of two entries."""
    if request.param == "in chunks":
        monkeypatch.setattr(undo_module, "AT_ONCE", 2)


# There and back


@pytest.mark.usefixtures("way")
def test_insert_update_delete_there_and_back(store):
    states = [content(store)]
    shelf = add_shelf(store)
    states.append(content(store))
    book = add_book(store, shelf=shelf, pages=3)
    states.append(content(store))
    update(store, "book", book, title="Better", price="7")
    states.append(content(store))
    delete(store, "book", book)
    states.append(content(store))
    for state in reversed(states[:-1]):
        assert undo(store).kept == ()
        assert content(store) == state
    assert can_undo(store) is None
    for state in states[1:]:
        assert redo(store).kept == ()
        assert content(store) == state
    assert can_redo(store) is None


def test_undo_survives_a_restart(base):
    store = open_library(base)
    empty = content(store)
    add_book(store)
    full = content(store)
    store.close()
    store = open_library(base)
    undo(store)
    assert content(store) == empty
    store.close()
    store = open_library(base)
    redo(store)
    assert content(store) == full
    store.close()


def test_nothing_to_undo_or_redo_is_said(store):
    with pytest.raises(NotUndoable) as caught:
        undo(store)
    assert caught.value.facts == {"operation": None, "state": "missing"}
    with pytest.raises(NotUndoable):
        redo(store)
    with pytest.raises(NotUndoable):
        undo(store, 77)


def test_what_is_undone_already_or_not_undoable_or_open_is_refused(store):
    add_shelf(store)
    first = newest(store)
    undo(store, first)
    with pytest.raises(NotUndoable) as caught:
        undo(store, first)
    assert caught.value.facts == {"operation": first, "state": "undone"}
    with store.change("remote", undoable=False) as change:
        change.execute("INSERT INTO shelf(id) VALUES (?)", (uuid7(),))
    with pytest.raises(NotUndoable) as caught:
        undo(store, change.operation)
    assert caught.value.facts["state"] == "done"
    with store.long_change("running") as work, work.chunk() as change:
        change.execute("INSERT INTO shelf(id) VALUES (?)", (uuid7(),))
    # meanwhile refused and rolled back as a whole
    assert can_undo(store).op == "running"


def test_undo_is_no_part_of_a_change(store):
    add_shelf(store)
    with pytest.raises(RuntimeError, match="operation of its own"), store.change("add"):
        undo(store)


def test_undo_and_redo_are_operations_and_are_announced(store):
    heard: list[Changes] = []
    id_ = add_shelf(store)
    store.subscribe(heard.append)
    result = undo(store)
    row = by_seq(store, result.operation)
    assert (row.op, row.undoes, row.who) == ("undo", result.undone, "Ada")
    assert result.undone_op == "add shelf"
    assert redo(store).undone_op == "undo"
    assert [changes.op for changes in heard] == ["undo", "redo"]
    assert all(changes.tables == {"shelf": frozenset([id_])} for changes in heard)


def test_something_new_ends_redo_but_what_is_not_undoable_does_not(store):
    add_shelf(store, "A")
    undo(store)
    with store.change("shown", undoable=False) as change:
        change.execute("INSERT INTO thing(id) VALUES (?)", (uuid7(),))
    assert can_redo(store) is not None
    add_shelf(store, "B")
    assert can_redo(store) is None


def test_remote_operations_are_not_on_the_undo_list(store):
    with store.change("pull", origin="remote") as change:
        change.execute("INSERT INTO shelf(id, rev) VALUES (?, 5)", (uuid7(),))
    assert can_undo(store) is None


# What was changed since stays


@pytest.mark.usefixtures("way")
def test_a_field_changed_since_is_kept_and_listed_the_others_go_back(store):
    id_ = add_book(store, "First", pages=0)
    operation = update(store, "book", id_, title="Second", price="2")
    store.who = "Bo"
    later = update(store, "book", id_, title="Third")
    result = undo(store, operation)
    assert value(store, "book", id_, "title") == "Third"
    assert value(store, "book", id_, "price") is None
    assert result.kept == (Kept("book", id_, "title", later, "Bo"),)


def test_a_field_set_back_by_hand_needs_nothing(store):
    id_ = add_book(store, "First", pages=0)
    operation = update(store, "book", id_, title="Second")
    update(store, "book", id_, title="First")
    assert undo(store, operation).kept == ()
    assert value(store, "book", id_, "title") == "First"


def test_a_field_changed_there_and_back_by_others_counts_as_what_was_written(store):
    id_ = add_book(store, "First", pages=0)
    operation = update(store, "book", id_, title="Second")
    update(store, "book", id_, title="Third")
    update(store, "book", id_, title="Second")
    assert undo(store, operation).kept == ()
    assert value(store, "book", id_, "title") == "First"


def test_an_undo_that_finds_everything_changed_still_moves_on(store):
    id_ = add_book(store, "First", pages=0)
    operation = update(store, "book", id_, title="Second")
    update(store, "book", id_, op="by hand", title="Third")
    assert len(undo(store, operation).kept) == 1
    assert by_seq(store, operation).state == "undone"
    assert can_undo(store).op == "by hand"


def test_a_row_gone_since_cannot_get_its_field_back(store):
    id_ = add_book(store, "First", pages=0)
    operation = update(store, "book", id_, title="Second")
    gone = delete(store, "book", id_)
    assert undo(store, operation).kept == (Kept("book", id_, None, gone, "Ada"),)


@pytest.mark.usefixtures("way")
def test_a_made_row_touched_since_stays_whole_with_its_members(store):
    touched, untouched = uuid7(), uuid7()
    with store.change("import") as change:
        for id_ in (touched, untouched):
            change.execute("INSERT INTO book(id, title) VALUES (?, 'T')", (id_,))
            change.executemany(
                "INSERT INTO page(id, book_id) VALUES (?, ?)", [(uuid7(), id_) for _ in range(2)]
            )
    later = update(store, "book", touched, title="Mine")
    result = undo(store, change.operation)
    assert store.read("SELECT title FROM book") == [("Mine",)]
    assert store.read("SELECT count(*), count(DISTINCT book_id) FROM page") == [(2, 1)]
    assert result.kept == (Kept("book", touched, None, later, "Ada"),)


@pytest.mark.parametrize("deed", ["page added", "page changed", "page deleted"])
@pytest.mark.usefixtures("way")
def test_work_on_a_member_keeps_the_whole(store, deed):
    id_ = add_book(store, pages=3, op="import")
    operation = newest(store)
    ((page,),) = store.read("SELECT id FROM page LIMIT 1")
    if deed == "page added":
        with store.change("add") as change:
            change.execute("INSERT INTO page(id, book_id) VALUES (?, ?)", (uuid7(), id_))
    elif deed == "page changed":
        update(store, "page", page, text="mine")
    else:
        delete(store, "page", page)
    before = content(store)
    undo(store, operation)
    assert content(store) == before


@pytest.mark.usefixtures("way")
def test_what_a_kept_row_refers_to_stays_and_so_does_what_others_refer_to(store):
    with store.change("import") as change:
        used, linked, unused = uuid7(), uuid7(), uuid7()
        change.executemany("INSERT INTO shelf(id) VALUES (?)", [(used,), (linked,), (unused,)])
        book = uuid7()
        change.execute("INSERT INTO book(id, shelf_id) VALUES (?, ?)", (book, used))
    update(store, "book", book, title="Mine")
    add_book(store, shelf=linked, pages=0)
    undo(store, change.operation)
    assert {id_ for (id_,) in store.read("SELECT id FROM shelf")} == {used, linked}
    assert store.check() == []


@pytest.mark.usefixtures("way")
def test_a_reference_that_an_undo_brought_back_keeps_its_row(store):
    old = add_book(store, pages=0)
    shelf = add_shelf(store)
    made = newest(store)
    first = update(store, "book", old, shelf_id=shelf)
    second = update(store, "book", old, shelf_id=None)
    undo(store, first)
    undo(store, second)
    assert value(store, "book", old, "shelf_id") == shelf
    undo(store, made)
    assert store.check() == []
    assert value(store, "shelf", shelf, "name") == "A"


def test_touched_by_what_was_itself_undone_does_not_count(store):
    id_ = add_book(store)
    operation = newest(store)
    update(store, "book", id_, title="Mine")
    undo(store)
    assert undo(store, operation).kept == ()
    assert store.read("SELECT * FROM book") == []


def test_touched_by_an_outside_tool_counts(store):
    id_ = add_book(store)
    store.connection.execute("UPDATE book SET title = 'Tool' WHERE id = ?", (id_,))
    assert undo(store).kept == (Kept("book", id_, None, None, ""),)


def test_a_row_the_server_knows_goes_to_the_bin(store):
    known, new = add_shelf(store, "A"), None
    operation = newest(store)
    store.connection.execute("UPDATE shelf SET rev = 4 WHERE id = ?", (known,))
    undo(store, operation)
    assert store.read("SELECT id, deleted, rev FROM shelf") == [(known, 1, 4)]
    redo(store)
    assert store.read("SELECT id, deleted, rev FROM shelf") == [(known, 0, 4)]
    assert new is None


# Deleted rows


@pytest.mark.usefixtures("way")
def test_a_deleted_tree_comes_back_parents_first(store):
    shelf = add_shelf(store)
    book = add_book(store, shelf=shelf, pages=3)
    before = content(store)
    with store.change("clear") as change:
        change.execute("DELETE FROM page")
        change.execute("DELETE FROM book WHERE id = ?", (book,))
        change.execute("DELETE FROM shelf")
    undo(store)
    assert content(store) == before


@pytest.mark.usefixtures("way")
def test_rows_deleted_parent_first_in_one_statement_come_back(store):
    with store.change("series") as change:
        first, second, third = uuid7(), uuid7(), uuid7()
        change.execute("INSERT INTO book(id) VALUES (?)", (first,))
        change.execute("INSERT INTO book(id, sequel_of) VALUES (?, ?)", (second, first))
        change.execute("INSERT INTO book(id, sequel_of) VALUES (?, ?)", (third, second))
    before = content(store)
    with store.change("clear") as change:
        change.execute("DELETE FROM book")
    undo(store)
    assert content(store) == before
    assert store.check() == []


@pytest.mark.usefixtures("way")
def test_rows_that_refer_to_each_other_come_back_together(store):
    one, other = add_book(store, pages=0), add_book(store, pages=0)
    update(store, "book", one, sequel_of=other)
    update(store, "book", other, sequel_of=one)
    update(store, "book", add_book(store, pages=0), title="between")
    before = content(store)
    with store.change("clear") as change:
        change.execute("DELETE FROM book")
    undo(store)
    assert content(store) == before


@pytest.mark.parametrize("step", [4, 6])
def test_what_waits_for_its_parent_is_overtaken_by_what_came_before_it(store, monkeypatch, step):
    """Going back, a row waits for its parent while older entries of the same row come up in the same step."""
    monkeypatch.setattr(undo_module, "AT_ONCE", step)
    old, shelf, parent, child = add_book(store, "1", pages=0), add_shelf(store), uuid7(), uuid7()
    update(store, "book", old, shelf_id=shelf, title="2")
    before = content(store)
    with store.change("make and clear") as change:
        change.execute("INSERT INTO book(id) VALUES (?)", (parent,))
        change.execute("INSERT INTO book(id, sequel_of) VALUES (?, ?)", (child, parent))
        change.execute("UPDATE book SET title = 'renamed' WHERE id = ?", (child,))
        change.execute("UPDATE book SET title = '3', sequel_of = ? WHERE id = ?", (parent, old))
        change.execute("UPDATE book SET sequel_of = NULL WHERE id = ?", (old,))
        change.execute("DELETE FROM book WHERE id IN (?, ?)", (parent, child))
    assert undo(store).kept == ()
    assert content(store) == before
    redo(store)
    assert content(store) == before | {"book": content(store)["book"]}
    assert value(store, "book", old, "title") == "3"
    with store.change("apart") as change:
        change.execute("PRAGMA defer_foreign_keys = ON")
        change.execute("UPDATE book SET shelf_id = NULL, title = '4' WHERE id = ?", (old,))
        change.execute("DELETE FROM shelf")
    undo(store)
    assert value(store, "book", old, "shelf_id") == shelf


@pytest.mark.parametrize("step", [2, 5, 2000])
def test_a_field_that_waits_for_its_target_takes_the_older_value(store, monkeypatch, step):
    """The target is deleted before the field lets go of it: going back, the field comes first."""
    monkeypatch.setattr(undo_module, "AT_ONCE", step)
    first, second = add_shelf(store, "A"), add_shelf(store, "B")
    book = add_book(store, "1", shelf=first, pages=0)
    before = content(store)
    made = uuid7()
    with store.change("move") as change:
        change.execute("PRAGMA defer_foreign_keys = ON")
        change.execute("INSERT INTO book(id, shelf_id) VALUES (?, ?)", (made, second))
        change.execute("UPDATE book SET shelf_id = ?, title = '2' WHERE id = ?", (second, book))
        change.execute("DELETE FROM shelf")
        change.execute("UPDATE book SET shelf_id = NULL")
    assert undo(store).kept == ()
    assert content(store) == before
    redo(store)
    assert value(store, "book", made, "shelf_id") is None


def test_a_row_that_refers_to_itself_comes_back(store):
    one = add_book(store, pages=0)
    update(store, "book", one, sequel_of=one)
    before = content(store)
    delete(store, "book", one)
    undo(store)
    assert content(store) == before


@pytest.mark.usefixtures("way")
def test_a_deleted_row_whose_parent_is_gone_stays_away_and_is_listed(store):
    shelf = add_shelf(store)
    book = add_book(store, shelf=shelf, pages=1)
    ((page,),) = store.read("SELECT id FROM page")
    operation = delete(store, "book", book)
    delete(store, "shelf", shelf)
    result = undo(store, operation)
    assert {(kept.table, kept.id, kept.field) for kept in result.kept} == {
        ("book", book, None),
        ("page", page, None),
    }
    assert content(store)["book"] == []


def test_a_field_whose_target_is_gone_stays_and_is_listed(store):
    shelf = add_shelf(store)
    book = add_book(store, shelf=shelf, pages=0)
    operation = update(store, "book", book, shelf_id=None, title="New")
    delete(store, "shelf", shelf)
    result = undo(store, operation)
    assert [(kept.id, kept.field) for kept in result.kept] == [(book, "shelf_id")]
    assert value(store, "book", book, "title") == "T"
    assert store.check() == []


def test_a_deleted_row_made_again_by_somebody_is_left_to_them(store):
    id_ = add_shelf(store, "A")
    operation = delete(store, "shelf", id_)
    with store.change("again") as change:
        change.execute("INSERT INTO shelf(id, name) VALUES (?, 'B')", (id_,))
    assert undo(store, operation).kept == (Kept("shelf", id_, None, change.operation, "Ada"),)
    assert value(store, "shelf", id_, "name") == "B"


@pytest.mark.parametrize("rev", [0, 3])
@pytest.mark.usefixtures("way")
def test_a_row_deleted_and_made_again_in_one_operation_goes_back_to_its_first_self(store, rev):
    id_ = add_shelf(store, "A")
    store.connection.execute("UPDATE shelf SET rev = ?", (rev,))
    before = content(store)
    with store.change("replace") as change, capture.silenced(change.connection):
        change.execute("DELETE FROM shelf WHERE id = ?", (id_,))
        change.execute("INSERT INTO shelf(id, name, rev) VALUES (?, 'B', ?)", (id_, rev))
    undo(store)
    assert content(store) == before


def test_a_row_number_taken_since_is_not_fought_over(store):
    id_ = add_shelf(store, "A")
    operation = delete(store, "shelf", id_)
    add_shelf(store, "B")
    undo(store, operation)
    assert store.read("SELECT rid, name FROM shelf ORDER BY rid") == [(1, "B"), (2, "A")]


def test_a_unique_value_taken_since_is_listed(store):
    one = add_shelf(store, "A", code="5")
    changed = update(store, "shelf", one, code="6")
    two = add_shelf(store, "B", code="5")
    assert undo(store, changed).kept == (Kept("shelf", one, "code", None, ""),)
    gone = delete(store, "shelf", two)
    add_shelf(store, "C", code="5")
    assert undo(store, gone).kept == (Kept("shelf", two, None, None, ""),)


def test_a_column_that_is_no_more_is_passed_over(store):
    id_ = add_shelf(store, "A")
    operation = update(store, "shelf", id_, name="B")
    store.connection.execute(
        """UPDATE journal SET old = '{"name":"A","gone":1}' WHERE operation = ?""", (operation,)
    )
    undo(store, operation)
    assert value(store, "shelf", id_, "name") == "A"


def test_several_edits_of_one_field_in_one_operation(store):
    id_ = add_book(store, "1", pages=0)
    with store.change("twice") as change:
        change.execute("UPDATE book SET title = '2'")
        change.execute("UPDATE book SET title = '3'")
    undo(store)
    assert value(store, "book", id_, "title") == "1"


# Large operations


def test_a_large_operation_goes_and_comes_in_chunks_with_progress(store):
    empty = content(store)
    import_books(store)
    full = content(store)
    seen: list[tuple[int, int]] = []
    undo(store, progress=lambda done, total: seen.append((done, total)))
    assert content(store) == empty
    assert len(seen) > 1
    assert seen == sorted(seen)
    assert seen[-1] == (5000, 5000)
    redo(store)
    assert content(store) == full
    undo(store)
    assert content(store) == empty


def test_cancelling_an_undo_leaves_everything_as_it_was(store):
    import_books(store)
    full = content(store)

    def cancel(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undo(store, progress=cancel)
    assert content(store) == full
    assert can_undo(store).op == "import"
    assert can_redo(store) is None
    undo(store)
    assert content(store)["book"] == []


def test_what_the_user_does_between_two_chunks_of_an_undo_counts(store):
    ids = import_books(store)
    done: list[int] = []

    def edit(*progress):
        if not done:
            done.append(update(store, "book", ids[0], title="Mine"))

    result = undo(store, progress=edit)
    assert result.kept == (Kept("book", ids[0], None, done[0], "Ada"),)
    assert store.read("SELECT title FROM book") == [("Mine",)]
    assert store.read("SELECT count(*) FROM page") == [(1,)]


@pytest.mark.parametrize("cut_off", [False, True])
def test_work_on_a_row_whose_members_are_gone_already_keeps_it_whole(store, monkeypatch, cut_off):
    """Members were made after their roots, so they go first: a step may end between them."""
    monkeypatch.setattr(undo_module, "AT_ONCE", 5)
    monkeypatch.setattr(take_back, "STEP", 5)
    ids = [uuid7(), uuid7()]

    def make(change):
        change.executemany("INSERT INTO book(id, title) VALUES (?, 'T')", ((id_,) for id_ in ids))
        change.executemany(
            "INSERT INTO page(id, book_id, text) VALUES (?, ?, ?)",
            ((uuid7(), id_, n) for id_ in ids for n in range(2)),
        )
        ((again,),) = change.execute(
            "SELECT id FROM page WHERE book_id = ? AND text = '1'", (ids[1],)
        ).fetchall()
        change.execute("DELETE FROM page WHERE id = ?", (again,))
        change.execute("INSERT INTO page(id, book_id, text) VALUES (?, ?, '1')", (again, ids[1]))

    def edit(*progress):
        if value(store, "book", ids[1], "title") == "T":
            assert store.read("SELECT count(*) FROM page WHERE book_id = ?", (ids[1],)) == [(0,)]
            update(store, "book", ids[1], title="Mine")

    if cut_off:
        store.subscribe(lambda changes: edit() if store.read("SELECT count(*) FROM page") == [(1,)] else None)
        with pytest.raises(KeyError):
            import_and_fail(store, make)
    else:
        with store.change("import") as change:
            make(change)
        undo(store, progress=edit)
    assert store.read("SELECT id, title FROM book") == [(ids[1], "Mine")]
    assert store.read("SELECT book_id, text FROM page") == [(ids[1], "0"), (ids[1], "1")]
    assert store.read("SELECT count(*) FROM journal WHERE action = 'taken'") == [(0,)]


def test_rows_of_one_statement_that_fall_into_two_chunks_go_together(store, monkeypatch):
    monkeypatch.setattr(undo_module, "AT_ONCE", 2)
    ids = [uuid7() for _ in range(3)]
    with store.change("series") as change:
        change.execute("PRAGMA defer_foreign_keys = ON")
        change.execute("INSERT INTO book(id, sequel_of) VALUES (?, ?)", (ids[0], ids[2]))
        change.execute("INSERT INTO book(id, sequel_of) VALUES (?, ?)", (ids[1], ids[2]))
        change.execute("INSERT INTO book(id) VALUES (?)", (ids[2],))
    result = undo(store)
    assert content(store)["book"] == []
    assert by_seq(store, result.operation).op == "undo"


def test_another_fault_in_a_chunk_is_not_hidden(store, monkeypatch):
    monkeypatch.setattr(undo_module, "AT_ONCE", 1)
    add_book(store)
    before = content(store)

    def fail(change):
        if change.op == "undo":
            raise KeyError

    store.derive(fail)
    with pytest.raises(KeyError):
        undo(store)
    monkeypatch.setattr(store, "_derive", [])
    assert content(store) == before


def test_of_two_undos_of_one_operation_the_later_one_gives_way(store):
    import_books(store)
    before = content(store)
    results: list[None] = []

    def also(*progress):
        if not results:
            # The other one is at work at the same time and ends first.
            results.append(None)
            with store.change("mark") as change:
                change.keep_empty()
                change.execute("UPDATE operation SET state = 'undone' WHERE op = 'import'")

    with pytest.raises(NotUndoable):
        undo(store, progress=also)
    assert content(store) == before


def test_the_window_writes_while_a_large_undo_runs(store):
    import_books(store, books=4000)
    imported = can_undo(store)
    assert imported is not None
    # By its number: a shelf may be added before the thread looks for the newest operation.
    thread = threading.Thread(target=undo, args=(store, imported.seq))
    thread.start()
    ids = [add_shelf(store, f"{n}") for n in range(20)]
    thread.join()
    assert {id_ for (id_,) in store.read("SELECT id FROM shelf")} == set(ids)
    assert store.read("SELECT count(*) FROM book") == [(0,)]


@pytest.mark.usefixtures("way")
def test_a_row_changed_since_and_put_back_by_hand_goes(store):
    id_ = add_book(store, "Mine", pages=2, op="import")
    operation = newest(store)
    update(store, "book", id_, deleted=1)
    update(store, "book", id_, deleted=0)
    assert undo(store, operation).kept == ()
    assert content(store)["book"] == content(store)["page"] == []


@pytest.mark.usefixtures("way")
def test_a_row_that_others_have_added_to_stays_and_is_told(store):
    id_ = add_book(store, pages=1, op="import")
    operation = newest(store)
    with store.change("add") as change:
        for _ in range(2):
            change.execute("INSERT INTO page(id, book_id) VALUES (?, ?)", (uuid7(), id_))
    ((page,),) = store.read("SELECT id FROM page ORDER BY rid LIMIT 1")
    later = delete(store, "page", page)
    assert undo(store, operation).kept == (Kept("book", id_, None, later, "Ada"),)


@pytest.mark.usefixtures("way")
def test_what_only_a_reference_that_goes_back_points_to_is_taken_back(store):
    old = add_book(store, pages=0)
    with store.change("do") as change:
        new = uuid7()
        change.execute("INSERT INTO book(id) VALUES (?)", (new,))
        change.execute("UPDATE book SET sequel_of = ? WHERE id = ?", (new, old))
    update(store, "book", old, title="Mine")
    assert undo(store, change.operation).kept == ()
    assert [id_ for (id_,) in store.read("SELECT id FROM book")] == [old]


@pytest.mark.usefixtures("way")
def test_a_reference_that_somebody_else_has_set_since_keeps_its_row(store):
    old = add_book(store, pages=0)
    with store.change("do") as change:
        one, two = uuid7(), uuid7()
        change.executemany("INSERT INTO book(id) VALUES (?)", [(one,), (two,)])
        change.execute("UPDATE book SET sequel_of = ? WHERE id = ?", (one, old))
    update(store, "book", old, sequel_of=two)
    undo(store, change.operation)
    assert {id_ for (id_,) in store.read("SELECT id FROM book")} == {old, two}


def test_a_row_deleted_and_made_anew_by_somebody_else_stays(store):
    id_ = add_book(store, "Mine", pages=0, op="import")
    operation = newest(store)
    delete(store, "book", id_)
    with store.change("add") as change:
        change.execute("INSERT INTO book(id, title) VALUES (?, 'Mine')", (id_,))
    assert undo(store, operation).kept == (Kept("book", id_, None, change.operation, "Ada"),)


def test_a_part_of_an_operation_is_taken_back_by_one_of_its_own(store):
    first, second = add_shelf(store, "a"), add_shelf(store, "b")
    with store.change("both") as change:
        for shelf in (first, second):
            change.execute("UPDATE shelf SET name = name || '!' WHERE id = ?", (shelf,))
    both = change.operation
    row = by_seq(store, both)
    told = []
    result = undo_module.take_back_part(
        store, "part", both, (row.first_entry, row.first_entry), also=lambda change: told.append(change.op)
    )
    assert (result.undone, result.undone_op, result.kept, told) == (both, "both", (), ["part"])
    assert [value(store, "shelf", shelf, "name") for shelf in (first, second)] == ["a", "b!"]
    assert by_seq(store, both).state == "done"
    undo(store)
    assert value(store, "shelf", first, "name") == "a!"
    undo(store, both)
    for gone in (both, 10_000):
        with pytest.raises(NotUndoable):
            undo_module.take_back_part(store, "part", gone, (1, 1), also=lambda change: None)


def test_what_belongs_to_an_undo_and_to_a_redo_is_written_with_them(store):
    """And goes when it fails."""
    add_book(store, "A")
    told = []

    def also(change, operation):
        change.execute("UPDATE book SET title = title || '!' WHERE deleted = 1")
        told.append(operation)

    done = undo(store, also=also)
    assert told == [done.undone]
    told.clear()

    def fails(_change, operation):
        told.append(operation)
        raise RuntimeError

    before = content(store)
    with pytest.raises(RuntimeError):
        redo(store, also=fails)
    assert (len(told), content(store)) == (1, before)
    redo(store, also=also)
    assert len(told) == 2
