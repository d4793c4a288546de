from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.kinds import Segment
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.scoring import fifths, scored, segment_of
from tests.services.reports.bases import made, recipes
from tests.services.reports.sold import sold, told
from tests.services.reports.writing import client, deal, payment

TODAY = date(2026, 11, 20)


def test_ten_different_values_are_two_in_each_fifth():
    assert list(fifths(range(10)).values()) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_all_equal_values_stand_in_the_middle():
    assert fifths([7, 7, 7]) == {7: 3}
    assert fifths(["2026-01-01"]) == {"2026-01-01": 3}
    assert fifths([]) == {}


def test_what_most_have_is_neither_the_worst_nor_the_best():
    assert fifths([1] * 6 + [2, 3, 4, 5]) == {1: 2, 2: 4, 3: 4, 4: 5, 5: 5}


@given(st.lists(st.integers(0, 20), min_size=1))
def test_fifths_follow_from_the_middle_of_places(values):
    found = fifths(values)
    for value, score in found.items():
        below, equal = sum(v < value for v in values), values.count(value)
        place = Fraction(2 * below + equal, 2 * len(values))
        assert Fraction(score - 1, 5) <= place < Fraction(score, 5)


def test_every_buyer_is_of_one_segment():
    found = defaultdict(set)
    for recency, value, times in itertools.product(range(1, 6), range(1, 6), (1, 2)):
        found[segment_of(recency, value, times)].add((recency, value, times))
    assert set(found) == set(Segment)
    assert found[Segment.CHAMPIONS] == {(4, 4, 2), (4, 5, 2), (5, 4, 2), (5, 5, 2)}
    assert found[Segment.AT_RISK] == set(itertools.product((1, 2), (4, 5), (1, 2)))
    assert found[Segment.LOST] == set(itertools.product((1,), (1, 2, 3), (1, 2)))


@pytest.mark.parametrize(
    ("recency", "value", "times", "segment"),
    [
        (5, 5, 1, Segment.NEW),
        (4, 3, 2, Segment.LOYAL),
        (3, 4, 1, Segment.LOYAL),
        (5, 2, 2, Segment.PROMISING),
        (3, 3, 2, Segment.FADING),
        (2, 1, 2, Segment.SLEEPING),
    ],
)
def test_segments_by_scores(recency, value, times, segment):
    assert segment_of(recency, value, times) is segment


def test_money_without_a_rate_is_weighed_among_its_own(store):
    """A rouble is never compared with a euro: the best of both is who leads in either."""
    few, many = client(store, "Few euros"), client(store, "Many euros")
    little, much = client(store, "Little"), client(store, "Much")
    for one, amount, currency in (
        (few, 1, "EUR"),
        (many, 9, "EUR"),
        (little, 100, "RUB"),
        (much, 10**6, "RUB"),
    ):
        deal(store, one, amount, "2026-10-01", currency=currency)
    money = {one.client_id: one.money for one in scored(store, TODAY)}
    assert money == {few: 2, many: 4, little: 2, much: 4}


def test_what_comes_later_does_not_count_yet(store):
    one = client(store, "One")
    deal(store, one, 100, "2026-05-01")
    deal(store, one, 100, "2026-09-01")
    assert [(each.latest, each.times) for each in scored(store, date(2026, 6, 1))] == [("2026-05-01", 1)]
    assert scored(store, date(2025, 1, 1)) == []


def test_money_given_back_is_no_purchase_but_lessens(store):
    glad, sorry, never = client(store, "Glad"), client(store, "Sorry"), client(store, "Never")
    deal(store, glad, 100, "2026-05-01")
    deal(store, sorry, 100, "2026-05-01")
    payment(store, sorry, -60, "2026-06-01")
    payment(store, never, -5, "2026-06-01")
    found = {each.client_id: each for each in scored(store, TODAY)}
    assert set(found) == {glad, sorry}
    assert (found[sorry].latest, found[sorry].times) == ("2026-05-01", 1)
    assert found[glad].money > found[sorry].money


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes(activities=0, requests=0, costs=0, deals=40, payments=20))
def test_it_agrees_with_plain_python(master_base, recipe):
    with made(master_base, recipe) as store:
        found = {each.client_id: each for each in scored(store, TODAY)}
        by_client = defaultdict(list)
        for sale in sold(store, Options(), last=TODAY):
            by_client[sale.client["id"]].append(sale)
        buyers = {one: own for one, own in by_client.items() if any(sale.amount > 0 for sale in own)}
        latest = {one: max(s.day for s in own if s.amount > 0) for one, own in buyers.items()}
        times = {one: sum(s.amount > 0 for s in own) for one, own in buyers.items()}
        money = {
            one: told(store, [(s.currency, s.day, s.amount) for s in own], "EUR")
            for one, own in buyers.items()
        }
        assert {one: (date.fromisoformat(each.latest), each.times) for one, each in found.items()} == {
            one: (latest[one], times[one]) for one in buyers
        }
        for one in buyers:
            assert found[one].recency == _score(latest[one], list(latest.values()))
            assert found[one].frequency == _score(times[one], list(times.values()))
            assert found[one].money == max(
                _score(amount, [sums[currency] for sums in money.values() if currency in sums])
                for currency, amount in money[one].items()
            )


def _score(value, values):
    place = Fraction(2 * sum(v < value for v in values) + values.count(value), 2 * len(values))
    return next(score for score in range(1, 6) if place < Fraction(score, 5))
