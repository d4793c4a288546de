from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.background.popups.wording import TEXT_UNITS, TITLE_UNITS, clean_text, clean_title

anything = st.text(st.characters(codec=None), max_size=400)  # half characters too


def units(text):
    return len(text.encode("utf-16-le")) // 2


@given(anything)
def test_whatever_is_typed_fits_the_fields_of_windows_and_harms_nobody(text):
    title, body = clean_title(text), clean_text(text)
    assert 0 < units(title) <= TITLE_UNITS
    assert units(body) <= TEXT_UNITS
    assert not title.startswith("-")
    assert not body.startswith("-")
    assert "\n" not in title
    for letter in title + body.replace("\n", ""):
        assert unicodedata.category(letter) not in {"Cc", "Cs"}


@given(anything)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_title(clean_title(text)) == clean_title(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("15:30 · Иванов Иван", "15:30 · Иванов Иван"),
        ("-5 % for S. Ivanov", "–5 % for S. Ivanov"),
        ("--help", "–-help"),
        ("\x00\x1b[31mred", "[31mred"),
        ("two\r\nlines", "two lines"),
        ("\u202eevil\u202c", "evil"),
        ("", "CRM Desktop"),
        (" \n ", "CRM Desktop"),
        ("half \ud83d one", "half \N{REPLACEMENT CHARACTER} one"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("A" * 63, "A" * 63),
        ("A" * 64, "A" * 62 + "…"),
    ],
)
def test_titles(typed, shown):
    assert clean_title(typed) == shown


def test_a_cut_never_splits_a_character():
    assert clean_title("😀" * 32) == "😀" * 31 + "…"
    marked = "x" * 60 + "e\u0323\u0323\u0323\u0323"  # more marks than a letter has by itself
    assert clean_title(marked) == "x" * 60 + "…"
    family = "x" * 59 + "👨\u200d👩\u200d👧"
    assert clean_title(family) == "x" * 59 + "…"


def test_texts_keep_their_lines():
    assert clean_text(" one \r\n\r\n two\x0bthree\t four ") == "one\ntwo\nthree four"
    assert clean_text("") == ""
