"""Every pop-up gets an answer, in order and in time: from the desktop, the tray, or with the reason of the failure."""

from __future__ import annotations

import queue
import sys
import threading
import time

import pytest

from crm_desktop.background.notifier import LIMIT_S, Notifier, Posted
from crm_desktop.background.popups.reasons import NotShown, Reason
from tests import notifications

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the services tested are of Linux")


class Owner:
    """The owner's thread, its tray, and what it was told."""

    def __init__(self):
        self.calls: queue.SimpleQueue = queue.SimpleQueue()
        self.has_tray = True
        self.tray = []
        self.told = []

    def by_tray(self, title, text, reason):
        assert threading.current_thread() is threading.main_thread()
        assert isinstance(reason, Reason)
        if self.has_tray:
            self.tray.append((title, text))
        return self.has_tray

    def show(self, notifier, *titles):
        for title in titles:
            notifier.show(title, "text", lambda posted, title=title: self.told.append((title, posted)))

    def hear(self, count):
        for _ in range(count):
            self.calls.get(timeout=30)()
        return self.told


@pytest.fixture
def owner():
    return Owner()


@pytest.fixture
def notifier(owner):
    made = Notifier(owner.calls.put, owner.by_tray)
    yield made
    made.close()


class Stuck:
    """A desktop that holds whoever calls it until it is let go; counts those it holds."""

    def __init__(self):
        self.let_go = threading.Event()
        self.holding = 0
        self.shown = []

    def __call__(self, title, text):
        self.holding += 1
        self.let_go.wait(30)
        self.holding -= 1
        self.shown.append(title)


@pytest.fixture
def stuck():
    made = Stuck()
    yield made
    made.let_go.set()
    notifications.wait_for(lambda: made.holding == 0)


# -------------------------------------------------------------------------------------------------- with real services


@linux
def test_the_desktop_shows_it_and_says_so(dunst, owner, notifier):
    titles = [f"-{number} · Иванов" for number in range(8)]
    owner.show(notifier, *titles)
    assert owner.hear(8) == [(title, Posted("desktop")) for title in titles]
    notifications.wait_for(lambda: len(dunst.arrived()) == 8)
    assert [title for title, _text in dunst.arrived()] == [f"–{number} · Иванов" for number in range(8)]
    assert owner.tray == []


@linux
def test_nobody_on_the_bus_leaves_it_to_the_tray(bus, owner, notifier):
    owner.show(notifier, "one", "two")
    posted = Posted("tray", Reason.NO_SERVICE)
    assert owner.hear(2) == [("one", posted), ("two", posted)]
    assert owner.tray == [("one", "text"), ("two", "text")]


@linux
def test_without_bus_and_tray_the_failure_is_told(no_bus, owner, notifier):
    owner.has_tray = False
    owner.show(notifier, "one")
    assert owner.hear(1) == [("one", Posted("failed: no-bus", Reason.NO_BUS))]


@linux
def test_a_frozen_service_holds_nobody_and_loses_nothing(dunst, owner, notifier):
    owner.show(notifier, "before")
    owner.hear(1)
    dunst.stop()
    start = time.monotonic()
    titles = [f"frozen {number}" for number in range(20)]
    owner.show(notifier, *titles)
    assert time.monotonic() - start < 1, "the owner waits for nothing"
    owner.hear(20)
    assert time.monotonic() - start < 2 * LIMIT_S, "only the first one waited"
    assert [title for title, _text in owner.tray] == titles
    assert {posted for title, posted in owner.told[1:]} == {Posted("tray", Reason.SILENT)}
    dunst.go_on()
    notifications.wait_for(lambda: len(dunst.arrived()) == 1)
    assert dunst.arrived()[0][0] == "before", "what the tray showed does not come again from the desktop"


@linux
def test_a_service_that_comes_back_is_used_again(bus, screen, tmp_path, owner):
    import os

    notifier = Notifier(owner.calls.put, owner.by_tray, rest_s=0)
    address = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    try:
        with notifications.dunst(address, screen, tmp_path / "first.log") as service:
            service.stop()
            owner.show(notifier, "asleep")
            owner.hear(1)
            service.go_on()
            owner.show(notifier, "awake")
            owner.hear(1)
            notifications.wait_for(service.arrived)
        owner.show(notifier, "gone")
        owner.hear(1)
        with notifications.dunst(address, screen, tmp_path / "second.log") as service:
            owner.show(notifier, "again")
            owner.hear(1)
            notifications.wait_for(service.arrived)
    finally:
        notifier.close()
    hows = {title: posted.how for title, posted in owner.told}
    assert hows == {"asleep": "tray", "awake": "desktop", "gone": "tray", "again": "desktop"}


# ------------------------------------------------------------------------------------- with a desktop of our own making


def test_one_stuck_thread_at_most(owner, stuck):
    notifier = Notifier(owner.calls.put, owner.by_tray, desktop=stuck, limit_s=0.05, rest_s=0)
    try:
        owner.show(notifier, *"abcdef")
        owner.hear(6)
        assert stuck.holding == 1
        assert [title for title, _text in owner.tray] == list("abcdef")
        stuck.let_go.set()
        notifications.wait_for(lambda: not notifier._stuck.is_alive())
        owner.show(notifier, "g")
        assert owner.hear(1)[-1] == ("g", Posted("desktop"))
    finally:
        notifier.close()


def test_a_desktop_that_did_not_answer_is_left_alone_for_a_while(owner):
    asked = []

    def silent(title, text):
        asked.append(title)
        raise NotShown(Reason.SILENT)

    notifier = Notifier(owner.calls.put, owner.by_tray, desktop=silent)
    try:
        owner.show(notifier, "a", "b", "c")
        owner.hear(3)
    finally:
        notifier.close()
    assert asked == ["a"]
    assert [title for title, _text in owner.tray] == ["a", "b", "c"]


def test_a_fault_on_the_way_to_the_desktop_is_logged_and_the_tray_has_its_turn(owner, caplog):
    def faulty(title, text):
        raise RuntimeError("broken")

    notifier = Notifier(owner.calls.put, owner.by_tray, desktop=faulty)
    try:
        owner.show(notifier, "a")
        assert owner.hear(1) == [("a", Posted("tray", Reason.REFUSED))]
    finally:
        notifier.close()
    assert "broken" in caplog.text


def test_closing_waits_for_nobody_and_tells_nobody(owner, stuck):
    notifier = Notifier(owner.calls.put, owner.by_tray, desktop=stuck)
    owner.show(notifier, "under way", "waiting")
    notifications.wait_for(lambda: stuck.holding == 1)
    start = time.monotonic()
    notifier.close()
    assert time.monotonic() - start < LIMIT_S / 2
    owner.show(notifier, "after")
    while not owner.calls.empty():
        owner.hear(1)
    assert owner.told == []
    assert owner.tray == []
    assert stuck.holding == 1, "nothing after it was begun"


def test_no_thread_before_the_first_pop_up(owner):
    before = threading.active_count()
    notifier = Notifier(owner.calls.put, owner.by_tray)
    assert threading.active_count() == before
    notifier.close()
    notifier.close()
