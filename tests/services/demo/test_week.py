"""The week around today is full, whatever day it is, and what was held was held on working days."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.services.demo import make_demo


@pytest.mark.parametrize("today", [date(2026, 11, 20), date(2026, 11, 22)])
def test_there_is_something_today_and_every_way_to_end(store, today):
    make_demo(store, 30, today=today, activities_per_client=2)
    planned = [
        date.fromisoformat(at[:10]) - today
        for (at,) in store.read("SELECT planned_at FROM activity WHERE held_at IS NULL")
    ]
    assert sum(away.days == 0 for away in planned) >= 4
    assert sum(away.days < 0 for away in planned) >= 2
    outcomes = {
        outcome
        for (outcome,) in store.read(
            "SELECT outcome FROM activity WHERE held_at = planned_at AND planned_at > ?",
            (f"{today:%Y-%m}-01",),
        )
    }
    assert {"successful", "failed", "cancelled", "no_answer"} <= outcomes
