from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop import folding
from crm_desktop.folding import fold, fold_map, span, words, words_map

TEXTS = st.one_of(st.text(), st.text(alphabet="ёЁйЙąČŽž„“«»–—'`’ʼ aЯяßıİKﬁ\n\t\u00a0łŁØøæœþ№-_…²09"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ёжик", "ежик"),
        ("ЙОД й", "иод и"),
        ("Žąsinas", "zasinas"),
        ("Łódź Đurić Øre ıi", "lodz duric ore ii"),
        ("Æsir œuvre straße Þór", "aesir oeuvre strasse thor"),
        ("O’Brien", "o'brien"),
        ("„Rožė“ «Роза»", '"roze" "роза"'),
        ("a—b–c‑d", "a-b-c-d"),
        ("  many \t\n spaces\u00a0here ", "many spaces here"),
        ("№ 857389", "no 857389"),
        ("е\u0308", "е"),
        ("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(TEXTS)
def test_the_plain_way_folds_as_the_thorough_one(text):
    assert fold(text) == " ".join(text.translate(folding._TABLE).split())


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_each_folded_character_knows_where_it_came_from(text):
    folded, origins = fold_map(text)
    assert folded == fold(text)
    assert len(origins) == len(folded)
    assert origins == sorted(origins)
    for character, origin in zip(folded, origins, strict=True):
        assert character in folding._TABLE[ord(text[origin])]


@given(TEXTS)
def test_words_are_those_of_the_map(text):
    assert [word for word, _ in words_map(text)] == words(text)
    assert all(word and word.isalnum() for word in words(text))


def test_words_and_where_they_stand():
    assert words("O’Brien, jonas.p@gmail.com; Петрова-Водкина") == [
        "obrien", "jonas", "p", "gmail", "com", "петрова", "водкина",
    ]  # fmt: skip
    text = "Jo O’Brien"
    (_, _), (word, origins) = words_map(text)
    start, end = span(origins, 0, 2)
    assert (word, text[start:end]) == ("obrien", "O’B")
