from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from crm_desktop.services import rates
from crm_desktop.services.reports.table import Note
from crm_desktop.services.reports.telling import rounded, teller

TODAY = date(2026, 11, 20)


@pytest.fixture
def with_rates(store):
    rates.set_home(store, "EUR")
    rates.set_rate(store, "USD", "2026-01-01", "0.5")
    rates.set_rate(store, "USD", "2026-11-01", "0.9")
    rates.set_rate(store, "USD", "2026-12-01", "0.1")
    rates.set_rate(store, "JPY", "2026-01-01", "0.006")
    return store


def test_the_rate_of_the_day_counts_and_digits_of_currencies(with_rates):
    told = teller(with_rates, "EUR", TODAY)
    assert told.told(100, "USD") == 90
    assert told.told(100, "JPY") == 60
    assert told.told(100, "EUR") == 100
    assert float(teller(with_rates, "USD", TODAY).told(90, "EUR")) == pytest.approx(100)


@pytest.mark.parametrize(("day", "worth"), [(31, 50), (1, 90), (30, 90)])
def test_a_rate_counts_from_its_own_day_on(with_rates, day, worth):
    on = date(2026, 10 if day == 31 else 11, day)
    assert teller(with_rates, "EUR", on).told(100, "USD") == worth


def test_without_a_rate_a_currency_stays_apart(with_rates):
    told = teller(with_rates, "EUR", TODAY)
    assert (told.currency("USD"), told.currency("KWD")) == ("EUR", "KWD")
    assert told.told(7, "KWD") == 7
    assert told.notes(["USD", "KWD", "EUR"]) == (Note("by_todays_rates", ("EUR",)), Note("no_rate", ("KWD",)))
    assert told.notes(["EUR"]) == ()


def test_without_a_target_each_stands_by_itself(store):
    told = teller(store, "", TODAY)
    assert told.currency("USD") == "USD"
    assert told.notes(["USD"]) == ()
    assert told.notes(["USD", "EUR"]) == (Note("currencies_apart", (2,)),)


def test_halves_are_rounded_away_from_zero():
    assert [rounded(Fraction(each, 2)) for each in (1, 3, -1, -3, 2)] == [1, 2, -1, -2, 1]
