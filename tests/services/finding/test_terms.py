from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services.finding.terms import Terms, parse


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ivanov  Sergej", ["ivanov", "sergej"]),
        ("ivanov ivanov", ["ivanov"]),
        ("O’Brien", ["obrien"]),
        ("12", ["12"]),
        ("b12345", ["b12345"]),
        ("3000gr ona", ["3000gr", "ona"]),
        ("ivanov +370 (612) 34-567 ona", ["ivanov", "37061234567", "ona"]),
        ("+7", ["7"]),
        ("2026.11.21", ["20261121"]),
        ("+7 9", ["7", "9"]),
        ("...", []),
        ("", []),
    ],
)
def test_words_and_phones(text, words):
    assert [term.word for term in parse(text).words] == words


def test_a_phone_is_looked_for_in_all_notations():
    (term,) = parse("8 612 34").words
    assert term.digits == ("861234", "761234", "37061234")


@pytest.mark.parametrize(
    "text", ["№ 857389", "No 857389", "no.857389", "#857389", "Nr. 857389", "N857389", "№857389"]
)
def test_a_clients_number(text):
    assert parse(text) == Terms(number=857389)
    assert parse(text)


def test_nothing_typed_is_nothing_asked():
    assert not parse(" - ")
    assert parse("a b").letters == 2


@given(st.text(max_size=200))
def test_any_text_is_taken_apart(text):
    terms = parse(text)
    assert len(terms.words) <= 12
    assert all(term.word.isalnum() for term in terms.words)
