from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import NumberRefused, RecordNotFound, TextTooLong
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import clients, operations
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.planning_many import Foreseen, Spread, foreseen, plan_for, slots

FRIDAY = date(2026, 11, 20)
CALL = ActivityDraft(kind=ActivityKind.CALL, wanted="Kalėdų pasiūlymas")


@pytest.fixture
def people(store):
    return [clients.add(store, ClientDraft(name=name)) for name in ("Ona", "Petras", "Jonas", "Rasa", "Ieva")]


def planned(store):
    return store.read("SELECT client_id, planned_at FROM activity WHERE deleted = 0 ORDER BY rid")


def test_so_many_a_day_on_work_days(store, people):
    spread = Spread(FRIDAY, a_day=2, at=time(9), every=30)
    done = plan_for(store, people, CALL, spread=spread)
    assert planned(store) == list(
        zip(
            people,
            [
                "2026-11-20T07:00:00.000Z", "2026-11-20T07:30:00.000Z", "2026-11-23T07:00:00.000Z",
                "2026-11-23T07:30:00.000Z", "2026-11-24T07:00:00.000Z",
            ],
            strict=True,
        )
    )  # fmt: skip
    assert len(set(done.ids)) == 5
    assert store.read("SELECT DISTINCT kind, minutes, wanted, all_day, created_at FROM activity") == [
        ("call", 15, "Kalėdų pasiūlymas", 0, "2026-11-20T10:00:00.000Z")
    ]


def test_undone_as_one(store, people):
    plan_for(store, people, CALL, spread=Spread(FRIDAY))
    operations.undo(store)
    assert planned(store) == []


def test_from_time_to_time_as_many_as_fit(store, people):
    plan_for(store, people[:4], CALL, spread=Spread(FRIDAY, at=time(16), every=45, until=time(17, 30)))
    assert [at for _, at in planned(store)] == [
        "2026-11-20T14:00:00.000Z", "2026-11-20T14:45:00.000Z", "2026-11-20T15:30:00.000Z",
        "2026-11-23T14:00:00.000Z",
    ]  # fmt: skip


def test_whole_days_and_the_same_time(store, people):
    plan_for(store, people, replace(CALL, minutes=5), spread=Spread(FRIDAY, a_day=4, weekdays=(5, 6)))
    assert [at for _, at in planned(store)] == ["2026-11-21"] * 4 + ["2026-11-22"]
    assert store.read("SELECT DISTINCT all_day, minutes FROM activity") == [(1, 5)]
    assert list(islice(slots(Spread(FRIDAY, at=time(9))), 2)) == ["2026-11-20T07:00:00.000Z"] * 2


def test_who_is_left_out_and_why(store, people):
    shy = clients.add(store, ClientDraft(name="Tylenis", do_not_contact=True))
    clients.delete(store, people[:1])
    done = plan_for(store, [*people, shy, people[1], b"0" * 16], CALL, spread=Spread(FRIDAY))
    assert [client for client, _ in planned(store)] == people[1:]
    assert (len(done.ids), done.do_not_contact, done.deleted) == (4, 1, 2)


def test_what_would_become_of_it_is_known_before():
    assert foreseen(5, Spread(FRIDAY, a_day=2)) == Foreseen(3, FRIDAY, date(2026, 11, 24))
    assert foreseen(4, Spread(FRIDAY, at=time(9), every=60, until=time(10))) == Foreseen(
        2, FRIDAY, date(2026, 11, 23)
    )
    assert foreseen(1, Spread(date(2026, 11, 21))).first == date(2026, 11, 23)
    with pytest.raises(NumberRefused):
        foreseen(100, Spread(date(9999, 12, 20), a_day=1))


def test_nobody_left_is_no_operation(store):
    before = operations.recent(store)
    assert plan_for(store, [b"0" * 16], CALL, spread=Spread(FRIDAY)).ids == ()
    assert operations.recent(store) == before
    assert planned(store) == []


def test_refused_spreads_plan_nothing(store, people):
    for wrong in (
        Spread(FRIDAY, a_day=0),
        Spread(FRIDAY, weekdays=()),
        Spread(FRIDAY, weekdays=(7,)),
        Spread(FRIDAY, at=time(9), every=-1),
        Spread(FRIDAY, at=time(9), every=10, until=time(8)),
        Spread(date(9999, 12, 29), a_day=1),
    ):
        with pytest.raises(NumberRefused):
            plan_for(store, people, CALL, spread=wrong)
    with pytest.raises(TextTooLong):
        plan_for(store, people, replace(CALL, place="x" * 501), spread=Spread(FRIDAY))
    with pytest.raises(RecordNotFound):
        plan_for(store, people, replace(CALL, responsible_id=b"0" * 16), spread=Spread(FRIDAY))
    assert planned(store) == []


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 7),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(1, 40),
)
def test_no_day_holds_more_and_none_is_a_wrong_one(first, a_day, weekdays, count):
    days = [
        date.fromisoformat(each)
        for each in islice(slots(Spread(first, a_day, tuple(sorted(weekdays)))), count)
    ]
    assert days == sorted(days)
    assert {day.weekday() for day in days} <= weekdays
    assert all(days.count(day) <= a_day for day in days)
    assert days[0] - first < timedelta(days=7)
