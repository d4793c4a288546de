"""Names with slips, in other scripts and orders; and those that are two people's, however alike."""

from __future__ import annotations

import pytest

from crm_desktop.services.duplicates.names import (
    NameLikeness,
    close,
    compare_names,
    is_typo,
    may_be_one,
    middles_match,
    share_a_word,
    words_of,
)
from tests.services.duplicates.cards import subject

ALIKE = [
    ("Иванов Иван Петрович", "Иванов Иван Петрович", NameLikeness.SAME),
    ("Петренко Анна Ивановна", "Петренко Анна", NameLikeness.SAME),
    ("Семёнова Алёна", "СЕМЕНОВА АЛЕНА", NameLikeness.SAME),
    ("Petraitė Ona", "Ona Petraitė", NameLikeness.ORDER),
    ("Иванов Иван", "Ivanov Ivan", NameLikeness.SCRIPT),
    ("Щербаков Юрий", "Yuriy Shcherbakov", NameLikeness.SCRIPT),
    ("Кузнецова Наталья", "Кузнецова Наталия", NameLikeness.SCRIPT),
    ("Kazlauskas Jonas", "Kazlasukas Jonas", NameLikeness.TYPO),
    ("Осипова Тамара", "Осиопва Тамара", NameLikeness.TYPO),
    ("Smith Elizabeth", "Smith Elizabet", NameLikeness.TYPO),
    ("Иванов И. П.", "Иванов Иван Петрович", NameLikeness.INITIALS),
    ("Petraitytė Ona", "Petraitytė-Jonaitienė Ona", NameLikeness.PART),
    ("Petraitytė Ona", "Jonaitienė Ona", NameLikeness.GIVEN),
    ("Ona", "Petraitė Ona", NameLikeness.PART),
    ("Ona", "Ona", NameLikeness.PART),
    ("", "Petraitė Ona", NameLikeness.NAMELESS),
]
TWO_PEOPLE = [
    ("Иванов Иван", "Иванова Иванна"),
    ("Иванов А.", "Иванова А."),
    ("Иванова Марина", "Иванова Дарина"),
    ("Иванов Александр", "Иванова Александра"),
    ("Иванов Иван Петрович", "Иванов Иван Сергеевич"),
    ("Petraitis Jonas", "Petraitienė Ona"),
    ("Kazlauskaitė Rasa", "Kazlauskaitė Aušra"),
    ("Smith John", "Brown Peter"),
    ("Ona", "Petraitis Jonas"),
    ("Rasa", "Ona"),
]


@pytest.mark.parametrize(("one", "other", "likeness"), ALIKE)
def test_alike_both_ways(one, other, likeness):
    assert compare_names(subject(one), subject(other)) is likeness
    assert compare_names(subject(other), subject(one)) is likeness


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_two_people(one, other):
    assert compare_names(subject(one), subject(other)) is None
    assert compare_names(subject(other), subject(one)) is None


def test_father_and_son():
    assert compare_names(subject("Smith John", suffix="Sr"), subject("Smith John", suffix="Jr")) is None
    assert compare_names(subject("Smith John", suffix="Sr"), subject("Smith John")) is NameLikeness.SAME


def test_names_that_nobody_parted():
    one, other = subject(), subject()
    one.name, other.name = "Ona Maria Petraitė", "Petraite Ona Maria"
    assert compare_names(one, other) is NameLikeness.SCRIPT
    other.name = "ona maria petraite"
    assert compare_names(one, other) is NameLikeness.SAME


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("UAB „Gėlės“", "Gėlės, MB", NameLikeness.SAME),
        ("ООО «Ромашка»", "Romashka", NameLikeness.SCRIPT),
        ("Gėlių namai", "Namai gėlių", NameLikeness.ORDER),
        ("Ventiliacija", "Ventilacija", NameLikeness.TYPO),
        ("Gėlių namai", "Gėlių namai Vilnius", NameLikeness.PART),
        ("Gėlės", "Medis", None),
        ("...", "...", None),
        ("Gėlės", "...", None),
        ("A B", "A B C", None),
    ],
)
def test_companies(one, other, likeness):
    assert compare_names(subject(one, kind="company"), subject(other, kind="company")) is likeness


def test_the_first_look_is_never_stricter_than_the_second():
    for one, other, likeness in ALIKE:
        if likeness is NameLikeness.GIVEN:
            continue
        words = [words_of("person", name, *_parts(name)) for name in (one, other)]
        assert may_be_one(*words) or share_a_word(*words), (one, other)


def _parts(name):
    made = subject(name)
    return made.family, made.given


def test_what_is_close():
    assert all(close(*pair) for pair in (("", "ona"), ("o", "ona"), ("petraite", "petraiet")))
    assert not any(close(*pair) for pair in (("ona", "ana"), ("ivanov", "ivanova")))
    assert not is_typo("ona", "ina")
    assert is_typo("kazlauskaite", "kazluskaiet")
    assert words_of("person", "", "", "") == ("", "")
    assert may_be_one(("", ""), ("a", "b"))
    assert not may_be_one(("smit", "jon"), ("braun", "peter"))
    assert may_be_one(("geles namai", ""), ("geles", ""))
    assert middles_match(subject("A B Ivanovich"), subject("A B Иванович"))
    assert not middles_match(subject("A B I."), subject("A B I."))
