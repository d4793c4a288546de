from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.keyboards import _KEYS, other_layouts


@pytest.mark.parametrize(
    ("typed", "meant", "layout"),
    [
        ("bdfyjd", "иванов", "ru"),
        ("gtnhjd", "петров", "ru"),
        ("[fhbnjy", "харитон", "ru"),
        (".ksz", "юлыя", "ru"),
        ("`krby", "ёлкин", "ru"),
        ("штфтщм", "inanov", "en"),
        ("ШМФТЩМ", "IVANOV", "en"),
        ("6imkus", "šimkus", "lt"),
        ("1=uolas", "ąžuolas", "lt"),
        ("ūšąčę", "86123", "en"),
        ("ойщтфы", "jqonas", "en"),
        ("7", "ų", "lt"),
    ],
)
def test_readings(typed, meant, layout):
    assert (meant, layout) in other_layouts(typed)


def test_a_reading_with_signs_for_letters_was_not_meant():
    assert other_layouts("ж") == ()
    assert "lt" not in [layout for _, layout in other_layouts("хан")]


def test_what_reads_the_same_is_no_other_reading():
    assert other_layouts("") == ()
    assert other_layouts("(") == ()


def test_all_layouts_have_the_same_keys():
    assert len({len(keys) for keys in _KEYS.values()}) == 1
    assert all(len(set(keys)) == len(keys) for keys in _KEYS.values())


@given(st.text("йцукенгшщзхъфывапролджэячсмитьбюё", min_size=1))
def test_every_russian_word_typed_in_english_is_understood(word):
    english = word.translate(str.maketrans(_KEYS["ru"], _KEYS["en"]))
    assert (word, "ru") in other_layouts(english)


@given(st.text("ąčęėįšųūžqwertyuiopasdfghjklzxcvbnm", min_size=1).filter(lambda w: set(w) & set("ąčęėįšųūž")))
def test_every_lithuanian_word_typed_in_english_is_understood(word):
    english = word.translate(str.maketrans(_KEYS["lt"], _KEYS["en"]))
    assert (word, "lt") in other_layouts(english)
