from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import FieldValueRefused
from crm_desktop.kinds import FieldKind
from crm_desktop.models.own_fields import canonical


def value(kind, text, choices=()):
    return canonical("Dydis", kind, choices, text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("12", "12"),
        ("1 234,50", "1234.5"),
        ("1,234.50", "1234.5"),
        ("1,234,567", "1234567"),
        ("1,234", "1.234"),  # a lone comma is a decimal one, as in Russia and Lithuania
        ("−7", "-7"),
        ("+7", "7"),
        ("-0.0", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("100", "100"),
        ("1'000", "1000"),
        ("12345678901234567890123456789012345", "12345678901234567890123456789012345"),
    ],
)
def test_numbers(text, kept):
    assert value(FieldKind.NUMBER, text) == kept


@pytest.mark.parametrize("text", ["twelve", "1.2.3", "1e5", "NaN", "--1", "5 kg"])
def test_no_numbers(text):
    with pytest.raises(FieldValueRefused) as caught:
        value(FieldKind.NUMBER, text)
    assert caught.value.facts == {"field": "Dydis", "kind": FieldKind.NUMBER, "value": text, "choices": ()}


@pytest.mark.parametrize(
    ("text", "kept"),
    [("2026-11-20", "2026-11-20"), ("20.11.2026", "2026-11-20"), ("20 ноября 2026 г.", "2026-11-20")],
)
def test_dates(text, kept):
    assert value(FieldKind.DATE, text) == kept


@pytest.mark.parametrize("text", ["--05-17", "31.02.2026", "soon"])
def test_no_dates(text):
    with pytest.raises(FieldValueRefused):
        value(FieldKind.DATE, text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("yes", "1"),
        ("Да", "1"),
        ("TAIP", "1"),
        ("1", "1"),
        ("no", "0"),
        ("Нет", "0"),
        ("ne", "0"),
        ("0", "0"),
    ],
)
def test_yes_and_no(text, kept):
    assert value(FieldKind.YES_NO, text) == kept


def test_perhaps_is_neither():
    with pytest.raises(FieldValueRefused):
        value(FieldKind.YES_NO, "perhaps")


def test_a_choice_is_kept_as_the_field_writes_it():
    assert value(FieldKind.CHOICE, " RAUDONA ", ("Raudona", "Žalia")) == "Raudona"
    assert value(FieldKind.CHOICE, "zalia", ("Raudona", "Žalia")) == "Žalia"
    with pytest.raises(FieldValueRefused) as caught:
        value(FieldKind.CHOICE, "mėlyna", ("Raudona",))
    assert caught.value.facts["choices"] == ("Raudona",)


def test_text_stays_as_typed():
    assert value(FieldKind.TEXT, "  a\n b ") == "  a\n b "


@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind is not FieldKind.TEXT])
def test_nothing_is_no_value(kind):
    assert value(kind, "") == ""
    assert value(kind, "  ") == ""


@given(st.sampled_from(FieldKind), st.text(max_size=20))
def test_canonical_values_are_canonical(kind, text):
    try:
        kept = value(kind, text, ("a", "b"))
    except FieldValueRefused:
        return
    assert value(kind, kept, ("a", "b")) == kept


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_every_decimal_comes_back(number):
    assert value(FieldKind.NUMBER, value(FieldKind.NUMBER, str(number))) == value(
        FieldKind.NUMBER, f"{number:f}"
    )
