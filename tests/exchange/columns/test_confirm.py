"""Values confirm or overrule headers."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.guess import guess_columns


def first(header, *values, region="LT"):
    return guess_columns(
        [header, "Имя", "Фамилия"], [(value, "Иван", "Петров") for value in values], region=region
    ).columns[0]


@pytest.mark.parametrize(
    ("header", "values", "target", "why"),
    [
        ("Логин ", ["a@b.lt", "c@d.lt"], "email", "values"),
        ("Клиент", ["a@b.lt", "c@d.lt"], "email", "values"),
        ("Telegram", ["a@b.lt"], "messenger.telegram", "header"),
        ("Менеджер", ["a@b.lt"], "responsible", "header"),
        ("Представитель", ["+370 612 34567", "8 612 34568"], "phone", "values"),
        ("Код", ["a", "a"], "own:Код", "repeated_codes"),
        ("Код", ["a", "b"], "external_id", "header"),
        ("Код", ["1,05E+12", "1,06E+12"], "own:Код", "damaged_numbers"),
        ("Телефон", ["7,9E+10", "7,9E+10"], "own:Телефон", "damaged_numbers"),
        ("Телефон", ["7,9E+10", "8 903 1234567"], "phone", "header"),
        ("ФИО", ["Иванов Иван Иванович", "ООО «Ромашка»"], "name.any", "header_and_values"),
        ("ОГРН", ["1,05E+12"], "own:ОГРН", "damaged_numbers"),
        ("Пол", ["паркет", "ламинат"], "own:Пол", "unknown"),
        ("Пол", ["м", "ж"], "gender", "header_and_values"),
        ("Дата рождения", ["роза", "лилия"], "own:Дата рождения", "unknown"),
        ("Дата рождения", [39690.0, 39691.0], "birthday", "header"),
        ("Дата рождения", [], "birthday", "header"),
        ("Home", ["Vilnius", "Kaunas"], "own:Home", "unknown"),
        ("Home", ["8 5 2123456"], "phone.home", "header_and_values"),
        ("Телефон", ["нет", "спросить"], "phone", "header"),
        ("Телефон", ["38409010000", "47512120000"], "sensitive:Телефон", "sensitive_values"),
        ("Запись", ["38409010000", "47512120000"], "sensitive:Запись", "sensitive_values"),
        ("Код", ["38409010000", "47512120000"], "external_id", "header"),
        ("Линия", ["8 (612) 34567", "+370 612 34567"], "phone", "values"),
        ("Артикул", ["861234567", "861234568"], "own:Артикул", "unknown"),
        ("Контакт сайта", ["x@y.lt"], "email", "values"),
        ("Mum's email", ["x@y.lt"], "own:Mum's email", "other_person"),
        ("Город", ["Москва"], "address.city", "header"),
    ],
)
def test_a_header_and_its_values(header, values, target, why):
    column = first(header, *(values or [None]))
    assert (str(column.target), column.why) == (target, why)


def test_an_unheaded_address_is_left_alone_where_the_table_has_one():
    mapping = guess_columns(
        ["Email", "Кем создан", "Тел.", "Что-то"], [("a@b.lt", "boss@b.lt", "8 612 34567", "+370 612 34567")]
    )
    assert [str(column.target) for column in mapping.columns] == [
        "email",
        "own:Кем создан",
        "phone",
        "own:Что-то",
    ]


def test_a_name_column_full_of_companies_is_the_company():
    mapping = guess_columns(["Клиент", "Тел."], [("ООО «Ромашка»", "1"), ("UAB Gėlės", "2"), ("Ona", "3")])
    assert str(mapping.columns[0].target) == "company.name"
    assert mapping.subject == "company"


def test_a_surname_column_full_of_patronymics_is_the_middle_name():
    mapping = guess_columns(
        ["lastname", "firstname", "surname"],
        [("Лукина", "Оксана", "Владимировна"), ("Мартиняхин", "Виталий", "Геннадьевич")],
    )
    assert [str(column.target) for column in mapping.columns] == ["name.family", "name.given", "name.middle"]


def test_json_is_no_address():
    mapping = guess_columns(["info"], [('{"email": "a@b.lt"}',)])
    assert (mapping.record_kind, mapping.reason) == ("nothing", "json_cells")
