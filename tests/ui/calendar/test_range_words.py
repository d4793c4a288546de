"""The title of the calendar, the week and the counts, in three languages."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.services.calendar import EntryState
from crm_desktop.ui import text
from crm_desktop.ui.calendar.range_words import counts, month_of, short_title, title, titles, week
from crm_desktop.ui.calendar_preferences import View

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


@pytest.mark.parametrize(
    ("language", "first", "last", "words"),
    [
        ("en", MONDAY, SUNDAY, "16–22 November 2026"),
        ("ru", MONDAY, SUNDAY, "16–22 ноября 2026 г."),
        ("lt", MONDAY, SUNDAY, "2026 m. lapkričio 16–22 d."),
        ("en", date(2026, 11, 30), date(2026, 12, 6), "30 November – 6 December 2026"),
        ("ru", date(2026, 11, 30), date(2026, 12, 6), "30 ноября – 6 декабря 2026 г."),
        ("lt", date(2026, 11, 30), date(2026, 12, 6), "2026 m. lapkričio 30 – gruodžio 6 d."),
        ("en", date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 – 3 January 2027"),
        ("ru", date(2026, 12, 28), date(2027, 1, 3), "28 декабря 2026 – 3 января 2027 г."),
        ("lt", date(2026, 12, 28), date(2027, 1, 3), "2026 m. gruodžio 28 – 2027 m. sausio 3 d."),
    ],
)
def test_a_week_is_named_whole(language, first, last, words):
    text.set_language(language)
    assert title(View.WEEK, first, last, first) == words


@pytest.mark.parametrize(
    ("view", "first", "last", "words"),
    [
        (View.MONTH, date(2026, 10, 26), date(2026, 12, 6), "November 2026"),
        (View.DAY, SUNDAY, SUNDAY, "Sunday, 22 November 2026"),
        (View.AGENDA, MONDAY, date(2027, 3, 1), "Sunday, 22 November 2026"),
    ],
)
def test_the_other_views_name_the_day_or_its_month(view, first, last, words):
    text.set_language("en")
    assert title(view, first, last, SUNDAY) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (MONDAY, SUNDAY, "week 47"),
        (date(2026, 11, 15), date(2026, 11, 21), "week 47"),
        (SUNDAY, SUNDAY, "week 47"),
        (date(2026, 12, 28), date(2027, 1, 3), "week 53"),
        (date(2026, 11, 20), date(2026, 11, 22), ""),
    ],
)
def test_the_week_is_that_of_its_thursday(first, last, words):
    text.set_language("en")
    assert week(first, last) == words


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ({}, ""),
        ({EntryState.PLANNED: 3}, "3 planned"),
        ({EntryState.HELD: 2, EntryState.NO_ANSWER: 1}, "3 held"),
        (
            {EntryState.SUCCESSFUL: 6, EntryState.FAILED: 2, EntryState.PLANNED: 3},
            "8 held: 6 well, 2 failed · 3 planned",
        ),
        ({EntryState.CANCELLED: 1, EntryState.OVERDUE: 1200}, "1,200 overdue · 1 cancelled"),
    ],
)
def test_counts_say_what_there_is(states, words):
    text.set_language("en")
    assert counts(states) == words


def test_a_month_from_its_first_to_its_last_day():
    assert month_of(date(2028, 2, 14)) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("language", "view", "first", "last", "words"),
    [
        ("en", View.WEEK, MONDAY, SUNDAY, "16–22 November"),
        ("ru", View.WEEK, MONDAY, SUNDAY, "16–22 ноября"),
        ("lt", View.WEEK, MONDAY, SUNDAY, "Lapkričio 16–22 d."),
        ("lt", View.WEEK, date(2026, 11, 30), date(2026, 12, 6), "Lapkričio 30 – gruodžio 6 d."),
        ("en", View.WEEK, date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 – 3 January 2027"),
        ("lt", View.DAY, SUNDAY, SUNDAY, "Sekmadienis, lapkričio 22 d."),
        ("ru", View.AGENDA, MONDAY, date(2026, 12, 1), "Воскресенье, 22 ноября"),
        ("en", View.MONTH, MONDAY, SUNDAY, "November 2026"),
    ],
)
def test_a_narrow_window_leaves_out_the_year(language, view, first, last, words):
    text.set_language(language)
    assert short_title(view, first, last, SUNDAY) == words


@pytest.mark.parametrize(
    ("language", "view", "first", "last", "words"),
    [
        ("en", View.DAY, SUNDAY, SUNDAY, ("Sun, 22 November", "Sun, 22 Nov")),
        ("lt", View.AGENDA, MONDAY, SUNDAY, ("Sk, lapkričio 22 d.", "Sk, lapkr. 22 d.")),
        ("ru", View.WEEK, date(2026, 11, 30), date(2026, 12, 6), ("30 нояб. – 6 дек.",)),
        ("en", View.WEEK, date(2026, 12, 28), date(2027, 1, 3), ("28 Dec 2026 – 3 Jan 2027",)),
        ("ru", View.MONTH, MONDAY, SUNDAY, ()),
    ],
)
def test_titles_say_the_same_in_less_and_less_room(language, view, first, last, words):
    text.set_language(language)
    found = titles(view, first, last, SUNDAY)
    whole = (title(view, first, last, SUNDAY), short_title(view, first, last, SUNDAY))
    assert found == (*dict.fromkeys(whole), *words)
    assert [len(each) for each in found] == sorted((len(each) for each in found), reverse=True)
