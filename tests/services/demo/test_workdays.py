from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.clock import parse_utc_text
from crm_desktop.services.demo.workdays import day_from, history, instant, lately, soon, workdays


@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2028, 2, 29), date(2026, 1, 1)])
def test_only_working_days_on_both_sides_of_today(today):
    days = workdays(today)
    assert max(days.past) < today.isoformat() <= min(days.future)
    assert {date.fromisoformat(day).weekday() for day in (*days.past, *days.future)} == {0, 1, 2, 3, 4}
    assert list(days.past) == sorted(set(days.past))


@given(st.integers(1, 600), st.integers(0, 1000))
def test_a_history_rises_and_is_past(count, seed):
    days = workdays(date(2026, 11, 21))
    past = history(Random(seed), days, count)
    assert len(past) == count
    assert past == sorted(past)
    assert past[-1] < days.today.isoformat()


def test_soon_and_lately_are_on_their_sides_of_today():
    rng, days = Random(1), workdays(date(2026, 11, 23))
    assert all(soon(rng, days) >= "2026-11-23" for _ in range(200))
    assert {lately(rng, days, within=2)[:10] for _ in range(50)} == {"2026-11-19", "2026-11-20"}


def test_instants_are_within_working_hours():
    assert 7 <= parse_utc_text(instant(Random(1), "2026-11-23")).hour < 16


def test_days_are_counted_over_the_end_of_a_month():
    assert day_from(date(2028, 2, 28), 2) == "2028-03-01"
