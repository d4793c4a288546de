from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import NumberRefused, RecordEmpty
from crm_desktop.services import clients, deal_items, deals, operations
from crm_desktop.services.drafts import ClientDraft, DealDraft, ItemDraft
from tests.services.content import content


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_a_line_is_worth_quantity_times_price_rounded_half_away_from_zero(quantity, price):
    exact = Decimal(quantity) * price / 1000
    assert deal_items.worth(quantity, price) == int(exact.to_integral_value(ROUND_HALF_UP))


def test_both_sums_follow_from_the_items(store, client):
    roses = ItemDraft("White  roses", 25_500, 199, 80)
    vase = ItemDraft("Vase", price=1_250, cost=700)
    deal = deals.add(store, DealDraft(client, amount=1, currency="EUR", cost=1, items=(roses, vase)))
    found = deals.draft_of(store, deal)
    assert (found.amount, found.cost) == (5075 + 1250, 2040 + 700)
    assert [(item.name, item.quantity, item.price, item.cost) for item in found.items] == [
        ("White roses", 25_500, 199, 80),
        ("Vase", 1000, 1_250, 700),
    ]
    assert deals.of(store, client) == [(deal, found)]


def test_a_cost_that_not_every_item_has_is_as_the_deal_says(store, client):
    items = (ItemDraft("Roses", price=100, cost=50), ItemDraft("Ribbon", price=10))
    deal = deals.add(store, DealDraft(client, currency="EUR", cost=70, items=items))
    assert deals.draft_of(store, deal).cost == 70
    deals.edit(store, deal, replace(deals.draft_of(store, deal), cost=None))
    assert deals.draft_of(store, deal).cost is None


def test_items_keep_their_ids_are_changed_moved_and_struck_out(store, client):
    a, b, c = ItemDraft("a", price=1), ItemDraft("b", price=2), ItemDraft("c", price=3)
    deal = deals.add(store, DealDraft(client, "x", currency="EUR", items=(a, b, c)))
    draft = deals.draft_of(store, deal)
    a, b, c = draft.items
    before = content(store)
    deals.edit(store, deal, draft)
    assert content(store) == before
    changed = replace(draft, items=(c, replace(a, price=5), ItemDraft("d"), a))
    deals.edit(store, deal, changed)
    found = deals.draft_of(store, deal)
    assert [item.name for item in found.items] == ["c", "a", "d", "a"]
    assert [found.items[0].id, found.items[1].id] == [c.id, a.id]
    assert found.items[3].id != a.id
    assert found.amount == 3 + 5 + 0 + 1
    operations.undo(store)
    assert content(store) == before


def test_what_no_line_can_be_is_refused(store, client):
    with pytest.raises(RecordEmpty) as nameless:
        deals.add(store, DealDraft(client, currency="EUR", items=(ItemDraft(" ", price=1),)))
    assert nameless.value.facts == {"table": "deal_item", "field": "items"}
    many = ItemDraft("x", 2**52, 2**30)
    with pytest.raises(NumberRefused) as amount:
        deals.add(store, DealDraft(client, currency="EUR", items=(many,)))
    assert amount.value.facts["field"] == "amount"
    with pytest.raises(NumberRefused) as cost:
        deals.add(store, DealDraft(client, "x", currency="EUR", cost=2**60))
    assert cost.value.facts["field"] == "cost"
    assert deals.of(store, client) == []
