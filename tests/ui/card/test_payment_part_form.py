"""A planned payment that was made in part, or by one key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crm_desktop.errors import PaymentMade
from crm_desktop.kinds import StageRole
from crm_desktop.services import clients, deals, payments, stage_rules
from crm_desktop.services.base import stage_id
from crm_desktop.services.drafts import ClientDraft, DealDraft, PaymentDraft
from crm_desktop.ui.card.parts import MONEY
from crm_desktop.ui.card.payment_form import PaymentForm
from crm_desktop.ui.card.payment_part_form import PaymentPartForm
from crm_desktop.ui.card.payment_plan_form import PaymentPlanForm
from tests.ui.card.keys import type_text


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona", stage_id=stage_id(StageRole.VISITOR)))


@pytest.fixture
def planned(store, client):
    return payments.add(store, PaymentDraft(client, 50000, "EUR", "2026-11-25"))


@pytest.fixture
def money(qtbot, card, client, planned):
    """The list of the card's money, the planned payment being chosen."""
    card.show_client(client)
    card.page.parts.show_tab(MONEY)
    view = card.page.parts._money
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    return view


def test_return_says_that_all_of_it_was_paid_today(qtbot, session, store, planned):
    form = PaymentPartForm(session, planned)
    qtbot.addWidget(form)
    assert (form._amount.text(), form.told) == ("500", "")
    form.save()
    assert (payments.draft_of(store, planned).paid_on, form.told) == ("2026-11-21", "Paid")
    with pytest.raises(PaymentMade):
        PaymentPartForm(session, planned)


@pytest.mark.parametrize(
    ("amount", "left", "told"),
    [
        ("200", 30000, "Part paid, €300 still planned"),
        ("512,50", 51250, "Paid, €12.50 more than was planned"),
    ],
)
def test_less_and_more_than_was_planned(qtbot, session, store, planned, amount, left, told):
    form = PaymentPartForm(session, planned)
    qtbot.addWidget(form)
    form.show_state({"amount": amount, "paid_on": "20.11.2026"})
    form.save()
    assert (payments.draft_of(store, planned).amount, form.told) == (left, told)


@pytest.mark.parametrize("state", [{"amount": ""}, {"amount": "-5"}, {"paid_on": "25.11.2026"}])
def test_what_is_no_payment_is_said(qtbot, session, store, planned, state):
    form = PaymentPartForm(session, planned)
    qtbot.addWidget(form)
    form.show_state({**form.state(), **state})
    form.save()
    assert form.error()
    assert payments.draft_of(store, planned).paid_on is None


def test_one_key_in_the_card_is_paid_today_and_a_rule_is_told_in_passing(qtbot, money, store, planned, told):
    stage_rules.set_rules(store, stage_rules.Rules(client=True))
    qtbot.keyClick(money, Qt.Key.Key_D)
    assert payments.draft_of(store, planned).paid_on == "2026-11-21"
    assert told.words == ["Paid · Stage now: Client"]


def test_a_part_by_one_key_also_on_a_russian_keyboard(qtbot, card, money, store, planned, told):
    type_text(money, "з")
    form = card.page.form()
    assert isinstance(form, PaymentPartForm)
    form._amount.line.setText("100")
    form.save()
    assert payments.draft_of(store, planned).amount == 40000
    assert told.words == ["Part paid, €400 still planned"]
    assert card.page.form() is None


def test_a_deal_is_planned_by_one_key(qtbot, card, store, client, money):
    deals.add(store, DealDraft(client, "Vases", 100000, "EUR"))
    view = card.page.parts._money
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_P)
    assert isinstance(card.page.form(), PaymentPlanForm)
    card.page.form().save()
    assert sorted(draft.amount for _, draft in payments.of(store, client)) == [33333, 33333, 33334, 50000]


def test_money_to_the_client_and_in_another_currency(qtbot, session, store, client):
    deal = deals.add(store, DealDraft(client, "Vases", 100000, "EUR"))
    form = PaymentForm(session, client)
    qtbot.addWidget(form)
    form.show()
    form._direction._click(1)
    form._amount.line.setText("20")
    form._deal.choose(deal)
    form._changed()
    assert not form._beside.isVisible()
    form._amount.line.setText("$20")
    form._changed()
    assert form._beside.isVisible()
    assert "EUR" in form._beside.text()
    form.save()
    ((payment, draft),) = payments.of(store, client)
    assert (draft.amount, draft.currency, draft.deal_id) == (-2000, "USD", deal)
    again = PaymentForm(session, client, payment)
    qtbot.addWidget(again)
    assert (again._direction.value(), again._amount.text()) == (True, "20")
    again.save()
    assert payments.draft_of(store, payment).amount == -2000
