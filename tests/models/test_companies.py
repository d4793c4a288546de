"""Companies told from people by their names."""

from __future__ import annotations

import csv

import pytest

from crm_desktop.models.companies import company_core, is_entrepreneur, looks_like_company


@pytest.mark.parametrize(
    "text",
    [
        "ООО «Ромашка»",
        "ооо ромашка",
        "UAB „Gėlės“",
        "Gėlės, UAB",
        "MB Ratas",
        "VšĮ Viltis",
        "IĮ Jono",
        "AB Lietuva",
        "Smith Ltd.",
        "Bruen Group",
        "Smith & Co",
        "Spencer, Grady and Herman",
        "D'Amore, Gleichner and Bode",
        "Müller GmbH",
        "Общество с ограниченной ответственностью «ТЛМ Ком»",
        "«Ромашка»",
        "'Ромашка'",
        "Банк Москвы",
        "Горстрой",
        "Akmenės rajono savivaldybė Akmenės seniūnija",
    ],
)
def test_companies(text):
    assert looks_like_company(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "John Smith",
        "Иванов Иван",
        "ИП Петров",
        "ИП «Петров»",
        'Иван "Ваня" Петров',
        "O'Brien, Conan",
        "Ab Sola",
        "Торгашин Иван",
        "Стройков Пётр",
        "Mb",
    ],
)
def test_people_and_doubtful_names(text):
    assert not looks_like_company(text)


def test_a_sole_trader_is_a_person():
    assert is_entrepreneur(" ИП Иванов")
    assert not is_entrepreneur("ИП")
    assert not is_entrepreneur("ООО ИП")


def test_the_core_of_a_company_name_leaves_out_its_form():
    assert company_core("UAB „Gėlės“") == company_core("Gėlės, UAB") == "Gėlės"
    assert company_core("UAB") == "UAB"


def test_all_lithuanian_offices_are_companies(samples):
    with (samples / "csv/lt_seniunijos.csv").open(encoding="utf-8-sig") as file:
        assert all(looks_like_company(row["name"]) for row in csv.DictReader(file))
