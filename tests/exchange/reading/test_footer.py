"""Totals, placeholders and notes are no records; a client with a name alone is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm_desktop.exchange.reading.footer import footer_rows, is_placeholder, is_total

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Row

RECORDS: list[tuple[int, Row]] = [
    (number, ("Jonas", "Vilnius", 5, "8 612 00000", None)) for number in range(2, 12)
]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("Total", None, 12), True),
        (("Итого:", 5, "1 200,50"), True),
        ((None, "Iš viso", 5), True),
        (("Suma końcowa",), True),
        (("Всего доброго, ООО", "Киев"), False),
        (("Total", "Vilnius"), False),
        ((5, "Total"), False),
        ((), False),
    ],
)
def test_total(row: Row, expected: bool) -> None:
    assert is_total(row) is expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [(("(puste)", None, "(puste)"), True), (("(puste)", "a"), False), ((None,), False), ((5,), False)],
)
def test_placeholder(row: Row, expected: bool) -> None:
    assert is_placeholder(row) is expected


def numbers(*rows: Row) -> list[int]:
    tail = [*RECORDS, *enumerate(rows, 12)]
    return footer_rows(tail, tail[:25])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([("Ona", None, None, None)], []),
        ([(None, None, None, "8 612 11111")], []),
        ([(None, "Trakai", None, None)], []),
        ([(None, None, "printed on Friday", None)], [12]),
        ([("as of", None, "Friday", None)], []),
        ([("Some", None), (None, None, "words")], [12, 13]),
        ([("x" * 70, None)], [12]),
        ([(None, None, None, None, "p. 1")], [12]),
    ],
)
def test_notes(rows: list[Row], expected: list[int]) -> None:
    assert numbers(*rows) == expected


def test_a_list_of_one_column_has_no_notes() -> None:
    rows: list[tuple[int, Row]] = [(1, ("a",)), (2, (None, "b"))]
    assert footer_rows(rows, rows) == []


def test_nothing_to_judge_by() -> None:
    assert footer_rows([], []) == []
    sparse: list[tuple[int, Row]] = [(1, ("a",)), (2, ("b",))]
    assert footer_rows(sparse, sparse) == []
