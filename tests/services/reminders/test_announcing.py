from __future__ import annotations

from datetime import timedelta

from crm_desktop.services import activities, dictionaries, reminders
from crm_desktop.services.dictionaries import Dictionary
from tests.services.reminders.test_contacts import at


def test_each_lead_of_a_contact_is_one_popup(scene, clock):
    scene.plan(at(days=2), reminders="1440 15")
    assert scene.popups() == []
    clock.at += timedelta(days=1)
    assert scene.popups() == [("contact", 1)]
    assert scene.popups() == []
    assert reminders.next_at(scene.store, scene.now) == clock.at + timedelta(minutes=23 * 60 + 45)
    clock.at += timedelta(days=1)
    assert scene.popups() == [("contact", 1)]
    assert scene.popups() == []
    (line,) = scene.due()
    assert (line.how, line.announced_at) == ("desktop", at(days=2))


def test_both_leads_missed_are_one_popup(scene, clock):
    scene.plan(at(days=2), reminders="1440 15")
    clock.at += timedelta(days=3)
    assert scene.popups() == [("contact", 1)]
    assert scene.popups() == []


def test_up_to_three_contacts_at_once_have_one_popup_each_more_have_one_for_all(scene):
    for _ in range(3):
        scene.plan(at(minutes=4), scene.client())
    assert scene.popups() == [("contact", 1)] * 3
    for _ in range(4):
        scene.plan(at(minutes=4), scene.client())
    scene.refresh()
    (found,) = reminders.to_announce(scene.store, scene.now)
    assert (found.sort, found.count, len(found.first)) == ("contact", 4, 3)


def test_what_waited_while_the_program_did_not_run_is_one_popup(scene, clock):
    for number in range(12):
        scene.plan(at(hours=1 + number))
    clock.at += timedelta(days=1)
    assert scene.popups() == [("waited", 12)]
    scene.plan(at(days=1, minutes=-30))
    assert scene.popups() == [("contact", 1)]


def test_birthdays_silences_and_requests_are_one_popup_each(scene, clock):
    dictionaries.add(scene.store, Dictionary.GROUP, "Friends", longest_silence_days=10)
    for number in range(5):
        scene.client(f"{number}", birthday="--03-21", groups=("Friends",))
    clock.at += timedelta(days=11)
    assert sorted(scene.popups()) == [("occasions", 5), ("silences", 5)]


def test_what_was_done_since_the_look_is_not_announced(scene):
    calls = [scene.plan(at(minutes=4)) for _ in range(5)]
    scene.refresh()
    for call in calls[:4]:
        activities.delete(scene.store, call)
    (found,) = reminders.to_announce(scene.store, scene.now)
    assert [line.ref.subject_id for line in found.first] == calls[4:]
    activities.delete(scene.store, calls[4])
    assert reminders.to_announce(scene.store, scene.now) == []


def test_a_snoozed_reminder_pops_up_again_and_so_do_its_later_leads(scene, clock):
    scene.plan(at(hours=2), reminders="115 10")
    clock.at += timedelta(minutes=6)
    assert scene.popups() == [("contact", 1)]
    reminders.snooze(scene.store, [scene.due()[0].ref], scene.now + timedelta(minutes=30), scene.now)
    assert scene.popups() == []
    clock.at += timedelta(minutes=30)
    assert scene.popups() == [("contact", 1)]
    clock.at += timedelta(minutes=80)
    assert scene.popups() == [("contact", 1)]


def test_a_popup_that_failed_leaves_the_reason_on_the_reminder(scene):
    scene.plan(at(minutes=4))
    scene.refresh()
    (found,) = reminders.to_announce(scene.store, scene.now)
    reminders.announced(scene.store, found.refs, scene.now, "failed: no_bus")
    assert [line.how for line in scene.due()] == ["failed: no_bus"]


def test_nothing_to_announce_is_nothing(scene):
    assert reminders.to_announce(scene.store, scene.now) == []
