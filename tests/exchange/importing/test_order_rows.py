"""Orders that stand over several rows of one list."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.importing.hints import Column, Hints
from crm_desktop.exchange.importing.order_rows import orders_in_rows
from crm_desktop.exchange.importing.record import RawRow
from crm_desktop.services.deal_items import worth

FIELDS = {
    "No": "deal.id", "Buyer": "name.any", "Day": "deal.sold", "Goods": "deal.product", "Code": "deal.code",
    "Price": "deal.price", "Count": "deal.quantity", "Off": "deal.discount", "Sum": "deal.amount",
    "Total": "deal.amount",
    "Cost": "deal.cost", "Piece cost": "deal.unit_cost", "Profit": "deal.profit", "Money": "deal.currency",
    "Shelf": "deal.notes:Shelf", "Name": "deal.title",
}  # fmt: skip


def orders_of(header, *rows, decimals=None):
    columns = [Column(index, name, Target.parse(FIELDS[name])) for index, name in enumerate(header)]
    raw = [RawRow(0, number, row) for number, row in enumerate(rows, start=2)]
    return orders_in_rows(lambda: raw, columns, Hints(currency="EUR", decimals=decimals or {}))


def told(header, *rows):
    orders = orders_of(header, *rows)
    return [orders.at(row) for row in range(2, 2 + len(rows)) if orders.head(row) == row]


def test_a_list_in_which_every_number_stands_once_has_none():
    assert orders_of(("No", "Buyer", "Sum"), ("1", "Ann", "5"), ("2", "Ann", "6"), (None, "Bob", "7")) is None
    assert orders_of(("Buyer", "Sum"), ("Ann", "5"), ("Ann", "5")) is None


def test_rows_of_one_number_are_one_order():
    header = ("No", "Buyer", "Day", "Goods", "Price", "Count")
    orders = orders_of(
        header, ("1", "Ann", "2024-01-02", "Rose", "5", "2"), ("2", "Bob", "2024-01-02", "Lily", "4", "1"),
        ("1", "Ann", "2024-01-02", "Vase", "20", None), ("", "Bob", "2024-01-02", "Lily", "4", "1"),
    )  # fmt: skip
    assert [orders.head(row) for row in range(2, 9)] == [2, 3, 2, None, None, None, None]
    order = orders.at(2)
    assert (order.uid, order.title, order.amount, order.currency, order.cost) == (
        "no:1",
        "",
        3000,
        "EUR",
        None,
    )
    assert order.items == (("Rose", 2000, 500), ("Vase", 1000, 2000))
    assert orders.at(3).title == "Lily"


def test_deals_repeated_for_their_contacts_are_no_lines():
    orders = orders_of(("No", "Buyer", "Name", "Sum"), ("1", "Ann", "Door", "5"), ("1", "Bob", "Door", "5"),
        ("2", "Ann", "Gate", "7"), ("2", "Ann", "Gate", "7"))  # fmt: skip
    assert not orders.in_lines
    assert [orders.repeats(row) for row in range(2, 6)] == [False, True, False, False]
    assert [orders.head(row) for row in range(2, 6)] == [2, 3, 4, 4]
    assert orders.at(2) is None


@pytest.mark.parametrize(
    ("second", "uid"),
    [
        (("1", "Ann", "2025-01-02", "USD"), "no:1/2025-01-02"),
        (("1", "Bob", "2024-01-02", "USD"), "no:1/bob"),
        (("1", "Ann", "2024-01-02", "EUR"), "no:1/ann/2024-01-02/EUR"),
        (("1", "", "", "USD"), "no:1"),
    ],
)
def test_what_speaks_against_one_order(second, uid):
    orders = orders_of(
        ("No", "Buyer", "Day", "Money", "Goods", "Sum"), ("1", "Ann", "2024-01-02", "USD", "Rose", "5"),
        (*second, "Vase", "6"), ("2", "Ann", "2024-01-02", "USD", "Rose", "5"), ("2", "Ann", "", "", "Lily", "7"),
    )  # fmt: skip
    assert orders.uid(3) == uid
    assert sum(orders.at(row).amount for row in range(2, 6) if orders.head(row) == row) == 2300


def test_a_third_order_of_one_number_and_day():
    rows = [("1", buyer, day, goods, "5") for goods in ("Rose", "Lily") for buyer, day in
        (("Ann", "2024-01-02"), ("Bob", "2024-01-02"), ("Ann", "2024-01-03"), ("Bob", "2024-01-03"))]  # fmt: skip
    orders = orders_of(("No", "Buyer", "Day", "Goods", "Sum"), *rows)
    heads = sorted({orders.uid(row) for row in range(2, 10)})
    assert heads == ["no:1", "no:1/2024-01-03", "no:1/bob", "no:1/bob/2024-01-03/"]


def test_the_first_row_that_names_the_buyer_brings_the_order_in():
    orders = orders_of(("No", "Buyer", "Goods", "Sum"), ("1", "", "Rose", "5"), ("1", "Ann", "Vase", "6"))
    assert [orders.head(row) for row in (2, 3)] == [3, 3]
    assert orders.at(3).amount == 1100


TOTALS = [("1", "Ann", "Rose", "30"), ("1", "Ann", "Vase", "30"), ("2", "Bob", "Rose", "7"), ("2", "Bob", "Lily", "7"),
    ("3", "Bob", "Rose", "9"), ("3", "Bob", "Lily", "9")]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "rows", "sums"),
    [
        ("Sum", TOTALS, [3000, 700, 900]),  # three orders that repeat their sums
        ("Total", TOTALS[:2], [3000]),  # one, under a heading that says so
        ("Sum", TOTALS[:2], [6000]),  # one proves nothing
        ("Sum", [*TOTALS[:2], ("2", "Bob", "Rose", "7"), ("2", "Bob", "Lily", "8")], [6000, 1500]),
        ("Total", [("1", "Ann", "Rose", "30"), ("1", "Ann", "Vase", None)], [3000]),
        ("Total", [("1", "Ann", "Rose", None), ("1", "Ann", "Vase", None)], [None]),
    ],
)
def test_whether_a_sum_is_of_the_order_or_of_its_lines(header, rows, sums):
    assert [order.amount for order in told(("No", "Buyer", "Goods", header), *rows)] == sums


def test_sums_that_price_and_pieces_come_to_are_of_lines():
    rows = [("1", "Ann", goods, "5", "2", "10") for goods in ("Rose", "Lily")]
    assert [order.amount for order in told(("No", "Buyer", "Goods", "Price", "Count", "Total"), *rows)] == [
        2000
    ]


def test_costs_and_profits():
    def cost(column, *cells):
        rows = [("1", "Ann", goods, "30", "2", cell)
            for goods, cell in zip(("Rose", "Lily"), cells, strict=True)]  # fmt: skip
        (order,) = told(("No", "Buyer", "Goods", "Sum", "Count", column), *rows)
        return order.cost

    assert cost("Cost", "10", "4") == 1400
    assert cost("Piece cost", "10", "4") == 2800
    assert cost("Profit", "10", "-4") == 5400
    assert cost("Cost", "10", None) is None  # not all of it is known


def test_a_cost_that_is_of_the_whole_order():
    rows = [(number, "Ann", goods, "30", "8") for number in "123" for goods in ("Rose", "Lily")]
    orders = told(("No", "Buyer", "Goods", "Total", "Cost"), *rows)
    assert [(order.amount, order.cost) for order in orders] == [(3000, 800)] * 3


def test_what_is_missing_from_the_sum_is_an_item_of_its_own():
    (order,) = told(
        ("No", "Buyer", "Goods", "Code", "Price", "Count", "Off", "Total"),
        ("1", "Ann", "Rose", "R1", "5", "2", "10%", "30"), ("1", "Ann", "", "V1", "20", "1", "", "30"),
    )  # fmt: skip
    assert order.items == (("Rose (R1)", 2000, 500), ("Code V1", 1000, 2000))
    (order,) = told(
        ("No", "Buyer", "Goods", "Price", "Count", "Off"),
        ("1", "Ann", "Rose", "5", "2", "10%"), ("1", "Ann", "", "20", "1", ""),
    )  # fmt: skip
    assert order.items == (("Rose", 2000, 500), ("—", 1000, 2000), ("± Off", 1000, -100))


def test_a_line_of_no_pieces_and_one_without_a_sum():
    (order,) = told(("No", "Buyer", "Goods", "Count", "Sum"), ("1", "Ann", "Rose", "0", "5"),
        ("1", "Ann", "Lily", "3", "1"), ("1", "Ann", "Gift", "1", None))  # fmt: skip
    assert order.amount == 600
    assert order.items == (("Rose", 1000, 500), ("Lily", 3000, 33), ("Gift", 1000, 0), ("± Sum", 1000, 1))


def test_prices_with_fractions_of_a_cent():
    (order,) = told(("No", "Buyer", "Goods", "Price", "Count"), ("1", "Ann", "Nail", "0.001", "1000"),
        ("1", "Ann", "Screw", "0.0049", "200"))  # fmt: skip
    assert order.amount == 198
    assert order.items[-1] == ("± Price", 1000, 198)


def test_remarks_of_the_order_and_of_its_lines():
    (order,) = told(("No", "Buyer", "Goods", "Count", "Sum", "Shelf"), ("1", "Ann", "Rose", "2", "5", "A"),
        ("1", "Ann", "Vase", "1", "6", "B"))  # fmt: skip
    assert order.notes == ("Rose — Shelf: A", "Vase — Shelf: B")
    (order,) = told(("No", "Buyer", "Count", "Sum", "Shelf"), ("1", "Ann", "2", "5", "A"),
        ("1", "Ann", "3", "6", "A"))  # fmt: skip
    assert order.items == ()  # nobody says what it was
    assert order.notes == ("Shelf: A", "Count: 2", "Count: 3")


def test_sums_that_no_base_holds_are_none():
    (order,) = told(("No", "Buyer", "Goods", "Sum"), ("1", "Ann", "Ring", "8e13"), ("1", "Ann", "Crown", "1"))
    assert order.amount == 100
    (order,) = told(("No", "Buyer", "Goods", "Sum"), ("1", "Ann", "Ring", 8e13), ("1", "Ann", "Crown", 7e13))
    assert (order.amount, order.items) == (None, ())


PIECES = st.integers(-20, 50).filter(bool)
LINES = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 3), st.decimals(0, 500, places=3), PIECES), min_size=1, max_size=30
)  # fmt: skip


@given(LINES)
def test_orders_come_to_what_their_lines_come_to(lines):
    rows = [
        (str(number), f"B{buyer}", "2024-01-02", f"G{place}", str(price), str(count))
        for place, (number, buyer, price, count) in enumerate(lines)
    ]
    orders = orders_of(("No", "Buyer", "Day", "Goods", "Price", "Count"), *rows, decimals={4: "."})
    numbers = [row[0] for row in rows]
    if len(set(numbers)) == len(numbers):
        assert orders is None
        return
    wanted: dict[tuple[str, str], int] = {}
    for (number, buyer, *_), (_, _, price, count) in zip(rows, lines, strict=True):
        minor = int((price * count * 100).to_integral_value(ROUND_HALF_UP))
        wanted[number, buyer] = wanted.get((number, buyer), 0) + minor
    heads = sorted({orders.head(row) for row in range(2, 2 + len(rows))})
    if not orders.in_lines:  # each buyer has one line of each number
        assert len(heads) == len(rows)
        return
    got = {(rows[head - 2][0], rows[head - 2][1]): orders.at(head) for head in heads}
    assert {key: order.amount for key, order in got.items()} == wanted
    assert len({order.uid for order in got.values()}) == len(got)
    for order in got.values():
        assert sum(worth(item.quantity, item.price) for item in order.items) == order.amount


def test_an_amount_is_read_by_the_column_and_not_by_the_cell():
    columns = [Column(0, "No", Target("deal.id")), Column(1, "Sum", Target("deal.amount"))]
    raw = [RawRow(0, 2, ("1", "22.368")), RawRow(0, 3, ("1", "1.5"))]
    orders = orders_in_rows(lambda: raw, columns, Hints(currency="EUR", decimals={1: "."}))
    assert orders.at(2).amount == Decimal("23.87") * 100
