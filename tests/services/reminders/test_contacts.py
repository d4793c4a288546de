from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.kinds import ActivityKind, Op, Outcome
from crm_desktop.services import activities, clients, dictionaries, planning, reminders
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.reminders import contacts
from crm_desktop.storage.undo import undo
from tests.services.reminders.conftest import NOW

ZONE = "Europe/Vilnius"


def at(**ahead):
    return (NOW + timedelta(**ahead)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("values", "fire", "announce"),
    [
        ({"kind": ActivityKind.CALL}, "2027-03-12T09:55:00.000Z", "2027-03-12T09:55:00.000Z"),
        ({"kind": ActivityKind.VISIT}, "2027-03-12T09:00:00.000Z", "2027-03-12T09:00:00.000Z"),
        (
            {"kind": ActivityKind.MEETING, "reminders": "15 1440"},
            "2027-03-11T10:00:00.000Z",
            "2027-03-11T10:00:00.000Z",
        ),
        ({"reminders": "0 none 999999999"}, "2027-03-12T10:00:00.000Z", "2027-03-12T10:00:00.000Z"),
    ],
)
def test_a_contact_reminds_as_its_kind_does_or_as_was_said_of_it(scene, values, fire, announce):
    scene.plan(at(days=2), **values)
    assert scene.times() == [(at(days=2), fire, announce)]


def test_a_contact_that_wants_none_has_none(scene):
    scene.plan(at(days=2), reminders="-")
    assert scene.times() == []


def test_all_day_contacts_remind_in_the_morning_also_over_a_clock_change(scene):
    scene.plan("2027-03-27", all_day=True)
    scene.plan("2027-03-28", all_day=True)  # summer time begins
    scene.plan("2027-03-30", all_day=True, reminders="2880")
    assert [fire for _, fire, _ in scene.times()] == [
        "2027-03-27T07:00:00.000Z", "2027-03-28T06:00:00.000Z", "2027-03-28T06:00:00.000Z",
    ]  # fmt: skip


def test_due_until_it_is_held_whatever_the_clock_says(scene, clock):
    call = scene.plan(at(minutes=5))
    assert scene.moments() == [at(minutes=5)]
    clock.at += timedelta(days=700)
    assert scene.moments() == [at(minutes=5)]
    activities.hold(scene.store, call, Outcome.SUCCESSFUL)
    # Not even before the next look.
    assert reminders.due(scene.store, scene.now, 9) == []
    assert reminders.due_count(scene.store, scene.now) == 0
    assert scene.due() == []
    undo(scene.store)
    assert scene.moments() == [at(minutes=5)]


def test_a_moved_contact_keeps_a_reminder_and_is_silent_at_its_old_time(scene, clock):
    call = scene.plan(at(minutes=5))
    line = scene.due()[0]
    reminders.snooze(scene.store, [line.ref], NOW + timedelta(minutes=3), NOW)
    planning.move(scene.store, call, at(days=1))
    assert reminders.due(scene.store, scene.now, 9) == []
    clock.at += timedelta(hours=1)
    assert scene.due() == []
    clock.at = NOW + timedelta(days=1)
    assert scene.moments() == [at(days=1)]


@pytest.mark.parametrize("end", ["cancel", "delete", "bin"])
def test_cancelled_deleted_or_with_a_client_in_the_bin_it_is_gone_and_comes_back(scene, end):
    ona = scene.client()
    call = scene.plan(at(minutes=5), ona)
    assert len(scene.due()) == 1
    if end == "bin":
        clients.delete(scene.store, [ona])
    else:
        getattr(planning, end)(scene.store, call)
    assert reminders.due(scene.store, scene.now, 9) == []
    assert scene.due() == []
    undo(scene.store)
    assert len(scene.due()) == 1


def test_what_a_colleague_is_responsible_for_is_told_to_the_colleague(scene, base):
    jonas = dictionaries.add(scene.store, Dictionary.COLLEAGUE, "Jonas")
    his = scene.client("His", responsible_id=jonas)
    scene.plan(at(minutes=1), responsible_id=jonas)
    scene.plan(at(minutes=2), his)
    scene.plan(at(minutes=3), his, responsible_id=base.me)
    scene.plan(at(minutes=4))
    assert scene.moments() == [at(minutes=3), at(minutes=4)]
    dictionaries.set_active(scene.store, jonas, active=False)
    assert len(scene.due()) == 4  # nobody else would be told
    dictionaries.set_active(scene.store, jonas, active=True)
    scene.store.who = "Somebody else"
    assert len(scene.due()) == 4


def series(scene, start, rule="RRULE:FREQ=WEEKLY", **values):
    return scene.plan(start, rule=rule, zone=ZONE, **values)


def test_a_series_reminds_of_each_missed_occurrence_of_a_month_and_of_the_newest_older_one(scene, clock):
    series(scene, at(days=1))
    clock.at += timedelta(days=80)
    # Nine stays nine: in summer time the same wall clock is an hour earlier in UTC.
    assert scene.moments() == [
        "2027-04-22T09:00:00.000Z", "2027-04-29T09:00:00.000Z", "2027-05-06T09:00:00.000Z",
        "2027-05-13T09:00:00.000Z", "2027-05-20T09:00:00.000Z", "2027-05-27T09:00:00.000Z",
    ]  # fmt: skip
    assert reminders.next_at(scene.store, scene.now) == datetime(2027, 6, 3, 8, 55, tzinfo=UTC)
    assert reminders.due(scene.store, scene.now, 1)[0].occurrence


def test_a_series_made_under_a_clock_that_ran_years_ahead_is_not_silent(scene, clock):
    clock.at = NOW + timedelta(days=1461)
    series(scene, at(days=1))
    clock.at = NOW + timedelta(days=10)
    assert scene.moments() == [at(days=1), at(days=8)]


@pytest.fixture
def zone(monkeypatch):
    def go(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield go
    monkeypatch.undo()
    time.tzset()


def test_what_was_put_off_comes_back_even_where_its_day_was_over_when_the_series_was_made(scene, clock, zone):
    zone("America/New_York")
    clock.at = datetime(2027, 3, 10, 20, 0, tzinfo=UTC)  # in Tokyo it is the 11th
    series(scene, "2027-03-10", all_day=True)
    (line,) = scene.due()
    reminders.snooze(scene.store, [line.ref], clock.at + timedelta(minutes=5), clock.at)
    zone("Asia/Tokyo")
    clock.at += timedelta(hours=20)
    assert scene.moments() == ["2027-03-10"]


def test_what_was_put_off_comes_back_even_if_its_series_was_made_later_by_the_clock(scene, clock):
    clock.at = NOW + timedelta(days=10)
    series(scene, at(hours=1))
    clock.at = NOW + timedelta(hours=2)
    (line,) = scene.due()
    reminders.snooze(scene.store, [line.ref], NOW + timedelta(days=11), clock.at)
    clock.at = NOW + timedelta(days=11)
    assert scene.moments() == [at(hours=1)]


def test_an_occurrence_that_was_held_is_not_reminded_of_again(scene, clock):
    weekly = series(scene, at(days=1))
    clock.at += timedelta(days=10)
    assert scene.moments() == [at(days=1), at(days=8)]
    own = planning.own_row(scene.store, weekly, at(days=8))
    activities.hold(scene.store, own, Outcome.SUCCESSFUL)
    assert scene.moments() == [at(days=1)]
    undo(scene.store)
    undo(scene.store)
    assert len(scene.due()) == 2


def test_a_snoozed_occurrence_comes_back_however_long_it_was_put_off(scene, clock):
    series(scene, at(days=1), "RRULE:FREQ=DAILY;COUNT=2")
    clock.at += timedelta(days=2)
    first, second = scene.due()
    reminders.snooze(scene.store, [first.ref], scene.now + timedelta(days=90), scene.now)
    reminders.snooze(scene.store, [second.ref], scene.now + timedelta(days=50), scene.now)
    clock.at += timedelta(days=60)
    assert scene.moments() == [second.ref.moment]
    clock.at += timedelta(days=40)
    assert len(scene.due()) == 2


def test_an_all_day_series(scene, clock):
    birthday_of_the_shop = series(scene, "2027-03-09", "RRULE:FREQ=YEARLY", all_day=True)
    weekly = series(scene, "2027-03-10", all_day=True)
    assert scene.moments() == ["2027-03-10"]
    clock.at += timedelta(days=8)
    line = scene.due()[0]
    assert (line.ref.subject_id, line.ref.moment, line.all_day) == (weekly, "2027-03-10", True)
    reminders.snooze(scene.store, [line.ref], scene.now + timedelta(days=60), scene.now)
    clock.at += timedelta(days=61)
    assert ("2027-03-10") in scene.moments()
    assert birthday_of_the_shop not in {each.ref.subject_id for each in scene.due()}


def test_a_series_of_a_rule_nobody_knows_or_of_no_beginning_holds_up_nobody(scene, clock):
    unknown, broken = series(scene, at(days=1)), series(scene, at(days=1))
    with scene.store.change(Op.EDIT_ACTIVITY) as change:
        change.execute("UPDATE activity SET rule = 'RRULE:FREQ=FORTNIGHTLY' WHERE id = ?", (unknown,))
        change.execute("UPDATE activity SET planned_at = 'some day' WHERE id = ?", (broken,))
    scene.plan(at(days=1))
    assert len(scene.times()) == 1


def test_times_at_the_ends_of_the_calendar_and_such_as_are_none_hold_up_nobody(scene):
    for when in ("0001-01-01T00:00:00.000Z", "9999-12-31T23:59:00.000Z"):
        scene.plan(when)
    for day in ("0001-01-01", "9999-12-31"):
        scene.plan(day, all_day=True, reminders="1440")
    odd = scene.plan(at(days=1))
    with scene.store.change(Op.EDIT_ACTIVITY) as change:
        change.execute("UPDATE activity SET planned_at = '2027-02-31' WHERE id = ?", (odd,))
    assert [moment for moment, *_ in scene.times()] == ["9999-12-31", "9999-12-31T23:59:00.000Z"]


def test_series_that_take_their_time_are_finished_by_the_next_piece(scene, monkeypatch):
    monkeypatch.setattr(contacts, "_SERIES_S", -1.0)
    for _ in range(3):
        series(scene, at(days=1))
    scene.refresh()
    assert scene.store.read("SELECT COUNT(DISTINCT subject_id) FROM reminder") == [(3,)]
