from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.kinds import ActivityKind, Op, Outcome
from crm_desktop.services import activities, calendar, clients
from crm_desktop.services.calendar import EntryState, entries, occasions
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DateDraft

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)  # noon in Vilnius
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture
def ona(store):
    return clients.add(store, ClientDraft(name="Ona"))


def add(store, client_id=None, **values):
    return activities.add(store, ActivityDraft(client_id, **values))


def shown(store, first=TODAY, last=TODAY, now=NOW, **chosen):
    return entries(store, first, last, now, **chosen)


def colleague(store):
    with store.change(Op.EDIT_LISTS) as change:
        change.execute("INSERT INTO colleague(id, name) VALUES (?, 'Rasa')", (b"r" * 16,))
    return b"r" * 16


def ids(found):
    return [entry.id for entry in found]


def test_a_planned_contact_with_all_that_a_calendar_shows_of_it(store, ona):
    jonas = clients.add(store, ClientDraft(name="Jonas"))
    rasa = colleague(store)
    made = add(
        store, ona, further=(jonas,), kind=ActivityKind.VISIT, planned_at="2026-11-20T12:00:00.000Z", minutes=45,
        wanted="vazos", place="Pilies 1", responsible_id=rasa,
    )  # fmt: skip
    (entry,) = shown(store)
    assert entry.ref == (made, None)
    assert (entry.client_id, entry.client, entry.further, entry.kind) == (ona, "Ona", 1, ActivityKind.VISIT)
    assert (entry.wanted, entry.place, entry.minutes) == ("vazos", "Pilies 1", 45)
    assert (entry.responsible_id, entry.responsible) == (rasa, "Rasa")
    assert entry.start.isoformat() == "2026-11-20T14:00:00+02:00"
    assert entry.end.isoformat() == "2026-11-20T14:45:00+02:00"
    assert (entry.first, entry.last, entry.all_day) == (TODAY, TODAY, False)
    assert (entry.state, entry.moves, entry.repeats) == (EntryState.PLANNED, 0, False)


def test_overdue_when_its_end_has_passed(store, ona):
    over = add(store, ona, planned_at="2026-11-20T08:59:00.000Z", minutes=60)
    going_on = add(store, ona, planned_at="2026-11-20T09:30:00.000Z", minutes=60)
    point = add(store, ona, planned_at="2026-11-20T09:59:00.000Z")
    states = {entry.id: entry.state for entry in shown(store)}
    assert states == {over: EntryState.OVERDUE, going_on: EntryState.PLANNED, point: EntryState.OVERDUE}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.NONE, EntryState.HELD), (Outcome.SUCCESSFUL, EntryState.SUCCESSFUL),
        (Outcome.FAILED, EntryState.FAILED), (Outcome.NO_ANSWER, EntryState.NO_ANSWER),
    ],
)  # fmt: skip
def test_held_the_same_day_it_stands_where_it_was_planned(store, ona, outcome, state):
    add(
        store, ona, planned_at="2026-11-20T07:00:00.000Z", held_at="2026-11-20T09:00:00.000Z", outcome=outcome
    )
    (entry,) = shown(store)
    assert (entry.start.hour, entry.state) == (9, state)


def test_held_on_another_day_it_stands_where_it_was_held(store, ona):
    add(store, ona, planned_at="2026-11-18T07:00:00.000Z", held_at="2026-11-20T09:00:00.000Z", minutes=30)
    assert shown(store, TODAY - 2 * DAY, TODAY - 2 * DAY) == []
    (entry,) = shown(store)
    assert (entry.start.isoformat(), entry.end.hour, entry.end.minute) == (
        "2026-11-20T11:00:00+02:00",
        11,
        30,
    )


def test_cancelled_it_stands_where_it_was_planned_whenever_somebody_said_so(store, ona):
    made = add(
        store, ona, planned_at="2026-11-25T07:00:00.000Z", held_at="2026-11-20T09:00:00.000Z",
        outcome=Outcome.CANCELLED,
    )  # fmt: skip
    add(store, ona, planned_at="2026-11-25", held_at="2026-11-20", all_day=True, outcome=Outcome.CANCELLED)
    add(store, ona, held_at="2026-11-20T09:00:00.000Z", outcome=Outcome.CANCELLED, kind=ActivityKind.CALL)
    assert [entry.all_day for entry in shown(store)] == [False]  # the one that nobody had planned
    wednesday = date(2026, 11, 25)
    found = shown(store, wednesday, wednesday)
    assert [entry.state for entry in found] == [EntryState.CANCELLED] * 2
    assert ids(found)[1] == made


def test_what_was_only_written_is_left_out_unless_planned_or_asked_for(store, ona):
    held = "2026-11-20T09:00:00.000Z"
    letter = add(store, ona, kind=ActivityKind.EMAIL, held_at=held)
    note = add(store, ona, kind=ActivityKind.NOTE, held_at=held, result="likes blue")
    call = add(store, ona, kind=ActivityKind.CALL, held_at=held)
    planned = add(store, ona, kind=ActivityKind.LETTER, planned_at="2026-11-20T10:00:00.000Z")
    assert ids(shown(store)) == [call, planned]
    assert ids(shown(store, kinds=[ActivityKind.EMAIL, ActivityKind.CALL])) == [call]
    assert set(ids(shown(store, written=True))) == {letter, note, call, planned}
    assert set(ids(shown(store, kinds=[ActivityKind.EMAIL, ActivityKind.CALL], written=True))) == {
        letter,
        call,
    }
    for written in (False, True):
        found, _ = calendar.fitting(store, TODAY - DAY, TODAY, NOW, 100, written=written)
        assert found == entries(store, TODAY - DAY, TODAY, NOW, written=written)
        counted = calendar.tally(store, TODAY - DAY, TODAY, NOW, written=written)
        assert sum(sum(states.values()) for states in counted.values()) == len(found)


def test_people_are_chosen_and_nobody_is_one_of_them(store, ona):
    rasa = colleague(store)
    hers = add(store, ona, planned_at="2026-11-20T10:00:00.000Z", responsible_id=rasa)
    nobodys = add(store, ona, planned_at="2026-11-20T11:00:00.000Z")
    assert ids(shown(store, people=[rasa])) == [hers]
    assert ids(shown(store, people=[None])) == [nobodys]
    assert ids(shown(store, people=[None, rasa])) == [hers, nobodys]
    assert shown(store)[0].responsible_id == rasa


def test_several_days_touch_each_of_them_and_those_before_are_found(store, ona):
    fair = add(store, ona, planned_at="2026-10-01", all_day=True, minutes=60 * 1440)
    journey = add(store, ona, planned_at="2026-11-10T10:00:00.000Z", minutes=15 * 1440)
    night = add(store, ona, planned_at="2026-11-19T20:00:00.000Z", minutes=300)
    add(store, ona, planned_at="2026-11-17T20:00:00.000Z", minutes=1440)
    add(store, ona, planned_at="2026-10-01T20:00:00.000Z", minutes=30 * 1440)
    found = shown(store)
    assert ids(found) == [fair, journey, night]
    assert (found[0].first, found[0].last, found[0].all_day) == (date(2026, 10, 1), date(2026, 11, 29), True)
    assert found[0].end.isoformat() == "2026-11-30T00:00:00+02:00"
    assert (found[2].first, found[2].last) == (date(2026, 11, 19), TODAY)


def test_until_midnight_is_not_the_next_day(store, ona):
    add(store, ona, planned_at="2026-11-19T20:00:00.000Z", minutes=120)
    assert shown(store) == []
    (entry,) = shown(store, TODAY - DAY, TODAY - DAY)
    assert entry.last == TODAY - DAY


def test_one_day_in_minutes_is_one_day(store, ona):
    add(store, ona, planned_at="2026-11-19", all_day=True, minutes=1440)
    assert shown(store) == []


def test_lengths_pass_in_time_and_not_on_the_wall(store, ona):
    # Summer time begins in Vilnius at 3:00 of 28 March 2027.
    add(store, ona, planned_at="2027-03-28T00:30:00.000Z", minutes=60)
    day = date(2027, 3, 28)
    (entry,) = shown(store, day, day)
    assert entry.start.isoformat() == "2027-03-28T02:30:00+02:00"
    assert entry.end.isoformat() == "2027-03-28T04:30:00+03:00"


def test_the_bin_and_clients_in_it_are_not_shown(store, ona):
    jonas = clients.add(store, ClientDraft(name="Jonas"))
    activities.delete(store, add(store, ona, planned_at="2026-11-20T12:00:00.000Z"))
    add(store, jonas, planned_at="2026-11-20T12:00:00.000Z")
    clients.delete(store, [jonas])
    assert shown(store) == []


def series(store, client_id, start="2026-11-02T07:00:00.000Z", **values):
    return add(store, client_id, planned_at=start, zone="Europe/Vilnius", rule="RRULE:FREQ=WEEKLY", **values)


def test_a_series_shows_its_occurrences_and_what_has_a_row_stands_for_itself(store, ona):
    made = series(store, ona, minutes=60)
    found = shown(store, date(2026, 11, 23), date(2026, 12, 13))
    assert [entry.ref for entry in found] == [
        (made, "2026-11-23T07:00:00.000Z"), (made, "2026-11-30T07:00:00.000Z"), (made, "2026-12-07T07:00:00.000Z"),
    ]  # fmt: skip
    assert all(entry.repeats and entry.state is EntryState.PLANNED for entry in found)


def test_occurrences_that_passed_since_the_series_is_known_are_overdue(store, ona, clock):
    clock.at = datetime(2026, 11, 5, tzinfo=UTC)
    series(store, ona)
    found = shown(store, date(2026, 11, 1), TODAY)
    assert [entry.state for entry in found] == [EntryState.PLANNED, EntryState.OVERDUE, EntryState.OVERDUE]


def test_an_occurrence_that_was_held_is_not_there_twice(store, ona, clock):
    clock.at = datetime(2026, 11, 19, tzinfo=UTC)
    made = series(store, ona, start="2026-11-20T07:00:00.000Z")
    clock.at = NOW
    activities.hold(store, made, Outcome.SUCCESSFUL)
    (entry,) = shown(store)
    assert (entry.occurrence, entry.repeats, entry.state) == (None, True, EntryState.SUCCESSFUL)


def test_all_day_and_long_occurrences_reach_into_the_days_after(store, ona):
    series(store, ona, start="2026-11-02", all_day=True, minutes=3 * 1440)
    days = [entry.first.day for entry in shown(store, date(2026, 11, 18), date(2026, 11, 18))]
    assert days == [16]
    assert shown(store, date(2026, 11, 19), date(2026, 11, 19)) == []


def test_a_filter_leaves_out_series_too(store, ona):
    series(store, ona, kind=ActivityKind.MEETING)
    add(store, ona, kind=ActivityKind.CALL, planned_at="2026-11-16", all_day=True, rule="RRULE:FREQ=DAILY")
    found = shown(store, date(2026, 11, 16), TODAY, kinds=[ActivityKind.MEETING])
    assert {entry.kind for entry in found} == {ActivityKind.MEETING}


@pytest.mark.parametrize(
    ("first", "last"),
    [(date.min, date.max), (date.min, date.min), (date.max, date.max), (date.max, date.min)],
)
def test_absurd_ranges_end_soon(store, ona, first, last):
    clients.add(store, ClientDraft(name="Rasa", birthday="--05-17"))
    series(store, ona)
    add(store, ona, planned_at="0001-01-01T00:00:00.000Z", minutes=2000)
    add(store, ona, planned_at="9999-12-31T23:00:00.000Z", minutes=2000)
    assert len(shown(store, first, last)) <= calendar.LONGEST_DAYS
    assert len(occasions(store, first, last)) <= 2


def test_the_order_is_by_start_and_the_whole_day_before_all(store, ona):
    late = add(store, ona, planned_at="2026-11-20T12:00:00.000Z")
    early = add(store, ona, planned_at="2026-11-19T22:00:00.000Z")
    whole = add(store, ona, planned_at="2026-11-20", all_day=True)
    fair = add(store, ona, planned_at="2026-11-20", all_day=True, minutes=2880)
    assert ids(shown(store)) == [whole, fair, early, late]


def test_each_part_of_the_question_is_an_index_lookup(store):
    """A base of a million contacts is not read through for a month."""
    asked = []
    real = store.read
    store.read = lambda sql, params=(): asked.append((sql, params)) or real(sql, params)
    shown(store)
    store.read = real
    plan = "\n".join(row[3] for row in real(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1]))
    assert "SCAN a" not in plan
    for index in ("activity_open", "activity_held", "activity_cancelled", "activity_long"):
        assert f"INDEX {index} (" in plan


def test_occasions_stand_by_their_days(store):
    clients.add(
        store, ClientDraft(name="Ona", birthday="1976-11-21", dates=(DateDraft("Vestuvės", "2001-11-21"),))
    )
    found = occasions(store, TODAY, TODAY + 3 * DAY)
    assert {day: [(each.label, each.years) for each in kept] for day, kept in found.items()} == {
        date(2026, 11, 21): [("", 50), ("Vestuvės", 25)]
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no zone by a variable")
def test_days_are_those_of_the_computer_wherever_it_is(store, ona, monkeypatch):
    add(store, ona, planned_at="2026-11-20T03:00:00.000Z")
    assert len(shown(store)) == 1
    monkeypatch.setitem(os.environ, "TZ", "America/New_York")
    time.tzset()
    try:
        assert shown(store) == []
        assert len(shown(store, TODAY - DAY, TODAY - DAY)) == 1
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.fixture
def busy(store, ona):
    """Three days of all kinds of contacts, a series among them, and one of a client in the bin."""
    jonas = clients.add(store, ClientDraft(name="Jonas"))
    for hour in range(6, 16):
        add(store, ona, planned_at=f"2026-11-20T{hour:02}:00:00.000Z", minutes=30)
        add(
            store,
            ona,
            planned_at=f"2026-11-19T{hour:02}:00:00.000Z",
            held_at=f"2026-11-20T{hour:02}:20:00.000Z",
        )
    add(store, ona, planned_at="2026-11-20T10:10:00.000Z", held_at="2026-11-20T12:00:00.000Z")
    add(store, ona, planned_at="2026-11-19T10:00:00.000Z")
    add(store, ona, planned_at="2026-11-22T10:00:00.000Z")
    add(store, ona, planned_at="2026-11-18T20:00:00.000Z", minutes=300)
    add(store, ona, planned_at="2026-11-19", all_day=True, minutes=2880)
    add(store, ona, planned_at="2026-11-16T20:00:00.000Z", minutes=4 * 1440)
    add(store, jonas, planned_at="2026-11-20T08:30:00.000Z")
    add(store, None, planned_at="2026-11-20T08:30:00.000Z", wanted="dentist")
    clients.delete(store, [jonas])
    series(store, ona, start="2026-11-13T08:15:00.000Z")


@pytest.mark.parametrize("most", [1, 3, 100])
@pytest.mark.parametrize("first", [TODAY - DAY, TODAY])
def test_as_many_as_fit_are_the_first_of_each_day_and_the_others_are_counted(store, busy, first, most):
    whole = shown(store, first, TODAY + DAY)
    found, left_out = calendar.fitting(store, first, TODAY + DAY, NOW, most)
    expected: list = []
    counts: dict = {}
    over: dict = {}
    for entry in whole:
        if entry.all_day or (entry.minutes or 0) >= 1440:
            expected.append(entry)
            continue
        counts[entry.first] = counts.get(entry.first, 0) + 1
        if counts[entry.first] <= most:
            expected.append(entry)
        else:
            over[entry.first] = over.get(entry.first, 0) + 1
    assert found == expected
    assert {day: count for day, count in left_out.items() if count} == over


def test_what_fits_is_filtered_alike(store, busy):
    found, _ = calendar.fitting(store, TODAY, TODAY, NOW, 100, kinds=[ActivityKind.TASK])
    assert found == []


def _tallied(found, first):
    counted: dict = {}
    for entry in found:
        day = counted.setdefault(max(entry.first, first), {})
        day[entry.state] = day.get(entry.state, 0) + 1
    return counted


@pytest.mark.parametrize("first", [TODAY - 7 * DAY, TODAY - DAY, TODAY, TODAY + DAY])
@pytest.mark.parametrize("days", [0, 1, 9])
def test_the_tally_counts_what_is_shown_where_it_begins(store, busy, ona, first, days):
    for number, outcome in enumerate(Outcome):
        at = f"2026-11-{17 + number}T21:30:00.000Z"
        add(store, ona, planned_at=at, held_at=at, outcome=outcome, minutes=90)
        add(store, ona, planned_at=at, held_at="2026-11-19T09:00:00.000Z", outcome=outcome)
        add(
            store,
            ona,
            planned_at=f"2026-11-{17 + number}",
            held_at="2026-11-20",
            all_day=True,
            outcome=outcome,
        )
    add(store, ona, planned_at="2026-11-19", all_day=True)
    add(store, ona, planned_at="2026-11-21", all_day=True)
    last = first + days * DAY
    found = calendar.tally(store, first, last, NOW)
    assert found == _tallied(shown(store, first, last), first)
    chosen: dict = {"kinds": [ActivityKind.CALL], "people": [None]}
    assert calendar.tally(store, first, last, NOW, **chosen) == _tallied(
        shown(store, first, last, **chosen), first
    )


@pytest.mark.parametrize(
    ("first", "last"), [(date.min, date.max), (date.max, date.max), (TODAY, TODAY - DAY)]
)
def test_the_tally_of_absurd_ranges_ends_soon(store, busy, first, last):
    assert sum(sum(states.values()) for states in calendar.tally(store, first, last, NOW).values()) >= 0
