"""Rows of personal prices in the form of a client."""

from __future__ import annotations

import pytest

from crm_desktop.errors import NumberRefused
from crm_desktop.services.drafts import ClientDraft, PriceDraft
from crm_desktop.ui.card.price_section import PriceSection

ROSES = PriceDraft("roses", 250, "EUR", "from 10", b"r" * 16)


@pytest.fixture
def section(qtbot, session):
    made = PriceSection(session)
    qtbot.addWidget(made)
    made.show_draft(ClientDraft(prices=(ROSES,)))
    made.show()
    return made


def test_prices_come_back_as_they_were(section):
    assert section.filled(ClientDraft(), strict=True).prices == (ROSES,)


def test_a_row_is_added_in_the_currency_of_the_last_one_and_an_empty_one_is_none(section):
    section.add_row()
    row = section.rows.rows[-1]
    assert row.amount.code() == "EUR"
    assert section.filled(ClientDraft(), strict=True).prices == (ROSES,)
    row.item.setText(" tulips ")
    row.amount.line.setText("1,50 $")
    assert section.filled(ClientDraft(), strict=True).prices == (ROSES, PriceDraft("tulips", 150, "USD"))


def test_the_first_row_is_in_the_home_currency(qtbot, session):
    made = PriceSection(session)
    qtbot.addWidget(made)
    made.add_row()
    assert made.rows.rows[0].amount.code() == "EUR"
    assert made.filled(ClientDraft(), strict=True).prices == ()


@pytest.mark.parametrize("text", ["cheap", "-5"])
def test_what_is_no_price_is_said_at_its_field(section, text):
    line = section.rows.rows[0].amount.line
    line.setText(text)
    with pytest.raises(NumberRefused):
        section.filled(ClientDraft(), strict=True)
    assert section.filled(ClientDraft(), strict=False).prices[0].item == "roses"
    assert section.widgets()["prices"] is line
