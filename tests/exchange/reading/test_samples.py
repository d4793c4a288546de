"""Every real table file opens as a person would read it: kind, encoding, sheets, tables and exact cells."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from crm_desktop.errors import FileDamaged, FileEmpty, FileNeedsPassword, FilePasswordWrong
from crm_desktop.exchange.reading import Cell, find_table, find_tables, open_book, table_rows

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.reading import Book, Sheet, Table


@dataclass(frozen=True)
class Text:
    """What is expected of a text file; ``cells``: (row, column from 0) -> value."""

    name: str
    encoding: str
    separator: str | None
    header: int | None
    records: int
    columns: int
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


TEXTS = (
    Text(
        "all_fields_bom.csv",
        "utf-8-sig",
        ",",
        1,
        1,
        61,
        {(1, 0): "Display Name", (2, 10): "home@example.com"},
    ),
    Text(
        "bitrix24_lead_header.csv",
        "utf-8-sig",
        ";",
        1,
        0,
        75,
        {(1, 0): "ID", (1, 5): "Отчество", (1, 74): None},
    ),
    Text(
        "civicrm_dates.csv",
        "utf-8",
        ",",
        1,
        7,
        9,
        {(3, 2): "20080901", (4, 2): "2008-9-1 ", (5, 2): "2008-25-1 "},
    ),
    Text(
        "civicrm_duplicate_header.csv",
        "utf-8",
        ",",
        1,
        1,
        46,
        {(1, 14): "Mum’s first name", (1, 1): "Last Name", (1, 15): "Last Name", (2, 12): "999-4445"},
    ),
    Text(
        "client_import.csv",
        "utf-8-sig",
        ";",
        1,
        100,
        9,
        {
            (1, 1): "Имя",
            (2, 0): "Голубев",
            (2, 4): "7(78)972-73-11\xa0",
            (3, 0): "Ермакова Алла Мироновна",
            (3, 1): None,
        },
    ),
    Text(
        "clientservice_s_import.csv",
        "utf-8-sig",
        ";",
        1,
        100,
        3,
        {(2, 0): "Ефимова", (2, 1): "22.12.2019 15:10"},
    ),
    Text("emoji_no_plus.csv", "utf-8", ",", 1, 1, 2, {(2, 0): "+123456", (2, 1): "T 🏠 🔥 Test"}),
    Text("google_contacts_old.csv", "utf-8", ",", 1, 1, 81, {(2, 14): "1975-12-12", (2, 1): "Firstname"}),
    Text(
        "hubspot_contacts.csv", "utf-8", ",", 1, 950, 20, {(2, 4): "416-810-9897x752", (2, 9): "2024-08-18"}
    ),
    Text(
        "lt_cp1257_semicolon.csv",
        "cp1257",
        ";",
        1,
        5,
        9,
        {
            (1, 1): "Pavardė",
            (1, 5): "Anglų",
            (1, 6): "rusų",
            (3, 1): "Barborytė",
            (3, 8): "Plungė",
            (4, 1): "Abraža",
        },
    ),
    Text(
        "lt_klientai_noheader.csv",
        "utf-8-sig",
        ";",
        None,
        4,
        4,
        {(1, 0): "50000000000", (4, 3): "1984-09-01"},
    ),
    Text("lt_seniunijos.csv", "utf-8", ",", 1, 551, 5, {(2, 2): "(8 425) 59 257", (2, 4): None}),
    Text(
        "odoo_customers_contacts.csv",
        "utf-8",
        ",",
        1,
        8,
        11,
        {(2, 8): "San José", (2, 7): "95101", (2, 1): "1"},
    ),
    Text("outlook_com_bom.csv", "utf-8-sig", ",", 1, 2, 61, {(1, 8): "E-mail Address", (2, 0): "Larsen"}),
    Text("phonebook_raw.csv", "utf-8", ",", 1, 9, 7, {(2, 0): "Усольцев Олег Валентинович", (2, 3): "ФНС"}),
    Text(
        "ru_cp1251_comma.csv",
        "cp1251",
        ",",
        1,
        17,
        10,
        {(1, 2): "fullname", (2, 0): None, (3, 1): "39472.0", (3, 6): "№ 6"},
    ),
    Text("ru_northwind_klienty.csv", "utf-8", ",", 1, 91, 11, {(1, 2): "ОбращатьсяК", (2, 7): "12209"}),
    Text("ru_utf8_semicolon.csv", "utf-8", ";", 1, 18, 10, {(2, 3): "1,05E+12", (2, 4): "5262128494"}),
    Text("salesforce_accounts.csv", "cp1252", ",", 1, 423, 38, {(1, 3): "NAME", (2, 1): "false"}),
    Text("sep_line.csv", "utf-8", ";", None, 2, 2, {(1, 0): "A", (1, 1): "1", (2, 0): "2", (2, 1): "3"}),
    Text(
        "tab_comma_mixed.csv",
        "utf-8",
        "\t",
        None,
        4,
        5,
        {(1, 4): "1@host.invalid", (4, 4): "4@host.invalid"},
        ("mixed_separators",),
    ),
    Text("thunderbird_company_only.csv", "utf-8", ",", 1, 1, 37, {(2, 2): "Acer America"}),
    Text(
        "thunderbird_shiftjis.csv",
        "shift_jis",
        ",",
        1,
        1,
        38,
        {(2, 0): "権兵衛", (2, 1): "名無し", (2, 2): "名無しの権兵衛"},
    ),
    Text(
        "web_form_leads_semicolon.csv",
        "utf-8",
        ";",
        1,
        3,
        12,
        {
            (2, 3): "9779",
            (4, 7): 'Ведущий специалист по защите информации, системный администратор, АТ "Укртрансгаз"',
        },
    ),
)


@pytest.mark.parametrize("expected", TEXTS, ids=lambda expected: expected.name)
def test_text_file(samples: Path, expected: Text) -> None:
    book = open_book(samples / "csv" / expected.name)
    (sheet,) = book.sheets
    assert (book.kind, book.encoding, book.separator) == ("csv", expected.encoding, expected.separator)
    assert sheet.name == expected.name.removesuffix(".csv")
    assert tuple(note.code for note in book.notes) == expected.notes
    table = _table(sheet)
    assert (table.header_row, len(table.headers)) == (expected.header, expected.columns)
    assert _records(sheet, table) == expected.records
    for (row, column), value in expected.cells.items():
        cells = sheet.rows[row - 1]
        assert (cells[column] if column < len(cells) else None) == value


def test_csv_empty(samples: Path) -> None:
    with pytest.raises(FileEmpty):
        open_book(samples / "csv" / "empty.csv")


@dataclass(frozen=True)
class Grid:
    """What is expected of a sheet of a workbook."""

    name: str
    kind: str
    sheets: tuple[str, ...]
    header: int | None
    records: int
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    sheet: int = 0
    skipped: dict[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


DATE = datetime.date
GRIDS = (
    Grid(
        "51626_contact.xlsx",
        "xlsx",
        ("Sheet1", "Sheet2", "Sheet3"),
        1,
        2,
        {(3, 0): "Frank2", (3, 7): "04001", (5, 2): "@%#"},
    ),
    Grid(
        "Partners_import.xlsx",
        "xlsx",
        ("Partners_import",),
        1,
        5,
        {(2, 6): 2222455179, (2, 4): "493 123 45 67"},
    ),
    Grid("address_v1.xlsx", "xlsx", ("Sheet1",), 1, 100, {(2, 0): 935480, (2, 5): 14118}),
    Grid("address_v2.xlsx", "xlsx", ("Sheet1",), 1, 100, {(2, 0): 935480}),
    Grid(
        "client_import.xlsx",
        "xlsx",
        ("Лист1", "Лист2"),
        1,
        100,
        {(2, 0): None, (2, 5): "7(78)972-73-11\xa0", (2, 7): DATE(1982, 5, 6), (2, 4): 1},
    ),
    Grid("client_import.xlsx", "xlsx", ("Лист1", "Лист2"), 1, 2, {(3, 1): "Женский"}, sheet=1),
    Grid("contacts_json_cells.xlsx", "xlsx", ("contact_info",), 4, 1000, skipped={1: "above", 2: "above"}),
    Grid("csv_named.xls", "csv", ("csv_named",), 1, 120, {(1, 1): "age"}),
    Grid(
        "date_1904.xlsx", "xlsx", ("Sheet1",), None, 3, {(1, 0): DATE(2021, 1, 1), (2, 0): DATE(2021, 1, 2)}
    ),
    Grid(
        "deaths.xls",
        "xls",
        ("arts", "other"),
        5,
        10,
        {(6, 0): "David Bowie", (6, 2): 69, (6, 3): True, (6, 4): DATE(1947, 1, 8)},
        skipped=dict.fromkeys(range(1, 5), "above") | dict.fromkeys(range(16, 20), "note"),
    ),
    Grid(
        "deaths.xls",
        "xls",
        ("arts", "other"),
        5,
        10,
        {(6, 0): "Vera Rubin"},
        sheet=1,
        skipped=dict.fromkeys(range(1, 5), "above") | dict.fromkeys(range(16, 20), "note"),
    ),
    Grid(
        "dirty_data.xlsx",
        "xlsx",
        ("Sheet1",),
        2,
        12,
        {(3, 4): 39690, (4, 4): DATE(2019, 1, 14), (3, 5): 0.75, (2, 7): "do not edit! --->"},
        skipped={1: "above"},
    ),
    Grid(
        "form_macro.xlsm",
        "xlsx",
        ("Sheet1",),
        5,
        28,
        {(2, 1): 688981, (6, 0): "B1-04202"},
        skipped={2: "above", 4: "above"},
    ),
    Grid(
        "no_mimetype.ods",
        "ods",
        ("Sheet1",),
        1,
        3,
        {(1, 1): "Some Value", (2, 0): "foo", (4, 0): "aux"},
        notes=("mimetype_missing",),
    ),
    Grid(
        "odoo_customers.xls",
        "xls",
        ("Data", "How to Import - FAQ"),
        1,
        4,
        {(2, 3): True, (2, 10): 94080, (4, 10): "106"},
    ),
    Grid(
        "ole_named.xlsx",
        "xlsx",
        ("Sheet1", "Sheet2", "Sheet3"),
        1,
        1,
        {(2, 0): "Kathiravan", (2, 1): 100},
        notes=("default_password",),
    ),
    Grid(
        "people_dates_formulas.xls",
        "xls",
        ("Sheet1", "Sheet2", "Sheet3"),
        1,
        8,
        {
            (2, 1): DATE(2009, 5, 1),
            (5, 1): 51,
            (4, 1): None,
            (3, 4): datetime.time(11),
            (6, 0): "Изображение дня",
        },
    ),
    Grid(
        "pivot_total_pl.xls",
        "xls",
        ("Arkusz2", "Arkusz1"),
        2,
        5,
        {(3, 3): "(415) 333-9345 "},
        skipped={8: "placeholder", 9: "total"},
    ),
    Grid("pivot_total_pl.xls", "xls", ("Arkusz2", "Arkusz1"), 1, 5, {(2, 0): 123456}, sheet=1),
    Grid(
        "rtl_cyrillic.xlsx",
        "xlsx",
        ("Sheet1",),
        1,
        2,
        {(2, 4): "ЕЖЗ", (2, 2): "ţş", (3, 2): "ةةلك", (2, 5): None},
    ),
    Grid(
        "suppliers_xml2003.xml",
        "xml2003",
        ("Sheet1", "Sheet2", "Sheet3"),
        2,
        1,
        {(3, 3): "123-456-7890", (3, 5): DATE(2005, 1, 10), (3, 4): "Stacie@ABC.com"},
        skipped={1: "above"},
        notes=("hidden_rows",),
    ),
    Grid("user_import.xls", "xls", ("Лист1", "Role"), 1, 10, {(3, 1): "Савельева ", (2, 5): "2L6KZG"}),
    Grid("vendor_load.xlsx", "xlsx", ("dms_vendor.load",), 1, 255, {(2, 0): "0597", (260, 28): "Permanent"}),
    Grid(
        "Клиенты_18k.xlsx",
        "xlsx",
        ("Лист1",),
        1,
        18_484,
        {(2, 0): 11000, (2, 3): "Татьяна Лебедева", (2, 5): DATE(2018, 1, 19)},
    ),
    Grid(
        "Сотрудники_import.xlsx",
        "xlsx",
        ("Должность -> Сотрудник",),
        1,
        10,
        {
            (1, 2): "ФИО",
            (1, 3): None,
            (2, 3): "Иван",
            (4, 7): datetime.datetime.fromisoformat("2022-05-15T13:13"),
        },
    ),
)


@pytest.mark.parametrize("expected", GRIDS, ids=lambda expected: f"{expected.name}-{expected.sheet}")
def test_workbook(samples: Path, expected: Grid) -> None:
    book = open_book(samples / "sheet" / expected.name)
    assert (book.kind, tuple(sheet.name for sheet in book.sheets)) == (expected.kind, expected.sheets)
    assert tuple(note.code for note in book.notes) == expected.notes
    sheet = book.sheets[expected.sheet]
    table = _table(sheet)
    assert table.header_row == expected.header
    assert _records(sheet, table) == expected.records
    assert dict(table.skipped) == expected.skipped
    for (row, column), value in expected.cells.items():
        found = sheet.rows[row - 1][column]
        assert (found, type(found)) == (value, type(value))


NORTHWIND = {
    "Categories": 8,
    "Customers": 91,
    "Employees": 9,
    "Orders Details": 2155,
    "Orders": 830,
    "Product": 77,
    "Shippers": 3,
    "Suppliers": 29,
}


def test_northwind(samples: Path) -> None:
    book = open_book(samples / "sheet" / "northwind.xlsx")
    assert {sheet.name: _records(sheet, _table(sheet)) for sheet in book.sheets} == NORTHWIND
    assert _sheet(book, "Customers").rows[2][7] == "05021"
    assert _sheet(book, "Employees").rows[1][7] == "507 - 20th Ave. E.\r\nApt. 2A"


def test_every_sample_has_one_table(samples: Path) -> None:
    for path in sorted((samples / "csv").glob("*_*.csv")):
        assert len(list(find_tables(open_book(path).sheets[0]))) == 1, path.name


def test_password(samples: Path) -> None:
    path = samples / "sheet" / "password_agile_aes256.xlsx"
    with pytest.raises(FileNeedsPassword):
        open_book(path)
    with pytest.raises(FilePasswordWrong):
        open_book(path, password="Password")
    (sheet,) = open_book(path, password="password").sheets
    assert [len(row) for row in sheet.rows] == [1]


def test_damaged(samples: Path) -> None:
    with pytest.raises(FileDamaged):
        open_book(samples / "sheet" / "odoo_customers_damaged.xls")


def test_headers_of_a_merged_title(samples: Path) -> None:
    (sheet,) = open_book(samples / "sheet" / "Сотрудники_import.xlsx").sheets
    columns = _table(sheet).columns
    assert [(column.letter, column.name, column.occurrence) for column in columns[2:5]] == [
        ("C", "ФИО", 1),
        ("D", "", 1),
        ("E", "", 2),
    ]


def _table(sheet: Sheet) -> Table:
    table = find_table(sheet)
    assert table is not None
    return table


def _records(sheet: Sheet, table: Table) -> int:
    return sum(1 for _ in table_rows(sheet, table))


def _sheet(book: Book, name: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.name == name)
