"""Moments as people type them, in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services.typed_time import When, read_when

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)  # Saturday, 16:00 in Vilnius


def ahead(text):
    return read_when(text, NOW, ahead=True)


def back(text):
    return read_when(text, NOW, ahead=False)


@pytest.mark.parametrize(
    "text",
    ["tomorrow 10:00", "завтра в 10:00", "Rytoj 10:00", "10:00 tomorrow", "завтра в 10", "tomorrow at 10am"],
)
def test_a_day_and_a_time_in_any_language(text):
    assert ahead(text) == When(date(2026, 11, 22), time(10))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", 21), ("сегодня", 21), ("šiandien", 21), ("siandien", 21), ("yesterday", 20), ("вчера", 20),
        ("vakar", 20), ("позавчера", 19), ("užvakar", 19), ("3 days ago", 18), ("3 дня назад", 18),
        ("prieš 3 dienas", 18), ("a week ago", 14), ("неделю назад", 14), ("-2", 19), ("fri", 20), ("в пятницу", 20),
        ("penktadienis", 20), ("sat", 14), ("18.11", 18), ("18 nov", 18), ("18 ноября", 18), ("2026-11-18", 18),
    ],
)  # fmt: skip
def test_days_that_have_passed(text, day):
    assert back(text) == When(date(2026, 11, day))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("послезавтра", date(2026, 11, 23)), ("poryt", date(2026, 11, 23)), ("in a week", date(2026, 11, 28)),
        ("через неделю", date(2026, 11, 28)), ("po savaitės", date(2026, 11, 28)), ("in 2 weeks", date(2026, 12, 5)),
        ("через месяц", date(2026, 12, 21)), ("po 3 mėnesių", date(2027, 2, 21)), ("in a year", date(2027, 11, 21)),
        ("+3", date(2026, 11, 24)), ("mon", date(2026, 11, 23)), ("пон.", date(2026, 11, 23)),
        ("pirm", date(2026, 11, 23)), ("tues", date(2026, 11, 24)), ("четв", date(2026, 11, 26)),
        ("penkt.", date(2026, 11, 27)), ("sat", date(2026, 11, 28)),
        ("20.11", date(2027, 11, 20)), ("24.11", date(2026, 11, 24)), ("29.02", date(2028, 2, 29)),
        ("24.11.2027", date(2027, 11, 24)),
    ],
)  # fmt: skip
def test_days_to_come(text, day):
    assert ahead(text) == When(day)


def test_a_bare_time_of_a_plan_that_has_passed_is_tomorrows():
    assert ahead("15:30") == When(date(2026, 11, 22), time(15, 30))
    assert ahead("16:30") == When(date(2026, 11, 21), time(16, 30))
    assert back("15:30") == When(date(2026, 11, 21), time(15, 30))


@pytest.mark.parametrize("text", ["15.30", "15:30", "3:30 pm", "at 15:30"])
def test_ways_to_write_a_time(text):
    assert back(text) == When(date(2026, 11, 21), time(15, 30))


def test_a_point_between_figures_is_a_date_where_it_can_be_one():
    assert back("10.11") == When(date(2026, 11, 10))
    assert back("yesterday 15.45") == When(date(2026, 11, 20), time(15, 45))


def test_hours_and_minutes_from_now():
    assert ahead("in 2 hours") == When(date(2026, 11, 21), time(18))
    assert ahead("через 45 минут") == When(date(2026, 11, 21), time(16, 45))
    assert back("prieš 2 valandas") == When(date(2026, 11, 21), time(14))
    assert ahead("in 10 hours").day == date(2026, 11, 22)


@pytest.mark.parametrize("pattern", ["{} 9:00", "{} 9.00", "{}. 9:00", "9:00 {}", "{} 9 val.", "{} в 9:00"])
@pytest.mark.parametrize(
    ("text", "day"),
    [
        *zip("mon tue wed thu fri sat sun".split(), range(7), strict=True),
        *zip("пн вт ср чт пт сб вс".split(), range(7), strict=True),
        *zip("pr an tr kt pn št sk".split(), range(7), strict=True),
    ],
)
def test_the_short_name_of_a_weekday_beside_a_time(text, day, pattern):
    found = ahead(pattern.format(text))
    assert (found.day.weekday(), found.time) == (day, time(9))


def test_an_article_is_no_weekday():
    assert ahead("in an hour") == When(date(2026, 11, 21), time(17))
    assert ahead("an") is None
    assert ahead("an friday 9:00").day.weekday() == 4


@pytest.mark.parametrize("text", ["now", "сейчас", "dabar"])
def test_now(text):
    assert back(text) == When(date(2026, 11, 21), time(16))


@pytest.mark.parametrize("text", ["15 val", "15 ч", "15h", "3pm"])
def test_an_hour_by_its_word(text):
    assert back(text).time == time(15)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "soon",
        "99:99",
        "25.13",
        "in the",
        "in 3 blue",
        "31.02",
        "15:30 soon",
        "25h",
        "at 99",
        "33.77",
        "in 3",
    ],
)
def test_what_is_not_understood_is_no_guess(text):
    assert back(text) is None
    assert ahead(text) is None


def test_the_month_after_january_31_ends_where_it_ends():
    assert read_when("in a month", datetime(2027, 1, 31, 12, tzinfo=UTC), ahead=True).day == date(2027, 2, 28)


def test_stored_is_an_instant_with_a_time_and_a_day_without():
    assert When(date(2026, 11, 24), time(15, 30)).stored == "2026-11-24T13:30:00.000Z"  # Vilnius is at +2
    assert When(date(2026, 11, 24)).stored == "2026-11-24"


def test_around_the_clock_change_a_time_is_that_of_its_day():
    assert When(date(2026, 10, 24), time(12)).stored == "2026-10-24T09:00:00.000Z"
    assert When(date(2026, 10, 26), time(12)).stored == "2026-10-26T10:00:00.000Z"


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_nothing(text):
    for way in (True, False):
        found = read_when(text, NOW, ahead=way)
        assert found is None or isinstance(found.stored, str)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.times())
def test_a_whole_date_reads_back(day, at):
    found = read_when(f"{day:%d.%m.%Y} {at:%H:%M}", NOW, ahead=True)
    assert found == When(day, at.replace(second=0, microsecond=0))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_date_without_its_year_falls_to_its_side(day):
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    typed = f"{day:%d.%m}"
    assert read_when(typed, now, ahead=True).day >= now.date()
    assert read_when(typed, now, ahead=False).day <= now.date()
    nearest = read_when(typed, now, ahead=True).day - read_when(typed, now, ahead=False).day
    assert nearest <= timedelta(days=366 * 8)
