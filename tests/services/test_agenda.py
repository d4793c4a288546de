from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_desktop.kinds import ActivityKind, Outcome, PointKind
from crm_desktop.services import activities, clients
from crm_desktop.services.agenda import agenda
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DateDraft, PointDraft

# Vilnius: two hours ahead of UTC.
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def store(tmp_path):
    base = open_base(tmp_path / "base.crm")
    yield base.store
    base.store.close()


def client(store, name="Ona", **values):
    return clients.add(store, ClientDraft(name=name, **values))


def plan(store, client_id, at, *, all_day=False, **values):
    draft = ActivityDraft(client_id, planned_at=at, all_day=all_day, **values)
    return activities.add(store, draft)


def test_planned_and_overdue_part_at_this_moment(store):
    ona = client(store, points=(PointDraft(PointKind.PHONE, "8 612 34567"),))
    late = plan(store, ona, "2026-11-20T09:59:00.000Z")
    soon = plan(store, ona, "2026-11-20T10:00:00.000Z", kind=ActivityKind.VISIT, wanted="vazos", minutes=30)
    found = agenda(store, TODAY, TODAY, NOW)
    assert [contact.id for contact in found.overdue] == [late]
    (planned,) = found.planned
    assert (planned.id, planned.kind, planned.wanted, planned.minutes) == (
        soon,
        ActivityKind.VISIT,
        "vazos",
        30,
    )
    assert (planned.client, planned.client_id, planned.number, planned.phone) == (
        "Ona",
        ona,
        1,
        "8 612 34567",
    )


def test_days_begin_and_end_at_local_midnight(store):
    ona = client(store)
    last = plan(store, ona, "2026-11-20T21:59:00.000Z")
    next_day = plan(store, ona, "2026-11-20T22:00:00.000Z")
    assert [contact.id for contact in agenda(store, TODAY, TODAY, NOW).planned] == [last]
    tomorrow = date(2026, 11, 21)
    assert [contact.id for contact in agenda(store, tomorrow, tomorrow, NOW).planned] == [next_day]


def test_local_midnight_is_that_of_the_day_meant_also_over_a_clock_change(store):
    ona = client(store)
    # On 28 March 2027 Vilnius goes over to summer time: the 29th begins at 21:00 UTC.
    within = plan(store, ona, "2027-03-28T21:00:00.000Z")
    day = date(2027, 3, 29)
    assert [contact.id for contact in agenda(store, day, day, NOW).planned] == [within]


def test_an_all_day_contact_is_overdue_from_the_next_day_on(store):
    ona = client(store)
    yesterday = plan(store, ona, "2026-11-19", all_day=True)
    today = plan(store, ona, "2026-11-20", all_day=True)
    plan(store, ona, "2026-11-21", all_day=True)
    found = agenda(store, TODAY, TODAY, NOW)
    assert [contact.id for contact in found.overdue] == [yesterday]
    assert [contact.id for contact in found.planned] == [today]
    assert found.planned[0].all_day


def test_held_deleted_and_binned_are_not_shown(store):
    ona, jonas = client(store), client(store, "Jonas", birthday="1970-11-20")
    held = plan(store, ona, "2026-11-20T12:00:00.000Z")
    activities.hold(store, held, Outcome.SUCCESSFUL)
    activities.delete(store, plan(store, ona, "2026-11-20T12:00:00.000Z"))
    plan(store, jonas, "2026-11-20T12:00:00.000Z")
    clients.delete(store, [jonas])
    found = agenda(store, TODAY, TODAY, NOW)
    assert (found.overdue, found.planned, found.occasions) == ((), (), ())


def test_birthdays_and_named_dates_of_the_range_with_the_years_where_known(store):
    client(store, "Ona", birthday="1976-11-21", dates=(DateDraft("Vestuvės", "2001-11-20"),))
    client(store, "Jonas", birthday="--11-21")
    client(store, "Petras", birthday="1976-11-22")
    found = agenda(store, TODAY, date(2026, 11, 21), NOW).occasions
    assert [(each.client, each.label, each.on.day, each.years) for each in found] == [
        ("Ona", "Vestuvės", 20, 25), ("Jonas", "", 21, None), ("Ona", "", 21, 50),
    ]  # fmt: skip


@pytest.mark.parametrize(("year", "kept"), [(2027, date(2027, 2, 28)), (2028, date(2028, 2, 29))])
def test_29_february_is_kept_on_the_28th_in_common_years(store, year, kept):
    client(store, birthday="2000-02-29")
    found = agenda(store, date(year, 2, 1), date(year, 3, 1), NOW).occasions
    assert [each.on for each in found] == [kept]


def test_a_range_over_the_turn_of_the_year_and_one_of_several_years(store):
    client(store, birthday="--01-02")
    assert [each.on for each in agenda(store, date(2026, 12, 30), date(2027, 1, 5), NOW).occasions] == [
        date(2027, 1, 2)
    ]
    assert len(agenda(store, date(2026, 1, 1), date(2028, 12, 31), NOW).occasions) == 3


def test_the_ends_of_the_calendar(store, clock):
    client = clients.add(store, ClientDraft(name="Ona", birthday="--05-17"))
    for day in ("0001-01-01", "9999-12-31"):
        activities.add(store, ActivityDraft(client, planned_at=day, all_day=True))
    for at in ("0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.000Z"):
        activities.add(store, ActivityDraft(client, planned_at=at))
    activities.add(
        store, ActivityDraft(client, planned_at="2026-12-01", all_day=True, rule="RRULE:FREQ=YEARLY")
    )
    now = clock.now()
    everything = agenda(store, date.min, date.max, now)
    assert (len(everything.overdue), len(everything.planned)) == (2, 2 + 7965)
    assert [each.on.year for each in everything.occasions] == list(range(1, 12))
    assert len(agenda(store, date(9999, 12, 31), date.max, now).planned) == 2
    assert agenda(store, date.min, date.min, now).planned == ()
