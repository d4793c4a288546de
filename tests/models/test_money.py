"""Amounts of money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.money import (
    Money,
    currency_in,
    decimal_sign,
    minor_digits,
    parse_exact,
    parse_money,
    parse_number,
)


@pytest.mark.parametrize(
    ("value", "money"),
    [
        ("1 234,56 ₽", Money(123456, "RUB")),
        ("€ 1,234.56", Money(123456, "EUR")),
        ("12 400", Money(1240000, None)),
        ("1.234,56", Money(123456, None)),
        ("1,234", Money(123400, None)),
        ("1.234.567", Money(123456700, None)),
        ("1234.567", Money(123457, None)),
        ("0.500", Money(50, None)),
        ("12,5", Money(1250, None)),
        ("-5 руб.", Money(-500, "RUB")),
        ("(1 500,00)", Money(-150000, None)),
        ("5 тыс. руб.", Money(500000, "RUB")),
        ("1\u00a0234,50 руб", Money(123450, "RUB")),
        ("1’234.50 CHF", Money(123450, "CHF")),
        ("1 000,-", Money(100000, None)),
        ("− 7", Money(-700, None)),
        ("100 JPY", Money(100, "JPY")),
        ("1,5 KWD", None),
        (1234.5, Money(123450, None)),
        (0.1 + 0.2, Money(30, None)),
        (12, Money(1200, None)),
        ("0,005", Money(1, None)),
        ("zł 5", Money(500, "PLN")),
        ("", None),
        (None, None),
        (True, None),
        (float("inf"), None),
        ("abc", None),
        ("дом 5", None),
        ("12-34", None),
        ("1,2.3,4", None),
        (["5"], None),
        ("2020.01.02,5.6", None),
    ],
)
def test_amounts_as_written(value, money):
    assert parse_money(value) == money


def test_the_currency_of_the_column_fills_in():
    assert parse_money("5", "KWD") == Money(5000, "KWD")
    assert parse_money("5 €", "RUB") == Money(500, "EUR")
    assert [minor_digits(code) for code in (None, "EUR", "JPY", "KWD")] == [2, 2, 0, 3]


@pytest.mark.parametrize(
    ("header", "code"),
    [("Бюджет ₸", "KZT"), ("Suma, EUR", "EUR"), ("Бюджет (руб.)", "RUB"), ("Сумма", None), ("", None)],
)
def test_headers_name_currencies(header, code):
    assert currency_in(header) == code


@given(st.integers(-(10**12), 10**12))
def test_amounts_survive_writing(minor):
    text = f"{minor / 100:,.2f}"
    for shown in (
        text,
        text.replace(",", " ").replace(".", ","),
        text.replace(",", "'"),
        text.replace(",", ""),
    ):
        assert parse_money(f"{shown} EUR") == Money(minor, "EUR")


@given(st.text(max_size=30) | st.floats())
def test_any_cell_is_read_without_failing(value):
    assert parse_money(value) is None or isinstance(parse_money(value), Money)


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["22.368", "48.86"], "."),
        (["22.368", "957.5775"], "."),
        (["1706.184"], "."),
        (["0.852"], "."),
        (["1,234.50", "22.368"], "."),
        (["22,368", "7,5 €"], ","),
        (["1.234,5"], ","),
        (["1.234", "5.678"], ""),  # thousands or thousandths: nobody can tell
        (["1.5", "1,5"], ""),
        (["1.234.567,1.2", "5", 22.368, None, "no sum"], ""),
    ],
)
def test_the_sign_of_fractions_is_told_by_the_column(cells, sign):
    assert decimal_sign(cells) == sign


@pytest.mark.parametrize(
    ("text", "decimal", "minor"),
    [
        ("22.368", ".", 2237),
        ("22.368", "", 2_236_800),
        ("22.368", ",", 2_236_800),
        ("22,368", ".", 2_236_800),
        ("22,368 €", ",", 2237),
        ("1,234.5", ",", 123_450),  # a cell that tells by itself
        ("12.5", ",", 1250),
        ("$1,500.00", ".", 150_000),
    ],
)
def test_the_column_says_whether_a_lone_sign_parts_thousands(text, decimal, minor):
    money = parse_money(text, None, decimal)
    assert money is not None
    assert money.minor == minor


@given(st.decimals(-999, 999, places=3, allow_nan=False, allow_infinity=False), st.sampled_from(".,"))
def test_a_column_of_thousandths_is_read_back(number, sign):
    column = [str(each).replace(".", sign) for each in (number, Decimal("0.125"))]
    assert [parse_number(text, decimal_sign(column)) for text in column] == [number, Decimal("0.125")]


def test_numbers_and_prices_are_not_rounded():
    assert parse_number("1 000,5") == Decimal("1000.5")
    assert parse_number("− 2") == Decimal(-2)
    assert [parse_number(text) for text in ("", "two", "2 pcs")] == [None, None, None]
    assert parse_exact("0,001 €") == (Decimal("0.001"), "EUR")
    assert parse_exact(0.001, "GBP") == (Decimal("0.001"), "GBP")
    assert [parse_exact(value) for value in (None, True, float("nan"), "a lot", [5])] == [None] * 5
