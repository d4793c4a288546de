"""Holidays of the chosen country, in the user's language where it is known; none for nowhere."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.services import facts, holidays

NEW_YEAR = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("LT", "lt", "Naujųjų metų diena"),
        ("LT", "en", "New Year's Day"),
        ("RU", "ru", "Новогодние каникулы"),
        ("GB", "en", "New Year's Day"),
        ("LT", "ru", "Naujųjų metų diena"),
    ],
)
def test_a_holiday_speaks_the_users_language_where_it_can(store, code, language, name):
    holidays.choose_country(store, code)
    assert holidays.holidays(store, NEW_YEAR, NEW_YEAR, language) == {NEW_YEAR: (name,)}


def test_days_from_one_year_into_the_next_and_only_those(store):
    facts.set_region(store, "LT")
    found = holidays.holidays(store, date(2026, 12, 20), date(2027, 1, 2), "lt")
    assert list(found) == [
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
        NEW_YEAR.replace(year=2027),
    ]


def test_nowhere_and_the_ends_of_the_calendar_have_none(store):
    holidays.choose_country(store, holidays.NOWHERE)
    assert holidays.country(store) == "-"
    assert holidays.holidays(store, NEW_YEAR, NEW_YEAR, "lt") == {}
    holidays.choose_country(store, "LT")
    assert isinstance(holidays.holidays(store, date(9999, 1, 1), date(9999, 12, 31), "lt"), dict)
    assert isinstance(holidays.holidays(store, date(1, 1, 1), date(1, 12, 31), "lt"), dict)


def test_countries_are_named_and_in_order():
    found = holidays.countries("lt")
    assert dict(found)["LT"] == "Lietuva"
    assert {"LT", "RU", "LV", "EE", "PL", "BY", "UA", "DE", "GB", "US"} <= {code for code, _ in found}
    names = [name for _, name in found]
    assert names.index("Airija") < names.index("Lietuva") < names.index("Vokietija")
