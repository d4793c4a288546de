"""What may stand in a pop-up: one plain title, a short plain text, nothing that a desktop could take for a command.

Names and notes are typed by people and come out of lists: they hold control characters, half characters, HTML, and
begin with a dash. One form for all systems, so that a pop-up reads the same everywhere.
"""

from __future__ import annotations

import re
import unicodedata

TITLE_UNITS = 63
TEXT_UNITS = 255
"""Most UTF-16 code units, without the closing zero: the fields of Windows' NOTIFYICONDATAW are 64 and 256 long."""

_ELLIPSIS = "…"
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANKS = re.compile(r"[^\S\n]+")
_JOINERS = "\u200c\u200d"
"""Invisible, yet part of how Persian words and families of emoji are written; all other format characters go."""
_DASH = "–"
"""Takes the place of a hyphen-minus in front, which programs of the command line read as an option."""


def clean_title(text: str) -> str:
    """One line of at most ``TITLE_UNITS``; the name of the program where nothing is left of it."""
    return _fitting(_undashed(_plain(_BREAKS.sub(" ", text))), TITLE_UNITS) or "CRM Desktop"


def clean_text(text: str) -> str:
    """Lines of at most ``TEXT_UNITS`` together, without empty ones; may be empty."""
    lines = (_plain(line) for line in _BREAKS.split(text))
    return _fitting(_undashed("\n".join(filter(None, lines))), TEXT_UNITS)


def _plain(text: str) -> str:
    """The text without control and format characters, with single blanks; half characters become U+FFFD."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(letter)
        if kind == "Cs":
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif kind == "Cc":
            kept.append(" ")
        elif kind != "Cf" or letter in _JOINERS:
            kept.append(letter)
    return _BLANKS.sub(" ", "".join(kept)).strip()


def _undashed(text: str) -> str:
    return _DASH + text[1:] if text.startswith("-") else text


def _fitting(text: str, most: int) -> str:
    """The text cut to ``most`` UTF-16 units, with an ellipsis, and never inside a character and its marks."""
    if _units(text) <= most:
        return text
    room, end = most - 1, 0
    for letter in text:
        room -= _units(letter)
        if room < 0:
            break
        end += 1
    while end and _belongs_to_the_one_before(text, end):
        end -= 1
    return text[:end].rstrip() + _ELLIPSIS


def _belongs_to_the_one_before(text: str, place: int) -> bool:
    letter = text[place]
    return bool(unicodedata.combining(letter)) or letter in _JOINERS or text[place - 1] in _JOINERS


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
