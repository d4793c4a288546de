from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from crm_desktop.ids import uuid7
from crm_desktop.storage import long_change, take_back
from crm_desktop.storage.operations import by_seq, operations, unfinished
from tests.storage.library import add_shelf, content, update, value

if TYPE_CHECKING:
    from crm_desktop.changes import Changes


def insert(change, count, name="n"):
    ids = [uuid7() for _ in range(count)]
    change.executemany("INSERT INTO shelf(id, name) VALUES (?, ?)", ((id_, name) for id_ in ids))
    return ids


def test_many_chunks_are_one_operation(store):
    with store.long_change("import", info={"file": "a.csv"}) as work:
        for _ in range(3):
            with work.chunk() as change:
                insert(change, 10)
        assert by_seq(store, work.operation).state == "open"
        work.finish(info={"file": "a.csv", "rows": 30})
    (row,) = operations(store, 10)
    assert (row.op, row.state, row.rows) == ("import", "done", 30)
    assert row.info == {"file": "a.csv", "rows": 30}
    assert row.seq == work.operation


def test_leaving_the_block_finishes(store):
    with store.long_change("import") as work, work.chunk() as change:
        insert(change, 1)
    assert operations(store, 10)[0].state == "done"


def test_a_long_change_that_changed_nothing_leaves_no_operation(store):
    with store.long_change("import") as work, work.chunk():
        pass
    assert operations(store, 10) == []


def test_it_begins_with_its_block_and_ends_with_finish(store):
    work = store.long_change("import")
    with pytest.raises(RuntimeError, match="begins"):
        _ = work.operation
    with work:
        work.finish()
        with pytest.raises(RuntimeError, match="not open"):
            work.finish()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_exception_or_a_cancel_takes_everything_back_without_a_trace(store, monkeypatch, error):
    monkeypatch.setattr(take_back, "STEP", 7)
    shelf = add_shelf(store, "A")
    before = content(store)

    def fail():
        with store.long_change("import") as work:
            for _ in range(5):
                with work.chunk() as change:
                    insert(change, 4)
                    change.execute("UPDATE shelf SET name = name || '+' WHERE id = ?", (shelf,))
            raise error

    with pytest.raises(error):
        fail()
    assert content(store) == before
    row = operations(store, 1)[0]
    assert (row.state, row.undoable, row.rows) == ("undone", False, 0)
    assert store.read("SELECT count(*) FROM journal WHERE operation = ?", (row.seq,)) == [(0,)]
    assert unfinished(store) == []


def test_a_failing_chunk_is_rolled_back_and_with_it_the_rest(store):
    def fail():
        with store.long_change("import") as work:
            with work.chunk() as change:
                insert(change, 4)
            with work.chunk() as change:
                insert(change, 4)
                raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert content(store)["shelf"] == []


def test_what_others_worked_with_meanwhile_stays(store):
    def fail():
        with store.long_change("import") as work:
            with work.chunk() as change:
                ids.extend(insert(change, 3))
            update(store, "shelf", ids[1], name="Mine")
            raise KeyError

    ids: list[bytes] = []
    with pytest.raises(KeyError):
        fail()
    assert store.read("SELECT id, name FROM shelf") == [(ids[1], "Mine")]
    assert operations(store, 5, op="import")[0].rows == 1


def test_when_it_cannot_even_begin_nothing_is_held(store, monkeypatch):
    def fail(*args):
        raise KeyError

    monkeypatch.setattr(store, "begin_operation", fail)
    with pytest.raises(KeyError):
        store.long_change("import").__enter__()
    with store.running.alone() as alone:
        assert alone


def test_derived_tables_are_brought_up_for_each_chunk_unless_left_to_the_caller(store):
    seen: list[int] = []
    store.derive(lambda change: seen.append(change.rows))
    with store.long_change("import") as work, work.chunk() as change:
        insert(change, 2)
    assert seen == [2, 0]
    seen.clear()
    with store.long_change("import", derive=False) as work, work.chunk() as change:
        insert(change, 2)
    assert seen == [0]


def test_notices_are_gathered_and_the_last_names_everything(store, monkeypatch):
    heard: list[Changes] = []
    store.subscribe(heard.append)
    with store.long_change("import") as work:
        with work.chunk() as change:
            first = insert(change, 2)
        with work.chunk() as change:
            second = insert(change, 2)
    assert [changes.tables for changes in heard] == [{"shelf": frozenset([*first, *second])}]
    heard.clear()
    monkeypatch.setattr(long_change, "_NOTICE_EVERY", 0.0)
    with store.long_change("import") as work:
        with work.chunk() as change:
            first = insert(change, 2)
        with work.chunk() as change:
            second = insert(change, 1200)
        with work.chunk() as change:
            insert(change, 1200)
        with work.chunk() as change:
            insert(change, 1)
    names = [changes.tables["shelf"] for changes in heard]
    assert names[0] == frozenset(first)
    assert names[1] == frozenset(second)
    assert names[-1] is None


def test_others_write_between_the_chunks(store):
    done = threading.Event()
    waited: list[bytes] = []

    def edit():
        while not done.is_set():
            waited.append(add_shelf(store, "window"))

    thread = threading.Thread(target=edit)
    thread.start()
    with store.long_change("import") as work:
        for _ in range(40):
            with work.chunk() as change:
                insert(change, 200, "import")
    done.set()
    thread.join()
    assert len(waited) > 1
    assert value(store, "shelf", waited[0], "name") == "window"
    (row,) = operations(store, 10, op="import")
    assert row.rows == 8000
    assert store.read("SELECT count(*) FROM journal WHERE operation = ?", (row.seq,)) == [(8000,)]
    assert all(other.rows == 1 for other in operations(store, 10_000, op="add shelf"))


def test_batches_are_written_together_for_a_while(store, monkeypatch):
    monkeypatch.setattr(long_change, "_LONGEST_TURN", 3600)
    assert [list(turn) for turn in long_change.in_turns(store, range(5))] == [[0, 1, 2, 3, 4]]
    assert list(long_change.in_turns(store, ())) == []
    monkeypatch.setattr(long_change, "_LONGEST_TURN", 0)
    assert [list(turn) for turn in long_change.in_turns(store, range(3))] == [[0], [1], [2]]


def test_a_turn_ends_when_another_thread_waits_to_write(store, monkeypatch):
    monkeypatch.setattr(long_change, "_LONGEST_TURN", 3600)
    edit = threading.Thread(target=add_shelf, args=(store, "window"))
    sizes = []
    for turn in long_change.in_turns(store, range(10)):
        with store.transaction():
            size = 0
            for batch in turn:
                size += 1
                if batch == 3:
                    edit.start()
                    while not store.is_awaited:
                        edit.join(0.001)
        edit.join()  # its turn comes between two of ours
        assert not store.is_awaited
        sizes.append(size)
    assert sizes == [4, 6]


@pytest.mark.parametrize("ending", ["finished", "cancelled"])
def test_only_the_end_waits_for_the_disk(store, ending):
    waits = []
    with suppress(KeyError), store.long_change("import") as work:
        with work.chunk() as change:
            insert(change, 3)
            waits += store.read("PRAGMA synchronous")
        if ending == "cancelled":
            raise KeyError
        work.finish(also=lambda change: waits.extend(change.execute("PRAGMA synchronous")))
    waits += store.read("PRAGMA synchronous") + store.read("PRAGMA wal_autocheckpoint")
    normal, full = (1,), (2,)
    assert waits == [normal, *[full] * (ending == "finished"), full, (1000,)]
