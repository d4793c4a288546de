from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crm_desktop.clock import parse_utc_text
from crm_desktop.errors import (
    ContactHeld,
    DateRefused,
    NumberRefused,
    RecordEmpty,
    RecordNotFound,
    SeriesNotMoved,
)
from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, clients, moves, operations, participants, planning
from crm_desktop.services.agenda import agenda
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.planning import Scope

# Friday, noon in Vilnius; the clock of the fixture stands here. The client's Tuesdays at 11:00 begin on the 24th.
TUESDAYS = [f"{day}T09:00:00.000Z" for day in ("2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15")]
FIRST, SECOND, THIRD, FOURTH = TUESDAYS


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def plan(store, client, at=FIRST, **more):
    return activities.add(store, ActivityDraft(client, ActivityKind.MEETING, planned_at=at, **more))


def repeat(store, client, rule="RRULE:FREQ=WEEKLY;BYDAY=TU", at=FIRST, **more):
    return plan(store, client, at, rule=rule, zone="Europe/Vilnius", **more)


def ahead(store, last=date(2026, 12, 20)):
    """Local day and time of what is planned."""
    found = agenda(store, date(2026, 11, 20), last, store.clock.now()).planned
    return [local(each.planned_at, all_day=each.all_day) for each in found]


def local(moment, *, all_day=False):
    return moment if all_day else f"{parse_utc_text(moment).astimezone():%m-%d %H:%M}"


def one(store, activity_id):
    names = ["planned_at", "all_day", "minutes", "series_id", "occurrence_at", "outcome", "deleted", "rule"]
    (row,) = store.read(f"SELECT {', '.join(names)} FROM activity WHERE id = ?", (activity_id,))
    return dict(zip(names, row, strict=True))


def told(store, activity_id):
    return [(each.from_at, each.to_at) for each in moves.of(store, activity_id)]


# -- one contact


def test_a_contact_moved_twice_knows_it(store, client):
    meeting = plan(store, client)
    assert planning.move(store, meeting, SECOND) == meeting
    planning.move(store, meeting, "2026-12-03", all_day=True)
    assert told(store, meeting) == [(FIRST, SECOND), (SECOND, "2026-12-03")]
    assert (one(store, meeting)["planned_at"], one(store, meeting)["all_day"]) == ("2026-12-03", 1)
    assert moves.of(store, meeting)[0].at == "2026-11-20T10:00:00.000Z"


def test_another_time_of_the_same_day_is_no_move(store, client):
    meeting = plan(store, client)
    planning.move(store, meeting, "2026-11-24T21:30:00.000Z", minutes=45)  # 23:30 here
    assert told(store, meeting) == []
    assert one(store, meeting)["minutes"] == 45
    planning.move(store, meeting, "2026-11-24T22:30:00.000Z")  # half past midnight here
    assert len(told(store, meeting)) == 1


def test_undo_of_a_move_takes_the_move_back_too(store, client):
    meeting = plan(store, client)
    planning.move(store, meeting, SECOND)
    operations.undo(store)
    assert one(store, meeting)["planned_at"] == FIRST
    assert told(store, meeting) == []


def test_the_form_moves_as_well(store, client):
    meeting = plan(store, client)
    draft = activities.draft_of(store, meeting)
    activities.edit(store, meeting, replace(draft, planned_at=SECOND))
    assert told(store, meeting) == [(FIRST, SECOND)]


def test_telling_how_it_went_is_no_move(store, client):
    meeting = plan(store, client)
    activities.hold(store, meeting, Outcome.SUCCESSFUL)
    draft = activities.draft_of(store, meeting)
    activities.edit(store, meeting, replace(draft, planned_at=SECOND))
    assert told(store, meeting) == []


def test_what_was_held_or_deleted_or_never_was_is_not_moved(store, client):
    held, gone = plan(store, client), plan(store, client)
    activities.hold(store, held, Outcome.SUCCESSFUL)
    activities.delete(store, gone)
    for command in (
        lambda id_: planning.move(store, id_, SECOND),
        lambda id_: planning.resize(store, id_, 30),
        lambda id_: planning.cancel(store, id_),
    ):
        with pytest.raises(ContactHeld):
            command(held)
        for missing in (gone, b"0" * 16):
            with pytest.raises(RecordNotFound):
                command(missing)


def test_refused_times_and_lengths_change_nothing(store, client):
    meeting = plan(store, client)
    for to, all_day, error in (
        ("2026-02-30", True, DateRefused),
        ("2026-11-24", None, DateRefused),
        ("", None, RecordEmpty),
    ):
        with pytest.raises(error):
            planning.move(store, meeting, to, all_day=all_day)
    with pytest.raises(NumberRefused):
        planning.resize(store, meeting, -1)
    assert one(store, meeting)["planned_at"] == FIRST


def test_a_cancelled_contact_stays_in_the_diary(store, client):
    meeting, day = plan(store, client), plan(store, client, "2026-11-24", all_day=True)
    planning.cancel(store, meeting)
    planning.cancel(store, day)
    found = store.read("SELECT outcome, held_at, planned_at FROM activity ORDER BY rid")
    assert found == [
        ("cancelled", "2026-11-20T10:00:00.000Z", FIRST),
        ("cancelled", "2026-11-20", "2026-11-24"),
    ]


def test_a_contact_goes_to_the_bin_also_when_it_was_held(store, client):
    meeting = plan(store, client)
    activities.hold(store, meeting, Outcome.SUCCESSFUL)
    planning.delete(store, meeting)
    assert one(store, meeting)["deleted"] == 1


# -- one of a series


def test_one_occurrence_moves_alone(store, client):
    friend = clients.add(store, ClientDraft(name="Petras"))
    series = repeat(store, client, further=(friend,), place="Kavinė")
    own = planning.move(store, series, "2026-12-03T10:00:00.000Z", occurrence=SECOND)
    assert ahead(store) == ["11-24 11:00", "12-03 12:00", "12-08 11:00", "12-15 11:00"]
    assert told(store, own) == [(SECOND, "2026-12-03T10:00:00.000Z")]
    assert participants.further(store, own) == (friend,)
    assert activities.draft_of(store, own).place == "Kavinė"
    assert planning.move(store, series, FOURTH, occurrence=SECOND) == own  # it has its row now
    assert len(told(store, own)) == 2
    operations.undo(store)
    operations.undo(store)
    assert ahead(store) == ["11-24 11:00", "12-01 11:00", "12-08 11:00", "12-15 11:00"]


def test_without_a_moment_the_occurrence_that_is_due_is_meant(store, client):
    series = repeat(store, client)
    planning.move(store, series, "2026-11-25T09:00:00.000Z")
    assert ahead(store)[:2] == ["11-25 11:00", "12-01 11:00"]


def test_a_series_that_is_over_has_no_occurrence_to_move(store, client):
    series = repeat(store, client, "RRULE:FREQ=DAILY;COUNT=2", at="2020-01-02T13:00:00.000Z")
    with pytest.raises(RecordNotFound):
        planning.move(store, series, FIRST)


def test_what_is_no_occurrence_is_not_moved(store, client):
    series = repeat(store, client)
    with pytest.raises(RecordNotFound):
        planning.move(store, series, FIRST, occurrence="2026-11-25T09:00:00.000Z")
    planning.delete(store, series, occurrence=SECOND)
    with pytest.raises(RecordNotFound):
        planning.move(store, series, FIRST, occurrence=SECOND)


def test_own_row_is_the_same_row_each_time(store, client):
    series = repeat(store, client)
    own = planning.own_row(store, series, SECOND)
    assert own == planning.own_row(store, series, SECOND) != series
    assert one(store, own)["occurrence_at"] == SECOND
    with pytest.raises(RecordNotFound):
        planning.own_row(store, own, THIRD)  # no series itself


def test_one_occurrence_is_cancelled_or_deleted_or_made_longer(store, client):
    series = repeat(store, client, minutes=30)
    longer = planning.resize(store, series, 90, occurrence=FIRST)
    planning.cancel(store, series, occurrence=SECOND)
    planning.delete(store, series, occurrence=THIRD)
    assert ahead(store) == ["11-24 11:00", "12-15 11:00"]
    assert [one(store, each)["minutes"] for each in (longer, series)] == [90, 30]


# -- this and later


def test_later_ones_move_and_the_earlier_stay(store, client):
    series = repeat(store, client)
    later = planning.move(store, series, "2026-12-10T13:00:00.000Z", occurrence=THIRD, scope=Scope.LATER)
    assert ahead(store) == ["11-24 11:00", "12-01 11:00", "12-10 15:00", "12-17 15:00"]
    assert one(store, later)["rule"] == "RRULE:FREQ=WEEKLY;BYDAY=TH"
    assert one(store, series)["rule"] == "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261208T085959Z"
    assert told(store, later) == [(THIRD, "2026-12-10T13:00:00.000Z")]
    operations.undo(store)
    assert ahead(store) == ["11-24 11:00", "12-01 11:00", "12-08 11:00", "12-15 11:00"]
    assert len(store.read("SELECT 1 FROM activity")) == 1


def test_the_count_is_parted(store, client):
    series = repeat(store, client, "RRULE:FREQ=WEEKLY;COUNT=4")
    later = planning.resize(store, series, 20, occurrence=THIRD, scope=Scope.LATER)
    assert one(store, later)["rule"] == "RRULE:FREQ=WEEKLY;COUNT=2"
    assert ahead(store, date(2027, 3, 1)) == ["11-24 11:00", "12-01 11:00", "12-08 11:00", "12-15 11:00"]


def test_days_left_out_and_added_are_parted(store, client):
    rule = "RRULE:FREQ=WEEKLY\nRDATE:20261126T110000,20261211T110000\nEXDATE:20261201T110000,20261215T110000"
    series = repeat(store, client, rule)
    planning.move(store, series, "2026-12-08T10:00:00.000Z", occurrence=THIRD, scope=Scope.LATER)
    assert ahead(store, date(2026, 12, 23)) == [
        "11-24 11:00", "11-26 11:00", "12-08 12:00", "12-11 12:00", "12-22 12:00",
    ]  # fmt: skip


def test_rows_of_their_own_follow_into_the_second_series(store, client):
    series = repeat(store, client)
    moved = planning.move(store, series, "2026-12-16T09:00:00.000Z", occurrence=FOURTH)
    planning.delete(store, series, occurrence="2026-12-22T09:00:00.000Z")
    later = planning.move(store, series, "2026-12-08T10:00:00.000Z", occurrence=THIRD, scope=Scope.LATER)
    row = one(store, moved)
    assert (row["series_id"], row["occurrence_at"]) == (later, "2026-12-15T10:00:00.000Z")
    assert row["planned_at"] == "2026-12-16T09:00:00.000Z"
    assert ahead(store, date(2026, 12, 30)) == [
        "11-24 11:00", "12-01 11:00", "12-08 12:00", "12-16 11:00", "12-29 12:00",
    ]  # fmt: skip


def test_later_from_the_first_on_is_all(store, client):
    series = repeat(store, client)
    assert planning.resize(store, series, 20, occurrence=FIRST, scope=Scope.LATER) == series
    assert len(store.read("SELECT 1 FROM activity")) == 1


def test_later_ones_end(store, client):
    series = repeat(store, client)
    planning.move(store, series, "2026-12-16T09:00:00.000Z", occurrence=FOURTH)
    planning.delete(store, series, occurrence=SECOND, scope=Scope.LATER)
    assert ahead(store) == ["11-24 11:00"]
    operations.undo(store)
    planning.cancel(store, series, occurrence=SECOND, scope=Scope.LATER)
    assert ahead(store) == ["11-24 11:00"]
    cancelled = store.read("SELECT occurrence_at FROM activity WHERE outcome = 'cancelled' ORDER BY 1")
    assert cancelled == [(SECOND,), (FOURTH,)]


# -- all


def test_all_move_with_the_one_dragged(store, client):
    series = repeat(store, client)
    held = planning.own_row(store, series, FIRST)
    activities.hold(store, held, Outcome.SUCCESSFUL)
    assert (
        planning.move(store, series, "2026-12-07T07:30:00.000Z", occurrence=THIRD, scope=Scope.ALL) == series
    )
    assert ahead(store) == ["11-30 09:30", "12-07 09:30", "12-14 09:30"]
    assert one(store, held)["occurrence_at"] == "2026-11-23T07:30:00.000Z"
    assert one(store, held)["planned_at"] == FIRST


def test_the_wall_clock_stays_across_the_change_of_the_clocks(store, client, clock):
    clock.at = datetime(2027, 3, 20, 10, tzinfo=UTC)
    series = repeat(store, client, at="2027-03-23T09:00:00.000Z")  # 11:00, winter time
    planning.move(
        store, series, "2027-03-30T09:00:00.000Z", occurrence="2027-03-30T08:00:00.000Z", scope=Scope.ALL
    )
    found = agenda(store, date(2027, 3, 20), date(2027, 4, 7), clock.at).planned
    assert [local(each.planned_at) for each in found] == ["03-23 12:00", "03-30 12:00", "04-06 12:00"]


def test_an_occurrence_moved_before_takes_all_to_where_it_goes(store, client):
    series = repeat(store, client)
    own = planning.move(store, series, "2026-12-02T09:00:00.000Z", occurrence=SECOND)
    assert planning.move(store, own, "2026-12-03T09:00:00.000Z", scope=Scope.ALL) == own
    assert ahead(store) == ["11-26 11:00", "12-03 11:00", "12-10 11:00", "12-17 11:00"]
    assert one(store, own)["occurrence_at"] == "2026-12-03T09:00:00.000Z"
    assert told(store, own)[-1] == ("2026-12-02T09:00:00.000Z", "2026-12-03T09:00:00.000Z")


def test_the_second_tuesday_becomes_the_third_wednesday(store, client):
    series = repeat(store, client, "RRULE:FREQ=MONTHLY;BYDAY=2TU", at=THIRD)
    planning.move(
        store, series, "2027-01-20T09:00:00.000Z", occurrence="2027-01-12T09:00:00.000Z", scope=Scope.ALL
    )
    assert ahead(store, date(2027, 2, 28)) == ["12-16 11:00", "01-20 11:00", "02-17 11:00"]


def test_several_weekdays_do_not_follow_one_new_day(store, client):
    series = repeat(store, client, "RRULE:FREQ=WEEKLY;BYDAY=TU,TH")
    with pytest.raises(SeriesNotMoved) as refused:
        planning.move(store, series, "2026-11-25T09:00:00.000Z", occurrence=FIRST, scope=Scope.ALL)
    assert refused.value.facts["why"] == "weekdays"
    planning.move(store, series, "2026-11-24T10:00:00.000Z", occurrence=FIRST, scope=Scope.ALL)
    assert ahead(store, date(2026, 12, 1)) == ["11-24 12:00", "11-26 12:00", "12-01 12:00"]


def test_a_series_of_days_becomes_one_of_times_and_back(store, client):
    rule = "RRULE:FREQ=DAILY;UNTIL=20261129\nEXDATE:20261126"
    series = repeat(store, client, rule, at="2026-11-24", all_day=True)
    planning.move(
        store, series, "2026-11-25T09:00:00.000Z", all_day=False, occurrence="2026-11-25", scope=Scope.ALL
    )
    assert ahead(store) == ["11-24 11:00", "11-25 11:00", "11-27 11:00", "11-28 11:00", "11-29 11:00"]
    planning.move(
        store, series, "2026-11-26", all_day=True, occurrence="2026-11-25T09:00:00.000Z", scope=Scope.ALL
    )
    assert ahead(store) == ["2026-11-25", "2026-11-26", "2026-11-28", "2026-11-29", "2026-11-30"]


def test_a_whole_series_ends(store, client):
    series = repeat(store, client)
    held = planning.own_row(store, series, FIRST)
    activities.hold(store, held, Outcome.SUCCESSFUL)
    moved = planning.move(store, series, "2026-12-02T09:00:00.000Z", occurrence=SECOND)
    planning.cancel(store, series, occurrence=THIRD, scope=Scope.ALL)
    assert ahead(store) == []
    assert [one(store, each)["outcome"] for each in (series, moved, held)] == [
        "cancelled", "cancelled", "successful",
    ]  # fmt: skip
    operations.undo(store)
    planning.delete(store, moved, scope=Scope.ALL)
    assert ahead(store) == []
    assert [one(store, each)["deleted"] for each in (series, moved, held)] == [1, 1, 0]


def test_an_own_row_whose_series_is_gone_is_a_contact_like_any(store, client):
    series = repeat(store, client)
    held = planning.own_row(store, series, FIRST)
    activities.hold(store, held, Outcome.SUCCESSFUL)
    planning.delete(store, series, scope=Scope.ALL)
    planning.delete(store, held, scope=Scope.ALL)
    assert one(store, held)["deleted"] == 1


# -- whole drafts


def draft_at(store, series, at, **more):
    return replace(activities.draft_of(store, series), planned_at=at, **more)


def test_one_occurrence_is_edited_alone(store, client):
    series = repeat(store, client)
    draft = draft_at(store, series, "2026-12-02T09:00:00.000Z", wanted="Naujas katalogas")
    own = planning.edit(store, series, draft, occurrence=SECOND)
    assert ahead(store)[:3] == ["11-24 11:00", "12-02 11:00", "12-08 11:00"]
    assert (one(store, own)["rule"], told(store, own)) == ("", [(SECOND, "2026-12-02T09:00:00.000Z")])


def test_all_are_edited_and_their_days_follow(store, client):
    series = repeat(store, client)
    draft = draft_at(store, series, "2026-12-02T10:00:00.000Z", place="Biuras", minutes=20)
    assert planning.edit(store, series, draft, occurrence=SECOND, scope=Scope.ALL) == series
    assert ahead(store) == ["11-25 12:00", "12-02 12:00", "12-09 12:00", "12-16 12:00"]
    found = activities.draft_of(store, series)
    assert (found.place, found.minutes, found.rule) == ("Biuras", 20, "RRULE:FREQ=WEEKLY;BYDAY=WE")


def test_a_rule_of_the_users_own_holds(store, client):
    series = repeat(store, client)
    draft = draft_at(store, series, SECOND, rule="RRULE:FREQ=WEEKLY;BYDAY=TH")
    planning.edit(store, series, draft, occurrence=SECOND, scope=Scope.ALL)
    assert ahead(store, date(2026, 12, 10)) == ["11-26 11:00", "12-03 11:00", "12-10 11:00"]


def test_later_ones_get_another_rule_and_who_takes_part(store, client):
    friend = clients.add(store, ClientDraft(name="Petras"))
    series = repeat(store, client)
    moved = planning.move(store, series, "2026-12-16T09:00:00.000Z", occurrence=FOURTH)
    draft = draft_at(store, series, SECOND, rule="RRULE:FREQ=DAILY;COUNT=2", further=(friend,))
    later = planning.edit(store, series, draft, occurrence=SECOND, scope=Scope.LATER)
    assert ahead(store) == ["11-24 11:00", "12-01 11:00", "12-02 11:00", "12-16 11:00"]
    assert participants.further(store, later) == (friend,)
    assert participants.further(store, series) == ()
    assert one(store, moved)["occurrence_at"] == FOURTH  # of which the new rule knows nothing


def test_a_series_stops_repeating(store, client):
    series = repeat(store, client)
    moved = planning.move(store, series, "2026-12-16T09:00:00.000Z", occurrence=FOURTH)
    planning.edit(
        store, series, draft_at(store, series, SECOND, rule=""), occurrence=SECOND, scope=Scope.LATER
    )
    assert ahead(store) == ["11-24 11:00", "12-01 11:00", "12-16 11:00"]
    assert one(store, moved)["series_id"] is None


def test_a_series_needs_a_time(store, client):
    series = repeat(store, client)
    with pytest.raises(RecordEmpty):
        planning.edit(
            store, series, draft_at(store, series, None, rule=""), occurrence=SECOND, scope=Scope.ALL
        )


def test_told_how_it_went_only_the_one_changes(store, client):
    series = repeat(store, client)
    draft = draft_at(store, series, FIRST, held_at=FIRST, outcome=Outcome.SUCCESSFUL)
    own = planning.edit(store, series, draft, occurrence=FIRST, scope=Scope.ALL)
    assert (one(store, own)["outcome"], one(store, own)["rule"]) == ("successful", "")
    assert ahead(store)[0] == "12-01 11:00"


def test_days_are_those_of_the_computer(store, client, monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        meeting = plan(store, client, "2026-11-24T23:00:00.000Z")  # 18:00 there
        planning.move(store, meeting, "2026-11-25T04:00:00.000Z")  # 23:00 there, another day in UTC
        assert told(store, meeting) == []
    finally:
        monkeypatch.undo()
        time.tzset()


def test_at_the_end_of_the_calendar_a_day_is_that_of_utc(store, client):
    meeting = plan(store, client, "9999-12-31T23:30:00.000Z")
    planning.move(store, meeting, "9999-12-30T12:00:00.000Z")
    assert told(store, meeting) == [("9999-12-31T23:30:00.000Z", "9999-12-30T12:00:00.000Z")]
