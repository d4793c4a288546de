from __future__ import annotations

import gc
import itertools
import sqlite3
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import peewee
import pytest

from crm_desktop.errors import BaseBusy, BaseLocked, BaseMissing
from crm_desktop.ids import uuid7
from crm_desktop.storage.operations import operations
from crm_desktop.storage.store import create, open_store
from tests.storage.library import SCHEMA, add_book, add_shelf, content, open_library, update, value

if TYPE_CHECKING:
    from crm_desktop.changes import Changes


def run_thread(function):
    """Run ``function`` on a thread of its own; what it returned, or raise what it raised."""
    result: list[tuple[object, BaseException | None]] = []

    def run():
        try:
            result.append((function(), None))
        except BaseException as error:
            result.append((None, error))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    answer, error = result[0]
    if error is not None:
        raise error
    return answer


def insert_elsewhere(base, name="elsewhere"):
    """Another process commits one operation."""
    code = (
        "import sys; from pathlib import Path; from tests.storage.library import *\n"
        "store = open_library(Path(sys.argv[1])); add_shelf(store, sys.argv[2]); store.close()"
    )
    subprocess.run([sys.executable, "-c", code, str(base), name], check=True)


def add_and_fail(store):
    with store.change("try") as change:
        change.execute("INSERT INTO shelf(id, name) VALUES (?, 'B')", (uuid7(),))
        raise KeyError


def add_page_without_book(store):
    with store.change("wrong") as change:
        change.execute("PRAGMA defer_foreign_keys = ON")
        change.execute("INSERT INTO page(id, book_id) VALUES (?, ?)", (uuid7(), uuid7()))


# Reading


def test_reading_gives_plain_tuples(store):
    id_ = add_shelf(store, "A")
    assert store.read("SELECT id, name FROM shelf WHERE name = :name", {"name": "A"}) == [(id_, "A")]
    assert list(store.cursor("SELECT 1 UNION SELECT 2")) == [(1,), (2,)]


def test_the_functions_of_the_schema_are_there_on_every_thread(store):
    assert store.read("SELECT backwards('abc')") == [("cba",)]
    assert run_thread(lambda: store.read("SELECT backwards('abc')")) == [("cba",)]


def test_a_snapshot_shows_one_state_while_others_write(store):
    add_shelf(store, "A")
    with store.snapshot():
        assert store.read("SELECT count(*) FROM shelf") == [(1,)]
        run_thread(lambda: add_shelf(store, "B"))
        assert store.read("SELECT count(*) FROM shelf") == [(1,)]
    assert store.read("SELECT count(*) FROM shelf") == [(2,)]


def test_a_snapshot_inside_a_change_shows_what_the_change_did(store):
    with store.change("add") as change:
        change.execute("INSERT INTO shelf(id) VALUES (?)", (uuid7(),))
        with store.snapshot():
            assert store.read("SELECT count(*) FROM shelf") == [(1,)]
        change.execute("INSERT INTO shelf(id) VALUES (?)", (uuid7(),))
    assert store.read("SELECT count(*) FROM shelf") == [(2,)]


def test_connections_of_dead_threads_are_closed(store):
    for _ in range(5):
        run_thread(lambda: store.read("SELECT 1"))
    assert len(store._connections._all) <= 2
    gc.collect()


def test_a_closed_store_says_so(base):
    store = open_library(base)
    store.close()
    with pytest.raises(ValueError, match="closed"):
        store.read("SELECT 1")
    assert [file.name for file in base.parent.iterdir()] == [base.name]


# Changing


def test_a_change_is_one_operation(store):
    id_ = add_book(store, pages=2)
    (row,) = operations(store, 10)
    assert (row.op, row.who, row.origin, row.state, row.undoable, row.rows) == (
        "add book",
        "Ada",
        "local",
        "done",
        True,
        3,
    )
    assert row.at.endswith("Z")
    assert value(store, "book", id_, "title") == "T"


def test_an_exception_rolls_the_whole_change_back(store):
    before = content(store)
    with pytest.raises(KeyError):
        add_and_fail(store)
    assert content(store) == before
    assert operations(store, 10) == []
    add_shelf(store)
    assert len(operations(store, 10)) == 1


def test_a_change_that_changes_nothing_leaves_no_operation_and_no_notice(store):
    heard: list[Changes] = []
    store.subscribe(heard.append)
    with store.change("nothing"):
        pass
    assert operations(store, 10) == []
    assert heard == []


def test_a_change_within_a_change_joins_it(store):
    with store.change("outer") as outer:
        add_shelf(store, "A")
        with pytest.raises(KeyError):
            add_and_fail(store)
        with store.change("inner") as inner:
            assert inner is outer
    assert [row.op for row in operations(store, 10)] == ["outer"]
    assert store.read("SELECT name FROM shelf") == [("A",)]


def test_peewee_shares_connection_and_transaction(store):
    class Shelf(peewee.Model):
        rid = peewee.AutoField()
        id = peewee.BlobField()
        name = peewee.TextField()

        class Meta:
            database = store.db
            table_name = "shelf"

    with store.change("add") as change:
        Shelf.insert(id=uuid7(), name="By peewee").execute()
        assert store.read("SELECT name FROM shelf") == [("By peewee",)]
        assert change.rows == 1
    assert store.db.connection() is store.connection
    store.db.close()
    assert store.read("SELECT name FROM shelf") == [("By peewee",)]
    assert store.db.execute_sql("SELECT date_part('year', '2026-05-17')").fetchone() == (2026,)


def test_marked_rows_of_unwatched_tables_are_in_the_notice(store):
    heard: list[Changes] = []
    store.subscribe(heard.append)
    with store.change("note") as change:
        change.execute("INSERT INTO note VALUES ('a', 'b')")
        change.mark("note")
    assert heard[0].tables == {"note": frozenset()}


def test_another_process_that_holds_the_file_is_named_as_the_cause(base):
    store = open_library(base, timeout=0.05)
    other = sqlite3.connect(base, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BaseLocked) as caught, store.change("add") as change:
        change.execute("INSERT INTO shelf(id) VALUES (?)", (uuid7(),))
    assert caught.value.facts == {"path": base}
    other.execute("ROLLBACK")
    other.close()
    add_shelf(store)
    store.close()


def test_faults_of_the_program_stay_what_they_are(store):
    with pytest.raises(sqlite3.OperationalError, match="no such table"), store.change("wrong") as change:
        change.execute("INSERT INTO nowhere VALUES (1)")
    with pytest.raises(sqlite3.IntegrityError), store.change("wrong") as change:
        change.execute("INSERT INTO page(id, book_id) VALUES (?, NULL)", (uuid7(),))
    with pytest.raises(peewee.IntegrityError):
        add_page_without_book(store)


def test_writers_of_many_threads_take_turns(store):
    threads = [
        threading.Thread(target=lambda n=n: [add_shelf(store, f"{n}") for _ in range(20)]) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.read("SELECT count(*) FROM shelf") == [(80,)]
    assert [row.rows for row in operations(store, 100)] == [1] * 80


# Hearing


def test_a_notice_names_the_touched_rows_after_the_commit_with_no_lock_held(store):
    heard = []

    def listen(changes):
        elsewhere = run_thread(lambda: store.read("SELECT count(*) FROM book"))
        heard.append((changes, elsewhere))

    store.subscribe(listen)
    id_ = add_book(store, pages=1)
    ((changes, seen),) = heard
    assert seen == [(1,)]
    assert (changes.op, changes.origin) == ("add book", "local")
    assert changes.tables["book"] == {id_}
    assert len(changes.tables["page"] or ()) == 1


def test_a_listener_can_leave(store):
    heard: list[Changes] = []
    leave = store.subscribe(heard.append)
    leave()
    leave()
    add_shelf(store)
    assert heard == []


def test_a_failing_listener_stops_neither_the_change_nor_the_others(store, caplog):
    heard: list[Changes] = []

    def fail(changes):
        raise KeyError(changes.op)

    store.subscribe(fail)
    store.subscribe(heard.append)
    id_ = add_shelf(store)
    assert value(store, "shelf", id_, "name") == "A"
    assert len(heard) == 1
    assert "A listener failed on add shelf" in caplog.text


def test_too_many_rows_are_not_named_one_by_one(store):
    heard: list[Changes] = []
    store.subscribe(heard.append)
    add_book(store, pages=2001)
    assert heard[0].tables["page"] is None
    assert len(heard[0].tables["book"] or ()) == 1


def test_derived_tables_are_brought_up_inside_the_transaction(store):
    def index(change):
        for id_ in change.touched().get("shelf", ()):
            change.execute("INSERT INTO note SELECT hex(id), upper(name) FROM shelf WHERE id = ?", (id_,))

    store.derive(index)
    id_ = add_shelf(store, "low")
    assert store.read("SELECT * FROM note") == [(id_.hex().upper(), "LOW")]
    with pytest.raises(KeyError):
        add_and_fail(store)
    assert store.read("SELECT count(*) FROM note") == [(1,)]


def test_a_failing_derived_table_fails_the_change(store):
    def fail(change):
        raise KeyError(change.op)

    store.derive(fail)
    with pytest.raises(KeyError):
        add_shelf(store)
    assert store.read("SELECT * FROM shelf") == []
    assert store.open_change is None


def test_what_another_process_did_is_announced_once(base, store):
    heard: list[Changes] = []
    add_shelf(store, "mine")
    store.subscribe(heard.append)
    assert store.poll_external() is None
    insert_elsewhere(base)
    changes = store.poll_external()
    assert changes is not None
    assert (changes.op, changes.origin) == ("add shelf", "external")
    assert len(changes.tables["shelf"] or ()) == 1
    assert heard == [changes]
    assert store.poll_external() is None


def test_what_another_process_did_between_two_changes_of_ours_is_not_missed(base, store):
    add_shelf(store, "mine")
    insert_elsewhere(base, "theirs")
    mine = add_shelf(store, "mine again")
    changes = store.poll_external()
    ((theirs,),) = store.read("SELECT id FROM shelf WHERE name = 'theirs'")
    assert changes.tables == {"shelf": {theirs}}
    assert mine not in changes.tables["shelf"]


def test_polling_does_not_wait_for_a_writer(base, store):
    insert_elsewhere(base)
    with store.change("add") as change:
        change.execute("INSERT INTO shelf(id) VALUES (?)", (uuid7(),))
        assert run_thread(store.poll_external) is None
    assert store.poll_external() is not None


def test_an_error_of_the_callers_own_is_passed_on_whatever_caused_it(store):
    def fail():
        with store.change("wrong"):
            try:
                store.connection.execute("PRAGMA query_only = ON")
                store.connection.execute("INSERT INTO note VALUES ('a', 'b')")
            except sqlite3.OperationalError:
                store.connection.execute("PRAGMA query_only = OFF")
                raise KeyError  # noqa: B904 - its context is what this is about

    with pytest.raises(KeyError):
        fail()


def test_an_outside_tool_is_noticed_too(base, store):
    add_shelf(store, "A")
    other = sqlite3.connect(base)
    other.execute("UPDATE shelf SET name = 'B'")
    other.commit()
    other.close()
    changes = store.poll_external()
    assert (changes.op, changes.operation) == ("external", 0)


def test_polling_inside_a_change_does_nothing(base, store):
    insert_elsewhere(base)
    with store.change("add") as change:
        change.execute("INSERT INTO shelf(id) VALUES (?)", (uuid7(),))
        assert store.poll_external() is None
    assert store.poll_external() is not None


# Opening (the file itself: test_opening.py)


def test_a_missing_base_is_made_unless_forbidden(tmp_path):
    path = tmp_path / "new.base"
    with pytest.raises(BaseMissing):
        open_store(path, SCHEMA, create=False)
    assert list(tmp_path.iterdir()) == []
    open_store(path, SCHEMA).close()
    assert path.is_file()


def test_create_makes_and_opens(tmp_path):
    store = create(tmp_path / "new.base", SCHEMA, who="Bo")
    add_shelf(store)
    assert operations(store, 1)[0].who == "Bo"
    store.close()


def test_a_healthy_base_has_no_problems(store):
    add_book(store)
    assert store.check() == []


def test_the_check_names_broken_references(store):
    add_book(store, pages=1)
    store.connection.execute("PRAGMA foreign_keys = OFF")
    store.connection.execute("DELETE FROM book")
    store.connection.execute("PRAGMA foreign_keys = ON")
    assert store.check() == ["row 1 of page refers to a missing row of book"]


def test_opening_and_reading_import_neither_peewee_nor_sqlite_utils(base):
    code = (
        "import sys; from pathlib import Path; from tests.storage.library import *\n"
        "store = open_library(Path(sys.argv[1])); store.read('SELECT * FROM book')\n"
        "assert not {'peewee', 'sqlite_utils'} & set(sys.modules), sorted(sys.modules); store.close()"
    )
    subprocess.run([sys.executable, "-c", code, str(base)], check=True)


def test_update_helper_touches_one_operation(store):
    id_ = add_shelf(store, "A")
    operation = update(store, "shelf", id_, name="B")
    assert operations(store, 1)[0].seq == operation


def test_what_ended_the_transaction_by_itself_is_what_is_told(store):
    """An interrupt or a failing disk makes SQLite roll back before anybody asks for it."""
    before = content(store)

    def fill():
        with store.change("fill") as change:
            change.executemany("INSERT INTO thing(id, value) VALUES (?, 1)", ((uuid7(),) for _ in range(500)))

    for steps in range(50, 4000, 350):  # between two statements, or inside one that writes
        asked = itertools.chain(itertools.repeat(False, steps), [True], itertools.repeat(False))
        store.connection.set_progress_handler(lambda asked=asked: next(asked), 1)
        with pytest.raises((sqlite3.OperationalError, peewee.OperationalError), match="interrupted"):
            fill()
        store.connection.set_progress_handler(None, 0)
        assert content(store) == before
        assert not store.connection.in_transaction


_LONG = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT MAX(i) FROM n"
)


class Enough(Exception):
    pass


def test_a_long_query_is_stopped_by_what_its_check_raises(store):
    looks: list[int] = []

    def check():
        looks.append(len(looks))
        if len(looks) == 3:
            raise Enough

    with pytest.raises(Enough), store.snapshot(), store.stoppable(check):
        store.read(_LONG)

    assert len(looks) == 3
    assert store.read(_LONG) == [(2_000_000,)]
    assert len(looks) == 3, "nobody is asked any more"
    assert not store.connection.in_transaction


def test_what_is_not_stopped_is_read_whole(store):
    looks = []
    with store.stoppable(lambda: looks.append(1)):
        assert store.read(_LONG) == [(2_000_000,)]
    assert len(looks) > 10


def test_a_fault_of_the_query_itself_is_no_stop(store):
    with pytest.raises(sqlite3.OperationalError, match="nowhere"), store.stoppable(lambda: None):
        store.read("SELECT * FROM nowhere")


def test_who_answers_the_user_does_not_wait_for_a_transaction_that_takes_minutes(store):
    """The thread that opened the base is told at once; another one waits, and writes."""
    begun, end, waited = threading.Event(), threading.Event(), []

    def take_over():
        with store.holding(), store.transaction():
            begun.set()
            end.wait(30)

    def wait():
        with store.transaction():
            waited.append(True)

    threads = [threading.Thread(target=take_over), threading.Thread(target=wait)]
    threads[0].start()
    assert begun.wait(30)
    threads[1].start()
    with pytest.raises(BaseBusy) as busy, store.transaction():
        raise AssertionError("it did not wait")
    assert busy.value.facts == {"path": store.path}
    end.set()
    for thread in threads:
        thread.join(30)
    assert waited == [True]
    add_shelf(store, "A")
