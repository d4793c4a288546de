"""Cells of deals, one by one, and what a row without a deal keeps of them."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.importing.cleaning import Cleaner
from crm_desktop.exchange.importing.hints import Column, Hints
from crm_desktop.exchange.importing.known_deals import deal_changes
from crm_desktop.exchange.importing.record import RawRow, pack, unpack


def record(*cells, currency="EUR"):
    """The record of a row of (header, target, cell)."""
    columns = [Column(index, header, Target.parse(target)) for index, (header, target, _) in enumerate(cells)]
    return Cleaner(columns, Hints(currency=currency))(RawRow(0, 1, tuple(cell for *_, cell in cells)))


def deal(*cells, currency="EUR"):
    found = record(
        ("Client", "name.full", "Vera Fox"), ("Deal", "deal.title", "Door"), *cells, currency=currency
    )
    assert unpack(pack(found)) == found
    return found.deal


@pytest.mark.parametrize(
    ("cells", "amount", "currency", "notes"),
    [
        ([("Sum", "deal.amount", "1 200,50")], 120_050, "EUR", ""),
        ([("Sum, USD", "deal.amount", 7)], 700, "USD", ""),
        ([("Sum", "deal.amount", "7 zł"), ("Currency", "deal.currency", "usd")], 700, "USD", ""),
        ([("Sum", "deal.amount", "1500"), ("Currency", "deal.currency", "JPY")], 1500, "JPY", ""),
        ([("Sum", "deal.amount", "5"), ("Sum again", "deal.amount", "6")], 500, "EUR", "Sum again: 6"),
        ([("Price", "deal.price", "2,5"), ("Qty", "deal.quantity", "3")], 750, "EUR", "Qty: 3"),
        ([("Price", "deal.price", "2,5"), ("Qty", "deal.quantity", 1)], 250, "EUR", ""),
        ([("Price", "deal.price", "2,5"), ("Qty", "deal.quantity", "some")], 250, "EUR", "Qty: some"),
        ([("Price", "deal.price", "9" * 13), ("Qty", "deal.quantity", "9" * 9)], None, "", "Qty: 999999999"),
        ([("Price", "deal.price", 10), ("Qty", "deal.quantity", 2), ("Off", "deal.discount", "150")],
         2000, "EUR", "Qty: 2\nOff: 150"),
        ([("Price", "deal.price", 10), ("Qty", "deal.quantity", 2), ("Off", "deal.discount", "25 %")],
         1500, "EUR", "Qty: 2\nOff: 25 %"),
        ([("Cost", "deal.cost", "x")], None, "", "Cost: x"),
    ],
)  # fmt: skip
def test_sums(cells, amount, currency, notes):
    found = deal(*cells)
    assert (found.amount, found.currency, found.notes) == (amount, currency, notes)


@pytest.mark.parametrize(
    ("text", "state", "notes"),
    [("Won", "won", ""), ("TRUE", "won", ""), ("false", "", ""), ("open", "", ""), ("odd", "", "State: odd")],
)
def test_states(text, state, notes):
    found = deal(("State", "deal.state", text))
    assert (found.state, found.notes) == (state, notes)


def test_days_that_are_none_and_words_instead_of_days():
    found = record(
        ("Client", "name.full", "Vera Fox"), ("Deal", "deal.title", "Door"),
        ("Closed", "deal.closed", "31.02.2024"), ("Expected", "deal.expected", "not yet"),
        ("Made", "deal.created", "--05-01"),
    )  # fmt: skip
    assert [problem.code for problem in found.problems] == ["bad_date", "bad_date"]
    assert found.deal.notes == "Closed: 31.02.2024\nExpected: not yet\nMade: --05-01"


def test_a_second_title_and_more_contacts_are_remarks():
    found = record(
        ("Deal", "deal.title", "Door"), ("Also", "deal.title", "Gate"), ("Goods", "deal.product", "Oak"),
        ("Contact", "deal.contact", "Vera Fox (vera@fox.example); Peter Cat"), ("UTM", "deal.notes:utm_source", "ads"),
    )  # fmt: skip
    assert (found.main.name, found.main.keys("email")) == ("Vera Fox", ["vera@fox.example"])
    assert found.deal.notes == (
        "Oak\nAlso: Gate\nContact: Vera Fox (vera@fox.example); Peter Cat\nutm_source: ads"
    )


def test_a_row_that_makes_no_deal_keeps_what_it_says():
    found = record(
        ("Client", "name.full", "Vera Fox"), ("Cost", "deal.cost", "7"), ("Stage", "deal.stage", "Offer"),
        ("Closed", "deal.closed", ""),
    )  # fmt: skip
    assert found.deal is None
    assert found.main.values["notes"] == "Cost: 7\nStage: Offer"


def test_long_texts_of_a_deal_are_cut_and_whole_in_the_notes():
    found = deal(("Stage", "deal.stage", "s" * 600))
    assert len(found.stage) == 500


def test_a_deal_that_went_back_on_its_way_is_open_again():
    old = deal(("Stage", "deal.stage", "Won"), ("Note", "deal.notes", "Size: 2"), ("Cost", "deal.cost", "1"))
    new = deal(
        ("Stage", "deal.stage", "Offer"), ("Note", "deal.notes", "Size: 3"), ("Cost", "deal.cost", "2")
    )
    assert deal_changes(old, new, update=True) == {
        "stage": "Offer", "pipeline": "", "state": "open", "cost": 200, "notes": "Size: 3",
    }  # fmt: skip
    assert deal_changes(old, new, update=False) == {}


@pytest.mark.parametrize(
    ("cells", "cost"),
    [
        ([("Sum", "deal.amount", "30"), ("Cost", "deal.cost", "12,5")], 1250),
        ([("Sum", "deal.amount", "30"), ("Profit", "deal.profit", "-4")], 3400),
        (
            [("Price", "deal.price", "30"), ("Qty", "deal.quantity", "2"), ("Profit", "deal.profit", "4")],
            5600,
        ),
        ([("Each", "deal.unit_cost", "0.125"), ("Qty", "deal.quantity", "100")], 1250),
        ([("Each", "deal.unit_cost", "0.125")], 13),
        ([("Profit", "deal.profit", "4")], None),
        ([("Each", "deal.unit_cost", "dear")], None),
    ],
)
def test_what_a_deal_costs_the_house(cells, cost):
    assert deal(*cells).cost == cost


@pytest.mark.parametrize(
    ("state", "said", "expected"),
    [
        ("Shipped", "won", ""),
        ("", "won", ""),
        ("On hold", "", ""),
        ("Cancelled", "lost", ""),
        ("Somewhere", "won", ""),
    ],
)
def test_an_order_with_its_day_is_sold_unless_a_word_says_otherwise(state, said, expected):
    found = deal(("Day", "deal.sold", "2024-01-02"), ("Status", "deal.stage", state))
    assert (found.state, found.expected_on, found.stage) == (said, expected, state)
    assert found.closed_on == ("2024-01-02" if said else "")


@pytest.mark.parametrize(("word", "notes"), [("Open", ""), ("On hold", "State: On hold"), ("No", "")])
def test_a_state_on_the_way_that_says_more_is_a_remark_too(word, notes):
    found = deal(("State", "deal.state", word))
    assert (found.state, found.notes) == ("", notes)


def test_a_second_number_and_the_code_of_the_goods_are_remarks():
    found = deal(("No", "deal.id", "7.0"), ("Invoice", "deal.id", "8"), ("SKU", "deal.code", "R-1"))
    assert (found.uid, found.notes) == ("no:7", "Invoice: 8\nSKU: R-1")


def test_a_client_known_by_a_number_alone_is_called_by_it():
    columns = (("Deal", "deal.title", "Door"), ("Customer ID", "deal.client", "17850.0; 17851"))
    found = record(*columns)
    assert found.stand_in == "Customer ID 17850"
    assert found.references == [("customer id", "17850"), ("customer id", "17851")]
    of_program = record(("Deal", "deal.title", "Door"), ("IDs", "deal.client.hubspot", "17850"))
    assert of_program.stand_in == ""
