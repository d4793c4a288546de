"""The rest of a deal in payments, seen while one types."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crm_desktop.services import clients, deals, payments
from crm_desktop.services.drafts import ClientDraft, DealDraft
from crm_desktop.ui.card.payment_plan_form import PaymentPlanForm


@pytest.fixture
def deal(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    return deals.add(store, DealDraft(client, "Vases", 100000, "EUR"))


@pytest.fixture
def form(qtbot, session, deal):
    made = PaymentPlanForm(session, deal)
    qtbot.addWidget(made)
    made.resize(360, 480)
    made.show()
    return made


def planned(store, deal):
    ((client,),) = store.read("SELECT client_id FROM deal WHERE id = ?", (deal,))
    return [(draft.amount, draft.due_on) for _, draft in payments.of(store, client)]


def test_three_equal_payments_a_month_apart_are_offered(form, store, deal):
    assert form._preview.text().splitlines()[0].startswith("€333.33")
    form.save()
    assert planned(store, deal) == [(33333, "2026-11-21"), (33333, "2026-12-21"), (33334, "2027-01-21")]
    assert form.written == 3


@pytest.mark.parametrize(
    ("place", "typed", "amounts"),
    [
        (0, "1", [100000]),
        (1, "30, 30 40%", [30000, 30000, 40000]),
        (1, "12,5 10", [12500, 10000]),
        (2, "200 350,50", [20000, 35050]),
        (2, "200; 300", [20000, 30000]),
    ],
)
def test_equal_by_percent_and_by_ones_own_amounts(form, store, deal, place, typed, amounts):
    form._how._click(place)
    form._parts.setText(typed)
    form._first.line.setText("")
    form._typed()
    assert len(form._preview.text().splitlines()) == len(amounts)
    form.save()
    assert sorted(planned(store, deal)) == sorted((amount, None) for amount in amounts)


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        (0, ""),
        (0, "many"),
        (0, "61"),
        (1, "half"),
        (1, "60 60"),
        (1, ""),
        (2, "much"),
        (2, "900 200"),
        (2, ""),
    ],
)
def test_what_is_no_plan_is_said_and_nothing_is_planned(form, store, deal, place, typed):
    form._how._click(place)
    form._parts.setText(typed)
    form.save()
    assert form.error()
    assert planned(store, deal) == []


def test_many_payments_are_shown_by_the_first_of_them(qtbot, form):
    form._parts.clear()
    qtbot.keyClicks(form._parts, "24")
    assert form._preview.text().splitlines()[-1] == "…"
    assert form._parts.hasFocus() or form._parts.text() == "24"
    qtbot.keyClick(form._parts, Qt.Key.Key_Backspace)
    assert len(form._preview.text().splitlines()) == 2
