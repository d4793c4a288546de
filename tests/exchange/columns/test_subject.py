"""What rows are, and of whom they speak."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.guess import guess_columns


@pytest.mark.parametrize(
    ("headers", "rows", "kind", "reason", "subject"),
    [
        (["ФИО", "Тел."], [("Иванов Иван", "1")], "clients", "", "person"),
        (["Название", "Тел."], [("Роза", "1")], "clients", "", "company"),
        (["Название", "Контактное лицо"], [("Роза", "Иванов Иван")], "clients", "", "company"),
        (["Компания", "ФИО"], [("Роза", "Иванов Иван")], "clients", "", "person"),
        (["Клиент", "Тел."], [("Роза", "1")], "clients", "", "either"),
        (["Тел."], [("8 612 34567",)], "clients", "", "person"),
        (
            ["Клиент", "Начало оказания услуги", "Услуга"],
            [("Зуев", "22.12.2019 15:10", "x")],
            "activities",
            "",
            "either",
        ),
        (["Клиент", "Тел.", "Дата визита"], [("Зуев", "1", "22.12.2019 15:10")], "clients", "", "either"),
        (["sku", "quantity"], [("B1", 5)], "nothing", "no_client_column", "person"),
        (["Id", "Name"], [(1, "Мужской"), (2, "Женский")], "nothing", "lookup", "either"),
        (["Id", "Name"], [(1, "Красный"), (2, "Синий")], "nothing", "lookup", "either"),
        (["Id", "Name"], [(1, "Ona"), (2, "Lukas")], "clients", "", "either"),
        (["Id", "Name"], [], "clients", "", "either"),
        (["Name", "Id", "Education"], [("Kathiravan", 100, "M.S")], "clients", "", "either"),
    ],
)
def test_rows(headers, rows, kind, reason, subject):
    mapping = guess_columns(headers, rows)
    assert (mapping.record_kind, mapping.reason, mapping.subject) == (kind, reason, subject)


def test_a_preset_of_activities():
    headers = [
        "Activity - Subject",
        "Activity - Type",
        "Activity - Due date",
        "Activity - Done",
        "Person - Name",
        "Person - Email",
    ]
    assert guess_columns(headers, []).record_kind == "activities"
