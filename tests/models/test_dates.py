"""Dates: every notation of the lists, doubts settled by the column, yearly days."""

from __future__ import annotations

# ruff: noqa: DTZ001 - times of day in cells have no zone
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.dates import (
    DateReader,
    ReadDate,
    age_on,
    day_in_year,
    from_parts,
    is_plausible_birthday,
)

READER = DateReader(today=date(2026, 11, 21))


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1975-12-12", "1975-12-12"),
        ("2012.3.5", "2012-03-05"),
        ("1975 12 12", "1975-12-12"),
        ("20080901", "2008-09-01"),
        (20080901.0, "2008-09-01"),
        ("2008-9-1 ", "2008-09-01"),
        ("05.03.75", "1975-03-05"),
        ("05.03.05", "2005-03-05"),
        ("31/12/1975", "1975-12-31"),
        ("12/31/1975", "1975-12-31"),
        ("5-Mar-80", "1980-03-05"),
        ("Dec-27 2020", "2020-12-27"),
        ("January 5, 1980", "1980-01-05"),
        ("May 5th, 1990", "1990-05-05"),
        ("5 января 1980 г.", "1980-01-05"),
        ("12.03.1975 г.", "1975-03-12"),
        ("пн 5 мая 2020", "2020-05-05"),
        ("12 дек. 75", "1975-12-12"),
        ("1975 m. gruodžio 12 d.", "1975-12-12"),
        ("1984 m. rugsėjo 1 d.", "1984-09-01"),
        ("1980.05.06 d.", "1980-05-06"),
        ("39472.0", "2008-01-25"),
        ("39472", "2008-01-25"),
        (39472, "2008-01-25"),
        (39690.0, "2008-08-30"),
        ("75.12.31", "1975-12-31"),
        ("12.03.", "--03-12"),
        ("12.03", "--03-12"),
        ("--05-17", "--05-17"),
        ("--0517", "--05-17"),
        ("17 мая", "--05-17"),
        ("gegužės 17", "--05-17"),
        ("1604-04-20", "--04-20"),
        ("29.02.", "--02-29"),
        ("2006-04-15T03:23:15.000Z", "2006-04-15"),
        (date(1991, 10, 8), "1991-10-08"),
        (datetime(2022, 5, 15), "2022-05-15"),
        ("'05.03.1975", "1975-03-05"),
    ],
)
def test_every_notation_of_a_day(value, day):
    assert READER.read(value) == ReadDate(day, READER.read(value).at)
    assert READER.read(value).day == day


@pytest.mark.parametrize(
    "value", ["", None, "0.0.00", "00.00.0000", "0000-00-00", "-", "нет", "n/a", 0, True, " \u00a0"]
)
def test_cells_that_say_no_date_are_empty(value):
    assert READER.read(value) == ReadDate()


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("2008-25-1 ", "impossible"),
        ("31.02.2000", "impossible"),
        ("29.02.2001", "impossible"),
        ("2017-10-32", "impossible"),
        ("2022-12-31 25:10", "impossible"),
        ("01.01.0900", "impossible"),
        ("1975", "no_day"),
        (1975, "no_day"),
        ("Март 1980", "no_day"),
        (51.0, "unreadable"),
        (1e9, "unreadable"),
        (float("nan"), "unreadable"),
        ("текст", "unreadable"),
        ("10:30", "unreadable"),
        ("1980-03", "no_day"),
        ("3/2020", "no_day"),
        ("75.13.31", "impossible"),
        ("5 мая 123", "unreadable"),
        (timedelta(days=1), "unreadable"),
        ("5 мая 6 июня", "unreadable"),
        ("gegužė gegužė", "unreadable"),
        (99999999, "impossible"),
        (3001, "unreadable"),  # a day and a month without their dot, hardly somebody born in 1908
        ("3001", "unreadable"),
        ("5 january of year 80 x", "unreadable"),
    ],
)
def test_what_cannot_be_a_day_says_why(value, problem):
    assert READER.read(value) == ReadDate(problem=problem)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("22.12.2019 15:10", datetime(2019, 12, 22, 15, 10)),
        ("23.06.2019 8:00", datetime(2019, 6, 23, 8, 0)),
        ("2024-03-12 09:14", datetime(2024, 3, 12, 9, 14)),
        ("3/12/2024 9:14 PM", datetime(2024, 12, 3, 21, 14)),
        ("3/12/2024 12:05 am", datetime(2024, 12, 3, 0, 5)),
        ("2006-04-15T03:23:15.5Z", datetime(2006, 4, 15, 3, 23, 15, 500000, UTC)),
        (
            "2006-04-15T03:23:15-05:30",
            datetime(2006, 4, 15, 3, 23, 15, tzinfo=timezone(-timedelta(hours=5, minutes=30))),
        ),
        ("2006-04-15 00:00+02:00", datetime(2006, 4, 15, tzinfo=timezone(timedelta(hours=2)))),
        (43821.5, datetime(2019, 12, 22, 12)),
        ("43821,75", datetime(2019, 12, 22, 18)),
        ("2008-01-24T00:00:00", None),
        (datetime(2022, 5, 15, 13, 13), datetime(2022, 5, 15, 13, 13)),
        ("12.03. 10:00", None),
    ],
)
def test_times_of_day_are_kept(value, at):
    assert READER.read(value).at == at


def test_the_column_settles_which_is_the_month():
    assert DateReader.for_column(["03/04/1991", "20/01/1991"]).read("03/04/1991").day == "1991-04-03"
    assert DateReader.for_column(["03/04/1991", "01/20/1991", 5, None]).read("03/04/1991").day == "1991-03-04"
    assert DateReader.for_column(["03/04/1991"]).order == "dmy"
    assert DateReader.for_column(["03/04/1991"], default="mdy").read("03/04/1991").day == "1991-03-04"
    assert (
        DateReader.for_column([], default="mdy").read("03.04.1991").day == "1991-04-03"
    )  # points: day first


def test_two_figures_of_a_year_without_today_follow_the_spreadsheets():
    assert [DateReader().read(f"1.2.{year}").day[:4] for year in ("29", "30", "00")] == [
        "2029",
        "1930",
        "2000",
    ]


def test_the_1904_system_counts_from_1904():
    assert DateReader(date_1904=True).read(42735).day == "2021-01-01"


@given(st.dates(date(1908, 4, 1), date(2119, 1, 1)))
def test_dates_survive_every_way_of_writing(day):
    iso = day.isoformat()
    reader = DateReader()
    for text in (
        iso,
        f"{day:%d.%m.%Y}",
        f"{day:%Y.%m.%d}",
        f"{day:%d %B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day:%Y%m%d}",
    ):
        assert reader.read(text).day == iso, text
    serial = (day - date(1899, 12, 30)).days
    assert reader.read(serial).day == (iso if serial >= 10_000 else "")
    assert reader.read(day).day == reader.read(iso).day == iso
    assert DateReader("mdy").read(f"{day:%m/%d/%Y}").day == iso


@given(st.text(max_size=30) | st.floats() | st.integers() | st.times())
def test_any_cell_is_read_without_failing_and_reading_again_changes_nothing(value):
    found = READER.read(value)
    if found.day:
        assert READER.read(found.day).day == found.day
        assert not found.problem


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("1975", "12", "12"), ReadDate("1975-12-12")),
        ((1975.0, "gruodis", 3.0), ReadDate("1975-12-03")),
        (("", "5", "17"), ReadDate("--05-17")),
        (("0", "5", "17"), ReadDate("--05-17")),
        ((None, "", ""), ReadDate()),
        (("1975", "", ""), ReadDate(problem="no_day")),
        (("x", "5", "17"), ReadDate(problem="unreadable")),
        (("1975", "13", "1"), ReadDate(problem="impossible")),
    ],
)
def test_a_birthday_in_three_columns(parts, expected):
    assert from_parts(*parts) == expected


def test_29_february_is_kept_on_the_28th_in_common_years():
    assert day_in_year("1980-02-29", 2023) == date(2023, 2, 28)
    assert day_in_year("--02-29", 2024) == date(2024, 2, 29)
    assert day_in_year("--12-31", 2023) == date(2023, 12, 31)


def test_age_and_plausibility():
    assert age_on("1980-02-29", date(2023, 2, 27)) == 42
    assert age_on("1980-02-29", date(2023, 2, 28)) == 43
    assert age_on("--02-28", date(2023, 2, 28)) is None
    assert age_on("2030-01-01", date(2023, 2, 28)) is None
    today = date(2026, 11, 21)
    assert [
        is_plausible_birthday(day, today) for day in ("--01-01", "2026-11-21", "2026-11-22", "1905-01-01")
    ] == [True, True, False, False]


def test_time_of_day_alone_is_no_date():
    assert READER.read(time(11, 0)).problem == "unreadable"
