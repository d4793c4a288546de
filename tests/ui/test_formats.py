"""Dates, numbers and money are written as the three languages write them; CLDR (through Babel) is the judge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_timedelta
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui import formats, text
from crm_desktop.ui.formats_words import WORDS

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _english():
    yield
    text.set_language("en")


@pytest.mark.parametrize("code", text.LANGUAGES)
def test_the_small_table_equals_cldr(code):
    words = WORDS[code]
    locale = Locale.parse(words.locale)
    months = locale.months["format"]["abbreviated"]
    days = locale.days["format"]["abbreviated"]
    assert words.months == tuple(months[n] for n in range(1, 13))
    assert words.days == tuple(days[n] for n in range(7))
    assert words.full_months == tuple(locale.months["format"]["wide"][n] for n in range(1, 13))
    assert words.full_days == tuple(locale.days["format"]["wide"][n] for n in range(7))


@pytest.mark.parametrize(
    ("code", "title", "short"),
    [
        ("en", "Saturday, 21 November", "Sat"),
        ("ru", "Суббота, 21 ноября", "сб"),
        ("lt", "Šeštadienis, lapkričio 21 d.", "št"),
    ],
)
def test_a_day_as_a_title(code, title, short):
    text.set_language(code)
    assert (formats.day_title(TODAY), formats.weekday(TODAY)) == (title, short)


@pytest.mark.parametrize("code", text.LANGUAGES)
@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
@given(count=st.integers(1, 400))
def test_relative_words_equal_cldr(code, unit, count):
    words = WORDS[code]
    seconds = {"day": 86400, "week": 604800, "month": 2592000, "year": 31536000}[unit]
    for patterns, sign in ((words.ago, -1), (words.ahead, 1)):
        expected = format_timedelta(
            timedelta(seconds=sign * count * seconds),
            granularity=unit,
            threshold=1e9 if unit == "day" else 0,
            add_direction=True,
            locale=words.locale,
        )
        shown = patterns[unit][words.plural(count)].format(count)
        if shown.split() != expected.split():
            # Babel moves to the larger unit by itself; compare only where it kept ours.
            assert not any(part == str(count) for part in expected.split())


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("", ""),
        ("2026-11-21", "today"),
        ("2026-11-20", "yesterday"),
        ("2026-11-22", "tomorrow"),
        ("2026-11-18", "3 days ago"),
        ("2026-11-07", "2 weeks ago"),
        ("2026-10-05", "5 Oct"),
        ("2025-10-05", "5 Oct 2025"),
        ("2026-11-25", "in 4 days"),
        ("not a date", "not a date"),
    ],
)
def test_relative_days_of_a_list(stored, shown):
    text.set_language("en")
    assert formats.relative(stored, TODAY) == shown


def test_an_instant_is_shown_in_local_time():
    text.set_language("en")
    # 22:30 UTC is past midnight in Vilnius.
    assert formats.relative("2026-11-20T22:30:00.000Z", TODAY) == "today"
    assert formats.moment("2026-11-24T13:30:00.000Z", TODAY) == "Tue 24 Nov 15:30"
    assert formats.moment("2026-11-21", TODAY) == "today"
    assert formats.clock_time("2026-11-21") == ""


def test_dates_in_three_languages():
    shown = {}
    for code in text.LANGUAGES:
        text.set_language(code)
        shown[code] = [
            formats.day("2026-11-12", TODAY),
            formats.day("2025-10-05", TODAY),
            formats.birthday("--05-17"),
        ]
    assert shown == {
        "en": ["12 Nov", "5 Oct 2025", "17 May"],
        "ru": ["12 нояб.", "5 окт. 2025", "17 мая"],
        "lt": ["lapkr. 12", "2025-10-05", "geg. 17"],
    }


def test_long_dates_come_from_cldr():
    text.set_language("en")
    assert formats.full_day("2026-11-21") == "Saturday, 21 November 2026"
    assert formats.month(TODAY) == "November 2026"
    text.set_language("lt")
    assert formats.full_day("2026-11-21") == "2026 m. lapkričio 21 d., šeštadienis"


@pytest.mark.parametrize(
    ("code", "minor", "currency", "shown"),
    [
        ("en", 123456, "EUR", "€1,234.56"),
        ("en", -500, "USD", "-$5"),
        ("en", 1240000, "RUB", "12,400\u00a0₽"),
        ("ru", 1240000, "RUB", "12\u00a0400\u00a0₽"),
        ("lt", 123450, "EUR", "1\u00a0234,50\u00a0€"),
        ("en", 5000, "JPY", "5,000\u00a0JPY"),
        ("en", 150, "", "1.5"),
    ],
)
def test_money(code, minor, currency, shown):
    text.set_language(code)
    assert formats.money(minor, currency) == shown


@pytest.mark.parametrize(
    ("code", "minor", "currency", "shown"),
    [
        ("en", 9999, "EUR", "€99.99"),
        ("en", -1295466, "EUR", "-€12,955"),
        ("en", 123456789, "EUR", "€1.2M"),
        ("en", -123456789, "EUR", "-€1.2M"),
        ("ru", 24970000, "RUB", "249,7\u00a0тыс.\u00a0₽"),
        ("lt", 1295466, "EUR", "12\u00a0955\u00a0€"),
        ("en", 9999, "JPY", "9,999\u00a0JPY"),
        ("en", 1295466, "", "12,955"),
    ],
)
def test_money_of_a_picture_is_short(code, minor, currency, shown):
    text.set_language(code)
    assert formats.money_short(minor, currency) == shown


def test_months_below_bars_are_short_and_january_has_its_year():
    text.set_language("ru")
    assert [formats.month_short(date(2026, month, 1)) for month in (1, 5)] == ["янв. 2026", "май"]


def test_numbers_and_sizes():
    text.set_language("ru")
    assert formats.number(200000) == "200\u00a0000"
    assert formats.decimal("1234.50") == "1\u00a0234,5"
    assert formats.decimal("a dozen") == "a dozen"
    assert formats.size(3_412_345) == "3,4 MB"
    assert formats.size(12) == "12 B"


def test_how_long_ago_takes_the_largest_unit():
    text.set_language("en")
    assert formats.ago("2026-07-01", TODAY) == "4 months ago"
    assert formats.ago("2020-07-01", TODAY) == "6 years ago"
    assert formats.ago("2026-12-21", TODAY) == "in 4 weeks"
    assert formats.ago("?", TODAY) == "?"
