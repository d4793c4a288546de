from __future__ import annotations

import pytest

from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, clients, deal_around, deals, payments
from crm_desktop.services.deal_around import Contact, DealPayment
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DealDraft, PaymentDraft


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def test_what_is_paid_and_planned_of_a_deal_by_currency(store, client):
    deal = deals.add(store, DealDraft(client, "x", 50_000, "EUR"))
    for amount, code, day in (
        (30_000, "EUR", "2026-11-01"),
        (20_000, "EUR", None),
        (100, "USD", "2026-11-02"),
    ):
        payments.add(store, PaymentDraft(client, amount, code, paid_on=day, deal_id=deal))
    money = deal_around.around(store, deal).money
    assert (money.amount, money.paid, money.planned, money.others) == (
        50_000,
        30_000,
        20_000,
        (("USD", 100),),
    )


def test_the_payments_of_a_deal_what_is_planned_first(store, client):
    deal = deals.add(store, DealDraft(client, "x", 50_000, "EUR"))
    for amount, due, paid in (
        (1, None, None),
        (2, "2026-12-01", None),
        (3, "2026-11-01", "2026-11-02"),
        (4, "2026-11-25", None),
        (5, None, "2026-11-19"),
    ):
        payments.add(store, PaymentDraft(client, amount, "EUR", due, paid, deal_id=deal))
    payments.add(store, PaymentDraft(client, 6, "EUR"))
    found = deal_around.around(store, deal).payments
    assert [each.amount for each in found] == [4, 2, 1, 5, 3]
    assert found[0] == DealPayment(4, "EUR", "2026-11-25", None)


def test_contacts_about_a_deal_what_is_planned_first(store, client):
    deal = deals.add(store, DealDraft(client, "x"))
    at = "2026-11-19T10:00:00.000Z"
    held = ActivityDraft(client, ActivityKind.CALL, held_at=at, result="wants white", deal_id=deal)
    held_id = activities.add(store, held)
    planned = ActivityDraft(
        client, ActivityKind.MEETING, planned_at="2026-11-25", all_day=True, wanted="sign", deal_id=deal,
        next_at="2026-12-01", next_all_day=True, next_wanted="ask again",
    )  # fmt: skip
    planned_id = activities.add(store, planned)
    activities.add(store, ActivityDraft(client, ActivityKind.CALL, result="about something else"))
    found = deal_around.around(store, deal).contacts
    assert found[1:] == (
        Contact(planned_id, ActivityKind.MEETING, "2026-11-25", False, "sign"),
        Contact(held_id, ActivityKind.CALL, "2026-11-19T10:00:00.000Z", True, "wants white"),
    )
    assert (found[0].at, found[0].about) == ("2026-12-01", "ask again")
    assert activities.draft_of(store, held_id) == held


def test_a_deal_that_is_not_there(store):
    with pytest.raises(RecordNotFound):
        deal_around.around(store, b"x" * 16)
