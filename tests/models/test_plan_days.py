from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.plan_days import LONGEST_AFTER, StepUnit, step_day

ALL_DAYS = range(7)
WORK_DAYS = range(5)


@pytest.mark.parametrize(
    ("start", "after", "unit", "day"),
    [
        ("2026-11-19", 2, StepUnit.DAY, "2026-11-21"),
        ("2026-11-19", 2, StepUnit.WEEK, "2026-12-03"),
        ("2026-11-19", 0, StepUnit.MONTH, "2026-11-19"),
        ("2026-01-31", 1, StepUnit.MONTH, "2026-02-28"),
        ("2028-01-31", 1, StepUnit.MONTH, "2028-02-29"),
        ("2026-12-31", 14, StepUnit.MONTH, "2028-02-29"),
        ("2026-11-30", 1, StepUnit.MONTH, "2026-12-30"),
        ("9999-12-30", 1, StepUnit.MONTH, "9999-12-31"),
        ("9999-12-30", 5, StepUnit.DAY, "9999-12-31"),
    ],
)
def test_steps_of_days_weeks_and_months(start, after, unit, day):
    assert step_day(date.fromisoformat(start), after, unit, ALL_DAYS) == date.fromisoformat(day)


def test_a_day_off_gives_way_to_the_next_worked_on():
    assert step_day(date(2026, 11, 19), 2, StepUnit.DAY, WORK_DAYS) == date(2026, 11, 23)
    assert step_day(date(2026, 11, 19), 2, StepUnit.DAY, [3]) == date(2026, 11, 26)
    assert (
        step_day(date(9999, 12, 31), 0, StepUnit.DAY, [3]) == date.max
    )  # a Friday, and no Thursday after it


@given(
    st.dates(),
    st.integers(0, LONGEST_AFTER),
    st.sampled_from(StepUnit),
    st.sets(st.integers(0, 6), min_size=1),
)
def test_never_before_its_beginning_and_only_on_work_days(start, after, unit, days):
    day = step_day(start, after, unit, days)
    assert day >= start
    assert day.weekday() in days or day == date.max
