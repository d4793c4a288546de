"""A deal that is paid in parts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import DateRefused, NumberRefused, PartsTooLarge, RecordEmpty, RecordNotFound
from crm_desktop.kinds import Op
from crm_desktop.services import clients, deals, operations, payment_plans, payments
from crm_desktop.services.drafts import ClientDraft, DealDraft, PaymentDraft
from crm_desktop.services.payment_plans import DealMoney, Part, by_month, by_percent
from tests.services.content import content, newest_op


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


@pytest.fixture
def deal(store, client):
    return deals.add(store, DealDraft(client, "Wedding", 50_000, "EUR"))


def test_equal_parts_by_month_the_last_one_takes_the_rest():
    assert by_month(1000, 3, date(2026, 1, 31)) == (
        Part(333, "2026-01-31"),
        Part(333, "2026-02-28"),
        Part(334, "2026-03-31"),
    )
    assert by_month(-1000, 3, date(2027, 12, 30))[-1] == Part(-334, "2028-02-29")


@given(st.integers(-(10**15), 10**15), st.integers(1, 60), st.dates(date(1900, 1, 1), date(2990, 1, 1)))
def test_parts_by_month_are_the_whole_and_in_order(total, count, first):
    parts = by_month(total, count, first)
    assert sum(part.amount for part in parts) == total
    assert len({part.amount for part in parts[:-1]}) <= 1
    assert [part.due_on for part in parts] == sorted(str(part.due_on) for part in parts)
    assert all(abs(part.amount) <= abs(parts[-1].amount) for part in parts)


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(1, 2500), min_size=1, max_size=4))
def test_parts_by_percent_are_the_whole_where_the_shares_are(total, shares):
    whole = [*shares, 10_000 - sum(shares)] if sum(shares) < 10_000 else shares
    parts = by_percent(total, whole, [None] * len(whole))
    assert sum(part.amount for part in parts) == total
    for part, share in zip(parts[:-1], whole, strict=False):
        assert abs(part.amount) == abs(total) * share // 10_000


def test_shares_of_less_than_all_leave_the_rest_unplanned():
    assert by_percent(999, (3000, 5000), ("2026-12-01", None)) == (Part(299, "2026-12-01"), Part(499))


@pytest.mark.parametrize("shares", [(), (0,), (-1,), (5000, 5001), (100,) * 61])
def test_shares_that_make_no_parts(shares):
    with pytest.raises(NumberRefused):
        by_percent(1000, shares, [None] * len(shares))


@pytest.mark.parametrize("count", [0, -1, 61])
def test_counts_that_make_no_parts(count):
    with pytest.raises(NumberRefused):
        by_month(1000, count, date(2026, 1, 1))


def test_months_after_the_last_year():
    with pytest.raises(DateRefused):
        by_month(100, 2, date(9999, 12, 1))


def test_payments_are_planned_paid_and_taken_back_as_one(store, client, deal):
    before = content(store)
    ids = payment_plans.plan_for_deal(store, deal, by_month(50_000, 3, date(2026, 12, 1)), " 3 parts ")
    assert newest_op(store) == Op.PLAN_PAYMENTS
    assert payments.draft_of(store, ids[2]) == PaymentDraft(
        client, 16668, "EUR", "2027-02-01", None, "3 parts", deal
    )
    assert payment_plans.of_deal(store, deal) == DealMoney(
        deal, "Wedding", 50_000, "EUR", 0, 50_000, 0, "2026-12-01", 16666, ()
    )
    operations.undo(store)
    assert content(store) == before


def test_what_of_a_deal_is_paid_planned_late_and_left(store, client, deal):
    payments.add(store, PaymentDraft(client, 30_000, "EUR", paid_on="2026-11-01", deal_id=deal))
    payments.add(store, PaymentDraft(client, -2_000, "EUR", paid_on="2026-11-02", deal_id=deal))
    payments.add(store, PaymentDraft(client, 5_000, "EUR", due_on="2026-11-19", deal_id=deal))
    payments.add(store, PaymentDraft(client, 1_000, "EUR", due_on="2026-11-20", deal_id=deal))
    payments.add(store, PaymentDraft(client, 700, "EUR", deal_id=deal))
    payments.add(store, PaymentDraft(client, 900, "USD", paid_on="2026-11-01", deal_id=deal))
    payments.add(store, PaymentDraft(client, 900, "PLN", due_on="2026-11-01", deal_id=deal))
    payments.add(store, PaymentDraft(client, 900, "EUR", paid_on="2026-11-01"))
    (money,) = payment_plans.of_client(store, client)
    assert money == DealMoney(
        deal, "Wedding", 50_000, "EUR", 28_000, 6_700, 5_000, "2026-11-20", 1_000, (("USD", 900),)
    )
    assert money.rest == 15_300


def test_deals_without_payments_are_told_when_asked_for(store, client, deal):
    assert payment_plans.of_client(store, client) == []
    assert payment_plans.of_deal(store, deal).rest == 50_000
    payments.add(store, PaymentDraft(client, 60_000, "EUR", paid_on="2026-11-01", deal_id=deal))
    assert payment_plans.of_deal(store, deal).rest == 0


def test_a_deal_in_which_we_pay(store, client):
    deal = deals.add(store, DealDraft(client, "Flowers bought", -9_000, "EUR"))
    payment_plans.plan_for_deal(store, deal, by_percent(-9_000, (5000, 5000), (None, None)))
    assert payment_plans.of_deal(store, deal).planned == -9_000
    with pytest.raises(NumberRefused):
        payment_plans.plan_for_deal(store, deal, [Part(100)])


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ([], NumberRefused),
        ([Part(1)] * 61, NumberRefused),
        ([Part(0)], RecordEmpty),
        ([Part(-5)], NumberRefused),
        ([Part(10**15 + 1)], NumberRefused),
        ([Part(5, "soon")], DateRefused),
        ([Part(25_000), Part(25_001)], PartsTooLarge),
    ],
)
def test_what_cannot_be_planned(store, deal, parts, error):
    before = content(store)
    with pytest.raises(error):
        payment_plans.plan_for_deal(store, deal, parts)
    assert content(store) == before


def test_no_more_is_planned_than_is_neither_paid_nor_planned(store, client, deal):
    payments.add(store, PaymentDraft(client, 20_000, "EUR", paid_on="2026-11-19", deal_id=deal))
    payment_plans.plan_for_deal(store, deal, [Part(10_000)])
    with pytest.raises(PartsTooLarge) as refused:
        payment_plans.plan_for_deal(store, deal, [Part(20_001)])
    assert refused.value.facts["most"] == 20_000
    payment_plans.plan_for_deal(store, deal, [Part(20_000)])
    assert payment_plans.of_deal(store, deal).rest == 0


def test_nothing_is_planned_for_a_deal_without_a_sum_or_one_that_is_gone(store, client, deal):
    bare = deals.add(store, DealDraft(client, "Talk"))
    with pytest.raises(RecordEmpty):
        payment_plans.plan_for_deal(store, bare, [Part(5)])
    deals.delete(store, deal)
    with pytest.raises(RecordNotFound):
        payment_plans.plan_for_deal(store, deal, [Part(5)])
