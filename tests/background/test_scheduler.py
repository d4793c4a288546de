from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.background import scheduler as module
from crm_desktop.background.scheduler import Scheduler, _SoonAgain

WAIT_S = 10.0


class Work:
    """Counts its runs; ``wants`` is when it wants to run next."""

    def __init__(self):
        self.ran = threading.Semaphore(0)
        self.runs = 0
        self.wants = None
        self.inside = lambda: None

    def __call__(self):
        self.runs += 1
        self.inside()
        self.ran.release()
        return self.wants

    def waited(self):
        return self.ran.acquire(timeout=WAIT_S)


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def running(work):
    before = threading.active_count()
    scheduler = Scheduler(work)
    scheduler.start()
    assert work.waited()
    yield scheduler
    scheduler.stop()
    assert threading.active_count() == before


def test_the_next_run_is_half_a_minute_away_wherever_the_clock_was(work):
    trigger = _SoonAgain()
    now = datetime(2027, 3, 10, tzinfo=UTC)
    assert trigger.get_next_fire_time(None, now) == now
    for before in (now - timedelta(days=1461), now, now + timedelta(days=1461)):
        assert trigger.get_next_fire_time(before, now) == now + timedelta(seconds=30)


def test_woken_it_runs_at_once(running, work):
    running.wake()
    assert work.waited()


def test_woken_while_it_runs_it_runs_once_more(running, work):
    def twice():
        work.inside = lambda: None
        running.wake()
        running.wake()

    work.inside = twice
    running.wake()
    assert work.waited()
    assert work.waited()
    assert not work.ran.acquire(timeout=0.2)
    assert work.runs == 3


def test_it_runs_when_the_work_wants_it(running, work):
    work.wants = datetime.now(UTC) + timedelta(milliseconds=100)
    running.wake()
    assert work.waited()
    work.wants = None
    assert work.waited()


def test_work_that_is_not_finished_goes_on_at_once(running, work):
    work.wants = datetime.now(UTC) - timedelta(hours=1)
    running.wake()
    assert work.waited()
    work.wants = None
    assert work.waited()


def test_work_that_raises_all_the_same_runs_again(running, work):
    def fails():
        work.inside = lambda: None
        work.ran.release()
        raise RuntimeError("x")

    work.inside = fails
    running.wake()
    assert work.waited()
    running.wake()
    assert work.waited()


def test_a_leap_of_the_clock_wakes_it(work, monkeypatch):
    class Clocks:
        monotonic = staticmethod(lambda: 0.0)
        leapt = 0.0

        def time(self):
            return self.leapt

    clocks = Clocks()
    monkeypatch.setattr(module, "time", clocks)
    monkeypatch.setattr(module, "_GUARD_EVERY_S", 0.01)
    scheduler = Scheduler(work)
    scheduler.start()
    try:
        assert work.waited()
        for leapt in (3600.0, -86400.0):
            clocks.leapt = leapt
            assert work.waited()
    finally:
        scheduler.stop()


def test_stopped_while_it_runs_it_ends(work):
    scheduler = Scheduler(work)
    begun, go = threading.Event(), threading.Event()

    def slow():
        begun.set()
        go.wait(WAIT_S)

    work.inside = slow
    work.wants = datetime.now(UTC) - timedelta(hours=1)  # it would go on for ever
    scheduler.start()
    assert begun.wait(WAIT_S)
    stopping = threading.Thread(target=scheduler.stop)
    stopping.start()
    go.set()
    stopping.join(WAIT_S)
    assert not stopping.is_alive()


def test_a_run_set_years_away_by_a_clock_that_was_ahead_comes_all_the_same(work, monkeypatch):
    monkeypatch.setattr(module, "_GUARD_EVERY_S", 0.3)
    monkeypatch.setattr(module, "_OVERDUE_S", 0.2)
    scheduler = Scheduler(work)
    scheduler.start()
    try:
        assert work.waited()
        scheduler._job.modify(next_run_time=datetime.now(UTC) + timedelta(days=1461))
        assert work.waited()
    finally:
        scheduler.stop()
