from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

import pytest

from crm_desktop.errors import BaseNeedsTime
from crm_desktop.storage import recovery, take_back
from crm_desktop.storage.operations import can_undo, operations, unfinished
from crm_desktop.storage.recovery import recover
from crm_desktop.storage.undo import undo
from tests.storage.library import add_book, content, open_library, update

DIES = """
import os, sys
from pathlib import Path
from tests.storage.library import *
store = open_library(Path(sys.argv[1]))
work = store.long_change("import").__enter__()
for _ in range(3):
    with work.chunk() as change:
        change.executemany("INSERT INTO shelf(id) VALUES (?)", [(uuid7(),) for _ in range(10)])
"""


def python(code, *args):
    return [sys.executable, "-c", code, *map(str, args)]


def die_in_an_import(base):
    assert subprocess.run(python(DIES + "os._exit(9)", base), check=False).returncode == 9


@pytest.fixture
def cut_off(base):
    """A base whose import was cut off after three chunks."""
    store = open_library(base)
    add_book(store)
    before = content(store)
    store.close()
    die_in_an_import(base)
    return base, before


def test_without_anything_unfinished_nothing_happens(store):
    add_book(store)
    assert recover(store) == []


def test_an_operation_of_a_dead_process_is_taken_back(cut_off):
    base, before = cut_off
    store = open_library(base)
    derived: list[object] = []
    store.derive(lambda change: derived.append(change.touched()))
    (row,) = recover(store)
    assert (row.op, row.rows) == ("import", 30)
    assert content(store) == before
    assert derived
    assert recover(store) == []
    assert can_undo(store).op == "add book"
    store.close()


def test_who_does_not_want_to_wait_is_told_that_there_is_much_to_take_back(cut_off, monkeypatch):
    base, _ = cut_off
    store = open_library(base)
    monkeypatch.setattr(recovery, "SOON_RECOVERED", 29)
    with pytest.raises(BaseNeedsTime) as told:
        recover(store, patient=False)
    assert told.value.facts == {"path": base, "what": "recovery"}
    assert len(unfinished(store)) == 1
    monkeypatch.setattr(recovery, "SOON_RECOVERED", 30)
    assert len(recover(store, patient=False)) == 1
    store.close()


def test_a_recovery_that_is_itself_cut_off_goes_on_at_the_next_start(cut_off, monkeypatch):
    base, before = cut_off
    monkeypatch.setattr(take_back, "STEP", 7)
    store = open_library(base)
    steps: list[int] = []

    def cut(change):
        steps.append(change.rows)
        if len(steps) == 3:
            raise KeyError

    store.derive(cut)
    with pytest.raises(KeyError):
        recover(store)
    assert len(unfinished(store)) == 1
    store.close()
    store = open_library(base)
    assert len(recover(store)) == 1
    assert content(store) == before
    assert store.read("SELECT count(*) FROM journal WHERE operation = 2") == [(0,)]
    store.close()


def test_a_row_that_waits_for_its_parent_is_not_forgotten_when_recovery_is_cut_off(base, monkeypatch):
    """One statement deletes the parent before its child: going back, the child waits a step for its parent."""
    monkeypatch.setattr(take_back, "STEP", 1)
    store = open_library(base)
    parent = add_book(store, "Parent", pages=0)
    update(store, "book", add_book(store, "Child", pages=0), sequel_of=parent)
    before = content(store)
    steps: list[int] = []

    def cut(change):
        steps.append(change.rows)
        if len(steps) in {2, 3}:
            raise KeyError

    def fail():
        with store.long_change("clear", derive=False) as work:
            with work.chunk() as change:
                change.execute("DELETE FROM book")
            store.derive(cut)
            raise ValueError

    with pytest.raises(KeyError):
        fail()
    for _ in range(3):
        store.close()
        store = open_library(base)
        store.derive(cut)
        with suppress(KeyError):
            recover(store)
    assert content(store) == before
    assert unfinished(store) == []
    assert store.read("SELECT count(*) FROM journal WHERE operation = 4") == [(0,)]
    store.close()


def test_an_operation_of_a_living_process_is_left_alone(base):
    with subprocess.Popen(
        python(DIES + "print('ready', flush=True); sys.stdin.read(); os._exit(9)", base),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        store = open_library(base)
        assert recover(store) == []
        assert store.read("SELECT count(*) FROM shelf") == [(30,)]
        process.stdin.close()
        process.wait()
    assert len(recover(store)) == 1
    assert content(store)["shelf"] == []
    store.close()


def test_an_operation_running_in_this_process_is_left_alone(store):
    with store.long_change("import") as work:
        with work.chunk() as change:
            change.execute("INSERT INTO shelf(id) VALUES (x'01')")
        assert recover(store) == []
    assert operations(store, 1)[0].state == "done"


def test_what_another_process_recovered_meanwhile_is_not_recovered_twice(cut_off, monkeypatch):
    base, before = cut_off
    store, other = open_library(base), open_library(base)
    from crm_desktop.storage import recovery

    def first_look(asked):
        monkeypatch.undo()
        left = unfinished(asked)
        recover(other)
        return left

    monkeypatch.setattr(recovery, "unfinished", first_look)
    assert recover(store) == []
    assert content(store) == before
    store.close()
    other.close()


def test_a_cut_off_undo_is_reversed(base, monkeypatch):
    code = """
import os, sys
from pathlib import Path
from tests.storage.library import *
from crm_desktop.storage import undo
undo.AT_ONCE = 10
store = open_library(Path(sys.argv[1]))
undo.undo(store, progress=lambda done, total: os._exit(9) if done > 15 else None)
"""
    store = open_library(base)
    add_book(store, pages=40)
    before = content(store)
    store.close()
    assert subprocess.run(python(code, base), check=False).returncode == 9
    store = open_library(base)
    assert len(content(store)["page"]) < 40
    (row,) = recover(store)
    assert row.op == "undo"
    assert content(store) == before
    undo(store)
    assert content(store)["book"] == []
    store.close()
