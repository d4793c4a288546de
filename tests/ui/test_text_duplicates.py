from __future__ import annotations

import pytest

from crm_desktop.kinds import FieldKind
from crm_desktop.services.duplicates.choosing import Lost
from crm_desktop.services.duplicates.evidence import Reason, Why
from crm_desktop.services.duplicates.finding import Certainty
from crm_desktop.ui import text
from crm_desktop.ui.text_duplicates import (
    certainty,
    line_label,
    lost_words,
    own_value_words,
    reason_words,
    value_words,
    why,
)


@pytest.fixture(autouse=True)
def _english():
    text.set_language("en")
    yield
    text.set_language("en")


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_every_reason_and_certainty_has_words_of_its_own(language):
    text.set_language(language)
    assert len({why(reason) for reason in Why}) == len(Why)
    assert len({certainty(each) for each in Certainty}) == len(Certainty)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("birthday", "1980-05-17", "17 May 1980"),
        ("dates", "wedding: --06-01", "wedding: 1 Jun"),
        ("dates", "--06-01", "1 Jun"),
        ("do_not_contact", "1", "Yes"),
        ("discount_bp", "750", "7.5 %"),
        ("stage_id", "client", "Client"),
        ("stage_id", "Own stage", "Own stage"),
        ("gender", "female", "Female"),
        ("preferred_channel", "phone", "Phone"),
        ("language", "lt", "Lietuvių"),
        ("label", "fax", "fax"),
        ("notes", "a", "a"),
        ("notes", "", ""),
        (b"field", "38", "38"),
    ],
)
def test_values_as_people_read_them(field, value, words):
    assert value_words(field, value) == words


def test_reasons_with_what_they_are_about():
    assert reason_words(Reason(Why.BIRTHDAY, "1980-05-17", 32)) == "same birthday: 17 May 1980"
    assert reason_words(Reason(Why.PHONE, "+1", 42)) == "same phone: +1"
    assert reason_words(Reason(Why.NAME_SAME, "", 50)) == "same name"


def test_what_gave_way_is_told_in_the_notes():
    lost = Lost("birthday", "", "1980-05-17", "Ona", 15)
    assert lost_words(lost) == "Birthday: 17 May 1980 (before merging, card No 15)"
    assert lost_words(Lost(b"x", "Size", "38", "Ona", None)) == "Size: 38 (before merging)"
    assert lost_words(Lost("label", "+370 612", "fax", "Ona", None)) == "+370 612: fax (before merging)"
    assert line_label("activity") == "History entries"
    assert line_label("name") == "Name"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (FieldKind.YES_NO, "1", "Yes"),
        (FieldKind.YES_NO, "0", "No"),
        (FieldKind.NUMBER, "1.5", "1.5"),
        (FieldKind.TEXT, "a", "a"),
    ],
)
def test_own_fields_as_people_read_them(kind, value, words):
    assert own_value_words(kind, value) == words


def test_a_date_of_an_own_field():
    assert "2026" in own_value_words(FieldKind.DATE, "2026-05-17")
