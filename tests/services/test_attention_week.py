"""The week so far: by local days, without what is no contact, beside the same days of the week before."""

from __future__ import annotations

import time
from datetime import date

import pytest

from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, clients
from crm_desktop.services.attention_week import DayCount, week
from crm_desktop.services.drafts import ActivityDraft, ClientDraft

FRIDAY = date(2026, 11, 20)


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
    return clients.add(store, ClientDraft(name="Ona"))


def held(store, client_id, at, outcome=Outcome.SUCCESSFUL, kind=ActivityKind.CALL, **values):
    draft = ActivityDraft(client_id, kind, held_at=at, outcome=outcome, wanted="x", **values)
    return activities.add(store, draft)


def counts(days):
    return {day.on.day: (day.held, day.well, day.failed) for day in days if day.held}


def test_each_day_with_its_endings(store, ona):
    held(store, ona, "2026-11-16T09:00:00.000Z")
    held(store, ona, "2026-11-16T10:00:00.000Z", Outcome.FAILED)
    held(store, ona, "2026-11-16T11:00:00.000Z", Outcome.NO_ANSWER)
    held(store, ona, "2026-11-17", all_day=True)
    held(store, ona, "2026-11-09T09:00:00.000Z")
    held(store, ona, "2026-11-15T09:00:00.000Z")
    for kind in (ActivityKind.NOTE, ActivityKind.TASK):
        held(store, ona, "2026-11-18T09:00:00.000Z", kind=kind)
    held(store, ona, "2026-11-18T09:00:00.000Z", Outcome.CANCELLED)
    activities.delete(store, held(store, ona, "2026-11-18T09:00:00.000Z"))
    found = week(store, FRIDAY)
    assert [day.on for day in found.days] == [date(2026, 11, day) for day in range(16, 23)]
    assert counts(found.days) == {16: (3, 1, 1), 17: (1, 1, 0)}
    assert counts(found.before) == {9: (1, 1, 0), 15: (1, 1, 0)}


def test_so_far_compares_the_same_days_of_both_weeks(store, ona):
    held(store, ona, "2026-11-16T09:00:00.000Z", Outcome.FAILED)
    held(store, ona, "2026-11-20T09:00:00.000Z")
    held(store, ona, "2026-11-10T09:00:00.000Z")
    held(store, ona, "2026-11-14T09:00:00.000Z")
    now, before = week(store, FRIDAY).so_far(FRIDAY)
    assert (now, before) == (DayCount(FRIDAY, 2, 1, 1), DayCount(date(2026, 11, 13), 1, 1, 0))


@pytest.mark.parametrize(
    ("name", "last", "first"),
    [
        ("Europe/Vilnius", "2026-11-16T21:59:59.000Z", "2026-11-16T22:00:00.000Z"),
        ("America/New_York", "2026-11-17T04:59:59.000Z", "2026-11-17T05:00:00.000Z"),
    ],
)
def test_a_day_begins_at_local_midnight(store, ona, zone, name, last, first):
    zone(name)
    held(store, ona, last)
    held(store, ona, first)
    held(store, ona, "2026-11-16", all_day=True)
    assert counts(week(store, FRIDAY).days) == {16: (2, 2, 0), 17: (1, 1, 0)}


@pytest.mark.parametrize(
    ("name", "sunday", "inside"),
    [
        ("Europe/Vilnius", date(2026, 10, 25), "2026-10-25T21:59:59.000Z"),
        ("America/New_York", date(2026, 11, 1), "2026-11-02T04:59:59.000Z"),
        ("Europe/Vilnius", date(2027, 3, 28), "2027-03-28T20:59:59.000Z"),
    ],
)
def test_a_day_of_a_clock_change_is_whole(store, ona, zone, name, sunday, inside):
    zone(name)
    held(store, ona, inside)
    assert counts(week(store, sunday).days) == {sunday.day: (1, 1, 0)}


def test_a_day_is_a_range_of_the_index(store):
    plan = str(
        store.read(
            "EXPLAIN QUERY PLAN SELECT COUNT(*), SUM(a.outcome = 'x') FROM activity a WHERE a.held_at >= '1'"
            " AND a.held_at < '2' AND a.all_day = 0 AND a.held_at IS NOT NULL AND a.deleted = 0 AND a.kind <> 'note'"
        )
    )
    assert "USING INDEX activity_held (held_at>? AND held_at<?)" in plan
