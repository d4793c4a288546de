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


STORE = ("Row ID", "Order ID", "Order Date", "Customer ID", "Customer Name", "Segment", "State", "Region", "Product ID",
    "Category", "Product Name", "Sales", "Quantity", "Discount", "Profit")  # fmt: skip


def test_a_store_that_speaks_of_its_goods():
    row = ("1", "CA-1", "11/8/2016", "CG-1", "Vera Fox", "Consumer", "Ohio", "East", "P-1", "Paper", "Card", "2.5", "1",
        "0", "1.2")  # fmt: skip
    kind, targets = kind_and_targets(STORE, row)
    assert kind == "deals"
    assert dict(zip(STORE, targets, strict=True)) == {
        "Row ID": "ignore", "Order ID": "deal.id", "Order Date": "deal.sold", "Customer ID": "external_id",
        "Customer Name": "name.any", "Segment": "group", "State": "address.region", "Region": "deal.notes:Region",
        "Product ID": "deal.code", "Category": "deal.notes:Category", "Product Name": "deal.product",
        "Sales": "deal.amount", "Quantity": "deal.quantity", "Discount": "deal.discount", "Profit": "deal.profit",
    }  # fmt: skip


def test_headings_whose_words_are_run_together():
    headers = ("ORDERNUMBER", "QUANTITYORDERED", "PRICEEACH", "ORDERDATE", "CUSTOMERNAME", "POSTALCODE")
    assert kind_and_targets(headers, ("1", "2", "3.5", "2/24/2003 0:00", "Vera Fox", "10022")) == (
        "deals",
        ["deal.id", "deal.quantity", "deal.price", "deal.sold", "name.any", "address.postal_code"],
    )


@pytest.mark.parametrize(
    ("headers", "meant"),
    [
        (("Amount", "Total_Amount"), "Total_Amount"),
        (("Gross Sales", "Net Sales"), "Net Sales"),
        (("Gross", "Fee", "Net"), "Gross"),
        (("Subtotal", "TotalDue"), "TotalDue"),
        (("Suma be PVM", "PVM", "Suma su PVM"), "Suma su PVM"),
        (("Сумма без НДС", "Сумма с НДС"), "Сумма с НДС"),
        (("Order Value", "Order Total"), "Order Total"),
    ],
)
def test_of_several_sums_the_one_that_is_paid_counts(headers, meant):
    rows = [("1", "Vera Fox", "2024-01-02", *("4,237.03",) * len(headers))] * 3
    _, targets = kind_and_targets(("Order ID", "Customer", "Order Date", *headers), *rows)
    named = dict(zip(headers, targets[3:], strict=True))
    assert [header for header, target in named.items() if target == "deal.amount"] == [meant]
    assert "phone" not in targets


@pytest.mark.parametrize(
    ("headers", "row", "kind"),
    [
        # A day, a sum and what was sold; or a day and a sum of somebody, with no way to reach anybody.
        (("Data", "Klientas", "Ką pirko", "Suma"), ("2024-01-02", "Ona Onaitė", "rožės", "5"), "deals"),
        (("Дата", "Клиент", "Сумма"), ("02.01.2024", "Вера Лиса", "5"), "deals"),
        (
            ("Date", "Customer", "Phone", "Amount"),
            ("2024-01-02", "Vera Fox", "+370 612 20001", "5"),
            "clients",
        ),
        (
            ("Date", "Customer", "Birthday", "Amount"),
            ("2024-01-02", "Vera Fox", "1980-01-02", "5"),
            "clients",
        ),
        (
            ("Date", "Customer", "Meeting Result", "Amount"),
            ("2024-01-02", "Vera Fox", "fine", "5"),
            "activities",
        ),
        (("Name", "Date", "Value"), ("Vera Fox", "2024-01-02", "5"), "clients"),
        (("Date", "Amount"), ("2024-01-02", "5"), "nothing"),
        # Goods and payments of orders; with a day and without a client they are sales of nobody.
        (("order_id", "payment_value"), ("a", "5"), "deal_lines"),
        (("Order ID", "Order Date", "Item", "Total"), ("1", "2024-01-02", "Rose", "5"), "nothing"),
    ],
)
def test_what_makes_a_list_of_sales(headers, row, kind):
    assert kind_and_targets(headers, row)[0] == kind


def test_words_beside_price_and_pieces_are_the_goods():
    headers = ("Invoice", "Description", "Quantity", "Price", "Customer ID", "order date (UTC)")
    _, targets = kind_and_targets(headers, ("1", "WHITE HEART", "2", "2.5", "17850", "2024-01-02"))
    assert targets == ["deal.id", "deal.product", "deal.quantity", "deal.price", "deal.client", "deal.sold"]
    _, targets = kind_and_targets(
        ("Deal", "Client", "Qty", "Price", "Notes"), ("Door", "Vera Fox", "1", "5", "soon")
    )
    assert targets[-1] == "deal.notes"


def test_a_region_alone_is_where_the_client_is():
    _, targets = kind_and_targets(
        ("Order ID", "Customer", "Order Date", "Region"), ("1", "Vera Fox", "2024-01-02", "South")
    )
    assert targets[-1] == "address.region"
