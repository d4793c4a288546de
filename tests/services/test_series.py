from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.clock import utc_text
from crm_desktop.errors import RecordEmpty, RuleRefused
from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, clients, operations, reminders, series, timeline
from crm_desktop.services.agenda import agenda
from crm_desktop.services.card import card
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.recurrence import Series

# Friday, noon in Vilnius; the clock of the fixture stands here.
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
WEEKLY = "RRULE:FREQ=WEEKLY"
ZONES = ["Pacific/Pago_Pago", "America/New_York", "Europe/Vilnius", "Asia/Tokyo", "Pacific/Kiritimati"]
"""From eleven hours behind UTC to fourteen ahead, with and without summer time."""


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


@pytest.fixture
def travel(monkeypatch):
    """To another zone, with the computer."""

    def go(name):
        monkeypatch.setitem(os.environ, "TZ", name)
        time.tzset()

    yield go
    monkeypatch.undo()
    time.tzset()


def repeat(store, client, at="2026-11-20T13:00:00.000Z", rule=WEEKLY, **more):
    draft = ActivityDraft(
        client, ActivityKind.MEETING, planned_at=at, rule=rule, zone="Europe/Vilnius", **more
    )
    return activities.add(store, draft)


def planned(store, first, last, now=NOW):
    found = agenda(store, first, last, now)
    return [c.planned_at[:10] for c in found.overdue], [c.planned_at[:10] for c in found.planned]


def test_the_agenda_holds_the_occurrences(store, client):
    activity = repeat(store, client)
    assert planned(store, date(2026, 11, 20), date(2026, 12, 4)) == (
        [], ["2026-11-20", "2026-11-27", "2026-12-04"],
    )  # fmt: skip
    first, *_ = agenda(store, date(2026, 11, 20), date(2026, 12, 4), NOW).planned
    assert (first.id, first.client, first.occurrence) == (activity, "Ona", True)


def test_occurrences_and_single_contacts_come_in_the_order_of_time(store, client):
    activities.add(store, ActivityDraft(client, planned_at="2026-11-25T10:00:00.000Z"))
    repeat(store, client)
    _, ahead = planned(store, date(2026, 11, 20), date(2026, 11, 27))
    assert ahead == ["2026-11-20", "2026-11-25", "2026-11-27"]


def test_what_passed_since_the_series_is_known_is_overdue_and_nothing_before(store, client, clock):
    repeat(store, client, at="2026-01-02T13:00:00.000Z")
    assert planned(store, date(2026, 11, 20), date(2026, 11, 20))[0] == []
    clock.at = NOW + timedelta(days=8)
    assert planned(store, date(2026, 11, 28), date(2026, 11, 28), clock.at)[0] == ["2026-11-20", "2026-11-27"]
    clock.at = NOW + timedelta(days=400)
    assert len(planned(store, clock.at.date(), clock.at.date(), clock.at)[0]) == 5


def test_a_series_made_under_a_clock_that_ran_ahead_is_overdue_since_its_beginning(store, client, clock):
    clock.at = NOW + timedelta(days=1461)
    repeat(store, client, at="2026-11-13T13:00:00.000Z")
    clock.at = NOW + timedelta(days=8)
    overdue, _ = planned(store, clock.at.date(), clock.at.date(), clock.at)
    assert overdue == ["2026-11-13", "2026-11-20", "2026-11-27"]


def test_holding_a_series_holds_the_occurrence_that_is_due(store, client, clock):
    activity = repeat(store, client)
    clock.at = NOW + timedelta(days=1)
    activities.hold(store, activity, Outcome.SUCCESSFUL, result="sutarta")
    (held,) = store.read(
        "SELECT series_id, occurrence_at, planned_at, outcome, rule, result FROM activity WHERE held_at IS NOT NULL"
    )
    at = "2026-11-20T13:00:00.000Z"
    assert held == (activity, at, at, "successful", "", "sutarta")
    assert planned(store, date(2026, 11, 20), date(2026, 11, 27), clock.at) == ([], ["2026-11-27"])
    assert store.read("SELECT last_contact, next_contact, activities FROM client_list") == [
        ("2026-11-21T10:00:00.000Z", None, 2)
    ]
    operations.undo(store)
    assert planned(store, date(2026, 11, 20), date(2026, 11, 27), clock.at)[0] == ["2026-11-20"]


def test_an_occurrence_in_the_bin_does_not_come_back(store, client, clock):
    activity = repeat(store, client)
    clock.at = NOW + timedelta(days=1)
    activities.hold(store, activity, Outcome.CANCELLED)
    ((own,),) = store.read("SELECT id FROM activity WHERE series_id IS NOT NULL")
    assert series.left_out(store, activity) == ()
    activities.delete(store, own)
    assert planned(store, date(2026, 11, 20), date(2026, 11, 27), clock.at) == ([], ["2026-11-27"])
    assert series.left_out(store, activity) == ("2026-11-20T13:00:00.000Z",)


def test_the_series_itself_may_be_changed(store, client):
    activity = repeat(store, client)
    draft = activities.draft_of(store, activity)
    assert (draft.rule, draft.zone) == (WEEKLY, "Europe/Vilnius")
    activities.edit(store, activity, replace(draft, rule="RRULE:FREQ=WEEKLY;INTERVAL=2"))
    assert planned(store, date(2026, 11, 20), date(2026, 12, 4))[1] == ["2026-11-20", "2026-12-04"]
    activities.edit(store, activity, replace(draft, rule=""))
    assert planned(store, date(2026, 11, 20), date(2026, 12, 4))[1] == ["2026-11-20"]


def test_a_series_that_is_over_can_be_held_and_edited_like_any_contact(store, client):
    activity = repeat(store, client, at="2026-01-02T13:00:00.000Z", rule="RRULE:FREQ=DAILY;COUNT=2")
    activities.hold(store, activity, Outcome.SUCCESSFUL)
    activities.hold(store, activity, Outcome.FAILED)
    assert store.read("SELECT outcome, held_at FROM activity") == [("failed", "2026-11-20T10:00:00.000Z")]


def test_the_card_shows_the_occurrence_that_is_due(store, client, clock):
    repeat(store, client)
    activities.add(store, ActivityDraft(client, planned_at="2026-11-22T10:00:00.000Z"))
    assert [each.at[:10] for each in card(store, client).planned] == ["2026-11-20", "2026-11-22"]
    clock.at = NOW + timedelta(days=3)
    assert [each.at[:10] for each in card(store, client).planned] == ["2026-11-20", "2026-11-22"]
    (entry, *_) = [each for each in timeline.page(store, client) if each.repeats]
    assert entry.at[:10] == "2026-11-20"


def test_a_card_without_any_occurrence_ahead(store, client):
    repeat(store, client, at="2020-01-02T13:00:00.000Z", rule="RRULE:FREQ=DAILY;COUNT=2")
    assert card(store, client).planned == ()


def test_days_of_a_series_are_days(store, client, clock):
    activity = repeat(store, client, at="2026-11-19", rule="RRULE:FREQ=DAILY", all_day=True)
    assert planned(store, date(2026, 11, 19), date(2026, 11, 21)) == ([], ["2026-11-20", "2026-11-21"])
    clock.at = NOW + timedelta(days=1)
    activities.hold(store, activity, Outcome.SUCCESSFUL)
    assert store.read("SELECT occurrence_at, all_day FROM activity WHERE series_id IS NOT NULL") == [
        ("2026-11-20", 1)
    ]


def test_the_occurrence_that_comes_to_mind_of_a_series(store, client, clock):
    template = repeat(store, client)
    single = activities.add(store, ActivityDraft(client, planned_at="2026-11-20T13:00:00.000Z"))
    assert series.due_of(store, template, clock.now()) == "2026-11-20T13:00:00.000Z"
    assert series.due_of(store, single, clock.now()) is None


def test_a_rule_of_a_newer_program_shows_nothing(store, client):
    repeat(store, client)
    with store.transaction() as connection:
        connection.execute("UPDATE activity SET rule = 'RRULE:FREQ=LUNAR'")
    assert planned(store, date(2026, 11, 20), date(2026, 12, 4)) == ([], [])
    assert card(store, client).planned == ()


def test_what_is_refused(store, client):
    with pytest.raises(RuleRefused):
        repeat(store, client, rule="RRULE:FREQ=SECONDLY")
    with pytest.raises(RecordEmpty):
        activities.add(store, ActivityDraft(client, held_at="2026-11-20T13:00:00.000Z", rule=WEEKLY))


def test_a_series_is_over_at_its_last_occurrence():
    daily = Series("2026-11-01T09:00:00.000Z", "Europe/Vilnius", "RRULE:FREQ=DAILY;COUNT=3")
    assert series.over_at(daily, NOW) == "2026-11-03T09:00:00.000Z"
    assert series.over_at(daily, datetime(2026, 11, 2, tzinfo=UTC)) is None
    never = Series("2026-11-01", "", "RRULE:FREQ=DAILY;COUNT=1\nEXDATE:20261101", all_day=True)
    assert series.over_at(never, NOW) == "2026-11-01"


@pytest.mark.parametrize("zone", ["America/New_York", ""])
def test_an_all_day_series_keeps_its_first_day_on_the_other_side_of_the_world(
    store, client, clock, travel, zone
):
    travel("America/New_York")
    clock.at = datetime(2026, 11, 21, 1, tzinfo=UTC)  # Friday the 20th, eight in the evening
    draft = ActivityDraft(client, planned_at="2026-11-20", all_day=True, rule="RRULE:FREQ=DAILY", zone=zone)
    template = activities.add(store, draft)
    travel("Asia/Tokyo")
    assert planned(store, date(2026, 11, 21), date(2026, 11, 22), clock.at) == (
        ["2026-11-20"], ["2026-11-21", "2026-11-22"],
    )  # fmt: skip
    clock.at += timedelta(hours=1)
    assert series.due_of(store, template, clock.at) == "2026-11-20"
    reminders.refresh(store, clock.at)
    assert "2026-11-20" in {line.ref.moment for line in reminders.due(store, clock.at, 100)}


def test_days_before_the_making_are_not_overdue(store, client, clock, travel):
    travel("Asia/Tokyo")
    clock.at = datetime(2026, 11, 20, 23, tzinfo=UTC)  # Saturday the 21st, eight in the morning
    draft = ActivityDraft(
        client, planned_at="2026-11-14", all_day=True, rule="RRULE:FREQ=DAILY", zone="Asia/Tokyo"
    )
    activities.add(store, draft)
    assert planned(store, date(2026, 11, 21), date(2026, 11, 21), clock.at) == ([], ["2026-11-21"])
    travel("America/New_York")
    clock.at += timedelta(hours=30)  # there too it is the 22nd by now
    # It was the 20th there when the series was made: told once too often rather than never.
    assert planned(store, date(2026, 11, 22), date(2026, 11, 22), clock.at)[0] == ["2026-11-20", "2026-11-21"]


def test_a_part_of_a_series_made_far_from_its_clock_keeps_the_day_it_was_made_on(
    store, client, clock, travel
):
    travel("America/New_York")
    clock.at = datetime(
        2026, 11, 21, 1, tzinfo=UTC
    )  # Friday the 20th here, Saturday already by its own clock
    draft = ActivityDraft(
        client, planned_at="2026-11-20", all_day=True, rule="RRULE:FREQ=DAILY", zone="Asia/Tokyo"
    )
    activities.add(store, draft)
    assert planned(store, date(2026, 11, 20), date(2026, 11, 20), clock.at) == ([], ["2026-11-20"])
    assert planned(store, date(2026, 11, 21), date(2026, 11, 21), clock.at + timedelta(hours=5))[0] == [
        "2026-11-20"
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.integers(0, 275 * 24).map(
        lambda hours: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hours)
    ),
    zones=st.lists(st.sampled_from(ZONES), min_size=2, max_size=2),
    hours=st.integers(0, 24 * 20),
    names_zone=st.booleans(),
)
def test_the_first_day_is_overdue_once_it_has_passed_in_every_zone(travel, made, zones, hours, names_zone):
    travel(zones[0])
    day = made.astimezone().date()
    of = Series(day.isoformat(), zones[0] if names_zone else "", "RRULE:FREQ=DAILY", all_day=True)
    template = series.Template(b"", of, utc_text(made), frozenset())
    travel(zones[1])
    now = made + timedelta(hours=hours)
    today = now.astimezone().date()
    found = list(series.overdue(template, now))
    assert found == [(day + timedelta(days=n)).isoformat() for n in range((today - day).days)]


def test_a_series_from_an_end_of_the_calendar_has_a_beginning():
    template = series.Template(
        b"", Series("0001-01-01", "", "RRULE:FREQ=DAILY", all_day=True), "0001-01-01", frozenset()
    )
    assert series.known_since(template, NOW.date()) == datetime(1, 1, 1, tzinfo=UTC)
