from __future__ import annotations

import threading
from queue import SimpleQueue

import pytest

from crm_desktop.background.lane import Lane


@pytest.fixture
def posted():
    return SimpleQueue()


@pytest.fixture
def lane(posted):
    made = Lane(posted.put, "crm-trial")
    yield made
    made.close(10)


def test_one_thing_after_another_on_one_thread_that_nobody_waits_for(lane, posted):
    told: list = []
    for number in range(3):
        lane.start(lambda number=number: (number, threading.current_thread()), told.append)
    for _ in range(3):
        posted.get(timeout=10)()
    assert [number for number, _ in told] == [0, 1, 2]
    ((name, daemon),) = {(thread.name, thread.daemon) for _, thread in told}
    assert (name, daemon) == ("crm-trial", True)


def test_what_goes_wrong_is_told_and_the_next_one_has_its_turn(lane, posted):
    told: list = []
    wrong: list = []
    lane.start(lambda: 1 // 0, told.append, wrong.append)
    lane.start(lambda: "well", told.append, wrong.append)
    posted.get(timeout=10)()
    posted.get(timeout=10)()
    assert told == ["well"]
    assert [type(error) for error in wrong] == [ZeroDivisionError]


def test_the_end_waits_for_what_was_begun(lane):
    done = []
    lane.start(lambda: done.append("first"))
    lane.start(lambda: done.append("last"))
    assert lane.close(10)
    assert done == ["first", "last"]


def test_what_hangs_is_left_behind_and_tells_nothing(lane, posted):
    let_go = threading.Event()
    told: list = []
    lane.start(lambda: let_go.wait(30), told.append, told.append)
    assert not lane.close(0.01)
    let_go.set()
    assert lane.close(10)
    assert posted.empty()
    assert told == []


def test_what_was_on_its_way_when_it_closed_is_not_told(lane, posted):
    told: list = []
    lane.start(lambda: "late", told.append)
    delivery = posted.get(timeout=10)
    assert lane.close(10)
    delivery()
    assert told == []


def test_nothing_runs_where_nothing_was_begun(lane):
    before = threading.active_count()
    assert lane.close(0)
    assert threading.active_count() == before
