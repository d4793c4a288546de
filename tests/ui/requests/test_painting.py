"""The text of a line begins where the words stand that were looked for, and says where they are."""

from __future__ import annotations

from crm_desktop.ui.requests.painting import _said

LONG = "The courier came late on Sunday morning and nobody knew of the order. Asks for two blue vases, tall ones."


def marked(text, *sought):
    said, spans = _said(text, sought)
    return said, [said[first:last] for first, last in spans]


def test_without_words_it_is_the_text_in_one_line():
    assert marked("Two\n\nvases ") == ("Two vases", [])
    assert marked(LONG) == (LONG, [])


def test_words_are_marked_in_whatever_case_they_stand():
    assert marked("Просила голубую\nвазу", "голубые", "вазы")[1] == ["голубую", "вазу"]


def test_a_late_word_is_brought_into_sight():
    said, found = marked(LONG, "blue", "vase")
    assert said == "… order. Asks for two blue vases, tall ones."
    assert found == ["blue", "vases"]


def test_a_very_long_text_is_cut_and_nothing_is_marked_beyond():
    said, found = marked("vase " + "x" * 500 + " vase", "vase")
    assert (len(said), found) == (400, ["vase"])
