"""The plain diary: one sheet as people keep it, brought in as a careful person would have done it."""

from __future__ import annotations

import datetime

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from crm_desktop.exchange.importing.plan import plan_file
from tests.exchange.importing.bringing import bring, clients, listed, rehearsed, workbook

DAY = datetime.date(1980, 5, 6)


def points(entity):
    return [(point.kind, point.label, point.key, point.ext) for point in entity.points]


def test_several_phones_and_labels_in_a_cell(store, tmp_path):
    path = listed(
        tmp_path / "a.csv",
        ("Klientas", "Telefonas", "El. paštas"),
        (
            "Ona Onaitė",
            "8 612 20001, faks. 8 5 212 3456; namų 8-5-2123457 vid. 105",
            "a@ona.example; b@ona.example",
        ),
        ("Rasa Rasaitė", "+370 612 20006 (darbo)\n8 612 20007 namų", ""),
    )
    bring(store, path)
    assert points(clients(store)["Ona Onaitė"]) == [
        ("phone", "", "+37061220001", ""), ("phone", "fax", "+37052123456", ""),
        ("phone", "home", "+37052123457", "105"), ("email", "", "a@ona.example", ""),
        ("email", "", "b@ona.example", ""),
    ]  # fmt: skip
    assert points(clients(store)["Rasa Rasaitė"]) == [
        ("phone", "work", "+37061220006", ""), ("phone", "home", "+37061220007", ""),
    ]  # fmt: skip


def test_phones_as_numbers_and_extensions_in_russian(store, tmp_path):
    rows = [("ФИО", "Телефон"), ("Лисицына Вера", 79162003040.0), ("Котов Лев", "8 (495) 200-30-40 доб. 12")]
    bring(store, workbook(tmp_path / "a.xlsx", {"1": rows}), region="RU")
    assert points(clients(store)["Лисицына Вера"]) == [("phone", "", "+79162003040", "")]
    assert points(clients(store)["Котов Лев"]) == [("phone", "", "+74952003040", "12")]


def test_keys_cut_to_powers_of_ten_are_no_keys(store, tmp_path):
    rows = [(f"ООО Лес{n}", "1,05E+12", f"+7 495 200-30-4{n}") for n in range(3)]
    path = listed(tmp_path / "a.csv", ("Название", "Код", "Телефон"), *rows)
    (plan,) = plan_file(store, path, "RU", "ru")
    assert str(plan.columns[1].target) == "own:Код"
    bring(store, path, region="RU")
    assert len(clients(store)) == 3


def test_names_whole_or_in_parts_in_one_sheet(store, tmp_path):
    path = listed(
        tmp_path / "a.csv",
        ("Фамилия", "Имя", "Отчество", "Телефон"),
        ("Котов Пётр Ильич", "", "", "+7 916 111-11-11"),
        ("Лисицына", "Вера", "Игоревна", "+7 916 111-11-12"),
        ("Сычёв И.И.", "", "", "+7 916 111-11-13"),
        ("Мышкин", "Лев Николаевич", "", "+7 916 111-11-14"),
    )
    bring(store, path, region="RU")
    found = sorted((entity.family, entity.given, entity.middle) for entity in clients(store).values())
    assert found == [
        ("Котов", "Пётр", "Ильич"), ("Лисицына", "Вера", "Игоревна"), ("Мышкин", "Лев", "Николаевич"),
        ("Сычёв", "И.", "И."),
    ]  # fmt: skip
    assert all("notes" not in entity.values for entity in clients(store).values())


def test_dates_in_every_notation(store, tmp_path):
    rows = [
        ("Имя", "ДР"), ("Котов Пётр", "12.03."), ("Лисицына Вера", 29556), ("Сычёв Иван", DAY),
        ("Мышкин Лев", "7 мая 1981 г."), ("Ежова Яна", "1982-03-05"), ("Уткин Ян", "05/13/1983"),
    ]  # fmt: skip
    bring(store, workbook(tmp_path / "a.xlsx", {"1": rows}), region="RU")
    assert {name: entity.birthday for name, entity in clients(store).items()} == {
        "Котов Пётр": "--03-12", "Лисицына Вера": "1980-12-01", "Сычёв Иван": "1980-05-06", "Мышкин Лев": "1981-05-07",
        "Ежова Яна": "1982-03-05", "Уткин Ян": "1983-05-13",
    }  # fmt: skip


@pytest.mark.parametrize(("first", "day"), [("25/03/1980", "1981-05-04"), ("03/25/1980", "1981-04-05")])
def test_the_column_decides_between_day_and_month(store, tmp_path, first, day):
    path = listed(tmp_path / "a.csv", ("Name", "Birthday"), ("Vera Fox", first), ("Peter Cat", "04/05/1981"))
    bring(store, path)
    assert clients(store)["Peter Cat"].birthday == day


def test_serial_numbers_in_a_text_file_are_days(store, tmp_path):
    bring(
        store,
        listed(
            tmp_path / "a.csv",
            ("Vardas", "Gimimo data"),
            ("Ona Onaitė", "29556"),
            ("Jonas Jonaitis", "29557.0"),
        ),
    )
    assert {entity.birthday for entity in clients(store).values()} == {"1980-12-01", "1980-12-02"}


def test_days_counted_from_1904(store, tmp_path):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    for row in (
        ("Name", "Birthday"),
        ("Vera Fox", datetime.date(1980, 12, 1)),
        ("Peter Cat", datetime.date(1981, 1, 2)),
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    bring(store, tmp_path / "a.xlsx")
    assert clients(store)["Vera Fox"].birthday == "1980-12-01"


def test_the_same_people_on_several_sheets_are_brought_in_once(store, tmp_path):
    one = [("ФИО", "Телефон"), ("Котов Пётр", "+7 916 111-11-11"), ("Лисицына Вера", "+7 916 111-11-12")]
    other = [("ФИО", "Телефон", "Почта"), ("Котов Пётр", "8 916 111 11 11", "cat@kotov.example")]
    result = bring(store, workbook(tmp_path / "a.xlsx", {"янв": one, "фев": other}), region="RU")
    assert (result.json()["people"], result.json()["duplicates"]) == (2, 1)
    assert clients(store)["Котов Пётр"].keys("email") == ["cat@kotov.example"]


def test_several_tables_on_a_sheet(store, tmp_path):
    rows = [
        ("Имя", "Телефон"), ("Котов Пётр", "+7 916 111-11-11"), ("Лисицына Вера", "+7 916 111-11-12"), (None, None),
        ("Поставщики", None), ("Компания", "Контактное лицо", "Телефон"), ("ООО Лес", "Сычёв Иван", "+7 916 111-11-13"),
    ]  # fmt: skip
    result = bring(store, workbook(tmp_path / "a.xlsx", {"1": rows}), region="RU")
    assert (result.json()["people"], result.json()["companies"], result.json()["rejected"]) == (3, 1, 0)
    assert clients(store)["Сычёв Иван"].employer == "ООО Лес"


def test_what_nobody_should_import_unasked_stays_out(store, tmp_path):
    header = ("ФИО", "Паспорт", "СНИЛС", "ИНН", "Номер карты", "CVV", "Пароль", "Asmens kodas", "Телефон")
    row = (
        "Котов Пётр",
        "4510 123456",
        "112-233-445 95",
        "500100732259",
        "4111 1111 1111 1111",
        "123",
        "qwerty",
        "38001010000",
        "+7 916 111-11-11",
    )
    path = listed(tmp_path / "a.csv", header, row)
    (plan,) = plan_file(store, path, "RU", "ru")
    left_out = [column.header for column in plan.columns if column.target.field == "sensitive"]
    assert left_out == ["Паспорт", "СНИЛС", "Номер карты", "CVV", "Пароль", "Asmens kodas"]
    bring(store, path, region="RU")
    assert clients(store)["Котов Пётр"].fields == {"ИНН": "500100732259"}
    assert {row.verdict for row in rehearsed(store, path, "RU")} == {"same"}
