"""How the texts of a form are understood while they are typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services import typed

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17.05.1976", "1976-05-17"),
        ("17 мая", "--05-17"),
        ("17.05.76", "1976-05-17"),
        ("", ""),
        ("soon", None),
        ("31.02.1976", None),
    ],
)
def test_a_birthday_may_lack_its_year(text, day):
    assert typed.read_yearly_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"), [("17.05.2026", "2026-05-17"), ("17.05", None), ("", ""), ("soon", None)]
)
def test_a_day_needs_its_year(text, day):
    assert typed.read_day(text) == day


def test_an_amount_in_any_notation():
    assert typed.read_amount("1 200,50", "EUR").minor == 120050
    assert typed.read_amount("€ 99", "RUB").currency == "EUR"
    assert typed.read_amount("500", "").currency is None
    assert typed.read_amount("blue", "EUR") is None


@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD", ""]))
def test_an_amount_as_typed_reads_back(minor, currency):
    found = typed.read_amount(typed.plain_amount(minor, currency), currency)
    # Three digits behind the point of a currency with a thousandth read as thousands to people, too.
    if currency != "KWD":
        assert found.minor == minor


def test_a_name_in_parts():
    assert typed.name_parts("Иванов Иван Петрович") == typed.NameParts("Иванов", "Иван", "Петрович")


def test_phones_of_a_pasted_text(store):
    assert len(typed.phones_in(store, "+370 612 34567, +370 5 212 3456")) == 2
    assert typed.phones_in(store, "no phone") == []


def test_days_until_a_yearly_date():
    assert typed.days_until("1976-11-21", TODAY) == 0
    assert typed.days_until("--11-28", TODAY) == 7
    assert typed.days_until("1990-11-20", TODAY) == 364
    assert typed.days_until("2000-02-29", date(2027, 2, 27)) == 1


def test_age():
    assert typed.age("1976-11-21", TODAY) == 50
    assert typed.age("--11-21", TODAY) is None
