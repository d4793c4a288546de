"""Results come back on the owner's thread, cancelled work ends, forgotten work is silent."""

from __future__ import annotations

import logging
import queue
import threading

import pytest

from crm_desktop.background.runner import Progress, Runner


class Owner:
    """The owner's thread: runs what was posted when the test asks for it."""

    def __init__(self):
        self.calls: queue.SimpleQueue = queue.SimpleQueue()
        self.heard = []

    def hear(self, count=1):
        for _ in range(count):
            self.calls.get(timeout=10)()
        return self.heard


@pytest.fixture
def owner():
    return Owner()


@pytest.fixture
def runner(owner):
    made = Runner(owner.calls.put)
    yield made
    made.close()


def test_the_result_arrives_on_the_owners_thread(owner, runner):
    where = []

    def work(_progress):
        where.append(threading.current_thread())
        return 42

    runner.start(work, done=lambda result: owner.heard.append((result, threading.current_thread())))
    assert owner.hear() == [(42, threading.main_thread())]
    assert where[0] is not threading.main_thread()


def test_an_error_arrives_instead(owner, runner):
    def work(_progress):
        raise ValueError("no")

    runner.start(work, done=owner.heard.append, failed=lambda error: owner.heard.append(str(error)))
    assert owner.hear() == ["no"]


def test_an_error_that_nobody_hears_stands_in_the_log(runner, owner, caplog):
    def work(_progress):
        raise ValueError("unheard")

    with caplog.at_level(logging.ERROR):
        runner.start(work)
        runner.close()
    assert "unheard" in caplog.text
    assert owner.calls.empty()


def test_cancelled_work_ends_where_it_reports(owner, runner):
    begun, go = threading.Event(), threading.Event()

    def work(progress):
        begun.set()
        go.wait(10)
        progress.step(1, 2)
        return "never"

    task = runner.start(work, done=owner.heard.append, stopped=lambda: owner.heard.append("stopped"))
    assert begun.wait(10)
    task.cancel()
    go.set()
    assert owner.hear() == ["stopped"]


def test_work_cancelled_before_it_began_never_begins(owner):
    runner = Runner(owner.calls.put, workers=1)
    go = threading.Event()
    runner.start(lambda _progress: go.wait(10))
    waiting = runner.start(
        lambda _progress: owner.heard.append("ran"), stopped=lambda: owner.heard.append("stopped")
    )
    waiting.cancel()
    go.set()
    assert owner.hear() == ["stopped"]
    runner.close()


def test_work_may_end_itself_when_cancelled(owner, runner):
    begun, go = threading.Event(), threading.Event()

    def work(progress):
        begun.set()
        go.wait(10)
        return "taken back" if progress.cancelled() else "whole"

    task = runner.start(work, done=owner.heard.append)
    assert begun.wait(10)
    task.cancel()
    go.set()
    assert owner.hear() == ["taken back"]


def test_forgotten_work_is_silent_even_if_its_result_is_on_the_way(owner, runner):
    task = runner.start(lambda _progress: 1, done=owner.heard.append)
    delivery = owner.calls.get(timeout=10)
    task.forget()
    delivery()
    assert owner.heard == []


def test_progress_is_thinned_but_the_end_is_told(owner, runner):
    def work(progress):
        for n in range(1, 10_001):
            progress.step(n, 10_000)

    runner.start(
        work, done=lambda _none: owner.heard.append("end"), progress=lambda n, total: owner.heard.append(n)
    )
    while "end" not in owner.heard:
        owner.hear()
    assert owner.heard[0] == 1
    assert owner.heard[-2:] == [10_000, "end"]
    assert len(owner.heard) < 1_000


def test_closing_waits_for_the_work_and_drops_its_result(owner):
    runner = Runner(owner.calls.put)
    ended = []

    def work(progress):
        while not progress.cancelled():
            pass
        ended.append(True)
        return "late"

    runner.start(work, done=owner.heard.append)
    assert runner.busy()
    runner.close()
    assert ended == [True]
    while not owner.calls.empty():
        owner.hear()
    assert owner.heard == []
    assert not runner.busy()


def test_progress_alone():
    reports = []
    progress = Progress(lambda done, total: reports.append((done, total)))
    progress.step(0, 0)
    assert reports == [(0, 0)]


def test_held_work_waits_for_its_release():
    runner = Runner(lambda call: call())
    done: list = []
    ended = threading.Event()
    try:
        runner.hold()
        runner.start(lambda _progress: "first", done=done.append)
        runner.start(lambda _progress: "second", done=lambda result: (done.append(result), ended.set()))
        assert runner.busy()
        assert done == []
        runner.release()
        assert ended.wait(10)
        assert sorted(done) == ["first", "second"]
    finally:
        runner.close()


def test_held_work_ends_with_the_runner():
    runner = Runner(lambda call: call())
    ran: list = []
    runner.hold()
    runner.start(lambda _progress: ran.append(True))
    runner.close()
    assert ran == []


class World:
    """Something outside that does not answer until it is told to."""

    def __init__(self):
        self.asked, self.answer, self.after = threading.Event(), threading.Event(), []

    def __call__(self, progress):
        with progress.outside():
            self.asked.set()
            assert self.answer.wait(10)
        self.after.append("went on")
        return "answer"


def test_what_the_world_answers_arrives(owner, runner):
    world = World()
    world.answer.set()
    task = runner.start(world, done=owner.heard.append, is_outside=True)
    assert owner.hear() == ["answer"]
    assert not task.progress.is_outside


def test_closing_waits_for_no_work_that_waits_for_the_world_and_that_does_nothing_more(owner):
    runner, world = Runner(owner.calls.put), World()
    runner.start(world, done=owner.heard.append, is_outside=True)
    (thread,) = (each for each in threading.enumerate() if each.name == "crm-outside")
    assert world.asked.wait(10)
    runner.close()
    assert thread.is_alive()
    assert thread.daemon
    world.answer.set()
    thread.join(10)
    assert (world.after, owner.heard, runner.busy()) == ([], [], False)


def test_closing_waits_for_such_work_while_it_has_the_base_in_hand(owner):
    runner, inside, go = Runner(owner.calls.put), threading.Event(), threading.Event()
    ended = []

    def work(progress):
        inside.set()
        assert go.wait(10)
        ended.append(progress.cancelled())
        with progress.outside():
            ended.append("outside")

    runner.start(work, is_outside=True)
    assert inside.wait(10)
    threading.Timer(0.05, go.set).start()
    runner.close()
    assert ended == [True]


def test_work_that_hangs_keeps_no_other_work_waiting(owner):
    runner, worlds = Runner(owner.calls.put, workers=1), [World(), World()]
    for world in worlds:
        runner.start(world, is_outside=True)
    runner.start(lambda _: 1, done=owner.heard.append)
    assert owner.hear() == [1]
    for world in worlds:
        world.answer.set()
    runner.close()


def test_held_work_outside_waits_for_its_release_too(owner, runner):
    world = World()
    world.answer.set()
    runner.hold()
    runner.start(world, done=owner.heard.append, is_outside=True)
    assert not world.asked.is_set()
    runner.release()
    assert owner.hear() == ["answer"]
