from __future__ import annotations

import pytest

from crm_desktop.errors import OwnReference, RecordNotFound
from crm_desktop.kinds import ClientKind, Op
from crm_desktop.services import card, clients
from crm_desktop.services.companies import company_of
from crm_desktop.services.drafts import ClientDraft, EmploymentDraft

PERSON = b"p" * 16


def test_a_company_that_is_made_is_a_client_with_a_number(store):
    with store.change(Op.EDIT_CLIENT):
        made = company_of(store, EmploymentDraft(company_name="UAB Gėlės"), PERSON)
        assert company_of(store, EmploymentDraft(company_name="uab gėlės"), PERSON) == made
    assert made is not None
    shown = card.card(store, made)
    assert (shown.kind, shown.name, shown.number) == (ClientKind.COMPANY, "UAB Gėlės", 1)
    assert shown.created_at == "2026-11-20T10:00:00.000Z"


def test_the_id_counts_before_the_name(store):
    shop = clients.add(store, ClientDraft(ClientKind.COMPANY, name="A"))
    assert company_of(store, EmploymentDraft(shop, "B"), PERSON) == shop
    assert company_of(store, EmploymentDraft(company_name=" "), PERSON) is None


def test_companies_that_cannot_be(store):
    with pytest.raises(OwnReference):
        company_of(store, EmploymentDraft(PERSON), PERSON)
    with pytest.raises(RecordNotFound):
        company_of(store, EmploymentDraft(b"x" * 16), PERSON)
