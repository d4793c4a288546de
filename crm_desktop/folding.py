"""Text as the search compares it: no case, no marks, one kind of quote, dash and space.

``fold`` goes character by character, so that every folded character knows where in the original it came from
(``fold_map``), which is what highlighting needs. It is wider than SQLite's own folding on purpose: LIKE and NOCASE
know ASCII only, the tokenizers of FTS5 leave ё and й as they are.

The rule for one character: NFKD (Unicode Standard Annex 15), full case folding, NFKD again, combining marks and
invisible format characters dropped (ё→е, й→и, ž→z), then the Latin letters that have no decomposition (ł, đ, ø, æ...).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

VERSION = 1
"""Raise it when the rules change: texts folded by an older version are rebuilt."""

_LETTERS = {
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t",
    "ŋ": "n", "ĸ": "k", "ƒ": "f",
}  # fmt: skip
_SIGNS = {
    **dict.fromkeys("'’‘‚‛ʼʻʹ`´′", "'"),
    **dict.fromkeys('"“”„‟«»″', '"'),
    **dict.fromkeys("-‐‑‒–—―−", "-"),
}
_WORD = re.compile(r"[^\W_]+")
_OFTEN = tuple(zip("ёйąčęėįšųūž„“«»–", 'еиaceeisuuz""""-', strict=True))
_RARE = re.compile(r"[^\t\n\r -_a-~а-я]")  # what is neither plain nor made plain by the line above
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})
_SHORT = 40


class _Table(dict[int, str]):
    """Character code -> folded text, worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isspace():
        return " "
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = (
        _LETTERS.get(c) or _SIGNS.get(c) or c for c in decomposed if unicodedata.category(c) not in _INVISIBLE
    )
    return "".join(" " if c.isspace() else c for c in kept)


_TABLE = _Table()


def _folded(text: str) -> str:
    """Folded, white space as it is. Indexing folds gigabytes: the plain way first, which runs in C throughout."""
    small = text.lower()
    if not small.isascii():
        for marked, plain in _OFTEN:
            if marked in small:
                small = small.replace(marked, plain)
    return text.translate(_TABLE) if _RARE.search(small) else small


def fold(text: str) -> str:
    """The text as the search compares it; runs of white space become one space, none at the ends."""
    return _fold_short(text) if len(text) <= _SHORT else " ".join(_folded(text).split())


# Names, cities, words of lists come again and again, in one list and in its comparison with the base.
@lru_cache(maxsize=1 << 14)
def _fold_short(text: str) -> str:
    return " ".join(_folded(text).split())


def fold_map(text: str) -> tuple[str, list[int]]:
    """``fold(text)``, and for each of its characters the index in ``text`` of the one it came from."""
    characters: list[str] = []
    origins: list[int] = []
    for index, source in enumerate(text):
        for character in _TABLE[ord(source)]:
            if character == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(character)
            origins.append(index)
    if characters and characters[-1] == " ":
        characters.pop()
        origins.pop()
    return "".join(characters), origins


def words(text: str) -> list[str]:
    """The folded words of a text, in order. Apostrophes join (O'Brien is ``obrien``), all other signs part."""
    return _WORD.findall(_folded(text).replace("'", ""))


def words_map(text: str) -> list[tuple[str, list[int]]]:
    """``words(text)``, each with the index in ``text`` of each of its characters."""
    folded, origins = fold_map(text)
    if "'" in folded:
        kept = [index for index, character in enumerate(folded) if character != "'"]
        folded = "".join(folded[index] for index in kept)
        origins = [origins[index] for index in kept]
    return [(m.group(), origins[m.start() : m.end()]) for m in _WORD.finditer(folded)]


def span(origins: list[int], start: int, end: int) -> tuple[int, int]:
    """The part of the original (start, end) that the folded characters ``start`` to ``end`` stand for."""
    return origins[start], origins[end - 1] + 1
