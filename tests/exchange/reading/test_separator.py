"""The separator is the sign that cuts the lines most evenly."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.reading.separator import declared_separator, guess_dialect


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b;1,5\nc;d;2,5\n", ";"),
        ("name;sum\nJonas;1,5\n", ";"),
        ("a\tb, c\nd\te\n", "\t"),
        ("a|b\nc|d\n", "|"),
        ("a,b\nc,d\n", ","),
        ("Report for 2020, part 1\n\na;b;c\n1;2;3\n4;5;6\n", ";"),
        ("Ivanov, Ivan;Vilnius\nPetrov, Petr;Kaunas\n", ";"),
        ("a;b;c\n1;2;3;\n4;5;6;\n", ";"),
        ('"a;b",c\n"d;e",f\n', ","),
        ("alone\nother\n", None),
        ("", None),
        ("a\nb\nc\nd;e;f\n", ";"),
    ],
)
def test_guess(text: str, separator: str | None) -> None:
    assert guess_dialect(text.splitlines(keepends=True)).separator == separator


def test_space_after_every_separator_belongs_to_it() -> None:
    assert guess_dialect(["a; b; c\n", "1; 2; 3\n"]).padded
    assert not guess_dialect(["a; b;c\n", "1;2;3\n"]).padded


def test_given_separator() -> None:
    dialect = guess_dialect(["a*b*c\n", "d*e\n"], "*")
    assert (dialect.separator, dialect.width) == ("*", 3)


@pytest.mark.parametrize(
    ("line", "separator"),
    [
        ("sep=;\r\n", ";"),
        ("SEP=\t\n", "\t"),
        ('"sep=,"\n', ","),
        ("sep=|;;;\n", "|"),
        ("sep\n", None),
        ("separator=;\n", None),
    ],
)
def test_declared(line: str, separator: str | None) -> None:
    assert declared_separator(line) == separator
