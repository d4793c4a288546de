from __future__ import annotations

from datetime import time

import pytest

from crm_desktop.errors import NumberRefused
from crm_desktop.services.common import set_setting
from crm_desktop.services.reminders.rules import DEFAULT, Rules, rules, set_rules


def test_what_is_set_is_what_stands(store):
    assert rules(store) == DEFAULT
    new = Rules(
        leads=dict(DEFAULT.leads) | {"call": (1440, 5), "note": ()},
        all_day=(0,),
        days_ahead=(7, 0),
        waiting_days={"complaint": 2, "inquiry": None, "wish": 30},
        morning=time(8, 30),
    )
    set_rules(store, new)
    assert rules(store) == new


@pytest.mark.parametrize(
    "wrong",
    [
        Rules(leads={"call": (-1,)}),
        Rules(all_day=(366 * 24 * 60 + 1,)),
        Rules(days_ahead=(61,)),
        Rules(waiting_days={"wish": 367}),
    ],
)
def test_what_cannot_be_is_refused(store, wrong):
    with pytest.raises(NumberRefused):
        set_rules(store, wrong)
    assert rules(store) == DEFAULT


def test_what_a_newer_or_broken_program_left_is_as_usual(store):
    set_setting(
        store, "reminders",
        {
            "leads": {"call": "soon", "visit": [30, 30, -5, True, 10], "dance": [5]}, "all_day": None,
            "morning": "late", "days_ahead": {}, "waiting_days": {"complaint": "never", "wish": 5, "inquiry": None},
        },
    )  # fmt: skip
    found = rules(store)
    assert (found.leads["call"], found.leads["visit"]) == (DEFAULT.leads["call"], (30, 10))
    assert (found.all_day, found.days_ahead, found.morning) == (
        DEFAULT.all_day, DEFAULT.days_ahead, DEFAULT.morning,
    )  # fmt: skip
    assert found.waiting_days == {"complaint": 1, "wish": 5, "inquiry": None}
    set_setting(store, "reminders", {"leads": 5, "morning": 9})
    assert rules(store) == DEFAULT


def test_the_leads_of_a_contact():
    assert DEFAULT.leads_of("meeting", "", all_day=False) == (15,)
    assert DEFAULT.leads_of("meeting", "", all_day=True) == (0,)
    assert DEFAULT.leads_of("meeting", "60 5", all_day=True) == (60, 5)
    assert DEFAULT.leads_of("meeting", " - ", all_day=False) == ()
    assert DEFAULT.leads_of("dance", "٣ x", all_day=False) == (0,)
