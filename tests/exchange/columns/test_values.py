"""Yes and no, gender, labels, lists."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.values import is_placeholder, label_of, parse_flag, parse_gender, split_list
from crm_desktop.kinds import Gender


@pytest.mark.parametrize("value", ["yes", "ДА", "taip", "+", "1", 1, 1.0, True, "x", "Истина", "✓"])
def test_yes(value):
    assert parse_flag(value) is True


@pytest.mark.parametrize("value", ["no", "Нет", "ne", "-", "0", 0, False, "Ложь"])
def test_no(value):
    assert parse_flag(value) is False


@pytest.mark.parametrize("value", ["", None, "maybe", 2, 0.5])
def test_neither(value):
    assert parse_flag(value) is None


@pytest.mark.parametrize(
    ("value", "gender"),
    [
        ("м", "male"),
        ("ж", "female"),
        ("мужской", "male"),
        ("женский", "female"),
        ("Жен", "female"),
        ("Муж", "male"),
        ("F", "female"),
        ("M", "male"),
        ("vyr.", "male"),
        ("moteris", "female"),
        (1, "male"),
        (2.0, "female"),
        ("1", "male"),
        ("", ""),
        (None, ""),
        ("x", ""),
        (1.5, ""),
    ],
)
def test_genders(value, gender):
    assert parse_gender(value) == Gender(gender)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("* Work", ("work", True)),
        ("Mobile", ("mobile", False)),
        ("Home Fax", ("fax", False)),
        ("дом", ("home", False)),
        ("дача", ("дача", False)),
        ("", ("", False)),
        ("*", ("", True)),
    ],
)
def test_labels_of_groups(text, label):
    assert label_of(text) == label


@pytest.mark.parametrize("value", ["(puste)", "(blank)", "—", "N/A", " "])
def test_placeholders(value):
    assert is_placeholder(value)


@pytest.mark.parametrize("value", [0, None, "no", "Иван"])
def test_answers_are_no_placeholders(value):
    assert not is_placeholder(value)


def test_lists_of_groups():
    assert split_list("* myContacts ::: Suppliers ::: A, B", frozenset({"mycontacts"})) == [
        "Suppliers",
        "A, B",
    ]
    assert split_list("a; b,,a\nc") == ["a", "b", "c"]
