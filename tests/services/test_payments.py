from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import CurrencyRefused, DateRefused, RecordEmpty, RecordNotFound
from crm_desktop.kinds import Op
from crm_desktop.services import clients, deals, operations, payments
from crm_desktop.services.drafts import ClientDraft, DealDraft, PaymentDraft
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
