from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import CurrencyRefused, DateRefused, RateRefused, RecordNotFound
from crm_desktop.models.money import minor_digits
from crm_desktop.services import rates
from crm_desktop.services.rates import RatePeriod
from crm_desktop.storage.undo import undo
from tests.services.reports.writing import client, deal

FIRST, LAST = "0000-00-00", "9999-99-99"
DAYS = ("2025-12-31", "2026-01-01", "2026-01-02", "2026-06-30", "2026-07-01", "2027-01-01")


def written(store):
    return [(rate.currency, rate.since, rate.rate) for rate in rates.rates(store)]


def test_the_home_currency_is_that_of_most_deals_until_one_is_chosen(store):
    assert rates.home(store) == "EUR"  # that of Lithuania, where the base stands
    deal(store, client(store, "One"), 100, "2026-01-01", currency="PLN")
    assert rates.home(store) == "PLN"
    rates.set_home(store, " usd ")
    assert rates.home(store) == "USD"
    undo(store)
    assert rates.home(store) == "PLN"


@pytest.mark.parametrize("code", ["", "EURO", "12", "€"])
def test_a_home_currency_is_a_code(store, code):
    with pytest.raises(CurrencyRefused):
        rates.set_home(store, code)


def test_rates_are_listed_by_currency_the_newest_first(store):
    rates.set_rate(store, "usd", "2026-01-01", "0.9")
    rates.set_rate(store, "USD", "2026-06-01", "0,92")
    rates.set_rate(store, "JPY", "2026-01-01", "0.006 1")
    assert written(store) == [
        ("JPY", "2026-01-01", Decimal("0.0061")),
        ("USD", "2026-06-01", Decimal("0.92")),
        ("USD", "2026-01-01", Decimal("0.9")),
    ]


def test_a_rate_of_the_same_day_is_replaced_and_comes_back_after_it_was_struck_out(store):
    rates.set_rate(store, "USD", "2026-01-01", "0.9")
    rates.set_rate(store, "USD", "2026-01-01", "0.95")
    (rate,) = rates.rates(store)
    assert rate.rate == Decimal("0.95")
    rates.delete_rate(store, rate.id)
    assert rates.rates(store) == []
    rates.set_rate(store, "USD", "2026-01-01", "1")
    assert written(store) == [("USD", "2026-01-01", Decimal(1))]


def test_writing_and_striking_out_are_taken_back(store):
    rates.set_rate(store, "USD", "2026-01-01", "0.9")
    rates.delete_rate(store, rates.rates(store)[0].id)
    undo(store)
    assert written(store) == [("USD", "2026-01-01", Decimal("0.9"))]


def test_a_rate_that_is_not_there_cannot_be_struck_out(store):
    with pytest.raises(RecordNotFound):
        rates.delete_rate(store, b"nothing")


@pytest.mark.parametrize(
    "text", ["", "much", "0", "-1", "NaN", "Infinity", "1.2.3", "1234567890.123", "1e30", "1e-30", "1/2"]
)
def test_a_rate_is_a_positive_number_of_a_sane_size(store, text):
    with pytest.raises(RateRefused) as refused:
        rates.set_rate(store, "USD", "2026-01-01", text)
    assert refused.value.facts == {"currency": "USD", "value": text}
    assert rates.rates(store) == []


def test_a_rate_needs_a_currency_and_a_day(store):
    with pytest.raises(CurrencyRefused):
        rates.set_rate(store, "dollar", "2026-01-01", "1")
    with pytest.raises(DateRefused):
        rates.set_rate(store, "USD", "2026-02-30", "1")


def test_a_currency_without_any_rate_is_told_in_itself_alone(store):
    rates.set_rate(store, "USD", "2026-01-01", "0.9")
    assert rates.rate_periods(store, "RUB") == [RatePeriod("RUB", FIRST, LAST, Decimal(1))]


def test_from_a_day_on_and_before_the_first_that_one_counts(store):
    rates.set_rate(store, "USD", "2026-01-01", "0.9")
    rates.set_rate(store, "USD", "2026-07-01", "0.8")
    periods = {
        period.since: period for period in rates.rate_periods(store, "EUR") if period.currency == "USD"
    }
    assert periods == {
        FIRST: RatePeriod("USD", FIRST, "2026-01-01", Decimal("0.9")),
        "2026-01-01": RatePeriod("USD", "2026-01-01", "2026-07-01", Decimal("0.9")),
        "2026-07-01": RatePeriod("USD", "2026-07-01", LAST, Decimal("0.8")),
    }


def test_another_target_is_reached_by_way_of_home(store):
    rates.set_rate(store, "USD", "2026-01-01", "0.8")
    rates.set_rate(store, "JPY", "2026-01-01", "0.004")
    factors = {period.currency: period.factor for period in rates.rate_periods(store, "USD")}
    assert factors == {"USD": Decimal(1), "EUR": Decimal("1.25"), "JPY": Decimal("0.005")}


@pytest.mark.parametrize(
    ("currency", "minor", "factor", "target", "expected"),
    [
        ("USD", 101, "0.5", "EUR", 51),  # half a cent upwards
        ("USD", -101, "0.5", "EUR", -51),  # and away from nought
        ("JPY", 100, "0.0061", "EUR", 61),
        ("EUR", 100, "163.9", "JPY", 164),
        ("KWD", 1000, "3", "EUR", 300),
        ("EUR", 1, "0.3", "KWD", 3),
    ],
)
def test_minor_units_are_those_of_each_currency(currency, minor, factor, target, expected):
    periods = {1: RatePeriod(currency, FIRST, LAST, Decimal(factor))}
    assert rates.converted([(minor, 1)], periods, target) == expected


def test_sums_are_rounded_once():
    periods = {1: RatePeriod("USD", FIRST, LAST, Decimal("0.005"))}
    assert rates.converted([(100, 1), (100, 1)], periods, "EUR") == 1
    assert rates.converted([], periods, "EUR") == 0


_CODES = ("EUR", "USD", "JPY", "PLN", "KWD")
_IN_ORDER = sorted(_CODES)
_SAID = st.lists(
    st.tuples(
        st.sampled_from(list(itertools.permutations(_CODES, 2))),
        st.sampled_from(DAYS[1:5]),
        st.decimals("0.001", "200", places=4),
    ),
    max_size=8,
)
_fresh = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)


def write(store, said):
    """Only these; by pair and day what was said last."""
    for rate in rates.rates(store):
        rates.delete_rate(store, rate.id)
    for (currency, per), since, value in said:
        rates.set_rate(store, currency, since, str(value), per)
    return {((currency, per), since): value for (currency, per), since, value in said}


def quoted(known, of, to, day):
    """The day and the worth of what was said of two currencies, by looking at each of them."""
    there = {since: Fraction(value) for (pair, since), value in known.items() if pair == (of, to)}
    back = {since: 1 / Fraction(value) for (pair, since), value in known.items() if pair == (to, of)}
    both = back | there
    if not both:
        return None
    until = [since for since in both if since <= day]
    return (max(until), both[max(until)]) if until else ("", both[min(both)])


def looked_up(known, of, to, day):
    """What one unit is worth, exactly; None where no way of one or two steps leads there."""
    if of == to:
        return Fraction(1)
    straight = quoted(known, of, to, day)
    if straight:
        return straight[1]
    ways = [
        (min(first[0], second[0]), -_IN_ORDER.index(common), first[1] * second[1])
        for common in _CODES
        if (first := quoted(known, of, common, day)) and (second := quoted(known, common, to, day))
    ]
    return max(ways)[2] if ways else None


@_fresh
@given(_SAID, st.sampled_from(_CODES), st.sampled_from(DAYS), st.integers(-(10**9), 10**9))
def test_periods_cover_all_days_and_agree_with_a_plain_look_up(store, said, target, day, minor):
    known = write(store, said)
    periods = rates.rate_periods(store, target)
    assert {period.currency for period in periods} == {
        code for code in _CODES if looked_up(known, code, target, day) is not None
    }
    for currency in {period.currency for period in periods}:
        own = [period for period in periods if period.currency == currency]
        assert (own[0].since, own[-1].until) == (FIRST, LAST)
        assert all(one.until == following.since for one, following in itertools.pairwise(own))
        (at,) = (period for period in own if period.since <= day < period.until)
        exact = looked_up(known, currency, target, day)
        assert abs(Fraction(at.factor) - exact) <= exact / 10**20
        told = exact * minor * Fraction(10) ** (minor_digits(target) - minor_digits(currency))
        assert (
            abs(rates.converted([(minor, 1)], {1: at}, target) - told) <= Fraction(1, 2) + abs(told) / 10**20
        )


@_fresh
@given(_SAID, st.sampled_from(_CODES), st.sampled_from(_CODES), st.sampled_from(DAYS))
def test_there_and_back_again_is_the_same(store, said, one, other, day):
    taken = set()
    kept = []
    for pair, since, value in said:  # of one day a pair is told in one direction only
        if (frozenset(pair), since) not in taken:
            taken.add((frozenset(pair), since))
            kept.append((pair, since, value))
    write(store, kept)
    there, back = (factor(store, of, to, day) for of, to in ((one, other), (other, one)))
    assert (there is None) == (back is None)
    if there is not None:
        assert abs(Fraction(there) * Fraction(back) - 1) <= Fraction(1, 10**20)


@_fresh
@given(_SAID, st.sampled_from(_CODES), st.sampled_from(_CODES), st.sampled_from(_CODES))
def test_another_home_changes_nothing_that_a_rate_says(store, said, before, after, target):
    rates.set_home(store, before)
    write(store, said)
    meant = rates.rates(store), rates.rate_periods(store, target)
    rates.set_home(store, after)
    assert (rates.rates(store), rates.rate_periods(store, target)) == meant


def factor(store, of, to, day):
    found = [
        period.factor
        for period in rates.rate_periods(store, to)
        if period.currency == of and period.since <= day < period.until
    ]
    return found[0] if found else None


def test_a_rate_is_told_in_the_home_currency_of_its_day(store):
    rates.set_home(store, "EUR")
    rates.set_rate(store, "USD", "2026-01-01", "0.9")
    rates.set_home(store, "PLN")
    assert factor(store, "USD", "PLN", DAYS[1]) is None
    rates.set_rate(store, "USD", "2026-01-01", "3.6")
    assert [(rate.per, rate.rate) for rate in rates.rates(store)] == [
        ("EUR", Decimal("0.9")),
        ("PLN", Decimal("3.6")),
    ]
    assert factor(store, "EUR", "PLN", DAYS[1]) == 4


def test_no_way_of_three_steps_is_guessed(store):
    rates.set_rate(store, "JPY", "2026-01-01", "0.007", "USD")
    rates.set_rate(store, "USD", "2026-01-01", "0.9", "CHF")
    rates.set_rate(store, "EUR", "2026-01-01", "1.1", "CHF")
    assert {period.currency for period in rates.rate_periods(store, "EUR")} == {"EUR", "CHF", "USD"}


def test_the_way_whose_older_rate_is_the_newest_is_gone(store):
    for currency, per, since, rate in (
        ("USD", "CHF", "2026-01-01", "2"),
        ("CHF", "EUR", "2026-01-01", "2"),
        ("USD", "PLN", "2026-06-01", "3"),
        ("PLN", "EUR", "2026-07-01", "3"),
    ):
        rates.set_rate(store, currency, since, rate, per)
    told = [factor(store, "USD", "EUR", day) for day in ("2025-01-01", "2026-06-30", "2026-07-01")]
    assert told == [4, 4, 9]


def test_what_leads_nowhere_is_idle(store):
    rates.set_rate(store, "USD", "2026-01-01", "0.9", "EUR")
    rates.set_rate(store, "JPY", "2026-01-01", "0.007", "USD")
    rates.set_rate(store, "GBP", "2026-01-01", "1.2", "CHF")
    (lonely,) = (rate.id for rate in rates.rates(store) if rate.currency == "GBP")
    assert rates.idle(store, "EUR") == {lonely}
    assert len(rates.idle(store, "RUB")) == 3


def test_a_currency_is_not_told_in_itself(store):
    with pytest.raises(RateRefused):
        rates.set_rate(store, "USD", "2026-01-01", "1", "usd")
    with pytest.raises(CurrencyRefused):
        rates.set_rate(store, "USD", "2026-01-01", "1", "euro")
