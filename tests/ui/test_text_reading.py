"""Every note on a file has words in every language."""

from __future__ import annotations

from typing import get_args

import pytest

from crm_desktop.exchange.reading.book import Note, NoteCode
from crm_desktop.ui import text
from crm_desktop.ui.text_reading import note_words


@pytest.mark.parametrize("code", get_args(NoteCode))
def test_each_note_has_words_in_each_language(code):
    said = set()
    for language in ("en", "ru", "lt"):
        text.set_language(language)
        for count in (1, 2, 5):
            words = note_words(Note(code, count))
            assert words.endswith(".")
            said.add((language, words))
    text.set_language("en")
    assert len({words for _, words in said}) >= 3
