"""Lists of orders and deals that people keep themselves: told by their headings, in three languages."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.exchange.importing.staging import Action
from crm_desktop.services import deal_items
from crm_desktop.services import deals as deals_service
from crm_desktop.services.currencies import home_currency
from tests.exchange.importing.bringing import bring, bring_as, clients, listed, rehearsed, workbook
from tests.exchange.importing.test_programs import deals


def items_of(store):
    return store.read(
        "SELECT i.name, i.quantity, i.price FROM deal_item i JOIN deal d ON d.id = i.deal_id WHERE i.deleted = 0"
        " ORDER BY d.rid, i.rank"
    )


def rows_of(store):
    return store.read(
        "SELECT title, amount, currency, state, closed_on, uid, notes FROM deal WHERE deleted = 0 ORDER BY rid"
    )


@pytest.mark.parametrize(
    "header",
    [
        ("Order No", "Customer", "Order Date", "Product", "Amount, EUR", "Shelf"),
        ("№ заказа", "Клиент", "Дата заказа", "Товар", "Сумма, €", "Shelf"),
        ("Užsakymo nr.", "Klientas", "Užsakymo data", "Prekė", "Suma EUR", "Shelf"),
    ],
)
def test_orders_become_sales_of_their_clients(store, tmp_path, header):
    path = listed(
        tmp_path / "a.csv",
        header,
        ("A-1", "Vera Lapė", "2024-03-05", "Roses", "45,50", "3"),
        ("A-2", "Vera Lapė", "2024-04-05", "Tulips", "1 200,00", ""),
        ("A-3", "UAB „Voras“", "2024-04-06", "Lilies", "99", "7"),
    )
    result = bring(store, path)
    assert (result.json()["people"], result.json()["companies"], result.json()["deals"]) == (1, 1, 3)
    assert result.json()["review"] == 0
    uid = header[0].casefold()
    assert rows_of(store) == [
        ("Lilies", 9900, "EUR", "won", "2024-04-06", f"{uid}:A-3", "Shelf: 7"),
        ("Roses", 4550, "EUR", "won", "2024-03-05", f"{uid}:A-1", "Shelf: 3"),
        ("Tulips", 120_000, "EUR", "won", "2024-04-05", f"{uid}:A-2", ""),
    ]
    assert {row.verdict for row in rehearsed(store, path)} == {"same"}


def test_sales_without_numbers_come_in_once(store, tmp_path):
    header = ("Клиент", "Телефон", "Дата продажи", "Сумма")
    rows = [
        ("Вера Лиса", "+7 916 200-30-40", "05.03.2024", "1000"),
        ("Вера Лиса", "8 916 200-30-40", "06.03.2024", "500"),
    ]
    path = listed(tmp_path / "a.csv", header, *rows)
    bring(store, path, region="RU")
    assert [row[:2] for row in rows_of(store)] == [("", 100_000), ("", 50_000)]
    longer = listed(tmp_path / "b.csv", header, *rows, ("Вера Лиса", "8 916 200-30-40", "07.03.2024", "70"))
    assert bring(store, longer, region="RU").json()["completed"] == 1
    assert len(rows_of(store)) == 3


def test_two_people_of_one_name_with_different_phones_keep_their_deals_apart(store, tmp_path):
    path = listed(
        tmp_path / "a.csv",
        ("Сделка", "Клиент", "Телефон", "Сумма сделки"),
        ("Окна", "Иванов Пётр", "+7 916 111-11-11", "10"),
        ("Двери", "Иванов Пётр", "+7 916 222-22-22", "20"),
    )
    bring(store, path, region="RU")
    assert store.read("SELECT COUNT(DISTINCT client_id), COUNT(*) FROM deal") == [(2, 2)]


def test_a_client_list_with_a_sum_is_no_list_of_deals(store, tmp_path):
    path = listed(
        tmp_path / "a.csv",
        ("Klientas", "Telefonas", "Suma", "Būsena"),
        ("Ona Onaitė", "+370 612 20001", "5", "gera"),
    )
    (plan,) = plan_file(store, path, "LT", "lt")
    assert plan.record_kind == "clients"
    bring(store, path)
    assert rows_of(store) == []
    assert clients(store)["Ona Onaitė"].fields == {"Suma": "5"}


def test_goods_of_orders_in_a_sheet_of_their_own_are_added_up(store, tmp_path):
    path = workbook(
        tmp_path / "shop.xlsx",
        {
            "Orders": [("Order ID", "Customer ID", "Order Date"), (1, "VL", "2024-03-05"), (2, "VL", "2024-03-06")],
            "Lines": [
                ("Order ID", "Product", "Unit Price", "Quantity", "Discount"),
                (1, "Rose", 2.5, 10, 0.1), (1, "Vase", 30, 1, 0), (2, "Lily", 4, 2, "50%"), (3, "Lost", 1, 1, 0),
            ],
            "Customers": [("Customer ID", "Name", "Phone"), ("VL", "Vera Lapė", "+370 612 20001")],
        },
    )  # fmt: skip
    result = bring(store, path)
    assert (result.json()["people"], result.json()["deals"]) == (1, 2)
    assert [row[1] for row in rows_of(store)] == [5250, 400]
    assert rows_of(store)[0][6] == ""
    assert items_of(store) == [
        ("Rose", 10_000, 250), ("Rose: Discount", 1_000, -250), ("Vase", 1_000, 3000),
        ("Lily", 2_000, 400), ("Lily: Discount", 1_000, -400),
    ]  # fmt: skip
    for deal_id, amount in store.read("SELECT id, amount FROM deal"):
        assert deal_items.sums(deals_service.draft_of(store, deal_id))[0] == amount
    assert {row.verdict for row in rehearsed(store, path)} == {"same"}


def shop(path, *lines):
    return workbook(
        path,
        {
            "Orders": [("Order ID", "Customer", "Order Date"), (1, "Vera Lapė", "2024-03-05")],
            "Lines": [("Order ID", "Product ID", "Unit Price", "Quantity"), *lines],
        },
    )  # fmt: skip


def test_a_newer_export_changes_the_items_with_the_sum(store, tmp_path):
    bring(store, shop(tmp_path / "a.xlsx", (1, 11, 5, 2), (1, 12, 1, 1)))
    assert items_of(store) == [("Product ID 11", 2_000, 500), ("Product ID 12", 1_000, 100)]
    bring_as(store, Action.UPDATE, shop(tmp_path / "b.xlsx", (1, 11, 5, 3)))
    assert items_of(store) == [("Product ID 11", 3_000, 500)]
    assert [row[1] for row in rows_of(store)] == [1500]


@pytest.mark.parametrize("line", [(1, 11, 5, 0.3333), (1, None, 5, 2), (1, 12, None, 2)])
def test_a_line_that_is_no_item_leaves_the_order_its_remarks(store, tmp_path, line):
    bring(store, shop(tmp_path / "a.xlsx", (1, 11, 5, 2), (1, 11, 5, 2), (1, 12, 7, 3), line))
    assert items_of(store) == []
    assert rows_of(store)[0][6].startswith("Product ID 11, Unit Price 5, Quantity 2")


def test_what_is_no_money_is_kept_as_a_remark_and_told(store, tmp_path):
    header = ("Deal", "Client", "Deal Amount", "Currency", "Close Date")
    path = listed(
        tmp_path / "a.csv", header,
        ("One", "Vera Fox", "ask her", "", "2024-01-01"), ("Two", "Vera Fox", "10", "Bitcoin", "2024-01-02"),
        ("Three", "Vera Fox", "1" * 30, "JPY", "2024-13-45"), ("Four", "Vera Fox", "1000", "JPY", "2024-01-03"),
    )  # fmt: skip
    rows = rehearsed(store, path)
    assert [row.reason for row in rows if row.record.problems] == ["bad_amount", "bad_amount"]
    bring(store, path)
    told = {title: (amount, currency, notes) for title, amount, currency, _, _, _, notes in rows_of(store)}
    assert told["One"] == (0, "", "Deal Amount: ask her")
    assert told["Two"] == (1000, "EUR", "Currency: Bitcoin")
    assert told["Three"][2] == f"Deal Amount: {'1' * 30}\nClose Date: 2024-13-45"
    assert told["Four"][:2] == (1000, "JPY")


def test_a_deal_is_left_alone_completed_or_made_anew_as_the_user_says(store, tmp_path):
    header = ("Deal ID", "Deal", "Client", "Phone", "Deal Amount", "Deal Stage")
    client = ("Vera Fox", "+370 612 20001")
    bring(store, listed(tmp_path / "a.csv", header, ("1", "Door", *client, "", "Offer")))
    changed = listed(tmp_path / "b.csv", header, ("1", "Gate", *client, "70", "Won"))
    bring_as(store, Action.SKIP, changed)
    assert [row[:2] for row in rows_of(store)] == [("Door", 0)]
    bring_as(store, Action.COMPLETE, changed)
    assert [row[:4] for row in rows_of(store)] == [("Door", 7000, "EUR", "open")]
    bring_as(store, Action.UPDATE, changed)
    assert [row[:4] for row in rows_of(store)] == [("Gate", 7000, "EUR", "won")]
    bring_as(store, Action.NEW, changed)
    assert len(rows_of(store)) == len(clients_of(store)) == 2


def clients_of(store):
    return store.read("SELECT 1 FROM client WHERE deleted = 0")


def test_a_newer_remark_takes_the_place_of_the_one_under_the_same_heading(store, tmp_path):
    header = ("Deal ID", "Deal", "Client", "Deal Amount", "Weather", "Notes")
    bring(store, listed(tmp_path / "a.csv", header, ("1", "Door", "Vera Fox", "5", "rain", "calls often")))
    bring(store, listed(tmp_path / "b.csv", header, ("1", "Door", "Vera Fox", "5", "sun", "calls often")))
    assert rows_of(store)[0][6] == "Weather: sun\ncalls often"


def test_the_currency_of_the_house_is_that_of_most_deals_else_of_the_country(store, tmp_path):
    assert home_currency(store) == "EUR"
    bring(store, listed(tmp_path / "a.csv", ("Deal", "Client", "Deal Amount"), ("Door", "Vera Fox", "5 $")))
    assert home_currency(store) == "USD"


def test_one_deal_named_for_two_contacts_is_one(store, tmp_path):
    header = ("Deal ID", "Deal", "Client", "Phone", "Deal Amount")
    path = listed(
        tmp_path / "a.csv", header, ("1", "Door", "Vera Fox", "+370 612 20001", "5"),
        ("1", "Door", "Peter Cat", "+370 612 20002", "5"),
    )  # fmt: skip
    assert bring(store, path).json()["deals"] == 1
    assert deals(store)[0][6] == "Vera Fox"
    assert len(clients(store)) == 2


def test_lines_without_a_number_or_a_price_count_for_nothing(store, tmp_path):
    path = workbook(
        tmp_path / "shop.xlsx",
        {
            "Lines": [
                ("Order ID", "Item", "Price", "Quantity"),
                *[(1, "Rose", 2.5, 2)] * 9, (None, "Vase", 5, 1), (1, "Gift", None, 1), (1, "Ring", 9e15, 1),
            ],
            "Orders": [
                ("Order ID", "Customer", "Order Date"), (1, "Vera Fox", "2024-01-02"), (2, "Vera Fox", "2024-01-03"),
            ],
        },
    )  # fmt: skip
    bring(store, path)
    assert sorted(row[1] for row in rows_of(store)) == [0, 4500]


def test_a_deal_reopened_in_the_other_program_is_open_here(store, tmp_path):
    header = ("Deal ID", "Deal", "Client", "Deal Stage", "Close Date", "Deal Owner", "Source")
    won = ("1", "Door", "Vera Fox", "Won", "2024-01-02", "Rasa", "Site")
    bring(store, listed(tmp_path / "a.csv", header, won))
    assert store.read("SELECT state, closed_on FROM deal") == [("won", "2024-01-02")]
    bring(
        store,
        listed(tmp_path / "b.csv", header, ("1", "Door", "Vera Fox", "Offer", "2024-02-02", "Ona", "Shop")),
    )
    assert store.read("SELECT state, closed_on, expected_on FROM deal") == [("open", None, "2024-02-02")]
    assert store.read("SELECT w.name FROM deal d JOIN colleague w ON w.id = d.responsible_id") == [("Ona",)]


def test_a_second_deal_of_a_client_who_is_left_alone_is_left_out_too(store, tmp_path):
    header = ("Deal ID", "Deal", "Client", "Phone")
    client = ("Vera Fox", "+370 612 20001")
    bring(store, listed(tmp_path / "a.csv", header, ("1", "Door", *client)))
    more = listed(tmp_path / "b.csv", header, ("2", "Gate", *client), ("3", "Lock", *client))
    assert bring_as(store, Action.SKIP, more).json()["same"] == 2
    assert [row[0] for row in rows_of(store)] == ["Door"]
    assert bring_as(store, Action.COMPLETE, more).json()["completed"] == 2
    assert [row[0] for row in rows_of(store)] == ["Door", "Gate", "Lock"]


def test_a_remark_under_a_new_heading_is_added_to_a_known_deal(store, tmp_path):
    deal = ("1", "Door", "Vera Fox", "5")
    header = ("Deal ID", "Deal", "Client", "Deal Amount")
    bring(store, listed(tmp_path / "a.csv", (*header, "Weather"), (*deal, "rain")))
    bring(store, listed(tmp_path / "b.csv", (*header, "Shelf"), (*deal, "7")))
    assert rows_of(store)[0][6] == "Weather: rain\nShelf: 7"


def test_a_sum_of_goods_that_no_number_holds_stays_at_what_it_was(store, tmp_path):
    path = workbook(
        tmp_path / "shop.xlsx",
        {
            "Lines": [
                ("Order ID", "Item", "Price", "Quantity"),
                (1, "Ring", 8e13, 1), (1, "Crown", 8e13, 1), (1, "Rose", 2.5, 1),
            ],
            "Orders": [("Order ID", "Customer", "Order Date"), (1, "Vera Fox", "2024-01-02")],
        },
    )  # fmt: skip
    bring(store, path)
    ((_, amount, *_, notes),) = rows_of(store)
    assert amount == 8 * 10**15 + 250
    assert [line.split(",")[0] for line in notes.split("\n")] == ["Item Ring", "Item Crown", "Item Rose"]
