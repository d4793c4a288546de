from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import PeriodRefused
from crm_desktop.services.reports.periods import PeriodName, Span, monday_of, month_start, named
from tests.services.reports.bases import ZONES, zone

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2026-11-20", "2026-11-20"),
        ("this_week", "2026-11-16", "2026-11-22"),
        ("last_week", "2026-11-09", "2026-11-15"),
        ("week_before_last", "2026-11-02", "2026-11-08"),
        ("next_week", "2026-11-23", "2026-11-29"),
        ("this_month", "2026-11-01", "2026-11-30"),
        ("last_month", "2026-10-01", "2026-10-31"),
        ("next_month", "2026-12-01", "2026-12-31"),
        ("this_quarter", "2026-10-01", "2026-12-31"),
        ("last_quarter", "2026-07-01", "2026-09-30"),
        ("this_year", "2026-01-01", "2026-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
        ("last_12_months", "2025-11-01", "2026-10-31"),
    ],
)
def test_named_periods(name, first, last):
    span = named(PeriodName(name), TODAY)
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@given(day=DAYS, name=st.sampled_from([each for each in PeriodName if each not in {"all", "days"}]))
def test_named_periods_begin_and_end_where_their_kind_does(day, name):
    span = named(name, day)
    if "week" in name:
        assert (span.first.isoweekday(), span.days) == (1, 7)
        assert span.first.isocalendar()[:2] == span.last.isocalendar()[:2]
    elif name is not PeriodName.TODAY:
        assert span.first.day == 1
        assert span.last.day == monthrange(span.last.year, span.last.month)[1]
    if name.startswith("this") or name is PeriodName.TODAY:
        assert span.first <= day <= span.last
    if name.startswith("last"):
        assert span.last < day
    if name.startswith("next"):
        assert span.first > day


@pytest.mark.parametrize("name", [PeriodName.ALL, PeriodName.DAYS])
def test_periods_without_days_of_their_own(name):
    with pytest.raises(ValueError, match=name.value):
        named(name, TODAY)


@given(st.sampled_from([each for each in PeriodName if each not in {"all", "days"}]), DAYS)
def test_the_one_before_is_of_the_same_kind_and_ends_where_it_begins(name, day):
    span = named(name, day)
    before = span.before()
    assert before.last + DAY == span.first
    if "month" in name or "quarter" in name or "year" in name:
        assert before.first == month_start(
            span.first, -(span.last.month - span.first.month) - 1 - 12 * (span.last.year - span.first.year)
        )
    else:
        assert before.days == span.days


def test_before_days_that_are_no_whole_months_stand_as_many_days():
    assert Span(date(2026, 11, 2), date(2026, 11, 30)).before() == Span(date(2026, 10, 4), date(2026, 11, 1))
    assert Span(date(2026, 1, 1), date(2026, 11, 20)).before().days == 324


@given(DAYS, st.integers(0, 800))
def test_weeks_and_months_cover_every_day_once(first, days):
    span = Span(first, first + days * DAY)
    weeks, months = list(span.weeks()), list(span.months())
    assert {monday_of(first + n * DAY) for n in range(span.days)} == set(weeks)
    assert {(first + n * DAY).replace(day=1) for n in range(span.days)} == set(months)
    assert all(after - before == 7 * DAY for before, after in pairwise(weeks))
    assert months == sorted(set(months))


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 11, 2), date(2026, 11, 1)), (date(1900, 1, 1), date(1960, 2, 28))],
)
def test_what_is_no_period(first, last):
    with pytest.raises(PeriodRefused):
        Span(first, last)


@given(
    name=st.sampled_from(ZONES), day=st.dates(date(2025, 1, 1), date(2027, 12, 31)), hours=st.integers(0, 60)
)
def test_instants_of_days_are_those_that_the_wall_shows_on_them(name, day, hours):
    with zone(name):
        begin, beyond = Span(day, day).instants()
        at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hours - 24, minutes=45)
        within = begin <= at.strftime("%Y-%m-%dT%H:%M:%S.000Z") < beyond
        assert within == (at.astimezone().date() == day)
