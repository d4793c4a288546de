"""Payment, deal and request: written, edited, refused in words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox

from crm_desktop.kinds import Channel, DealState, RequestKind
from crm_desktop.services import clients, deals, payments, requests
from crm_desktop.services.drafts import ClientDraft, DealDraft, PaymentDraft
from crm_desktop.ui.card.deal_form import DealForm
from crm_desktop.ui.card.money_fields import AmountField
from crm_desktop.ui.card.payment_form import PaymentForm
from crm_desktop.ui.card.request_form import RequestForm
from crm_desktop.ui.text import set_language


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


@pytest.fixture
def shown(qtbot):
    def made(form):
        qtbot.addWidget(form)
        form.resize(320, 480)
        form.show()
        return form

    return made


def test_a_payment_in_any_notation(shown, session, store, client):
    form = shown(PaymentForm(session, client))
    form._amount.line.setText("1 200,50 €")
    form._due.line.setText("in a week")
    form.save()
    ((_, draft),) = payments.of(store, client)
    assert draft == PaymentDraft(client, 120050, "EUR", due_on="2026-11-28")


def test_a_payment_is_paid_today_unless_a_day_is_named(shown, session, store, client):
    payment = payments.add(store, PaymentDraft(client, 5000, "USD", due_on="2026-11-01"))
    form = shown(PaymentForm(session, client, payment))
    assert form._amount.text() == "50"
    assert not form._paid_on.isVisible()
    form.findChild(QCheckBox, "payment_paid").click()
    assert form._paid_on.isVisible()
    form.save()
    ((_, draft),) = payments.of(store, client)
    assert (draft.paid_on, draft.due_on, draft.currency) == ("2026-11-21", "2026-11-01", "USD")


def test_the_currency_is_that_of_the_clients_last_payment(shown, session, store, client):
    payments.add(store, PaymentDraft(client, 5000, "PLN"))
    assert shown(PaymentForm(session, client))._amount.code() == "PLN"


@pytest.mark.parametrize("amount", ["", "many", "9" * 20])
def test_a_payment_without_an_amount_is_refused(shown, session, store, client, amount):
    form = shown(PaymentForm(session, client))
    form._amount.line.setText(amount)
    form.save()
    assert "Amount" in form.error()
    assert payments.of(store, client) == []


def test_a_deal_is_won(shown, session, store, client):
    deal = deals.add(store, DealDraft(client, "Vases", 90000, "EUR", expected_on="2026-12-01"))
    form = shown(DealForm(session, client, deal))
    assert form._expected.isVisible()
    form._state._click(1)
    assert not form._expected.isVisible()
    form._closed.line.setText("yesterday")
    form.save()
    ((_, draft),) = deals.of(store, client)
    assert (draft.state, draft.closed_on, draft.amount) == (DealState.WON, "2026-11-20", 90000)


def test_a_deal_needs_a_title_or_an_amount(shown, session, store, client):
    form = shown(DealForm(session, client))
    form.save()
    assert form.error()
    form._deal_title.setText("Vases")
    form.save()
    assert form.error() == ""
    ((_, draft),) = deals.of(store, client)
    assert (draft.title, draft.amount, draft.currency) == ("Vases", 0, "")


def test_a_request_is_written_and_answered(shown, session, store, base, client):
    form = shown(RequestForm(session, client))
    form._kind.choose(RequestKind.WISH)
    form._text.set_text("blue vases")
    form._received.line.setText("19.11")
    form.save()
    ((request, draft),) = requests.of(store, client)
    assert (draft.kind, draft.text, draft.responsible_id) == (RequestKind.WISH, "blue vases", base.me)
    assert draft.received_at == "2026-11-18T22:00:00.000Z"  # midnight in Vilnius
    again = shown(RequestForm(session, client, request))
    again._standing._click(1)
    again.save()
    ((_, after),) = requests.of(store, client)
    assert (after.answered_at, after.resolved_at) == ("2026-11-21T14:00:00.000Z", None)
    assert after.received_at == draft.received_at


def test_editing_a_request_keeps_its_clock_to_the_second(shown, session, store, client):
    from crm_desktop.services.drafts import RequestDraft

    request = requests.add(store, RequestDraft(client, text="late", received_at="2026-11-18T10:11:12.345Z"))
    before = requests.draft_of(store, request)
    shown(RequestForm(session, client, request)).save()
    assert requests.draft_of(store, request) == before


def test_a_request_of_whichever_client_asks_whose_it_is_and_how_it_came(shown, session, store, client):
    form = shown(RequestForm(session))
    form._text.set_text("blue vases")
    form.save()
    assert form.error() == "Something is still missing: fill in “Client”."
    form._client.show_client(None, "somebody")
    form.save()
    assert "Nobody was chosen" in form.error()
    form._client.show_client(client, "Ona")
    form._channel.choose(Channel.EMAIL)
    kept = form.state()
    form.save()
    ((_, draft),) = requests.of(store, client)
    assert (draft.text, draft.channel) == ("blue vases", Channel.EMAIL)
    again = shown(RequestForm(session))
    again.show_state(kept)
    assert (again._client.client_id(), again._channel.value()) == (client, Channel.EMAIL)


def test_a_new_payment_is_offered_for_the_only_deal_that_is_not_paid(shown, session, store, client):
    wedding = deals.add(store, DealDraft(client, "Wedding", 50_000, "USD"))
    lost = deals.add(store, DealDraft(client, "Banquet", 10_000, "EUR", DealState.LOST))
    form = shown(PaymentForm(session, client))
    assert (form._deal.value(), form._amount.code()) == (wedding, "USD")
    form._amount.line.setText("500")
    form._paid.setChecked(True)
    form.save()
    assert payments.of(store, client)[0][1].deal_id == wedding
    assert shown(PaymentForm(session, client))._deal.value() is None  # paid in full
    deals.add(store, DealDraft(client, "Roses", 100, "EUR"))
    deals.add(store, DealDraft(client, "Tulips", 100, "EUR"))
    assert shown(PaymentForm(session, client))._deal.value() is None  # nobody knows which
    assert lost


@pytest.mark.parametrize(
    ("language", "minor", "currency", "typed"),
    [
        ("en", 123450, "EUR", "1234.50"),
        ("lt", 123450, "EUR", "1234,50"),
        ("ru", 123450, "RUB", "1234,50"),
        ("ru", 5, "EUR", "0,05"),
        ("lt", 1234567, "BHD", "1234.567"),
        ("ru", 500, "JPY", "500"),
    ],
)
def test_amounts_are_written_as_the_language_does_and_read_again(qtbot, language, minor, currency, typed):
    set_language(language)
    field = AmountField("amount", currency)
    qtbot.addWidget(field)
    field.show_amount(minor, currency)
    assert (field.text(), field.minor()) == (typed, minor)
    set_language("en")
