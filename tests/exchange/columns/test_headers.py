"""Headers by their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.columns.headers import (
    glued,
    header_meaning,
    known_header,
    normal_header,
    run_together,
    synonyms,
)


@pytest.mark.parametrize(
    ("header", "normal"),
    [
        (" E-Mail\u00a0 Address ", "email address"),
        ("El. paštas", "el pastas"),
        ("El. pašto adresas", "el pastas adresas"),
        ("CompanyName", "company name"),
        ("КодКлиента", "код клиента"),
        ("SESSION_ID__C", "session id c"),
        ("phone2", "phone 2"),
        ("Mum’s first name", "mum first name"),
        ("Телефон:", "телефон"),
        ("Отчёство", "отчество"),
        ("!!!", ""),
    ],
)
def test_headers_are_compared_by_their_words(header, normal):
    assert normal_header(header) == normal


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("ФИО", "name.full"),
        ("Ф.И.О.", "name.full"),
        ("Фамилия", "name.family"),
        ("Отчество", "name.middle"),
        ("Контрагент", "company.name"),
        ("Контактное лицо", "name.full.contact"),
        ("Тел.", "phone"),
        ("Моб. телефон", "phone.mobile"),
        ("Раб. телефон", "phone.work"),
        ("Телефон (контакт)", "phone"),
        ("Эл. почта", "email"),
        ("Индекс", "address.postal_code"),
        ("Откуда узнал", "source"),
        ("ДР", "birthday"),
        ("Дата добавления", "created_at"),
        ("Менеджер", "responsible"),
        ("Telegram", "messenger.telegram"),
        ("ВКонтакте", "messenger.vk"),
        ("MAX", "messenger.max"),
        ("Теги", "tags"),
        ("Группа", "group"),
        ("Статус", "stage"),
        ("Vardas", "name.given"),
        ("Pavardė", "name.family"),
        ("Pavarde", "name.family"),
        ("Vardas ir pavardė", "name.full"),
        ("Klientas", "name.any"),
        ("Įmonės pavadinimas", "company.name"),
        ("Kontaktinis asmuo", "name.full.contact"),
        ("Mob. tel.", "phone.mobile"),
        ("El pastas", "email"),
        ("Gimimo data", "birthday"),
        ("Pašto kodas", "address.postal_code"),
        ("Šaltinis", "source"),
        ("Žymos", "tags"),
        ("Vadybininkas", "responsible"),
        ("Būsena", "stage"),
        ("Svetainė", "site"),
        ("Pareigos", "position"),
        ("Phone 2", "phone"),
        ("Phone Number 1", "phone"),
        ("Email2", "email"),
        ("Телефон партнера", "phone"),
        ("Your-Email", "email"),
        ("Kliento telefonas", "phone"),
        ("Asmens kodas", "sensitive:Asmens kodas"),
        ("Пароль", "sensitive:Пароль"),
        ("Серия и номер паспорта", "sensitive:Серия и номер паспорта"),
        ("User Password", "sensitive:User Password"),
        ("Mum-phone", "own:Mum-phone"),
        ("Assistant's Phone", "own:Assistant's Phone"),
        ("Телефон супруга", "own:Телефон супруга"),
        ("Gimimo data (metai-mėnuo-diena)", "birthday"),
        ("Откуда узнал(а)", "source"),
        ("Телефон (раб.)", "phone.work"),
        ("Телефон (мужа)", "own:Телефон (мужа)"),
        ("Spouse", "own:Spouse"),
        ("Sutuoktinio telefonas", "own:Sutuoktinio telefonas"),
        ("Имя ребёнка", "own:Имя ребёнка"),
    ],
)
def test_known_headers(header, target):
    assert str(header_meaning(header).target) == target
    assert known_header(header)


@pytest.mark.parametrize(
    "header", ["", "!!!", "Categories of products", "XactNet Address", "ShipName", "Иванов Иван", "12345"]
)
def test_unknown_headers(header):
    assert header_meaning(header) is None
    assert not known_header(header)


def test_shorter_matches_are_less_sure():
    assert [header_meaning(header).confidence for header in ("Телефон", "Телефон 2", "Телефон партнера")] == [
        1.0,
        0.9,
        0.8,
    ]


def test_every_synonym_leads_to_a_field():
    for header, text in synonyms().targets.items():
        assert str(Target.parse(text)) == text, header
        assert header_meaning(header) is not None


@given(st.text(max_size=40))
def test_any_header_is_read_and_normal_headers_stay(header):
    header_meaning(header)
    assert normal_header(normal_header(header)) == normal_header(header)


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("POSTALCODE", "zip"),
        ("postal_code", "zip"),
        ("Postal Code", None),
        ("TELNO", None),
        ("POSTALCODES", None),
    ],
)
def test_headings_of_one_word(header, meaning):
    assert glued(header, run_together({"postal code": "zip", "tel no": "phone"})) == meaning


def test_headings_run_together_are_known_with_less_trust():
    meaning = header_meaning("CUSTOMERNAME")
    assert meaning is not None
    assert (str(meaning.target), meaning.confidence) == ("name.any", 0.9)
