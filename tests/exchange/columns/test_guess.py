"""Whole tables guessed: presets, headers, values, neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.columns.guess import guess_columns, known_header
from crm_desktop.kinds import FieldKind


def targets(headers, *rows, **options):
    return [str(column.target) for column in guess_columns(headers, rows, **options).columns]


def test_a_shop_list_in_lithuanian():
    mapping = guess_columns(
        [
            "Nr.",
            "Vardas, pavardė",
            "Tel.",
            "El. paštas",
            "Gimimo data",
            "Mėgsta",
            "Skola, EUR",
            "Asmens kodas",
        ],
        [
            (
                1,
                "Petraitienė Ona",
                "8 612 34567, 8 5 2123456",
                "ona@x.lt",
                "1975 m. gruodžio 12 d.",
                "rožes",
                "12,50",
                47512120000,
            ),
            (2, "Jonaitis Jonas", "861234568", None, "12.03.", "", "", 37503120000),
        ],
        region="LT",
        language="lt",
    )
    assert [str(column.target) for column in mapping.columns] == [
        "ignore",
        "name.full",
        "phone",
        "email",
        "birthday",
        "likes",
        "own:Skola, EUR",
        "sensitive:Asmens kodas",
    ]
    assert (mapping.record_kind, mapping.subject, mapping.preset, mapping.name_order) == (
        "clients",
        "person",
        None,
        "family_first",
    )
    assert [column.imported for column in mapping.columns] == [
        False,
        True,
        True,
        True,
        True,
        True,
        True,
        False,
    ]
    assert mapping.columns[6].field_kind == FieldKind.NUMBER
    assert mapping.columns[2].why == "header_and_values"
    assert mapping.columns[0].why == "row_number"
    assert [column.index for column in mapping.of("phone", "email")] == [2, 3]
    assert mapping.columns[2].field.multiple
    assert mapping.columns[6].label == "Skola, EUR"


def test_a_preset_gives_source_fillers_and_dropped_groups():
    mapping = guess_columns(
        [
            "Given Name",
            "Family Name",
            "Group Membership",
            "Yomi Name",
            "Phone 1 - Type",
            "Phone 1 - Value",
            "Extra",
        ],
        [],
    )
    assert (mapping.preset, mapping.source) == ("google_old", "google")
    assert mapping.dropped_groups == ("myContacts", "My Contacts")
    assert mapping.columns[5].target.group == 1
    assert str(mapping.columns[6].target) == "own:Extra"
    assert mapping.columns[0].why == "preset"


def test_columns_a_preset_does_not_know_are_read_by_exact_words_only():
    headers = [
        "ID",
        "Полное имя контакта",
        "Кем создан контакт",
        "Рабочий прямой телефон",
        "Сделки",
        "Примечание 5",
        "Telegram",
        "Телефон партнера",
        "Пароль",
    ]
    mapping = guess_columns(headers, [])
    assert mapping.preset == "amocrm_contacts"
    assert [str(column.target) for column in mapping.columns[6:]] == [
        "messenger.telegram",
        "own:Телефон партнера",
        "sensitive:Пароль",
    ]


def test_without_headers_the_values_tell():
    rows = [("38409010000", "Redas", "Pavardaitis", "1984-09-01", "+370 612 34567", "r@x.lt", "www.x.lt")] * 3
    assert targets([], *rows, region="LT") == [
        "sensitive",
        "name.given",
        "name.family",
        "birthday",
        "phone",
        "email",
        "site",
    ]
    turned = [
        ("Pavardaitis", "Redas", "861234567", "2090-01-01"),
        ("Petraitis", "Jonas", "861234568", "2090-01-02"),
    ]
    assert targets([], *turned, region="LT") == ["name.family", "name.given", "phone", "own"]
    assert targets([], ("a", "861234567"), ("b", "111111111"), region="LT") == ["own", "own"]
    assert targets([], ("Иванов Иван",), ("Ona Petraitė",)) == ["name.full"]
    assert targets([], ("ООО «Ромашка»",), ("UAB Gėlės",)) == ["company.name"]
    assert targets(["a", "b"], ("one thing", "x"), ("two things", "y")) == ["own:a", "own:b"]


def test_rows_longer_than_the_header_have_nameless_columns():
    assert targets(["Vardas", "Pavardė"], ("Ona", "Petraitė", "ona@x.lt"), ("Jonas",)) == [
        "name.given",
        "name.family",
        "email",
    ]


def test_the_order_of_names_follows_the_language_only_where_no_name_tells():
    assert guess_columns(["ФИО"], [("Иванов Иван",)]).name_order == "family_first"
    assert guess_columns(["ФИО"], [("Qwer Asdf",)], language="ru").name_order == "family_first"
    assert guess_columns(["ФИО"], [("Qwer Asdf",)], language="en").name_order is None
    assert guess_columns(["Телефон"], []).name_order is None


def test_no_table_at_all():
    mapping = guess_columns([], [])
    assert (mapping.record_kind, mapping.reason, mapping.columns) == ("nothing", "no_columns", ())


def test_known_headers_vote_for_the_header_row():
    assert known_header("Telefonas")
    assert not known_header("861234567")


CELLS = (
    st.none()
    | st.text(max_size=12)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.sampled_from(["ona@x.lt", "Иванов Иван", "861234567"])
)


@given(
    st.lists(
        st.sampled_from(["Имя", "Name", "ФИО", "Тел.", "№", "Title", "", "Дата", "ДР", "Компания"])
        | st.text(max_size=10),
        max_size=6,
    ),
    st.lists(st.lists(CELLS, max_size=7), max_size=5),
)
def test_any_table_is_guessed_with_one_target_a_column(headers, rows):
    mapping = guess_columns(headers, rows, region="LT")
    assert len(mapping.columns) == max([len(headers), *map(len, rows)])
    assert guess_columns(headers, rows, region="LT") == mapping


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_language_and_region_may_be_missing(language):
    assert targets(["Телефон"], ("x",), language=language) == targets(["Телефон"], ("x",))
