"""Lines into records: by the rule, and by good sense where a file breaks it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.reading.records import Dialect, records

# A lone carriage return ends a line for csv.writer only when quoted; the rest are the signs that matter.
CELL = st.text(st.sampled_from('aЖė";,\t| \n\r\xa00'), max_size=6)


def read(text: str, separator: str | None = ";", **rest: object) -> tuple[list[list[str]], Dialect]:
    dialect = Dialect(separator, **rest)  # type: ignore[arg-type]
    return list(records(io.StringIO(text, newline=""), dialect)), dialect


@given(st.lists(st.lists(CELL, min_size=2, max_size=5), max_size=6), st.sampled_from(";,\t|"))
def test_what_csv_writes_comes_back(table: list[list[str]], separator: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(table)
    found, dialect = read(file.getvalue(), separator)
    assert found == table
    assert not dialect.unbalanced


@given(st.text(st.sampled_from('ab";\n\r '), max_size=40))
def test_no_line_is_lost(text: str) -> None:
    found, _ = read(text)
    letters = "".join("".join(record) for record in found)
    assert [char for char in letters if char in "ab"] == [char for char in text if char in "ab"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n", [["a", "b"]]),
        ("a;b\r\r\nc;d", [["a", "b"], [], ["c", "d"]]),
        ("a;b\rc;d\r", [["a", "b"], ["c", "d"]]),
        ("a;\n", [["a", ""]]),
        ('"a;1";b\n', [["a;1", "b"]]),
        ('"a\nb";c\n', [["a\nb", "c"]]),
        ('"a\n\nb\n";"c\nd"\n', [["a\n\nb\n", "c\nd"]]),
        ('"a\n""b""\nc";d\n', [['a\n"b"\nc', "d"]]),
        ('"a ""b""";c\n', [['a "b"', "c"]]),
        ('a;5" pipe;c\n', [["a", '5" pipe', "c"]]),
        ('x; "quoted";y\n', [["x", "quoted", "y"]]),
        ('"a" ;b\n', [["a", "b"]]),
        ('"a\nb";"c\n', [['"a'], ['b"', '"c']]),
    ],
)
def test_records(text: str, expected: list[list[str]]) -> None:
    assert read(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('1;"Jonas;Kaunas\n2;Petras;Vilnius\n', [["1", '"Jonas', "Kaunas"], ["2", "Petras", "Vilnius"]]),
        ('"ООО "Ромашка"";1\n', [['ООО "Ромашка"', "1"]]),
        ('"a "b;c" d";e\n', [['a "b;c" d', "e"]]),
        (
            '1;"Jonas;Kaunas\n"2";"Petras";"Vilnius"\n',
            [["1", '"Jonas', "Kaunas"], ["2", "Petras", "Vilnius"]],
        ),
    ],
)
def test_an_unclosed_quote_does_not_swallow_the_file(text: str, expected: list[list[str]]) -> None:
    found, dialect = read(text, width=3)
    assert found == expected
    assert dialect.unbalanced == [1]


def test_a_stray_quote_far_below_does_not_close() -> None:
    text = '1;"Jonas;Kaunas\n2;Petras;Vilnius\n3;Ona";Trakai\n'
    found, dialect = read(text, width=3)
    assert [len(record) for record in found] == [3, 3, 3]
    assert dialect.unbalanced == [1]


def test_unclosed_quote_without_separator() -> None:
    found, dialect = read('"a\nb\n', None)
    assert (found, dialect.unbalanced) == ([['"a'], ["b"]], [1])


def test_one_column() -> None:
    assert read('a\n"b"\n\nc;d\n', None)[0] == [["a"], ["b"], [], ["c;d"]]


def test_a_cell_of_too_many_lines_is_an_unclosed_quote() -> None:
    text = '1;"' + "x\n" * 1100 + '"\n'
    found, dialect = read(text)
    assert len(found) == 1101
    assert dialect.unbalanced[0] == 1


def test_looking_ahead_gets_short_in_a_file_of_unclosed_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.exchange.reading.records._WASTE", 100)
    lines = '1;"open\n' + "2;plain\n" * 15 + '3;"multi\n' + "line\n" * 25 + 'cell"\n'
    found, dialect = read(lines)
    assert dialect.unbalanced[:2] == [1, 17]
    assert len(found) == 1 + 15 + 1 + 25 + 1


def test_a_line_of_another_separator() -> None:
    found, dialect = read("1,2,3,4\n1\t2\t3\nalone\nprose, with, commas, here\n", "\t", width=3)
    assert found == [["1", "2", "3", "4"], ["1", "2", "3"], ["alone"], ["prose, with, commas, here"]]
    assert dialect.mixed == [1]


def test_padded_separators() -> None:
    assert read('a; b;c; "d;e"\n', padded=True)[0] == [["a", "b", "c", "d;e"]]
    assert read('a; "b"x; c\n', padded=True)[0] == [["a", '"b"x', "c"]]


def test_notes_of_two_columns_may_hold_separators() -> None:
    found, dialect = read('1;"a\nb;c"\n2;x\n', width=2)
    assert (found, dialect.unbalanced) == ([["1", "a\nb;c"], ["2", "x"]], [])
