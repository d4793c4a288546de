"""Sort keys: bytes that compare as people who speak the user's language sort names.

A small form of the Unicode Collation Algorithm (UTS 10) for what names are written with, with the tailorings of CLDR:

* all languages: signs before digits before letters; accents, then case, decide only between texts otherwise equal
  (е < ё, e < é); й stands after и as a letter of its own; small before capital;
* ru: Cyrillic before Latin; lt: č, š, ž are letters of their own after c, s, z, and y stands beside i.

A key is primary weights, 0, secondary weights, 0, tertiary weights; trailing common weights are left out, which keeps
the order (the common weight is the least) and makes the key of a plain name little longer than the name.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import chain

VERSION = 1
"""Raise it when the rules change: orders made by an older version are rebuilt."""

_SIGNS = "\t\n _-–—―,;:!¡?¿.·'‹›\"«»()[]{}§¶@*/\\&#%•`^°©®+±÷×<=>¬|¦~¤¢$£¥€₽"
_ALIKE = {
    **dict.fromkeys("‐‑−", "-"),
    **dict.fromkeys("‘’‚ʼ`´", "'"),
    **dict.fromkeys("“”„", '"'),
    "…": "...", "ł": "l\u0338", "đ": "d\u0338", "ð": "d\u0338", "ħ": "h\u0338", "ø": "o\u0338", "ß": "ss",
    "æ": "ae\u0338", "œ": "oe\u0338", "ґ": "г\u0338",
}  # fmt: skip
_DIGITS = "0123456789"
_LATIN = "abcdeəfƒghiıjklmnŋopqĸrstŧuvwxyzþ"
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψω"
_CYRILLIC = "аәбвгғдђеєжҗзѕиійјкқлљмнңњоөпрсҫтћуүұфхһцчџшщъыьэюя"
_MARKS = (
    "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304\u0323\u0326\u0331"
)

_COMMON = "\x01"
_CAPITAL = "\x02"
_UNKNOWN = 0xF0
"""First byte of letters of other scripts; three bytes of their code follow."""

EMPTY = b"\xff"
"""The key of an empty text: after all others."""


@cache
def _primaries(language: str) -> dict[str, str]:
    """Letter or sign -> its primary weight as one character below U+00F0."""
    latin = _LATIN
    if language == "lt":
        latin = latin.replace("c", "cč").replace("s", "sš").replace("z", "zž")
    letters = (_CYRILLIC, latin, _GREEK) if language == "ru" else (latin, _GREEK, _CYRILLIC)
    # Weights 0 and 1 are the separator and the common weight.
    return {c: chr(weight) for weight, c in enumerate(chain(_SIGNS, _DIGITS, *letters), 2)}


class _Weights(dict[int, tuple[str, str, str]]):
    """Character code -> (primary, secondary, tertiary) weights, worked out when a character is first met."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._primary = _primaries(language)
        self._lithuanian = language == "lt"

    def __missing__(self, code: int) -> tuple[str, str, str]:
        weights = self[code] = self._of(chr(code))
        return weights

    def _of(self, character: str) -> tuple[str, str, str]:
        small = character.lower()
        case = _CAPITAL if small != character else _COMMON
        if self._lithuanian and small == "y":
            return self._primary["i"], _COMMON + chr(0xF0), case
        if small in self._primary:
            return self._primary[small], _COMMON, case
        if small in _MARKS:
            return "", self._mark(small), ""
        parts = _ALIKE.get(small) or unicodedata.normalize("NFKD", small)
        if parts == small:
            return self._foreign(small), _COMMON, case
        primary, secondary, tertiary = (
            "".join(level) for level in zip(*(self[ord(part)] for part in parts), strict=True)
        )
        return primary, secondary, tertiary.replace(_COMMON, case)

    def _mark(self, mark: str) -> str:
        # Lithuanian has ę before ė; everywhere else the dot above comes before the ogonek.
        if self._lithuanian and mark == "\u0307":
            mark = "\u0304"
        return chr(_MARKS.index(mark) + 2)

    @staticmethod
    def _foreign(character: str) -> str:
        if unicodedata.category(character) in {"Cc", "Cf", "Mn", "Me"}:
            return ""
        code = ord(character)
        # The last bytes are never 0 or 1, so that a weight cannot be taken for a separator.
        return chr(_UNKNOWN) + "".join(chr(0x80 | code >> shift & 0x7F) for shift in (14, 7, 0))


class _Level(dict[int, str]):
    """Character code -> its weight on one level."""

    def __init__(self, weights: _Weights, level: int) -> None:
        super().__init__()
        self._weights, self._level = weights, level

    def __missing__(self, code: int) -> str:
        weight = self[code] = self._weights[code][self._level]
        return weight


@cache
def _levels(language: str) -> tuple[_Level, ...]:
    weights = _Weights(language)
    return tuple(_Level(weights, level) for level in range(3))


def sort_key(text: str, language: str) -> bytes:
    """The key of ``text`` for people who speak ``language`` ("en", "ru", "lt"; any other sorts as en).

    An empty text comes after all others.
    """
    if not text:
        return EMPTY
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    # A name is translated whole, in C: an import makes hundreds of thousands of keys.
    primary, secondary, tertiary = [text.translate(level) for level in _levels(language)]
    return f"{primary}\0{secondary.rstrip(_COMMON)}\0{tertiary.rstrip(_COMMON)}".encode("latin-1")


def same_letters(text: str, language: str) -> tuple[bytes, bytes]:
    """The half-open range of keys of all texts that differ from ``text`` in accents and case alone."""
    primary = sort_key(text, language).split(b"\0", 1)[0]
    return primary + b"\0", primary + b"\1"
