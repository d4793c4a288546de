"""Names of months."""

from __future__ import annotations

import pytest

from crm_desktop.models.date_words import month_number

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "lt": "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
}


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_by_its_name_and_its_first_letters(language):
    for number, word in enumerate(MONTHS[language].split(), start=1):
        assert month_number(word) == month_number(word.upper()) == number
        assert month_number(word[:5] + ".") in {number, 0}


@pytest.mark.parametrize(
    ("word", "number"), [("Dec", 12), ("дек.", 12), ("янв", 1), ("grd.", 12), ("geg", 5), ("Sept.", 9)]
)
def test_abbreviations(word, number):
    assert month_number(word) == number


@pytest.mark.parametrize("word", ["", "дом", "Marketing", "ja"])
def test_other_words(word):
    assert month_number(word) == 0
