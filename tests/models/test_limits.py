from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import NumberRefused, TextNotStorable, TextTooLong
from crm_desktop.models.limits import LARGEST_INTEGER, LONGEST_NAME, LONGEST_TEXT, check_row, check_text


@pytest.mark.parametrize("character", ["\0", chr(0xD800), chr(0xDFFF)])
@pytest.mark.parametrize("field", ["name", "notes"])
def test_what_no_database_keeps_is_refused(field, character):
    with pytest.raises(TextNotStorable) as caught:
        check_text(field, f"before{character}after")
    assert caught.value.facts == {"field": field, "character": ord(character)}


def test_a_name_may_have_five_hundred_characters():
    check_text("name", "ė" * LONGEST_NAME)
    with pytest.raises(TextTooLong) as caught:
        check_text("name", "ė" * (LONGEST_NAME + 1))
    assert caught.value.facts == {"field": "name", "size": LONGEST_NAME + 1, "limit": LONGEST_NAME}


@pytest.mark.parametrize(("sign", "size"), [("a", 1), ("я", 2), ("😀", 4)])
def test_a_long_text_is_measured_in_bytes(sign, size):
    check_text("notes", sign * (LONGEST_TEXT // size))
    with pytest.raises(TextTooLong) as caught:
        check_text("notes", sign * (LONGEST_TEXT // size + 1))
    assert caught.value.facts["size"] == (LONGEST_TEXT // size + 1) * size


def test_integers_that_spreadsheets_would_round_are_refused():
    check_row({"amount": LARGEST_INTEGER, "minutes": -LARGEST_INTEGER, "stage_id": b"x", "due_on": None})
    with pytest.raises(NumberRefused) as caught:
        check_row({"amount": LARGEST_INTEGER + 1})
    assert caught.value.facts["field"] == "amount"
    with pytest.raises(NumberRefused):
        check_row({"amount": -LARGEST_INTEGER - 1})


def test_a_row_names_the_field_that_is_too_long():
    with pytest.raises(TextTooLong) as caught:
        check_row({"name": "short", "family": "x" * 501})
    assert caught.value.facts["field"] == "family"


@given(st.text(max_size=LONGEST_NAME))
def test_every_text_without_nul_that_utf8_has_is_taken(text):
    if "\0" in text:
        with pytest.raises(TextNotStorable):
            check_text("name", text)
    else:
        check_text("name", text)
