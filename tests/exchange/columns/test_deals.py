"""Lists of deals are told from lists of clients."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.guess import guess_columns


def kind_and_targets(headers, *rows):
    guess = guess_columns(headers, rows)
    return guess.record_kind, [str(column.target) for column in guess.columns]


@pytest.mark.parametrize(
    ("headers", "row", "kind", "targets"),
    [
        (
            ("Order No", "Customer", "Date", "Total"),
            ("A1", "Vera Fox", "2024-01-02", "12"),
            "deals",
            ["deal.id", "name.any", "deal.sold", "deal.amount"],
        ),
        (
            ("ID", "Сделка", "Клиент", "Сумма, ₽", "Статус", "Описание"),
            (1, "Окна", "Вера Лиса", "1 000", "Новая", "ждёт"),
            "deals",
            ["deal.id", "deal.title", "name.any", "deal.amount", "deal.stage", "deal.notes"],
        ),
        (
            ("Order ID", "Customer ID", "Order Date", "Shelf"),
            (1, "VL", "2024-01-02", "3"),
            "deals",
            ["deal.id", "deal.client", "deal.sold", "deal.notes:Shelf"],
        ),
        (
            ("Order ID", "Customer ID", "Customer", "Order Date"),
            (1, "VL", "Vera Lapė", "2024-01-02"),
            "deals",
            ["deal.id", "external_id", "name.any", "deal.sold"],
        ),
        (("Order ID", "Item", "Price", "Qty"), (1, "Rose", 2.5, 3), "deal_lines",
         ["deal.id", "deal.product", "deal.price", "deal.quantity"]),
        # Not of deals: no client; a sum alone; words under a heading of money; dates that are none.
        (("Order ID", "Order Date"), (1, "2024-01-02"), "nothing", ["own:Order ID", "own:Order Date"]),
        (("Name", "Phone", "Amount"), ("Vera Fox", "+370 612 20001", "5"), "clients",
         ["name.any", "phone", "own:Amount"]),
        (("Name", "Deal", "Deal Amount"), ("Vera Fox", "Door", "a lot"), "clients",
         ["name.any", "own:Deal", "own:Deal Amount"]),
        (("Name", "Order Date", "Amount"), ("Vera Fox", "soon", "5"), "clients",
         ["name.any", "own:Order Date", "own:Amount"]),
    ],
)  # fmt: skip
def test_headings(headers, row, kind, targets):
    assert kind_and_targets(headers, row) == (kind, targets)


def test_a_heading_that_comes_twice_means_its_field_once():
    _, targets = kind_and_targets(("Deal", "Client", "Deal Amount", "Amount"), ("Door", "Vera Fox", "5", "6"))
    assert targets == ["deal.title", "name.any", "deal.amount", "deal.notes:Amount"]
