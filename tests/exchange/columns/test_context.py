"""Columns among their neighbours."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.guess import guess_columns


def targets(headers, *rows):
    return [str(column.target) for column in guess_columns(headers, rows, region="LT").columns]


@pytest.mark.parametrize(
    ("headers", "rows", "expected"),
    [
        (["ФИО", "", ""], [("Иванов", "Иван", "Иванович")], ["name.family", "name.given", "name.middle"]),
        (["ФИО", "", "Тел."], [("Иван", "Иванов", "1")], ["name.given", "name.family", "phone"]),
        (["ФИО", "", ""], [("Иванов", "Иван", "12")], ["name.family", "name.given", "own"]),
        (["ФИО", "", ""], [("Иванов Иван", "", "")], ["name.full", "own", "own"]),
        (["ФИО", "", ""], [("Иванов", "10", "")], ["name.full", "own", "own"]),
        (["Title", "Тел."], [("Mr.", "1"), ("Dr.", "2"), ("CEO", "3")], ["name.prefix", "phone"]),
        (["Title", "Тел."], [("Owner", "1")], ["position", "phone"]),
        (["Title", "Job Title"], [], ["name.prefix", "position"]),
        (["Title", "Тел."], [], ["position", "phone"]),
        (["Имя", "Тел."], [("Иван", "1")], ["name.any", "phone"]),
        (["Имя", "Фамилия"], [("Иван", "Иванов")], ["name.given", "name.family"]),
        (["UserName", "UserSurname"], [("Иван", "Иванов")], ["name.given", "name.family"]),
        (["Клиент", "Компания"], [("Иванов Иван", "ООО Роза")], ["name.full", "company.name"]),
        (
            ["Контактное лицо", "Компания"],
            [("Иванов Иван", "ООО Роза")],
            ["name.full.contact", "company.name"],
        ),
        (["Контактное лицо", "Тел."], [("Иванов Иван", "1")], ["name.any", "phone"]),
        (
            ["Имя", "Фамилия", "День рождения", "Месяц рождения", "Год рождения"],
            [("И", "П", "5", "мая", "1980")],
            ["name.given", "name.family", "birthday.day", "birthday.month", "birthday.year"],
        ),
        (
            ["Имя", "Фамилия", "День рождения", "Год рождения"],
            [("И", "П", "05.03.1975", "1975")],
            ["name.given", "name.family", "birthday", "birthday.year"],
        ),
        (
            ["Mum’s first name", "Last Name", "First Name", "Email"],
            [("M", "J", "S", "a@b.lt")],
            ["own:Mum’s first name", "own:Last Name", "name.any", "email"],
        ),
        (
            ["Last Name", "First Name", "Last Name"],
            [("J", "S", "K")],
            ["name.family", "name.given", "own:Last Name"],
        ),
        (["№", "ФИО"], [("1.", "a"), ("2.", "b"), ("3.", "c")], ["ignore", "name.full"]),
        (["", "ФИО"], [(10, "a"), (11, "b")], ["ignore", "name.full"]),
        (["№", "ФИО"], [("7", "a"), ("5", "b")], ["own:№", "name.full"]),
        (["№", "ФИО"], [("A1", "a"), ("A2", "b")], ["own:№", "name.full"]),
        (["№", "ФИО"], [("1", "a")], ["own:№", "name.full"]),
        (
            ["ФИО", "", "Тел."],
            [("a", 1, "8 612 34567"), ("b", 2, "8 612 34568")],
            ["name.full", "own", "phone"],
        ),
        (
            ["Дата", "ФИО", "Тема встречи"],
            [("05.03.2020", "Иванов Иван", "x")],
            ["activity.date", "name.full", "activity.text"],
        ),
        (
            ["Дата", "ФИО", "Тема встречи"],
            [("роза", "Иванов Иван", "x")],
            ["own:Дата", "name.full", "activity.text"],
        ),
        (["Дата", "ФИО"], [("05.03.2020", "Иванов Иван")], ["own:Дата", "name.full"]),
        (
            ["Date", "Visit date", "Name", "Service"],
            [("2020-01-01", "2020-01-02", "x", "y")],
            ["own:Date", "activity.date", "name.any", "activity.text"],
        ),
    ],
)
def test_neighbours_decide(headers, rows, expected):
    assert targets(headers, *rows) == expected
