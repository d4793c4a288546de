"""The contacts of today and of earlier days: by local days, in order, with where each stands; series too."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.kinds import ActivityKind, Outcome, PointKind, RequestKind
from crm_desktop.services import activities, clients, planning, requests
from crm_desktop.services.attention_contacts import Slot, Timing, contacts, today_count
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, PointDraft, RequestDraft

# A Friday in Vilnius, two hours ahead of UTC: noon.
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def zone(monkeypatch):
    def choose(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield choose
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def ona(store):
    return clients.add(
        store, ClientDraft(name="Ona", likes="roses", points=(PointDraft(PointKind.PHONE, "8 612 34567"),))
    )


def plan(store, client_id, at, kind=ActivityKind.CALL, **values):
    return activities.add(
        store, ActivityDraft(client_id, kind, planned_at=at, all_day=len(at) == 10, **values)
    )


def read(store, now=NOW, today=20, late=20):
    return contacts(store, now, today, late)


def test_a_contact_passes_through_its_timings(store, ona):
    meeting = plan(store, ona, "2026-11-20T10:00:00.000Z", ActivityKind.MEETING, minutes=30)
    for minutes, timing in ((-1, Timing.AHEAD), (0, Timing.NOW), (29, Timing.NOW), (30, Timing.PASSED)):
        found = read(store, NOW + timedelta(minutes=minutes))
        assert [(row.id, row.timing) for row in found.today.rows] == [(meeting, timing)]
        assert found.passed == (timing is Timing.PASSED)
    (row,) = read(store, NOW + timedelta(days=1)).late.rows
    assert (row.id, row.timing) == (meeting, Timing.LATE)


@pytest.mark.parametrize(
    ("kind", "minutes"), [(ActivityKind.CALL, 15), (ActivityKind.VISIT, 60), (ActivityKind.TASK, 0)]
)
def test_what_has_no_length_lasts_as_its_kind_does(kind, minutes):
    slot = Slot(kind, "2026-11-20T10:00:00.000Z", all_day=False, minutes=None)
    assert slot.ends() == NOW + timedelta(minutes=minutes)


def test_the_row_says_all_that_the_line_shows(store, base, ona):
    jonas = clients.add(store, ClientDraft(name="Jonas"))
    requests.add(store, RequestDraft(ona, RequestKind.COMPLAINT, "chipped vases"))
    id_ = plan(
        store, ona, "2026-11-20T12:00:00.000Z", wanted="vases", place="shop", minutes=20, further=(jonas,),
        responsible_id=base.me,
    )  # fmt: skip
    planning.move(store, id_, "2026-11-23T12:00:00.000Z")
    planning.move(store, id_, "2026-11-20T12:30:00.000Z")
    nobody = plan(store, None, "2026-11-20T13:00:00.000Z", ActivityKind.TASK, wanted="dentist")
    row, alone = read(store).today.rows
    assert (row.id, row.client, row.number, row.phone, row.place, row.wanted, row.minutes) == (
        id_, "Ona", 1, "8 612 34567", "shop", "vases", 20,
    )  # fmt: skip
    assert (row.further, row.moves, row.responsible, row.responsible_id) == (1, 2, "Ona", base.me)
    assert row.before is not None
    assert (row.before.request, row.before.request_text, row.before.likes) == (
        RequestKind.COMPLAINT, "chipped vases", "roses",
    )  # fmt: skip
    assert (alone.id, alone.client, alone.before) == (nobody, "", None)


def test_whole_days_come_before_times_and_the_last_late_ones_are_shown(store, ona):
    late = [plan(store, ona, f"2026-11-{day}T09:00:00.000Z") for day in (16, 17, 18)]
    whole_late = plan(store, ona, "2026-11-19")
    timed = plan(store, ona, "2026-11-20T05:00:00.000Z")
    whole = plan(store, ona, "2026-11-20", ActivityKind.TASK)
    plan(store, ona, "2026-11-21")
    found = read(store)
    assert [row.id for row in found.today.rows] == [whole, timed]
    assert [row.id for row in found.late.rows] == [*late, whole_late]
    assert dict(found.kinds) == {ActivityKind.TASK: 1, ActivityKind.CALL: 1}
    few = read(store, today=1, late=2)
    assert ([row.id for row in few.today.rows], few.today.total) == ([whole], 2)
    assert ([row.id for row in few.late.rows], few.late.total) == ([late[2], whole_late], 4)
    assert today_count(store, NOW) == 6


def test_held_cancelled_deleted_and_binned_are_left_out(store, ona):
    gone = clients.add(store, ClientDraft(name="Gone"))
    for day in (19, 20):
        at = f"2026-11-{day}T12:00:00.000Z"
        activities.hold(store, plan(store, ona, at), Outcome.SUCCESSFUL)
        planning.cancel(store, plan(store, ona, at))
        activities.delete(store, plan(store, ona, at))
        plan(store, gone, at)
    clients.delete(store, [gone])
    found = read(store)
    assert (found.today.total, found.late.total, found.next_change, today_count(store, NOW)) == (
        0,
        0,
        None,
        0,
    )


def test_one_with_nobody_of_the_base_is_counted_whoever_lies_in_the_bin(store, ona):
    gone = clients.add(store, ClientDraft(name="Gone"))
    plan(store, gone, "2026-11-18")
    clients.delete(store, [gone])
    with_nobody = [plan(store, None, day, ActivityKind.TASK) for day in ("2026-11-18", "2026-11-19")]
    found = read(store, late=1)
    assert ([row.id for row in found.late.rows], found.late.total) == (with_nobody[1:], 2)
    assert today_count(store, NOW) == 2


def test_the_next_change_is_the_next_begin_or_end(store, ona):
    plan(store, ona, "2026-11-20T10:30:00.000Z", minutes=45)
    plan(store, ona, "2026-11-20", ActivityKind.TASK)
    assert read(store).next_change == NOW + timedelta(minutes=30)
    assert read(store, NOW + timedelta(minutes=30)).next_change == NOW + timedelta(minutes=75)
    assert read(store, NOW + timedelta(minutes=75)).next_change is None


def test_what_lasts_since_an_earlier_day_is_of_today(store, ona):
    fair = plan(store, ona, "2026-11-19", minutes=3 * 24 * 60)
    found = read(store)
    assert [(row.id, row.timing) for row in found.today.rows] == [(fair, Timing.NOW)]
    assert (found.late.total, found.today.total, found.passed) == (0, 1, 0)
    assert read(store, NOW + timedelta(days=2)).late.total == 1


@pytest.mark.parametrize(
    ("name", "now", "last", "first"),
    [
        ("Europe/Vilnius", NOW, "2026-11-20T21:59:59.000Z", "2026-11-19T22:00:00.000Z"),
        ("America/New_York", NOW, "2026-11-21T04:59:59.000Z", "2026-11-20T05:00:00.000Z"),
        # The days on which the clocks change have 25 and 23 hours.
        ("Europe/Vilnius", datetime(2026, 10, 25, 10, tzinfo=UTC), "2026-10-25T21:59:59.000Z",
         "2026-10-24T21:00:00.000Z"),
        ("Europe/Vilnius", datetime(2027, 3, 28, 10, tzinfo=UTC), "2027-03-28T20:59:59.000Z",
         "2027-03-27T22:00:00.000Z"),
        ("America/New_York", datetime(2026, 11, 1, 15, tzinfo=UTC), "2026-11-02T04:59:59.000Z",
         "2026-11-01T04:00:00.000Z"),
    ],
)  # fmt: skip
def test_today_is_the_local_day(store, ona, zone, name, now, last, first):
    zone(name)
    of_day = [plan(store, ona, first, minutes=1), plan(store, ona, last, minutes=1)]
    second = timedelta(seconds=1)
    late = plan(store, ona, (datetime.fromisoformat(first) - second).isoformat(), minutes=1)
    plan(store, ona, (datetime.fromisoformat(last) + second).isoformat())
    today = now.astimezone().date()
    whole = plan(store, ona, today.isoformat())
    plan(store, ona, (today + timedelta(days=1)).isoformat())
    earlier = plan(store, ona, (today - timedelta(days=1)).isoformat())
    found = read(store, now)
    assert [row.id for row in found.today.rows] == [whole, *of_day]
    assert {row.id for row in found.late.rows} == {late, earlier}
    assert today_count(store, now) == 5


def weekly(store, client_id, start, **values):
    zone_name = "Europe/Vilnius" if "T" in start else ""
    return plan(store, client_id, start, rule="RRULE:FREQ=DAILY", zone=zone_name, **values)


def test_a_series_gives_its_occurrence_of_today_and_those_nobody_told_of(store, clock, ona):
    clock.at = NOW - timedelta(days=2)
    series_id = weekly(store, ona, "2026-11-16T08:00:00.000Z")
    clock.at = NOW
    found = read(store)
    assert [(row.id, row.occurrence, row.timing) for row in found.today.rows] == [
        (series_id, "2026-11-20T08:00:00.000Z", Timing.PASSED)
    ]
    # What passed before the series came into the base is not late.
    assert [row.occurrence for row in found.late.rows] == ["2026-11-19T08:00:00.000Z"]
    assert today_count(store, NOW) == 2
    own = planning.own_row(store, series_id, "2026-11-20T08:00:00.000Z")
    (row,) = read(store).today.rows
    assert (row.id, row.occurrence) == (own, None)


def test_a_series_of_whole_days(store, clock, ona):
    clock.at = NOW - timedelta(days=1)
    series_id = weekly(store, ona, "2026-11-10")
    clock.at = NOW
    found = read(store)
    assert [(row.id, row.occurrence) for row in found.today.rows] == [(series_id, "2026-11-20")]
    assert [row.occurrence for row in found.late.rows] == ["2026-11-19"]


def test_a_series_that_came_without_its_time_counts_from_its_start(store, ona):
    whole = weekly(store, ona, "2026-11-18")
    timed = weekly(store, ona, "2026-11-18T08:00:00.000Z")
    with store.change("edit_activity") as change:
        change.execute("UPDATE activity SET created_at = '' WHERE id IN (?, ?)", (whole, timed))
    assert read(store).late.total == 4


@pytest.mark.parametrize("start", ["2026-11-18", "2026-11-18T08:00:00.000Z"])
def test_a_series_made_under_a_clock_that_ran_ahead_counts_from_its_start(store, clock, ona, start):
    clock.at = NOW + timedelta(days=1461)
    weekly(store, ona, start)
    clock.at = NOW
    assert [row.occurrence[:10] for row in read(store).late.rows] == ["2026-11-18", "2026-11-19"]


def test_a_series_known_since_a_day_in_the_base_of_times(store, ona):
    timed = weekly(store, ona, "2026-11-18T08:00:00.000Z")
    with store.change("edit_activity") as change:
        change.execute("UPDATE activity SET created_at = '2026-11-19' WHERE id = ?", (timed,))
    assert [row.occurrence for row in read(store).late.rows] == ["2026-11-19T08:00:00.000Z"]


def test_the_day_of_a_row(store):
    assert Slot(ActivityKind.CALL, "2026-11-20T22:30:00.000Z", all_day=False, minutes=None).day() == date(
        2026, 11, 21
    )


def test_counting_stops_at_the_most(store, ona, monkeypatch):
    monkeypatch.setattr("crm_desktop.services.attention_contacts.MOST_COUNTED", 3)
    for day in ("2026-11-18", "2026-11-19", "2026-11-20", "2026-11-20"):
        plan(store, ona, day)
    assert today_count(store, NOW) == 3


def test_the_plan_is_a_range_of_the_index(store, ona):
    from crm_desktop.services import attention_contacts as module

    plan_text = str(
        store.read(
            f"EXPLAIN QUERY PLAN SELECT 1 {module._OF} WHERE {module._WITHIN}",
            module._bounds(date(2026, 11, 20)),
        )
    )
    assert "activity_open (planned_at>? AND planned_at<?)" in plan_text


def test_what_is_late_is_counted_without_looking_at_each_client(store, ona):
    from crm_desktop.services import attention_contacts as module

    plan_text = str(
        store.read(
            f"EXPLAIN QUERY PLAN SELECT COUNT(*) {module._EARLIER_COUNTED}", module._end(date(2026, 11, 20))
        )
    )
    assert "activity_open (planned_at<?)" in plan_text
    assert "client_bin" in plan_text
    assert "autoindex_client" not in plan_text
