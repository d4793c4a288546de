"""Every error that a user can meet has a sentence of its own, in every language, without a hole in it."""

from __future__ import annotations

import pytest

from crm_desktop import errors
from crm_desktop.ui import text
from crm_desktop.ui.text_errors import SENTENCES, error_text, fault_text


def _subclasses(kind: type[errors.UserError]) -> list[type[errors.UserError]]:
    found = []
    for each in kind.__subclasses__():
        if each.__module__ == errors.__name__:
            found.append(each)
        found.extend(_subclasses(each))
    return found


@pytest.fixture(autouse=True)
def _english():
    text.set_language("en")


def test_every_error_has_its_own_sentence():
    missing = [each.__name__ for each in _subclasses(errors.UserError) if each not in SENTENCES]
    assert not missing


@pytest.mark.parametrize("kind", sorted(SENTENCES, key=str))
def test_a_sentence_speaks_to_people(kind):
    facts = {
        "path": "/home/ona/klientai.xls",
        "field": "birthday",
        "kind": "date",
        "count": 3,
        "state": "undone",
    }
    facts |= {
        "value": "31.02.",
        "name": "VIP",
        "number": 7,
        "found": "PDF",
        "encoding": "x",
        "reason": "full",
    }
    sentence = error_text(kind(**facts))
    assert not sentence[0].islower()
    assert sentence.endswith((".", "?"))
    assert "{" not in sentence
    assert kind.__name__ not in sentence


def test_missing_facts_do_not_hide_the_error():
    assert error_text(errors.FieldValueRefused())
    assert error_text(errors.FileMissing())


def test_an_unknown_subclass_is_told_by_its_base():
    class Odd(errors.FileUnreadable):
        pass

    assert "klientai.xls" in error_text(Odd(path="/x/klientai.xls"))


def test_an_error_without_any_sentence_is_still_told():
    class Odder(errors.UserError):
        pass

    assert "Nothing was changed" in error_text(Odder())


def test_a_fault_is_told_without_technical_words():
    assert "Traceback" not in fault_text()
    assert "saved" in fault_text()


def test_a_number_that_people_count_says_which_would_fit():
    said = error_text(errors.NumberRefused(field="parts", value=99, least=1, most=60))
    assert said == "“99” does not fit in “Parts”: write a number from 1 to 60."
    said = error_text(errors.NumberRefused(field="amount", value="abc", least=-(10**15), most=10**15))
    assert said == "“abc” in “Amount” is no number that fits here."
