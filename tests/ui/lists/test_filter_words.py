"""Filters in words."""

from __future__ import annotations

from crm_desktop.services.filters import ME, Choice, Editor, FilterField, FilterOp
from crm_desktop.ui.lists import filter_words


def test_a_choice_says_that_it_is_me():
    field = FilterField("responsible", Editor.CHOICES, (FilterOp.IS,))
    assert filter_words.choice_word(field, Choice(b"o" * 16, "Ona", ME)) == "Ona (you)"
    assert filter_words.choice_word(field, Choice(b"j" * 16, "Jonas")) == "Jonas"
