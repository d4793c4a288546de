from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest

from crm_desktop.services import reminders
from crm_desktop.services.base import open_base
from crm_desktop.services.reminders import Rules, contacts, refreshing, set_rules
from crm_desktop.storage import meta
from tests.services.reminders.conftest import NOW
from tests.services.reminders.test_contacts import at


@pytest.fixture
def zone():
    def change(name):
        os.environ["TZ"] = name
        time.tzset()

    before = os.environ["TZ"]
    yield change
    change(before)


def test_another_zone_is_another_morning(scene, zone):
    scene.plan("2027-03-12", all_day=True)
    assert [fire for _, fire, _ in scene.times()] == ["2027-03-12T07:00:00.000Z"]
    zone("America/New_York")
    assert [fire for _, fire, _ in scene.times()] == ["2027-03-12T14:00:00.000Z"]


def test_other_rules_are_other_times(scene):
    scene.plan(at(days=1))
    scene.times()
    set_rules(scene.store, Rules(leads={"call": (30,)}))
    assert [fire for _, fire, _ in scene.times()] == ["2027-03-11T09:30:00.000Z"]


def test_what_another_program_wrote_is_found_by_the_next_look(scene, clock):
    other = open_base(scene.store.path, clock=clock)
    type(scene)(other.store, clock).plan(at(minutes=4))
    other.store.close()
    assert len(scene.due()) == 1


def test_a_slow_laptop_does_it_in_pieces(scene, monkeypatch):
    for number in range(3):
        scene.plan(at(minutes=number))
    scene.client(birthday="--03-10")
    monkeypatch.setattr(refreshing, "LONGEST_S", -1.0)
    assert not reminders.refresh(scene.store, scene.now)
    scene.store.connection.execute("DELETE FROM reminder_kind_stale")
    assert not reminders.refresh(scene.store, scene.now)
    monkeypatch.undo()
    assert len(scene.due()) == 3


def test_hundreds_of_contacts_are_one_transaction_unless_somebody_waits(scene, monkeypatch):
    for number in range(contacts.CHUNK + 10):
        scene.plan(at(minutes=number))
    monkeypatch.setattr(refreshing, "_PIECE_S", 60.0)
    scene.store.connection.execute("DELETE FROM reminder_kind_stale")
    commits = []
    real = type(scene.store).transaction
    monkeypatch.setattr(type(scene.store), "transaction", lambda self: commits.append(1) or real(self))
    scene.refresh()
    assert len(commits) == 1
    scene.store.connection.execute("INSERT INTO reminder_stale SELECT id FROM activity")
    monkeypatch.setattr(type(scene.store), "is_awaited", True)
    scene.refresh()
    assert len(commits) == 3


def test_a_look_that_finds_nothing_stale_writes_nothing(scene):
    scene.plan(at(days=1))
    scene.refresh()
    before = scene.store.connection.total_changes
    scene.refresh()
    assert scene.store.connection.total_changes == before


def test_the_whole_is_what_the_pieces_are(scene, clock):
    scene.plan(at(minutes=4), scene.client(birthday="--03-10"))
    scene.popups()
    before = scene.store.read("SELECT * FROM reminder")
    scene.refresh(whole=True)
    assert scene.store.read("SELECT * FROM reminder") == before


def test_a_trigger_that_was_lost_is_restored_by_the_start(scene):
    scene.store.connection.execute("DROP TRIGGER reminder_of_contact_new")
    scene.plan(at(minutes=4))
    scene.plan(at(minutes=3))
    assert scene.due() == []
    scene.refresh(whole=True)
    assert len(scene.due()) == 2
    scene.plan(at(minutes=2))
    assert len(scene.due()) == 3


def test_what_a_clock_that_ran_ahead_announced_is_announced_again_at_its_time(scene, clock):
    scene.plan(at(days=2))
    scene.client(birthday="--03-11")
    scene.plan(at(minutes=4), reminders="60 0")
    clock.at = NOW + timedelta(days=3)
    assert scene.popups() == [("occasions", 1), ("waited", 2)]
    clock.at = NOW
    # What is due now was seen; its later pop-up comes.
    assert scene.popups() == []
    clock.at = NOW + timedelta(minutes=4)
    assert scene.popups() == [("contact", 1)]
    clock.at = NOW + timedelta(days=1, hours=-2)
    assert scene.popups() == [("occasions", 1)]
    clock.at = NOW + timedelta(days=2)
    assert scene.popups() == [("contact", 1)]


def test_a_base_made_under_a_clock_that_ran_ahead_begins_again(scene, clock):
    clock.at = NOW - timedelta(days=5)
    scene.refresh()
    assert meta.get(scene.store, "reminders_begun") == "2027-03-05"


def test_what_comes_next_is_told_in_order(scene):
    scene.plan(at(days=2), scene.client("B"))
    scene.plan(at(days=1), scene.client("A"))
    scene.plan(at(minutes=1))
    scene.popups()
    scene.refresh()
    assert [line.client for line in reminders.coming(scene.store, scene.now, 5)] == ["A", "B"]
    assert reminders.next_at(scene.store, scene.now) == NOW + timedelta(days=1, minutes=-5)
