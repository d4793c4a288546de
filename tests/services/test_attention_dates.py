"""Birthdays around today: today's, the missed ones, the coming ones; greeted ones are not shown again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_desktop.kinds import ReminderKind
from crm_desktop.services import clients, operations
from crm_desktop.services.attention_dates import missed_since, occasions
from crm_desktop.services.drafts import ClientDraft, DateDraft
from crm_desktop.services.reminders import Ref, handle
from crm_desktop.storage import meta

TODAY = date(2026, 11, 20)
WEEK_AGO = TODAY - timedelta(days=7)


def client(store, name, birthday="", **values):
    return clients.add(store, ClientDraft(name=name, birthday=birthday, **values))


def found(store, today=TODAY, since=WEEK_AGO, limit=20):
    return [(row.client, row.label, row.on, row.years) for row in occasions(store, today, since, limit).rows]


def test_today_first_then_the_missed_then_the_coming(store):
    client(store, "Ahead", "--11-27")
    client(store, "Too far ahead", "1976-11-28")
    client(store, "Long missed", "1980-11-13")
    client(store, "Too long missed", "1980-11-12")
    client(store, "Missed", "1976-11-19")
    client(store, "Today", "1986-11-20", dates=(DateDraft("Vestuvės", "2001-11-20"),))
    gone = client(store, "Gone", "1986-11-20")
    clients.delete(store, [gone])
    assert found(store) == [
        ("Today", "", TODAY, 40),
        ("Today", "Vestuvės", TODAY, 25),
        ("Missed", "", date(2026, 11, 19), 50),
        ("Long missed", "", WEEK_AGO, 46),
        ("Ahead", "", date(2026, 11, 27), None),
    ]
    assert [row[0] for row in found(store, since=TODAY - timedelta(days=1))] == [
        "Today", "Today", "Missed", "Ahead",
    ]  # fmt: skip


def test_many_of_a_day_come_by_name_and_are_counted(store):
    for name in ("Česlovas", "Adomas", "Dalia", "Birutė"):
        client(store, name, "1976-11-20")
    client(store, "Ahead", "1976-11-22", dates=(DateDraft("Vestuvės", "2001-11-23"),))
    few = occasions(store, TODAY, WEEK_AGO, 2)
    assert ([row.client for row in few.rows], few.total) == (["Adomas", "Birutė"], 6)
    assert occasions(store, TODAY, WEEK_AGO, 5).total == 6


@pytest.mark.parametrize(
    ("year", "kept"), [(2027, date(2027, 2, 28)), (2028, date(2028, 2, 29)), (2100, date(2100, 2, 28))]
)
def test_29_february_is_kept_on_the_28th_in_common_years(store, year, kept):
    client(store, "Ona", "2000-02-29")
    assert [row[2] for row in found(store, date(year, 2, 25), date(year, 2, 24))] == [kept]
    assert [row[2] for row in found(store, date(year, 3, 1), date(year, 2, 27))] == [kept]


def test_over_the_turn_of_the_year(store):
    client(store, "Ona", "1976-12-31")
    client(store, "Jonas", "1976-01-01")
    assert [(name, on.year, years) for name, _, on, years in found(store, date(2027, 1, 1), date(2026, 12, 28))] == [
        ("Jonas", 2027, 51), ("Ona", 2026, 50),
    ]  # fmt: skip


def test_who_was_greeted_is_left_out_until_undo(store, clock):
    ona = client(store, "Ona", "1976-11-20", dates=(DateDraft("Vestuvės", "2001-11-20"),))
    first, second = occasions(store, TODAY, WEEK_AGO, 9).rows
    assert (first.kind, first.subject_id, first.client_id) == (ReminderKind.BIRTHDAY, ona, ona)
    assert (second.kind, second.client_id) == (ReminderKind.DATE, ona)
    for row in (first, second):
        handle(store, [Ref(row.kind, row.subject_id, row.on.isoformat())], clock.now())
    assert occasions(store, TODAY, WEEK_AGO, 9).total == 0
    assert len(found(store, TODAY + timedelta(days=364), TODAY + timedelta(days=363))) == 2
    operations.undo(store)
    assert [row.kind for row in occasions(store, TODAY, WEEK_AGO, 9).rows] == [ReminderKind.DATE]


def test_missed_is_what_came_since_the_last_look_before_today_and_yesterday(store):
    yesterday = TODAY - timedelta(days=1)
    assert missed_since(store, TODAY) == yesterday
    assert missed_since(store, TODAY) == yesterday
    monday = TODAY + timedelta(days=3)
    assert [missed_since(store, monday) for _ in range(2)] == [TODAY, TODAY]
    tuesday = monday + timedelta(days=1)
    assert missed_since(store, tuesday) == monday
    month_later = tuesday + timedelta(days=30)
    assert missed_since(store, month_later) == month_later - timedelta(days=7)


def test_a_clock_that_was_set_back_does_not_disturb(store):
    missed_since(store, TODAY + timedelta(days=400))
    assert missed_since(store, TODAY) == TODAY - timedelta(days=1)


def test_the_last_look_is_no_step_to_be_taken_back(store):
    before = operations.can_undo(store)
    missed_since(store, TODAY)
    assert operations.can_undo(store) == before
    assert meta.get(store, "today_looked") == "2026-11-20"
