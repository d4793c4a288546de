"""The telephone reminds as the base does: alarms of contacts that remind as their kind does, in both directions."""

from __future__ import annotations

# ruff: noqa: F811
from dataclasses import replace
from datetime import timedelta

import pytest

from crm_desktop.exchange.remote import pushing
from crm_desktop.exchange.remote.kept_file import Memory, Words, write_file
from crm_desktop.exchange.remote.syncing import sync
from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities
from crm_desktop.services.reminders import Rules, set_rules
from tests.exchange.remote.calendars import unfolded
from tests.exchange.remote.test_syncing import (  # noqa: F401  fixtures
    FOREIGN,
    MEETING,
    WEEKLY,
    exchanged,
    nothing_left,
    quiet,
    rows,
)

DAY = replace(MEETING, planned_at="2026-11-26", all_day=True, minutes=None, wanted="fair")
ALARM = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:{}\nDESCRIPTION:x\nEND:VALARM"


def set_leads(store, minutes, **more):
    leads = dict(Rules().leads) | {ActivityKind.MEETING.value: (minutes,)}
    set_rules(store, Rules(leads=leads, **more))


def triggers(text):
    return [line.partition(":")[2] for line in unfolded(text).split("\n") if line.startswith("TRIGGER")]


def reminders(store):
    return rows(store, "reminders")


def test_the_usual_reminders_are_alarms_there(store, exchanged, elsewhere):
    activities.add(store, MEETING)
    activities.add(store, replace(MEETING, kind=ActivityKind.VISIT, wanted="visit"))
    activities.add(store, DAY)
    activities.add(store, replace(MEETING, reminders="-", wanted="silent"))
    activities.add(store, replace(DAY, reminders="1440 60", wanted="own"))
    exchanged()
    found = {
        line.partition(":")[2]: triggers(item.text)
        for item in elsewhere.items()
        for line in unfolded(item.text).split("\n")
        if line.startswith("SUMMARY:")
    }
    assert found == {
        "vases": ["-PT15M"],
        "visit": ["-PT1H"],
        "fair": ["PT9H"],  # nine in the morning of the day
        "silent": [],
        "own": ["-PT15H", "PT8H"],
    }
    nothing_left(exchanged)
    assert reminders(store) == [("",), ("",), ("",), ("-",), ("1440 60",)]


def test_what_comes_back_unchanged_is_no_reminder_of_its_own(
    store, other_store, exchanged, elsewhere, server, place
):
    activities.add(store, MEETING)
    exchanged()
    elsewhere.change("SUMMARY:vases", "SUMMARY:pots")
    assert exchanged().changed == 1
    nothing_left(exchanged)
    assert rows(store, "wanted, reminders") == [("pots\nblue", "")]
    sync(other_store, server, place.url, quiet)
    assert rows(other_store, "wanted, reminders") == [("pots\nblue", "")]


@pytest.mark.parametrize(
    ("draft", "before", "after", "expected"),
    [
        (MEETING, "TRIGGER:-PT15M", "TRIGGER:-PT30M", "30"),
        (DAY, "TRIGGER:PT9H", "TRIGGER:-PT15H", "1440"),
        (DAY, "TRIGGER:PT9H", "TRIGGER:PT12H", "0"),
    ],
)
def test_an_alarm_that_the_telephone_changed_is_its_own(
    store, exchanged, elsewhere, draft, before, after, expected
):
    activities.add(store, draft)
    exchanged()
    elsewhere.change(before, after)
    assert exchanged().changed == 1
    assert reminders(store) == [(expected,)]
    nothing_left(exchanged)
    set_leads(store, 45, all_day=(60,))
    nothing_left(exchanged)
    assert triggers(elsewhere.text()) == [after.partition(":")[2]]


def test_an_alarm_that_the_telephone_took_away_stays_away(store, exchanged, elsewhere):
    activity = activities.add(store, MEETING)
    exchanged()
    text = elsewhere.text()
    alarm = text[text.index("BEGIN:VALARM") : text.index("END:VALARM\n") + len("END:VALARM\n")]
    elsewhere.change(alarm, "")
    exchanged()
    assert reminders(store) == [("-",)]
    nothing_left(exchanged)
    activities.edit(store, activity, replace(MEETING, reminders=""))
    assert exchanged().updated == 1
    assert triggers(elsewhere.text()) == ["-PT15M"]
    nothing_left(exchanged)


def test_a_server_that_drops_what_is_ours_makes_no_reminder_of_its_own(store, exchanged, elsewhere):
    activities.add(store, MEETING)
    exchanged()
    item = elsewhere.only()
    kept = [line for line in unfolded(item.text).split("\n") if not line.startswith("X-CRM-")]
    elsewhere.write(item, "\r\n".join(kept).replace("LOCATION:Vilnius", "LOCATION:Kaunas"))
    exchanged()
    assert rows(store, "place, reminders") == [("Kaunas", "")]
    nothing_left(exchanged)


def test_other_rules_are_written_in_portions_soonest_first(store, clock, exchanged, elsewhere, monkeypatch):
    monkeypatch.setattr(pushing, "ALARMS_AT_ONCE", 2)
    for number in (3, 1, 4, 2, 5):
        activities.add(
            store, replace(MEETING, planned_at=f"2026-11-2{number}T08:00:00.000Z", wanted=f"{number}")
        )
    activities.add(store, replace(MEETING, kind=ActivityKind.CALL, wanted="call"))
    assert exchanged().sent == 6
    nothing_left(exchanged)
    set_leads(store, 45)
    seen = []
    for _ in range(4):
        outcome = exchanged()
        assert outcome.here == 0
        changed = [item for item in elsewhere.items() if triggers(item.text) == ["-PT45M"]]
        seen.append((outcome.updated, len(changed)))
    assert seen == [(2, 2), (2, 4), (1, 5), (0, 5)]
    assert set(reminders(store)) == {("",)}
    set_leads(store, 15)
    exchanged()
    (first, second) = sorted(
        line
        for item in elsewhere.items()
        if triggers(item.text) == ["-PT15M"]
        for line in unfolded(item.text).split("\n")
        if line.startswith("SUMMARY:")
    )
    assert (first, second) == ("SUMMARY:1", "SUMMARY:2")


def test_what_is_past_is_left_as_it_is(store, clock, exchanged, elsewhere):
    activities.add(store, MEETING)
    exchanged()
    clock.at += timedelta(days=10)
    set_leads(store, 45)
    nothing_left(exchanged)
    assert triggers(elsewhere.text()) == ["-PT15M"]


def test_a_series_that_goes_on_follows_the_rules(store, clock, exchanged, elsewhere):
    activities.add(store, replace(MEETING, rule="RRULE:FREQ=WEEKLY", zone="Europe/Vilnius"))
    exchanged()
    clock.at += timedelta(days=10)
    set_leads(store, 45)
    assert exchanged().updated == 1
    assert triggers(elsewhere.text()) == ["-PT45M"]
    nothing_left(exchanged)


def test_other_rules_are_no_change_that_beats_a_deletion(store, exchanged, elsewhere):
    activities.add(store, MEETING)
    exchanged()
    set_leads(store, 45)
    elsewhere.delete()
    assert exchanged().removed == 1
    assert rows(store) == []
    assert elsewhere.items() == []


def test_two_bases_of_different_rules_leave_each_other_alone(
    store,
    other_store,
    exchanged,
    elsewhere,
    server,
    place,
):
    activity = activities.add(store, MEETING)
    exchanged()
    set_leads(other_store, 45)
    memory: dict[bytes, int] = {}

    def other():
        return sync(other_store, server, place.url, quiet, memory=memory)

    other()
    for _ in range(3):
        nothing_left(exchanged)
        nothing_left(other)
    activities.edit(store, activity, replace(MEETING, place="Kaunas"))
    assert exchanged().updated == 1
    assert triggers(elsewhere.text()) == ["-PT15M"]
    assert other().changed == 1
    nothing_left(other)
    assert rows(other_store, "place, reminders") == rows(store, "place, reminders") == [("Kaunas", "")]


def test_events_of_others_keep_the_alarms_they_have(store, exchanged, elsewhere):
    elsewhere.add("phone-1", FOREIGN)
    elsewhere.add("w", WEEKLY + "\n" + ALARM.format("-PT7M"))
    exchanged()
    for (activity,) in rows(store, "id"):
        draft = activities.draft_of(store, activity)
        activities.edit(store, activity, replace(draft, place="Gedimino 1"))
    assert exchanged().updated == 2
    assert [triggers(item.text) for item in elsewhere.items()] == [[], ["-PT7M"]]
    set_leads(store, 45)
    nothing_left(exchanged)
    assert sorted(reminders(store)) == [("",), ("7",)]
    ((weekly,),) = rows(store, "id", "reminders = '7'")
    activities.edit(store, weekly, replace(activities.draft_of(store, weekly), reminders=""))
    assert exchanged().updated == 1
    assert [triggers(item.text) for item in elsewhere.items()] == [[], ["-PT45M"]]
    nothing_left(exchanged)


def test_what_was_changed_there_and_then_here_keeps_the_usual_reminders(store, exchanged, elsewhere):
    activity = activities.add(store, MEETING)
    exchanged()
    elsewhere.change("SUMMARY:vases", "SUMMARY:pots")
    exchanged()
    set_leads(store, 45)
    activities.edit(store, activity, replace(activities.draft_of(store, activity), place="Kaunas"))
    assert exchanged().updated == 1
    assert triggers(elsewhere.text()) == ["-PT45M"]
    elsewhere.change("LOCATION:Kaunas", "LOCATION:Vilnius")
    exchanged()
    assert rows(store, "place, reminders") == [("Vilnius", "")]


def test_what_was_held_or_cancelled_before_its_time_rings_no_more(store, exchanged, elsewhere):
    activity = activities.add(store, MEETING)
    exchanged()
    activities.hold(store, activity, Outcome.CANCELLED)
    assert exchanged().updated == 1
    assert triggers(elsewhere.text()) == []
    nothing_left(exchanged)
    assert reminders(store) == [("",)]


def test_the_kept_file_reminds_too_and_follows_the_rules(store, tmp_path):
    path, words = tmp_path / "diary.ics", Words("Diary", {})
    memory: Memory = {}
    for draft in (MEETING, DAY):
        activities.add(store, draft)

    def write():
        return write_file(store, path, words, lambda _: None, memory=memory)

    assert write()
    assert triggers(path.read_text(encoding="utf-8")) == ["-PT15M", "PT9H"]
    assert not write()
    set_leads(store, 45)
    assert write()
    text = path.read_text(encoding="utf-8")
    assert triggers(text) == ["-PT45M", "PT9H"]
    assert [line for line in text.split("\n") if line.startswith("SEQUENCE")] == ["SEQUENCE:1", "SEQUENCE:0"]


@pytest.mark.long
def test_three_hundred_contacts_and_other_rules(store, exchanged):
    for number in range(300):
        activities.add(store, replace(MEETING, wanted=f"{number}"))
    assert exchanged().sent == 300
    set_leads(store, 45)
    assert [exchanged().updated for _ in range(4)] == [100, 100, 100, 0]
