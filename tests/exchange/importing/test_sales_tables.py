"""Sales as shops, marketplaces and programs keep them: one row for each of the goods, buyers by number, own words."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from crm_desktop.exchange.importing.plan import Choice, plan_file
from crm_desktop.exchange.importing.session import Session
from crm_desktop.exchange.importing.staging import Action
from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import making
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from tests.exchange.importing.bringing import bring, clients, listed, rehearsed, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.storage.store import Store


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text.replace("\n", "\r\n"), encoding=encoding)
    return path


def sold(store: Store) -> list[tuple[Any, ...]]:
    return store.read(
        "SELECT c.name, d.uid, d.title, d.amount, d.cost, d.currency, d.state, d.closed_on FROM deal d"
        " JOIN client c ON c.id = d.client_id WHERE d.deleted = 0 ORDER BY d.uid, d.closed_on, d.amount, c.name"
    )


def items(store: Store, uid: str) -> list[tuple[Any, ...]]:
    return store.read(
        "SELECT i.name, i.quantity, i.price FROM deal_item i JOIN deal d ON d.id = i.deal_id"
        " WHERE i.deleted = 0 AND d.uid = ? ORDER BY i.rank",
        (uid,),
    )


def says_nothing_new(store: Store, path: Path) -> None:
    assert {row.verdict for row in rehearsed(store, path)} <= {"same", "rejected"}


STORE = """Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Segment,City,State,Region,\
Product ID,Category,Product Name,Sales,Quantity,Discount,Profit
1,CA-1,11/8/2016,11/11/2016,Second Class,CG-12,Claire Gray,Consumer,Henderson,Kentucky,South,\
P-1,Furniture,"Shelf, Oak",261.96,2,0,41.9136
2,CA-1,11/8/2016,11/11/2016,Second Class,CG-12,Claire Gray,Consumer,Henderson,Kentucky,South,\
P-2,Furniture,Chair,22.368,3,0.2,-2.5164
3,CA-2,6/12/2016,6/16/2016,Standard Class,SB-13,Sean Brown,Corporate,Akron,Ohio,East,\
P-3,Paper,Café labels,907.152,5,0.2,90.7152
"""


def test_a_store_with_a_row_for_each_of_the_goods(store, tmp_path):
    path = text_file(tmp_path / "store.csv", STORE, "cp1252")
    result = bring(store, path).json()
    assert (result["people"], result["deals"], result["order_lines"]) == (2, 2, 1)
    # The day of sending tells days from months; 22.368 is not 22,368; what goods cost is the sum less the profit.
    assert result["worth"] == {"won:EUR": 119_148}
    assert sold(store) == [
        ("Claire Gray", "order id:CA-1", "CA-1", 28_433, 24_494, "EUR", "won", "2016-11-08"),
        ("Sean Brown", "order id:CA-2", "Café labels (P-3)", 90_715, 81_643, "EUR", "won", "2016-06-12"),
    ]
    assert items(store, "order id:CA-1") == [("Shelf, Oak (P-1)", 2000, 13_098), ("Chair (P-2)", 3000, 746),
        ("± Sales", 1000, -1)]  # fmt: skip
    assert store.read("SELECT notes FROM deal WHERE uid = 'order id:CA-1'") == [
        ("Ship Date: 11/11/2016\nShip Mode: Second Class\nRegion: South\nCategory: Furniture",)
    ]
    assert clients(store)["Claire Gray"].groups == ["Consumer"]
    says_nothing_new(store, path)


RETAIL = """{number},StockCode,Description,Quantity,InvoiceDate,{price},{customer},Country
536365,85123A,WHITE HEART,6,12/1/2010 8:26,2.55,17850{dot},United Kingdom
536365,71053,LANTERN,8,12/1/2010 8:26,3.39,17850{dot},United Kingdom
536365,71053,LANTERN,8,12/1/2010 8:27,3.39,17850{dot},United Kingdom
C536379,85123A,WHITE HEART,-1,12/14/2010 9:41,2.55,17850{dot},United Kingdom
536414,22139,,56,12/1/2010 11:52,0,,United Kingdom
536370,POST,POSTAGE,1000,12/2/2010 8:45,0.001,12583{dot},France
"""


@pytest.mark.parametrize(
    "names",
    [
        {"number": "InvoiceNo", "price": "UnitPrice", "customer": "CustomerID", "dot": ""},
        {"number": "Invoice", "price": "Price", "customer": "Customer ID", "dot": ".0"},
    ],
)
def test_invoices_whose_buyers_are_numbers(store, tmp_path, names):
    path = text_file(tmp_path / "retail.csv", RETAIL.format(**names))
    result = bring(store, path, choice=Choice(currency="GBP")).json()
    assert (result["people"], result["deals"], result["rejected"], result["review"]) == (2, 3, 1, 0)
    number, customer = names["number"].casefold(), names["customer"]
    assert sold(store) == [
        (f"{customer} 17850", f"{number}:536365", "536365", 6954, None, "GBP", "won", "2010-12-01"),
        (f"{customer} 12583", f"{number}:536370", "POSTAGE (POST)", 100, None, "GBP", "won", "2010-12-02"),
        (f"{customer} 17850", f"{number}:C536379", "WHITE HEART (85123A)", -255, None, "GBP", "won", "2010-12-14"),
    ]  # fmt: skip
    assert items(store, f"{number}:536365") == [
        ("WHITE HEART (85123A)", 6000, 255), ("LANTERN (71053)", 8000, 339), ("LANTERN (71053)", 8000, 339),
    ]  # fmt: skip
    rejected = [row for row in rehearsed(store, path) if row.verdict == "rejected"]
    assert [(row.row, row.reason) for row in rejected] == [(6, "deal_without_client")]
    says_nothing_new(store, path)


def test_a_list_of_the_clients_gives_those_called_by_number_their_names(store, tmp_path):
    bring(store, text_file(tmp_path / "a.csv", "CustomerID,Order ID,Order Date,Total\n7,1,2024-01-02,5\n"))
    assert [row[0] for row in sold(store)] == ["CustomerID 7"]
    bring(store, text_file(tmp_path / "b.csv", "CustomerID,Name,Phone\n7,Vera Fox,+37061220001\n"))
    assert [row[0] for row in sold(store)] == ["Vera Fox"]


CLASSIC = """ORDERNUMBER,QUANTITYORDERED,PRICEEACH,SALES,ORDERDATE,STATUS,PRODUCTLINE,PRODUCTCODE,CUSTOMERNAME,\
PHONE,CITY,POSTALCODE
10107,30,95.7,2871,2/24/2003 0:00,Shipped,Motorcycles,S10_1678,Land of Toys Inc.,2125557818,NYC,10022
10107,10,100,1543.2,2/24/2003 0:00,Shipped,Motorcycles,S10_2016,Land of Toys Inc.,2125557818,NYC,10022
10121,34,81.35,2765.9,5/7/2003 0:00,Disputed,Motorcycles,S10_1678,Köln Spielwaren GmbH,0221-5554327,Köln,50739
10134,41,94.74,3884.34,7/1/2003 0:00,Cancelled,Motorcycles,S10_1678,Köln Spielwaren GmbH,0221-5554327,Köln,50739
"""


def test_headings_of_a_database_and_orders_that_were_not_all_sold(store, tmp_path):
    path = text_file(tmp_path / "classic.csv", CLASSIC, "latin-1")
    assert bring(store, path).json()["worth"] == {
        "lost:EUR": 388_434,
        "open:EUR": 276_590,
        "won:EUR": 441_420,
    }
    assert [(row[0], row[3], row[6], row[7]) for row in sold(store)] == [
        ("Land of Toys Inc.", 441_420, "won", "2003-02-24"),
        ("Köln Spielwaren GmbH", 276_590, "open", None),
        ("Köln Spielwaren GmbH", 388_434, "lost", "2003-07-01"),
    ]
    # A price that was cut at a hundred gives way to the sum of the line.
    assert items(store, "ordernumber:10107") == [("PRODUCTCODE S10_1678", 30_000, 9570),
        ("PRODUCTCODE S10_2016", 10_000, 15_432)]  # fmt: skip
    assert store.read("SELECT expected_on FROM deal WHERE state = 'open'") == [(None,)]
    says_nothing_new(store, path)


def test_opportunities_with_their_agents(store, tmp_path):
    path = text_file(
        tmp_path / "pipeline.csv",
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
        "1C1,Moses Frase,GTX,Cancity,Won,2016-10-20,2017-03-01,1054\n"
        "Z06,Darcel Long,GTXPro,Isdom,Lost,2016-10-25,2017-03-11,0\n"
        "EC4,Darcel Long,MG,Cancity,Engaging,2016-10-25,,\nMV1,Darcel Long,MG,,Prospecting,,,\n",
    )
    assert bring(store, path).json()["rejected"] == 1
    told = store.read(
        "SELECT d.title, d.amount, d.state, date(d.created_at, 'localtime'), d.closed_on, w.name FROM deal d"
        " JOIN colleague w ON w.id = d.responsible_id ORDER BY d.title"
    )
    assert told == [
        ("GTX", 105_400, "won", "2016-10-20", "2017-03-01", "Moses Frase"),
        ("GTXPro", 0, "lost", "2016-10-25", "2017-03-11", "Darcel Long"),
        ("MG", 0, "open", "2016-10-25", None, "Darcel Long"),
    ]
    says_nothing_new(store, path)


def test_invoices_with_their_lines_in_another_file(store, tmp_path):
    files = [
        text_file(
            tmp_path / "Customer.csv", "CustomerId,FirstName,LastName,Email\n1,Luis Ana,Góis,l@x.example\n"
        ),
        text_file(
            tmp_path / "Invoice.csv",
            "InvoiceId,CustomerId,InvoiceDate,BillingCity,Total\n98,1,2010-03-11 00:00:00,Graz,3.98\n"
            "99,1,2010-04-11 00:00:00,Graz,9.99\n",
        ),
        text_file(
            tmp_path / "InvoiceLine.csv",
            "InvoiceLineId,InvoiceId,TrackId,UnitPrice,Quantity\n1,98,3247,1.99,1\n2,98,3248,1.99,1\n3,99,5,1.00,2\n",
        ),
    ]
    assert bring(store, *files).json()["deals"] == 2
    assert [(row[0], row[3], row[7]) for row in sold(store)] == [
        ("Luis Ana Góis", 398, "2010-03-11"), ("Luis Ana Góis", 999, "2010-04-11"),
    ]  # fmt: skip
    assert items(store, "invoiceid:98") == [("TrackId 3247", 1000, 199), ("TrackId 3248", 1000, 199)]
    # Goods that do not come to the sum of the invoice are remarks.
    assert items(store, "invoiceid:99") == []


def test_payments_count_where_nobody_says_what_was_bought(store, tmp_path):
    orders = text_file(
        tmp_path / "orders.csv",
        '"order_id","customer_id","order_status","order_purchase_timestamp"\n'
        '"e48","9ef","delivered","2017-10-02 10:56:33"\n"53c","b08","canceled","2018-07-24 20:41:37"\n',
    )
    payments = text_file(
        tmp_path / "payments.csv",
        '"order_id","payment_sequential","payment_type","payment_value"\n'
        '"e48",1,"credit_card",18.12\n"e48",2,"voucher",2.00\n"53c",1,"boleto",141.46\n',
    )
    goods = text_file(
        tmp_path / "items.csv",
        '"order_id","order_item_id","product_id","price","freight_value"\n"e48",1,"873",15.00,5.12\n',
    )
    bring(store, orders, payments)
    assert [(row[3], row[6]) for row in sold(store)] == [(14_146, "lost"), (2012, "won")]
    bring(store, orders, payments, goods, choice=Choice(currency="BRL"))
    assert [(row[3], row[6]) for row in sold(store)] == [(14_146, "lost"), (1500, "won")]


SHOPIFY = ("Name", "Email", "Financial Status", "Currency", "Shipping", "Total", "Created at", "Lineitem quantity",
    "Lineitem name", "Lineitem price", "Fulfillment Status", "Billing Name", "Billing City")  # fmt: skip


def test_a_web_shop_that_says_the_order_in_its_first_row_alone(store, tmp_path):
    made = "2023-06-17 08:02:11 +0200"
    path = listed(
        tmp_path / "orders.csv", SHOPIFY,
        ("#1001", "a@x.example", "paid", "USD", "4.90", "54.90", made, 1, "Vase", "40.00", "sent", "Ann Fox", "Akron"),
        ("#1001", "a@x.example", "", "", "", "", made, 2, "Rose", "5.00", "", "", ""),
        ("#1002", "b@x.example", "pending", "USD", "0", "5.00", made, 1, "Rose", "5.00", "", "Bob Cat", "Akron"),
        ("#1003", "b@x.example", "refunded", "USD", "0", "5.00", made, 1, "Rose", "5.00", "", "Bob Cat", "Akron"),
    )  # fmt: skip
    assert [plan.preset for plan in plan_file(store, path, "LT", "en")] == ["shopify_orders"]
    assert bring(store, path).json()["people"] == 2
    assert [(row[0], row[3], row[5], row[6]) for row in sold(store)] == [
        ("Ann Fox", 5490, "USD", "won"), ("Bob Cat", 500, "USD", "open"), ("Bob Cat", 500, "USD", "lost"),
    ]  # fmt: skip
    assert items(store, "shopify:#1001") == [
        ("Vase", 1000, 4000),
        ("Rose", 2000, 500),
        ("± Total", 1000, 490),
    ]
    says_nothing_new(store, path)


def test_rows_that_name_nobody_are_of_the_client_of_their_order(store, tmp_path):
    path = listed(
        tmp_path / "a.csv", ("Order No", "Customer", "Order Date", "Product", "Price", "Quantity"),
        ("1", "Vera Fox", "2024-01-02", "Rose", "5", "2"), ("1", "", "", "Vase", "20", "1"),
        ("2", "", "2024-01-03", "Lily", "4", "1"), ("2", "Ann Cat", "", "Rose", "5", "1"),
        ("3", "", "2024-01-04", "Lily", "4", "1"), ("3", "", "", "Rose", "5", "1"),
    )  # fmt: skip
    result = bring(store, path).json()
    assert (result["rejected"], result["order_lines"], result["people"]) == (2, 2, 2)
    assert [row[0:4:3] for row in sold(store)] == [("Vera Fox", 3000), ("Ann Cat", 900)]


def test_further_rows_are_of_the_buyer_of_their_order_and_may_say_more_of_it(store, tmp_path):
    header = ("Order No", "Customer", "Order Date", "Phone", "Product", "Sales")
    path = listed(
        tmp_path / "a.csv", header,
        ("1", "Vera Fox", "2024-01-02", "", "Rose", "5"),
        ("1", "Vera Fox", "2024-01-02", "+37061220001", "Vase" * 200, "6"),
        ("2", "Vera Fox", "2024-01-03", "", "Rose", "5"), ("2", "Vera Fox", "2024-01-03", "", "Vase", "6"),
    )  # fmt: skip
    assert bring(store, path).json()["people"] == 1
    (vera,) = clients(store).values()
    assert [point.value for point in vera.points] == ["+37061220001"]
    says_nothing_new(store, path)


def test_a_shop_that_says_the_whole_order_in_every_row(store, tmp_path):
    header = ("Order Number", "Order Status", "Order Date", "First Name (Billing)", "Last Name (Billing)",
        "Order Shipping Amount", "Order Total Amount", "Item Name", "Quantity (- Refund)", "Item Cost")  # fmt: skip
    path = listed(
        tmp_path / "woo.csv", header,
        *((number, "Completed", "2024-05-05 10:00", "Ann", "Fox", "5.00", total, name, count, cost)
          for number, total, name, count, cost in (
            (1, "19.00", "Rose", 2, "5.00"), (1, "19.00", "Lily", 1, "4.00"), (2, "9.00", "Rose", 1, "5.00"),
            (2, "9.00", "Lily", 1, "4.00"), (3, "14.00", "Rose", 1, "5.00"), (3, "14.00", "Rose", 1, "4.00"))),
    )  # fmt: skip
    bring(store, path)
    assert [row[3] for row in sold(store)] == [1900, 900, 1400]
    assert items(store, "woocommerce:1")[-1] == ("± Order Total Amount", 1000, 500)


def test_a_register_of_sales_with_its_heading_and_its_total(store, tmp_path):
    path = workbook(
        tmp_path / "sales.xlsx",
        {
            "Лист1": [
                ("Отчет по продажам",), (), ("№", "Дата", "Документ", "Контрагент", "Номенклатура", "Количество",
                "Цена", "Сумма", "Себестоимость"),
                (1, "12.01.2024", "Реализация 00УТ-1", "ООО «Ромашка»", "Вентилятор", "2", "1\u00a0234,50",
                 "2\u00a0469,00 ₽", "1 700,10 р."),
                (2, "12.01.2024", "Реализация 00УТ-1", "ООО «Ромашка»", "Монтаж", "1", "500,00", "500,00 ₽", "0,00 р."),
                (3, "13.01.2024", "Реализация 00УТ-2", "ИП Сидоров", "Фильтр", "4", "99,99", "399,96 ₽", "200,00 р."),
                ("", "", "", "Итого", "", "", "", "3\u00a0368,96 ₽", ""),
            ]
        },
    )  # fmt: skip
    bring(store, path, region="RU")
    assert [row[3:8] for row in sold(store)] == [
        (296_900, 170_010, "RUB", "won", "2024-01-12"), (39_996, 20_000, "RUB", "won", "2024-01-13"),
    ]  # fmt: skip
    says_nothing_new(store, path)


def test_invoices_with_tax_beside(store, tmp_path):
    path = tmp_path / "saskaitos.csv"
    with path.open("w", encoding="cp1257", newline="") as file:
        csv.writer(file, delimiter=";").writerows(
            [
                (
                    "Sąskaitos faktūros Nr.",
                    "Data",
                    "Pirkėjas",
                    "Prekė / paslauga",
                    "Suma be PVM",
                    "PVM",
                    "Suma su PVM",
                ),
                ("GEL-1", "2024-02-03", "UAB „Žiedas“", "Puokštė", "1 000,00 €", "210,00 €", "1 210,00 €"),
                ("GEL-2", "2024-02-04", "Ona Onaitė", "Vainikas", "10,50 €", "2,21 €", "12,71 €"),
            ]
        )
    bring(store, path)
    assert [(row[0], row[2], row[3], row[7]) for row in sold(store)] == [
        ("UAB „Žiedas“", "Puokštė", 121_000, "2024-02-03"), ("Ona Onaitė", "Vainikas", 1271, "2024-02-04"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "sales"),
    [
        (("Data", "Klientas", "Ką pirko", "Suma"), 3),
        (("Дата", "Клиент", "Товар", "Сумма"), 3),
        (
            ("Date", "Customer", "Shelf", "Amount"),
            3,
        ),  # nothing says what was sold, but the clients come again
        (("Gimimo data", "Klientas", "Ką pirko", "Suma"), 0),
    ],
)
def test_a_cash_book_is_a_list_of_sales(store, tmp_path, header, sales):
    rows = [("2024-01-02", "Vera Fox", "rožės", "25"), ("2024-01-02", "Vera Fox", "rožės", "25"),
        ("2024-01-04", "Ann Cat", "vazonas", "12,40")]  # fmt: skip
    path = listed(tmp_path / "kasa.csv", header, *rows)
    assert bring(store, path).json()["deals"] == sales
    if sales:
        assert sum(row[3] for row in sold(store)) == 6240
        says_nothing_new(store, path)


def test_a_list_of_people_with_a_day_and_a_sum_stays_one_of_people(store, tmp_path):
    rows = (("Vera Fox", "+37061220001", "2024-01-02", "5"), ("Ann Cat", "+37061220002", "2024-01-03", "7"))
    path = listed(tmp_path / "a.csv", ("Name", "Phone", "Date", "Amount"), *rows)
    assert bring(store, path).json()["deals"] == 0


def test_numbers_that_begin_anew_each_year(store, tmp_path):
    header = ("Order No", "Customer", "Order Date", "Product", "Amount")
    first = [("1", "Vera Fox", "2023-01-05", "Rose", "10"), ("2", "Ann Cat", "2023-01-06", "Lily", "20")]
    second = [("1", "Vera Fox", "2024-01-05", "Vase", "70"), ("2", "Bob Elk", "2024-02-06", "Lily", "30")]
    bring(store, listed(tmp_path / "2023.csv", header, *first))
    bring(store, listed(tmp_path / "2024.csv", header, *second))
    both = listed(tmp_path / "both.csv", header, *first, *second)
    assert [row[3] for row in sold(store)] == [1000, 7000, 2000, 3000]
    says_nothing_new(store, both)
    assert sold(store)[1][1] == "order no:1/2024-01-05"


def test_one_number_of_two_buyers_is_two_deals(store, tmp_path):
    path = listed(
        tmp_path / "a.csv", ("Order ID", "Customer ID", "Customer Name", "Order Date", "Product", "Sales"),
        ("IN-1", "A", "Ann Fox", "2024-01-02", "Rose", "10"), ("IN-1", "B", "Bob Elk", "2024-01-02", "Lily", "20"),
        ("IN-1", "A", "Ann Fox", "2024-01-02", "Vase", "30"), ("IN-2", "B", "Bob Elk", "2024-01-02", "Rose", "10"),
    )  # fmt: skip
    bring(store, path)
    assert [row[0:4:3] for row in sold(store)] == [("Ann Fox", 4000), ("Bob Elk", 2000), ("Bob Elk", 1000)]
    says_nothing_new(store, path)


def test_an_order_does_not_move_its_client(store, tmp_path):
    header = ("Customer ID", "Name", "City")
    bring(store, listed(tmp_path / "a.csv", header, ("7", "Vera Fox", "Vilnius")))
    orders = listed(
        tmp_path / "b.csv", ("Order ID", "Customer ID", "Customer Name", "Order Date", "City", "Total"),
        ("1", "7", "Vera Fox", "2024-01-02", "Kaunas", "5"),
    )  # fmt: skip
    bring(store, orders)
    assert [point.city for point in clients(store)["Vera Fox"].points] == ["Vilnius", "Kaunas"]
    says_nothing_new(store, orders)


def test_a_mended_cell_and_a_row_left_out_count_in_the_order(store, tmp_path):
    path = listed(
        tmp_path / "a.csv", ("Order ID", "Customer", "Order Date", "Product", "Sales"),
        ("1", "Vera Fox", "2024-01-02", "Rose", "ten"), ("1", "Vera Fox", "2024-01-02", "Vase", "30"),
        ("1", "Vera Fox", "2024-01-02", "Lily", "7"),
    )  # fmt: skip
    with Session(store, plan_file(store, path, "LT", "en"), "LT") as session:
        session.rehearse(lambda *_: None)
        session.staging.mend(0, 2, 4, "10")
        session.staging.decide(2, Action.SKIP)
        session.rehearse(lambda *_: None)
        session.run(lambda *_: None)
    assert [row[3] for row in sold(store)] == [4000]


def test_reports_say_of_the_sales_what_the_file_says(store, tmp_path):
    bring(store, text_file(tmp_path / "store.csv", STORE, "cp1252"))
    options = Options(period=PeriodName.ALL, rows=0)
    report = making.make(store, ReportKind.PARETO, options, store.clock.now(), lambda *_: None)
    table = next(table for table in report.tables if table.id == "clients:EUR")
    amounts = [column.id for column in table.columns].index("amount:EUR")
    profits = [column.id for column in table.columns].index("profit:EUR")
    sums = sorted((row.cells[amounts], row.cells[profits]) for row in table.rows)
    assert sums == [(28_433, 28_433 - 24_494), (90_715, 90_715 - 81_643)]


def test_adding_up_orders_is_told_and_can_be_stopped(store, tmp_path):
    rows = [(number // 3, "Vera Fox", "2024-01-02", f"G{number}", "5") for number in range(6000)]
    path = listed(tmp_path / "a.csv", ("Order ID", "Customer", "Order Date", "Product", "Sales"), *rows)
    told: list[tuple[int, int]] = []
    with Session(store, plan_file(store, path, "LT", "en"), "LT") as session:
        session.rehearse(lambda done, total: told.append((done, total)))
        assert told[:3] == [(250, 6000), (500, 6000), (750, 6000)]
        assert told == sorted(told)
        assert told[-1] == (6000, 6000)

        def stop(*_: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            session.rehearse(stop)
