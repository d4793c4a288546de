from __future__ import annotations

from crm_desktop.services import clients, deals, facts, payments
from crm_desktop.services.currencies import home_currency
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
