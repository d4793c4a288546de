"""Texts made into dates, instants and numbers only where nothing of them is lost."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from crm_desktop.exchange.exporting.table import Column, ColumnKind, typed, unique_titles


def value(kind, text):
    (row,) = typed([Column("a", kind)], [[text]])
    return row[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", 5), ("-5", -5), ("2.5", 2.5), ("123456789012345", 123456789012345),
        ("1234567890123456", "1234567890123456"), ("nan", "nan"), ("inf", "inf"), ("1e400", "1e400"),
        ("1_000", "1_000"), ("٣", "٣"), ("5,5", "5,5"), ("", None),
    ],
)  # fmt: skip
def test_numbers(text, expected):
    assert value(ColumnKind.NUMBER, text) == expected


def test_days_before_spreadsheets_and_without_a_year_stay_text():
    assert value(ColumnKind.DATE, "2020-02-29") == date(2020, 2, 29)
    for text in ("1899-12-31", "--02-29", "soon"):
        assert value(ColumnKind.DATE, text) == text


def test_instants_are_local_times_to_the_second():
    local = datetime.fromisoformat("2024-03-05T10:20:30+00:00").astimezone().replace(tzinfo=None)
    assert value(ColumnKind.INSTANT, "2024-03-05T10:20:30.987Z") == local
    assert value(ColumnKind.INSTANT, "2024-03-05 10:20") == datetime(2024, 3, 5, 10, 20)  # noqa: DTZ001 - local
    assert value(ColumnKind.INSTANT, "1850-03-05 10:20") == "1850-03-05 10:20"
    assert value(ColumnKind.INSTANT, "soon") == "soon"


def test_what_is_no_text_stays():
    assert value(ColumnKind.DATE, date(2020, 1, 1)) == date(2020, 1, 1)
    assert value(ColumnKind.TEXT, 5) == 5


def test_titles_are_told_apart():
    columns = [Column(title) for title in ("Code", "", "Code", "", "Code")]
    assert unique_titles(columns) == ["Code", "–", "Code (2)", "– (2)", "Code (3)"]
