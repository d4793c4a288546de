from __future__ import annotations

import pytest

from crm_desktop.errors import CurrencyRefused
from crm_desktop.kinds import Op
from crm_desktop.services import clients, deals, facts, payments
from crm_desktop.services.currencies import checked, home_currency
from crm_desktop.services.drafts import ClientDraft, DealDraft, PaymentDraft


def test_a_base_without_money_has_the_currency_of_its_country(store):
    facts.set_region(store, "RU")
    assert home_currency(store) == "RUB"
    facts.set_region(store, "LT")
    assert home_currency(store) == "EUR"


def test_the_currency_most_used_is_meant(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    deals.add(store, DealDraft(client, "Door", 5, "PLN"))
    assert home_currency(store) == "PLN"
    for _ in range(2):
        payments.add(store, PaymentDraft(client, 5, "USD"))
    assert home_currency(store) == "USD"


def test_what_was_counted_in_long_ago_is_forgotten(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    slots = [(number.to_bytes(16, "big"), client) for number in range(2500)]
    with store.change(Op.ADD_DEAL) as change:
        change.executemany(
            "INSERT INTO deal(id, client_id, title, currency, created_at)"
            " VALUES (?, ?, 'x', 'LTL', '2014-05-01T00:00:00.000Z')",
            slots[:1500],
        )
        change.executemany(
            "INSERT INTO deal(id, client_id, title, currency, created_at)"
            " VALUES (?, ?, 'x', 'EUR', '2026-05-01T00:00:00.000Z')",
            slots[1500:],
        )
    assert home_currency(store) == "EUR"


def test_a_code_is_of_three_letters():
    assert [checked(code) for code in ("", " gbp ", "EUR")] == ["", "GBP", "EUR"]
    with pytest.raises(CurrencyRefused):
        checked("pounds")
