from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_desktop.services.reports import rhythm
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.rhythm import Standing
from tests.services.reports.writing import client, deal, payment

TODAY = date(2026, 11, 20)


def rhythms(store, until=TODAY, **options):
    return rhythm.rhythms(rhythm.purchases(store, Options(**options), until), until)


def test_the_interval_is_the_median_and_the_amount_that_of_the_last_five(store):
    one = client(store, "One")
    for day, amount in (
        ("01-01", 900),
        ("01-11", 10),
        ("01-21", 20),
        ("02-01", 30),
        ("02-11", 40),
        ("06-01", 50),
    ):
        deal(store, one, amount, f"2026-{day}")
    (found,) = rhythms(store)
    assert (found.purchases, found.interval, found.amount, found.currency) == (6, 10, 30, "EUR")
    assert (found.first, found.last, found.next) == (date(2026, 1, 1), date(2026, 6, 1), date(2026, 6, 11))


def test_what_was_bought_on_one_day_is_one_purchase(store):
    one = client(store, "One")
    for day in ("2026-01-01", "2026-01-01", "2026-01-01", "2026-01-05"):
        deal(store, one, 100, day)
    assert rhythms(store) == []
    payment(store, one, 7, "2026-01-08")
    payment(store, one, -3, "2026-01-08")
    (found,) = rhythms(store)
    assert (found.interval, found.amount) == (3.5, 100)
    assert found.step == timedelta(days=4)
    assert sum(each.amount for each in rhythm.purchases(store, Options(), TODAY)[one]) == 407


def test_amounts_are_those_of_the_currency_of_the_last_purchase(store):
    one = client(store, "One")
    for day, amount, currency in (("01", 9, "USD"), ("03", 100, "EUR"), ("05", 11, "USD")):
        deal(store, one, amount, f"2026-01-{day}", currency=currency)
    (found,) = rhythms(store)
    assert (found.currency, found.amount, found.purchases) == ("USD", 10, 3)


def test_only_what_was_known_then(store):
    one = client(store, "One")
    for day in ("2026-01-01", "2026-02-01", "2026-03-01", "2026-12-01"):
        deal(store, one, 100, day)
    assert rhythms(store, date(2026, 2, 28)) == []
    assert rhythms(store)[0].last == date(2026, 3, 1)
    bought = rhythm.purchases(store, Options(), date(2026, 12, 1))
    assert rhythm.rhythms(bought, date(2026, 3, 1))[0].purchases == 3


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2026, 3, 27), Standing.LATER),
        (date(2026, 3, 29), Standing.DUE),
        (date(2026, 4, 18), Standing.DUE),
        (date(2026, 4, 19), Standing.OVERDUE),
        (date(2026, 6, 27), Standing.OVERDUE),
        (date(2026, 6, 28), Standing.GONE),
    ],
)
def test_how_it_stands(day, standing):
    # Forty days between purchases: due on 8 April, ten days to and fro, gone after 120 days.
    found = rhythm.Rhythm(b"", 3, date(2025, 12, 8), date(2026, 2, 27), 40, 100, "EUR")
    assert found.next == date(2026, 4, 8)
    assert found.standing(day) is standing
