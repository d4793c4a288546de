from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import (
    ClientInBin,
    CurrencyRefused,
    DateRefused,
    DayAhead,
    NumberRefused,
    PaymentMade,
    RecordEmpty,
    RecordNotFound,
    RefundTooLarge,
)
from crm_desktop.kinds import Op
from crm_desktop.services import clients, deals, operations, payments
from crm_desktop.services.drafts import ClientDraft, DealDraft, PaymentDraft
from crm_desktop.services.duplicates.merging import merge
from crm_desktop.services.payments import Paid
from tests.services.content import content, newest_op


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def test_a_whole_payment_comes_back_as_it_was_saved(store, client):
    deal = deals.add(store, DealDraft(client, "Wedding"))
    draft = PaymentDraft(client, -5000, "EUR", "2026-11-01", "2026-11-02", "refund", deal)
    payment = payments.add(store, draft)
    assert payments.draft_of(store, payment) == draft
    assert payments.of(store, client) == [(payment, draft)]
    assert newest_op(store) == Op.ADD_PAYMENT


def test_what_is_owed_comes_first_by_its_day(store, client):
    paid, late, early = (
        payments.add(store, PaymentDraft(client, 1, "EUR", due, paid_on))
        for due, paid_on in (("2026-01-01", "2026-01-01"), ("2026-12-01", None), ("2026-11-01", None))
    )
    assert [id_ for id_, _ in payments.of(store, client)] == [early, late, paid]


def test_edit_delete_undo(store, client):
    payment = payments.add(store, PaymentDraft(client, 1, "eur"))
    before = content(store)
    payments.edit(store, payment, replace(payments.draft_of(store, payment), paid_on="2026-11-20"))
    assert payments.draft_of(store, payment).paid_on == "2026-11-20"
    payments.delete(store, payment)
    assert payments.of(store, client) == []
    operations.undo(store)
    operations.undo(store)
    assert content(store) == before


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"amount": 0}, RecordEmpty, "amount"),
        ({"currency": ""}, CurrencyRefused, "currency"),
        ({"due_on": "soon"}, DateRefused, "due_on"),
        ({"paid_on": "2026-02-30"}, DateRefused, "paid_on"),
    ],
)
def test_what_cannot_be_taken_is_refused(store, client, change, error, field):
    with pytest.raises(error) as caught:
        payments.add(store, PaymentDraft(**{"client_id": client, "amount": 1, "currency": "EUR", **change}))
    assert caught.value.facts["field"] == field


def test_a_deal_of_another_client_and_payments_that_are_not_there(store, client):
    other = clients.add(store, ClientDraft(name="Jonas"))
    deal = deals.add(store, DealDraft(other, "x"))
    for command in (
        lambda: payments.add(store, PaymentDraft(client, 1, "EUR", deal_id=deal)),
        lambda: payments.add(store, PaymentDraft(b"x" * 16, 1, "EUR")),
        lambda: payments.edit(store, b"x" * 16, PaymentDraft(client, 1, "EUR")),
        lambda: payments.delete(store, b"x" * 16),
        lambda: payments.draft_of(store, b"x" * 16),
    ):
        with pytest.raises(RecordNotFound):
            command()


def test_a_planned_payment_is_paid_today_or_on_a_day(store, client):
    planned = payments.add(store, PaymentDraft(client, 5000, "EUR", "2026-11-01"))
    assert payments.pay(store, planned) == Paid(planned, 0, 0)
    assert payments.draft_of(store, planned).paid_on == "2026-11-20"
    assert newest_op(store) == Op.PAY
    owed_to_them = payments.add(store, PaymentDraft(client, -5000, "EUR"))
    payments.pay(store, owed_to_them, "2026-11-03")
    assert payments.draft_of(store, owed_to_them).paid_on == "2026-11-03"


@pytest.mark.parametrize("sign", [1, -1])
def test_a_part_is_a_payment_of_its_own_and_lessens_the_planned_one(store, client, sign):
    deal = deals.add(store, DealDraft(client, "Wedding", 5000, "EUR"))
    planned = payments.add(
        store, PaymentDraft(client, sign * 5000, "EUR", "2026-11-01", note="n", deal_id=deal)
    )
    before = content(store)
    paid = payments.pay(store, planned, "2026-11-10", 2000)
    assert (paid.rest, paid.over) == (3000, 0)
    made = PaymentDraft(client, sign * 2000, "EUR", "2026-11-01", "2026-11-10", "n", deal)
    assert payments.draft_of(store, paid.payment_id) == made
    assert payments.draft_of(store, planned).amount == sign * 3000
    assert store.read("SELECT part_of FROM payment WHERE id = ?", (paid.payment_id,)) == [(planned,)]
    operations.undo(store)
    assert content(store) == before


def test_more_than_was_owed_is_taken_and_told(store, client):
    planned = payments.add(store, PaymentDraft(client, 5000, "EUR"))
    assert payments.pay(store, planned, amount=5300) == Paid(planned, 0, 300)
    assert payments.draft_of(store, planned).amount == 5300


@given(st.lists(st.integers(1, 4000), max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_parts_and_rest_are_always_the_whole(store, client, parts):
    planned = payments.add(store, PaymentDraft(client, 5000, "EUR"))
    over = 0
    for amount in parts:
        if payments.draft_of(store, planned).paid_on is None:
            over += payments.pay(store, planned, amount=amount).over
    found = store.read("SELECT SUM(amount) FROM payment WHERE id = ?1 OR part_of = ?1", (planned,))
    assert found == [(5000 + over,)]


@pytest.mark.parametrize("amount", [0, -1, 10**15 + 1])
def test_amounts_that_pay_nothing(store, client, amount):
    planned = payments.add(store, PaymentDraft(client, 5000, "EUR"))
    with pytest.raises(NumberRefused):
        payments.pay(store, planned, amount=amount)


def test_what_was_paid_is_not_paid_again_and_what_is_gone_not_at_all(store, client):
    planned = payments.add(store, PaymentDraft(client, 5000, "EUR"))
    payments.pay(store, planned)
    with pytest.raises(PaymentMade):
        payments.pay(store, planned)
    payments.delete(store, planned)
    with pytest.raises(RecordNotFound):
        payments.pay(store, planned)


def test_nobody_has_paid_tomorrow(store, client):
    planned = payments.add(store, PaymentDraft(client, 5000, "EUR", "2026-12-01"))
    for command in (
        lambda: payments.pay(store, planned, "2026-11-21"),
        lambda: payments.add(store, PaymentDraft(client, 5000, "EUR", paid_on="2026-11-21")),
        lambda: payments.edit(store, planned, PaymentDraft(client, 5000, "EUR", paid_on="2026-11-21")),
    ):
        with pytest.raises(DayAhead):
            command()
    with pytest.raises(DateRefused):
        payments.pay(store, planned, "soon")
    payments.pay(store, planned, "2026-11-20")


def test_what_stands_in_the_base_already_may_be_edited(store, client):
    payment = payments.add(store, PaymentDraft(client, 5000, "EUR"))
    with store.change(Op.IMPORT) as change:
        change.execute("UPDATE payment SET paid_on = '2031-01-01'")
    payments.edit(store, payment, replace(payments.draft_of(store, payment), note="from elsewhere"))
    assert payments.draft_of(store, payment).note == "from elsewhere"


def test_no_more_is_given_back_of_a_deal_than_is_known_to_have_come(store, client):
    deal = deals.add(store, DealDraft(client, "Wedding", 5000, "EUR"))
    refund = PaymentDraft(client, -3000, "EUR", paid_on="2026-11-20", deal_id=deal)
    first = payments.add(store, refund)
    with pytest.raises(RefundTooLarge) as caught:
        payments.add(store, refund)
    assert caught.value.facts == {"field": "amount", "most": 2000, "currency": "EUR"}
    payments.edit(store, first, replace(refund, amount=-5000))
    with pytest.raises(RefundTooLarge):
        payments.edit(store, first, replace(refund, amount=-5001))
    payments.add(store, replace(refund, amount=9000))
    payments.edit(store, first, replace(refund, amount=-9000))
    # What was agreed and what came for it are one sum, not two.
    both = deals.add(store, DealDraft(client, "Both", 100, "EUR"))
    payments.add(store, replace(refund, deal_id=both, amount=100))
    with pytest.raises(RefundTooLarge):
        payments.add(store, replace(refund, deal_id=both, amount=-101))
    # Of other money nothing is known, nor of clients to whom we pay without a deal.
    payments.add(store, replace(refund, currency="USD"))
    payments.add(store, replace(refund, deal_id=None, amount=-(10**9)))


def test_an_edit_that_changes_nothing_leaves_no_operation(store, client):
    payment = payments.add(store, PaymentDraft(client, 5, "EUR", paid_on="2026-11-01"))
    before = operations.recent(store, 5)
    payments.edit(store, payment, payments.draft_of(store, payment))
    assert operations.recent(store, 5) == before


def test_an_amount_that_nobody_pays(store, client):
    for amount in (10**15 + 1, -(10**15) - 1, 10**30):
        with pytest.raises(NumberRefused):
            payments.add(store, PaymentDraft(client, amount, "EUR"))


def test_a_client_in_the_bin_pays_nothing_and_a_merged_one_is_the_other(store, client):
    gone, kept = (clients.add(store, ClientDraft(name=name)) for name in ("Gone", "Kept"))
    deal = deals.add(store, DealDraft(client, "x", 100, "EUR"))
    merge(store, kept, [client], say=str)
    payment = payments.add(store, PaymentDraft(client, 1, "EUR", deal_id=deal))
    assert payments.draft_of(store, payment).client_id == kept
    clients.delete(store, [gone])
    with pytest.raises(ClientInBin):
        payments.add(store, PaymentDraft(gone, 1, "EUR"))
