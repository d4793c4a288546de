"""What is planned for a deal that was lost is not owed, wherever it is asked."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.kinds import DealState
from crm_desktop.services import (
    attention,
    clients,
    deal_moves,
    deals,
    operations,
    owed,
    payment_plans,
    payments,
)
from crm_desktop.services.card import card
from crm_desktop.services.drafts import ClientDraft, DealDraft, PaymentDraft
from crm_desktop.services.filters import Filter, FilterOp
from crm_desktop.services.lists import ClientQuery, first_page
from tests.services.content import content

TODAY = date(2026, 11, 20)


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def planned(store, client, deal, amount, due="2026-11-19", currency="EUR"):
    return payments.add(store, PaymentDraft(client, amount, currency, due, deal_id=deal))


def owing(store):
    """The clients that the filter finds, and what Today counts."""
    found = first_page(store, ClientQuery(filters=(Filter("owes", FilterOp.YES),)), 10)
    rows, sums = attention.due(store, TODAY, 10)
    return found.total, rows.total, [each.amount for each in rows.rows], sums


def test_a_lost_deal_owes_nothing_until_it_is_opened_again(store, client):
    deal = deals.add(store, DealDraft(client, "Wedding", 50_000, "EUR"))
    payments.add(store, PaymentDraft(client, 10_000, "EUR", paid_on="2026-11-01", deal_id=deal))
    late = planned(store, client, deal, 15_000)
    planned(store, client, deal, 25_000, "2026-11-23")
    before, was = content(store), owing(store)
    assert (was[:3], card(store, client, TODAY).owed[0].amount) == ((1, 2, [15_000, 25_000]), 40_000)
    deal_moves.close(store, [deal], DealState.LOST)
    money = payment_plans.of_deal(store, deal)
    assert (money.paid, money.planned, money.overdue, money.next_due, money.off, money.rest) == (
        10_000, 0, 0, None, 40_000, 0
    )  # fmt: skip
    assert owing(store) == (0, 0, [], ())
    assert card(store, client, TODAY).owed == ()
    assert card(store, client, TODAY).in_parts == ()
    assert late in owed.off(store, client)
    assert owed.off_of(store, [deal]) == (("EUR", 40_000),)
    deals.delete(store, deal)  # in the bin it is as lost as before
    assert owing(store)[0] == 0
    operations.undo(store)
    deal_moves.close(store, [deal], DealState.OPEN)
    assert owing(store) == was
    assert (owed.off(store, client), owed.off_of(store, [deal])) == (frozenset(), ())
    deal_moves.close(store, [deal], DealState.LOST)
    for _ in range(3):
        operations.undo(store)
    assert content(store) == before


def test_what_goes_the_other_way_stays_owed(store, client):
    deal = deals.add(store, DealDraft(client, "Wedding", 50_000, "EUR", DealState.LOST))
    back = planned(store, client, deal, -10_000)
    off = planned(store, client, deal, 40_000)
    bought = deals.add(store, DealDraft(client, "Bought from her", -7_000, "USD", DealState.LOST))
    off_too = planned(store, client, bought, -7_000, currency="USD")
    planned(store, client, bought, 500, currency="USD")
    planned(store, client, None, 1)
    assert owed.off(store, client) == {off, off_too}
    assert owed.off_of(store, [deal, bought]) == (("EUR", 40_000), ("USD", 7_000))
    assert [(each.currency, each.amount, each.we_owe) for each in card(store, client, TODAY).owed] == [
        ("EUR", 1, 10_000),
        ("USD", 500, 0),
    ]
    assert payment_plans.of_deal(store, deal).planned == -10_000
    assert payments.draft_of(store, back).amount == -10_000


def test_of_a_deal_that_was_won_all_that_is_planned_is_owed(store, client):
    deal = deals.add(store, DealDraft(client, "Wedding", 50_000, "EUR", DealState.WON))
    planned(store, client, deal, 40_000)
    assert owed.off(store, client) == frozenset()
    assert owing(store)[:3] == (1, 1, [40_000])
    assert payment_plans.of_deal(store, deal).planned == 40_000


def test_of_a_deal_without_an_amount_only_money_from_the_client_is_off(store, client):
    deal = deals.add(store, DealDraft(client, "Talks", state=DealState.LOST))
    off = planned(store, client, deal, 100)
    planned(store, client, deal, -100)
    assert owed.off(store, client) == {off}


def test_nothing_more_is_planned_for_a_lost_deal(store, client):
    deal = deals.add(store, DealDraft(client, "Wedding", 50_000, "EUR", DealState.LOST))
    assert payment_plans.of_deal(store, deal).rest == 0
