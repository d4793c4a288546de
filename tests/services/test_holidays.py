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


def test_nobody_chose_then_the_country_of_the_base(store):
    facts.set_region(store, "EE")
    assert (holidays.chosen_country(store), holidays.country(store), holidays.region(store)) == (
        "",
        "EE",
        "EE",
    )
    holidays.choose_country(store, "PL")
    assert (holidays.chosen_country(store), holidays.country(store)) == ("PL", "PL")
    holidays.choose_country(store, "")
    assert holidays.country(store) == "EE"


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2026, 11, 22), (date(2026, 12, 24), "Kūčių diena")),
        (date(2026, 12, 27), (date(2027, 1, 1), "Naujųjų metų diena")),
        (NEW_YEAR, (NEW_YEAR, "Naujųjų metų diena")),
    ],
)
def test_the_next_holiday(store, today, found):
    holidays.choose_country(store, "LT")
    assert holidays.next_holiday(store, today, "lt") == found


def test_there_is_no_next_holiday_of_nowhere_or_at_the_end_of_the_calendar(store):
    holidays.choose_country(store, holidays.NOWHERE)
    assert holidays.next_holiday(store, NEW_YEAR, "lt") is None
    holidays.choose_country(store, "LT")
    assert holidays.next_holiday(store, date.max, "lt") is None
