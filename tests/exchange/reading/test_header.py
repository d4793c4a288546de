"""The header is told from titles, codes and data by shape alone, or by known headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm_desktop.exchange.reading.header import find_header

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Row

DATA: list[Row] = [
    ("Jonas", "+370 612 11111", "Vilnius", 5),
    ("Ona", "+370 612 22222", "Kaunas", 6),
    ("Petras", "+370 612 33333", "Vilnius", 7),
]


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ([], None),
        ([("Vardas", "Tel.", "Miestas", "Nr.")], 0),
        ([("Klientai", None, None, None), ("Vardas", "Tel.", "Miestas", "Nr.")], 1),
        ([("NAME", "TEL", "CITY", "NO"), ("Vardas", "Tel.", "Miestas", "Nr.")], 1),
        ([("Client", 2019, 2020, "2021")], 0),
        ([("Vardas", None, None, "Nr.")], 0),
    ],
)
def test_above_typed_data(above: list[Row], expected: int | None) -> None:
    assert find_header(above + DATA) == expected


def test_years_over_years_are_data() -> None:
    assert find_header([(2019, 2020), (2020, 2021), (2021, 2022)]) is None


def test_words_only() -> None:
    names: list[Row] = [("Jonas", "Vilnius"), ("Ona", "Kaunas"), ("Petras", "Vilnius"), ("Ona", "Kaunas")]
    assert find_header([("Vardas", "Miestas"), *names]) == 0
    assert find_header(names) is None


def test_sentences_are_no_headings() -> None:
    rows: list[Row] = [("This is a list of clients.",), ("Name",), ("x" * 80,), ("y" * 80,)]
    assert find_header(rows) == 1


def test_known_headings_decide() -> None:
    rows: list[Row] = [("a", "b"), ("Name", "City"), ("c", "d")]
    assert find_header(rows, {"Name", "City"}.__contains__) == 1
    doubtful: list[Row] = [("Name", "Title"), ("Name", "Title")]
    assert find_header(doubtful, {"Name", "Title"}.__contains__) == 0


@pytest.mark.parametrize(
    ("rows", "known", "expected"),
    [
        ([], None, None),
        ([("Name", "City")], None, 0),
        ([("Name", None)], None, None),
        ([("Name", "City")], "Name", 0),
        ([("Jonas", "Vilnius")], "Name", None),
        ([("Jonas", 5)], None, None),
        ([(None, None)], None, None),
    ],
)
def test_a_single_row(rows: list[Row], known: str | None, expected: int | None) -> None:
    assert find_header(rows, known.__eq__ if known else None) == expected
