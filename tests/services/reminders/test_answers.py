from __future__ import annotations

from datetime import timedelta

from crm_desktop.services import reminders
from crm_desktop.storage.operations import can_undo
from crm_desktop.storage.undo import undo
from tests.services.reminders.conftest import NOW
from tests.services.reminders.test_contacts import at


def test_putting_off_is_no_step_that_undo_takes_back(scene, clock):
    scene.plan(at(minutes=4))
    before = can_undo(scene.store)
    (line,) = scene.due()
    reminders.snooze(scene.store, [line.ref], NOW + timedelta(minutes=10), NOW)
    assert reminders.due(scene.store, scene.now, 9) == []
    assert can_undo(scene.store) == before
    clock.at += timedelta(minutes=10)
    assert len(scene.due()) == 1


def test_dealt_with_can_be_taken_back(scene):
    scene.client(birthday="--03-10")
    (line,) = scene.due()
    assert reminders.handle(scene.store, [line.ref, line.ref], NOW) == 2
    assert scene.store.read("SELECT COUNT(*) FROM reminder_answer") == [(1,)]
    undo(scene.store)
    assert scene.due() == [line]


def test_the_same_answer_of_two_laptops_is_one_row(scene):
    scene.client(birthday="--03-10")
    (line,) = scene.due()
    reminders.snooze(scene.store, [line.ref], NOW + timedelta(hours=1), NOW)
    reminders.handle(scene.store, [line.ref], NOW)
    assert scene.store.read("SELECT snoozed_until, handled_at IS NULL FROM reminder_answer") == [(None, 0)]


def test_nothing_to_deal_with_is_no_operation(scene):
    before = can_undo(scene.store)
    assert reminders.handle(scene.store, [], NOW) == 0
    assert can_undo(scene.store) == before


def test_a_snooze_given_under_a_clock_that_ran_years_ahead_is_void(scene, clock):
    scene.plan(at(minutes=4))
    clock.at = NOW + timedelta(days=1000)
    (line,) = scene.due()
    reminders.snooze(scene.store, [line.ref], scene.now + timedelta(days=7), scene.now)
    clock.at = NOW
    assert len(scene.due()) == 1


def test_an_answer_of_a_kind_a_newer_program_knows_holds_up_nobody(scene):
    with scene.store.change("answer_reminder") as change:
        change.execute(
            "INSERT INTO reminder_answer(id, subject_id, kind, moment) VALUES (x'01', x'02', 'tea', 'now')"
        )
    scene.plan(at(minutes=4))
    assert len(scene.due()) == 1
