"""How the calendar was looked at last: what the settings file says, and what stands in for what it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from crm_desktop.ui import text
from crm_desktop.ui.calendar_preferences import MONDAY, SUNDAY, Bars, Preferences, View, from_settings

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
_NAMES = ["view", "first_view", "week_start", "work", "bars"]


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({}, Preferences()),
        ({"view": "month", "bars": "kind"}, Preferences(view=View.MONTH, bars=Bars.KIND)),
        ({"view": "month", "first_view": "day"}, Preferences(view=View.DAY)),
        ({"week_start": SUNDAY, "work": [7, 15]}, Preferences(week_start=SUNDAY, work=(7, 15))),
        ({"work": [0, 24]}, Preferences(work=(0, 24))),
    ],
)
def test_what_was_kept_is_taken(stored, expected):
    assert from_settings(stored) == expected


@pytest.mark.parametrize(
    "stored",
    [
        {"view": "year"},
        {"view": 3, "bars": None},
        {"week_start": 2},
        {"week_start": "0"},
        {"work": [18, 9]},
        {"work": [9]},
        {"work": "9-18"},
        {"work": [9, 25]},
        {"work": ["a", "b"]},
        {"work": []},
    ],
)
def test_what_cannot_be_used_gives_way(stored):
    assert from_settings(stored) == Preferences()


@given(st.dictionaries(st.sampled_from(_NAMES), _JSON))
def test_whatever_stands_in_the_file_the_calendar_opens(stored):
    found = from_settings(stored)
    assert found.view in View
    assert found.bars in Bars
    assert found.week_start in (None, MONDAY, SUNDAY)
    assert 0 <= found.work[0] < found.work[1] <= 24


@pytest.mark.parametrize(("language", "day"), [("ru", MONDAY), ("lt", MONDAY)])
def test_a_week_begins_as_the_language_has_it(language, day):
    text.set_language(language)
    assert Preferences().first_weekday() == day
    assert Preferences(week_start=SUNDAY).first_weekday() == SUNDAY


def test_for_english_the_country_of_the_system_decides():
    text.set_language("en")
    assert Preferences().first_weekday() == QLocale.system().firstDayOfWeek().value - 1
    assert QLocale("en_US").firstDayOfWeek().value - 1 == SUNDAY
    assert QLocale("en_GB").firstDayOfWeek().value - 1 == MONDAY
