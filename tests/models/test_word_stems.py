from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.folding import words
from crm_desktop.models.word_stems import stem, stems

FORMS = [
    "ваза вазы вазе вазу вазой вазою ваз вазам вазами вазах",
    "голубой голубая голубое голубые голубую голубого голубому голубым голубом голубых голубыми голубою",
    "синий синяя синее синие синюю синего синим синих",
    "чашка чашки чашку чашек чашками",
    "окно окна окон окнам",
    "кольцо кольца колец кольцом",
    "подарок подарки подарков подарку",
    "стул стулья стульев стульями",
    "лилия лилии лилию лилий лилиями",
    "день дни дней",
    "vase vases",
    "rose roses",
    "tulip tulips",
    "glass glasses",
    "berry berries",
    "lily lilies",
    "box boxes",
    "iris irises",
    "canvas canvases",
    "blue",
    "vaza vazos vazai vazą vazoje vazų vazoms vazas vazomis vazose",
    "mėlynas mėlyna mėlyną mėlynos mėlynų mėlynoms mėlynas mėlynai melyna",
    "žalias žalia žalią žalios žalių žaliomis žaliai",
    "rožė rožės rožę rožių rožėmis rožes",
    "puokštė puokštės puokščių puokštę puokštėmis",
    "medis medžio medį medžiai medžių medžius",
    "vazonas vazono vazonai vazonų vazonuose",
    "orchidėja orchidėjos orchidėjų",
]


@pytest.mark.parametrize("forms", FORMS, ids=lambda forms: forms.split()[0])
def test_all_forms_of_a_word_have_one_stem(forms):
    assert len({stem(word) for word in words(forms)}) == 1, {form: stem(form) for form in words(forms)}


@pytest.mark.parametrize(
    ("one", "other"), [("ваза", "вазон"), ("vase", "vast"), ("роза", "розетка"), ("vaza", "vazonas")]
)
def test_words_that_only_begin_alike_are_two(one, other):
    assert stem(one) != stem(other)


def test_short_words_numbers_and_codes_stay_as_they_are():
    assert [stem(word) for word in ("я", "bus", "a", "2026", "x5", "чая")] == [
        "я",
        "bus",
        "a",
        "2026",
        "x5",
        "ча",
    ]
    assert stems("Просила ГОЛУБУЮ вазу, 40 см!") == ["просил", "голуб", "ваз", "40", "см"]


@given(st.text())
def test_stems_are_beginnings_apart_from_vowels_and_never_empty(text):
    for word in words(text):
        assert 0 < len(stem(word)) <= len(word)
        assert stem(word)[0] == word[0]


@given(st.sampled_from(" ".join(FORMS).split()))
def test_a_latin_stem_is_its_own_stem(form):
    (word,) = words(form)
    if word.isascii():
        assert stem(stem(word)) == stem(word)
