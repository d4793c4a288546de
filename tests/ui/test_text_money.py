"""Words of money."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.errors import PartsTooLarge, RefundTooLarge
from crm_desktop.kinds import StageRole, StageWhy
from crm_desktop.services.card_rows import CardPrice, Owed
from crm_desktop.services.payment_plans import DealMoney
from crm_desktop.services.stage_rules import MovedOn
from crm_desktop.ui import text_money
from crm_desktop.ui.text_errors import error_text

TODAY = date(2026, 11, 21)
DEAL = DealMoney(b"d", "Vases", 50000, "EUR", 30000, 20000, 0, "2026-12-01", 5000, ())


def test_a_deal_in_parts():
    assert text_money.in_parts(DEAL, TODAY) == ("paid €300 of €500", "next €50, Tue 1 Dec")


def test_a_deal_that_is_late_and_paid_in_other_money_too():
    late = DealMoney(b"d", "Vases", 50000, "EUR", 30000, 20000, 20000, None, 0, (("USD", 900),))
    assert text_money.in_parts(late, TODAY) == ("paid €300 of €500, + $9", "overdue €200")
    undated = DealMoney(b"d", "Vases", -50000, "EUR", -30000, -20000, 0, None, 0, ())
    assert text_money.in_parts(undated, TODAY) == ("paid €300 of €500", "")


def test_what_went_back_is_not_told_as_paid():
    back = DealMoney(b"d", "Vases", 50000, "EUR", -9000, 0, 0, None, 0, ())
    assert text_money.paid_of(back) == "€90 went back, €500 agreed"


def test_what_comes_next_in_each_direction():
    ours = Owed("EUR", 1000, 0, None, 500, 0, "2026-11-25", -500)
    assert text_money.owed_note(ours, TODAY) == "next we pay €5, Wed 25 Nov"


def test_whom_rules_moved():
    moved = (MovedOn("", StageRole.CLIENT, 1), MovedOn("Savi", StageRole.REGULAR, 12))
    assert text_money.with_moved("Paid", moved) == "Paid · Stage now: Client, 12 clients now at: Savi"
    assert text_money.with_moved("Paid", ()) == "Paid"


@pytest.mark.parametrize("why", list(StageWhy))
def test_every_reason_has_its_words(why):
    assert bool(text_money.stage_why(why.value)) == (why is not StageWhy.BY_HAND)


def test_prices_and_refusals():
    assert text_money.price(CardPrice("roses", 250, "EUR", "")) == "roses €2.50"
    assert text_money.price(CardPrice("roses", 250, "EUR", "from 10")) == "roses €2.50 (from 10)"
    assert "€20" in error_text(RefundTooLarge(most=2000, currency="EUR"))
    assert "Without a deal" in error_text(RefundTooLarge(most=0, currency="EUR"))
    said = error_text(PartsTooLarge(most=-2000, planned=-3000, currency="EUR"))
    assert "€30" in said
    assert "€20" in said
