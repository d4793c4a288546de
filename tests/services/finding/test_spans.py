from __future__ import annotations

import pytest

from crm_desktop.services.finding.spans import (
    Highlight,
    beginning,
    excerpt,
    find_digits,
    find_spans,
    inside,
    spelt,
)


def _bright(text, spans):
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "asked", "finder", "bright"),
    [
        ("Ёлкина Анна", ["елк", "ан"], beginning, ["Ёлк", "Ан"]),
        ("Anna Anna", ["ann", "anna"], beginning, ["Anna", "Anna"]),
        ("O’Brien", ["obr"], beginning, ["O’Br"]),
        ("Šimkus", ["imk"], inside, ["imk"]),
        ("Šimkus", ["imk"], beginning, []),
        ("Щербаков", ["shcher"], spelt, ["Щер"]),
        ("Shcherbakov Yuri", ["щер", "юр"], spelt, ["Shcher", "Yur"]),
        ("Иванов", ["ivanovas"], spelt, ["Иванов"]),
        ("Иванов", ["petrov", "ь"], spelt, []),
        ("", ["a"], beginning, []),
    ],
)
def test_what_is_bright(text, asked, finder, bright):
    assert _bright(text, find_spans(text, asked, finder)) == bright


@pytest.mark.parametrize(
    ("text", "keys", "bright"),
    [
        ("8 (612) 34-567", ["37061234"], ["612) 34"]),
        ("8 612 34567", ["8612", "7612", "370612"], ["8 612"]),
        ("+370 612 34567", ["34567"], ["34567"]),
        ("+370 612 34567", ["99999"], []),
        ("12", ["12"], ["12"]),
    ],
)
def test_digits_in_any_notation(text, keys, bright):
    assert _bright(text, find_digits(text, keys)) == bright


def test_an_excerpt_is_cut_at_words_around_the_first_find():
    text = "many words before " * 10 + "the roses were red " + "and words after " * 10
    start = text.index("roses")
    piece = excerpt(Highlight("notes", text, ((start, start + 5), (len(text) - 3, len(text)))))
    assert piece.text.startswith("… ")
    assert piece.text.endswith(" …")
    assert len(piece.text) < 130
    assert _bright(piece.text, piece.spans) == ["roses"]


@pytest.mark.parametrize("text", ["roses", "roses and " + "x" * 300, "x" * 300 + " roses"])
def test_an_excerpt_of_short_texts_and_endless_words(text):
    start = text.index("roses")
    piece = excerpt(Highlight("notes", text, ((start, start + 5),)))
    assert _bright(piece.text, piece.spans) == ["roses"]
    assert len(piece.text) < 120
