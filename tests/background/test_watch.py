from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm_desktop.background import watch as module
from crm_desktop.background.watch import IN_FLIGHT_S, Look, Watch, look, unsaid
from crm_desktop.kinds import ReminderKind
from crm_desktop.services import activities, clients, reminders
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.reminders import Announcement, Ref, Sort

WAIT_S = 20.0


@pytest.fixture
def store(tmp_path):
    base = open_base(tmp_path / "base.crm")
    yield base.store
    base.store.close()


def plan(store, **ahead):
    at = (datetime.now(UTC) + timedelta(**ahead)).isoformat()
    return activities.add(store, ActivityDraft(planned_at=at, reminders="0"))


class Owner:
    """The thread that owns the window: what is posted waits until it is taken."""

    def __init__(self, store, **options):
        self.posted: queue.Queue[Any] = queue.Queue()
        self.looks: list[Look] = []
        self.errors: list[Exception] = []
        self.watch = Watch(
            store, self.posted.put, told=self.looks.append, failed=self.errors.append, **options
        )

    def take(self):
        """Do the next thing that was posted."""
        self.posted.get(timeout=WAIT_S)()

    def look_with(self, due):
        while not self.looks or self.looks[-1].due != due:
            self.take()
        return self.looks[-1]


@pytest.fixture
def owner(store):
    before = threading.active_count()
    made = Owner(store)
    yield made
    made.watch.stop()
    assert threading.active_count() == before


def test_it_looks_at_once_after_a_change_and_at_the_time(store, owner):
    owner.watch.start()
    owner.watch.start()
    assert owner.look_with(0).next_at is None
    plan(store, seconds=1.5)
    while owner.looks[-1].next_at is None:
        owner.take()
    found = owner.look_with(1)
    assert [each.count for each in found.to_announce] == [1]
    assert found.finished


def test_what_is_being_shown_is_not_asked_for_again(store, owner):
    plan(store, seconds=-5)
    owner.watch.start()
    first = owner.look_with(1)
    plan(store, seconds=-4)
    second = owner.look_with(2)
    assert [each.count for each in (*first.to_announce, *second.to_announce)] == [1, 1]
    assert first.to_announce[0].refs != second.to_announce[0].refs


def test_nothing_is_told_after_the_stop(store, owner):
    owner.watch.start()
    posted = owner.posted.get(timeout=WAIT_S)
    owner.watch.stop()
    posted()
    assert owner.looks == []
    owner.watch.look_now()


def test_stopped_before_it_began_it_never_begins(store):
    owner = Owner(store)
    owner.watch.stop()
    owner.watch.start()
    owner.watch.stop()
    assert owner.posted.empty()


def test_a_look_that_fails_is_told_and_tried_again(store, owner, monkeypatch):
    def fails(*_args, **_options):
        raise OSError("the disk is gone")

    monkeypatch.setattr(module, "look", fails)
    owner.watch.start()
    while not owner.errors:
        owner.take()
    assert str(owner.errors[0]) == "the disk is gone"
    monkeypatch.undo()
    owner.watch.look_now()
    assert owner.look_with(0).finished


def test_a_look_that_is_asked_for_while_it_begins_is_not_lost(store, owner, monkeypatch):
    from crm_desktop.background.scheduler import Scheduler

    begin, go_on = Scheduler.start, threading.Event()

    def start(scheduler):
        begin(scheduler)
        assert go_on.wait(WAIT_S)

    monkeypatch.setattr(Scheduler, "start", start)
    owner.watch.start()
    assert owner.look_with(0).finished
    plan(store, seconds=-5)
    go_on.set()
    assert owner.look_with(1).due == 1


def test_a_scheduler_that_cannot_be_had_is_told(store, owner, monkeypatch):
    monkeypatch.setitem(sys.modules, "crm_desktop.background.scheduler", None)
    owner.watch.start()
    owner.take()
    assert isinstance(owner.errors[0], ImportError)


def test_quiet_hours_hold_popups_back_until_they_end(store):
    plan(store, seconds=-5)
    now = datetime.now(UTC)
    end = now + timedelta(hours=1)
    found = look(store, now, quiet_until=end)
    assert (found.due, found.to_announce, found.quiet_until) == (1, (), end)
    assert found.wanted_at == end
    assert [each.count for each in look(store, end).to_announce] == [1]


def test_in_quiet_hours_the_watch_asks_until_when(store):
    plan(store, seconds=-5)
    end = datetime.now(UTC) + timedelta(hours=1)
    owner = Owner(store, quiet_until=lambda _now: end)
    owner.watch.start()
    try:
        assert owner.look_with(1).to_announce == ()
    finally:
        owner.watch.stop()


def test_when_the_next_look_is_wanted():
    now = datetime(2027, 3, 10, tzinfo=UTC)
    soon, late = now + timedelta(minutes=1), now + timedelta(hours=1)
    assert Look(now, None, 0).wanted_at is None
    assert Look(now, late, 0, quiet_until=soon).wanted_at == soon
    assert Look(now, late, 0, finished=False).wanted_at == now


def test_a_popup_of_which_nothing_was_heard_is_asked_for_again_after_a_minute(store):
    client = clients.add(store, ClientDraft(name="Ona", birthday=f"{datetime.now().astimezone():--%m-%d}"))
    for seconds in (-3, -2):
        plan(store, seconds=seconds)
    now = datetime.now(UTC)
    wanted = look(store, now).to_announce
    digest = Announcement(
        Sort.WAITED,
        tuple(line for each in wanted for line in each.first),
        tuple(r for e in wanted for r in e.refs),
    )
    one = digest.refs[0]
    assert unsaid([digest], {}, 100.0) == [digest]
    (rest,) = unsaid([digest], {one: 90.0}, 100.0)
    assert one not in rest.refs
    assert one not in {line.ref for line in rest.first}
    assert unsaid([digest], dict.fromkeys(digest.refs, 90.0), 100.0) == []
    assert unsaid([digest], {one: 100.0 - IN_FLIGHT_S}, 100.0) == [digest]
    more = replace(digest, refs=(*digest.refs, Ref(ReminderKind.SILENCE, client, "2027-01-01")))
    # Those that are named may all be on the screen: somebody must be named all the same.
    (others,) = unsaid([more], dict.fromkeys(digest.refs, 90.0), 100.0)
    assert (others.count, others.first) == (1, digest.first)


_PROGRAM = """
import sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from crm_desktop.background.watch import Watch
from crm_desktop.services import activities
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ActivityDraft

rate = Path(sys.argv[2])
store = open_base(Path(sys.argv[1])).store
at = datetime.now(UTC) + timedelta(hours=3)
activities.add(store, ActivityDraft(planned_at=at.isoformat(), reminders="0"))
posted = Queue()
looks = []
watch = Watch(store, posted.put, told=looks.append, failed=looks.append)
watch.start()

def until(due):
    begun = time.monotonic()
    while time.monotonic() - begun < 60:
        posted.get(timeout=60)()
        if looks[-1].due == due:
            return time.monotonic() - begun
    raise SystemExit(f"never {due} due")

until(0)
for leap, due in (("+4h", 1), ("-1461d", 0), ("+0", 0), ("+1461d", 1), ("+0", 0)):
    whole = rate.with_suffix(".new")
    whole.write_text(leap)
    whole.replace(rate)  # never half a file
    print(leap, due, round(until(due), 1), flush=True)
watch.stop()
store.close()
"""


@pytest.mark.timeout(180)
def test_a_real_process_whose_clock_leaps_notices_within_seconds(tmp_path):
    library = _faketime()
    if library is None:
        pytest.skip("libfaketime is not installed")
    rate = tmp_path / "faketime"
    rate.write_text("+0")
    environment = os.environ | {
        "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(rate), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path / "base.crm"), str(rate)],
        env=environment, capture_output=True, text=True, timeout=170, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [(leap, due) for leap, due, _ in lines] == [
        ("+4h", "1"), ("-1461d", "0"), ("+0", "0"), ("+1461d", "1"), ("+0", "0"),
    ]  # fmt: skip


def _faketime():
    from pathlib import Path

    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    return found[0] if found else None


def test_the_reminders_of_a_look_are_those_of_the_service(store):
    plan(store, seconds=-1)
    now = datetime.now(UTC)
    found = look(store, now, whole=True)
    assert found.due == reminders.due_count(store, now) == 1
    assert found.checked_at == now
