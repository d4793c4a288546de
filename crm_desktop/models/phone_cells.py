"""What people write into one cell meant for a phone: several numbers, labels, extensions, remarks.

``split_cell`` parts a cell into numbers and keeps every digit and every remark; what the numbers mean (country,
validity) is the business of ``phones``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from crm_desktop.kinds import PointLabel

# Spaces and dashes of typesetting become plain ones, invisible marks go: they carry no meaning in a number.
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u202f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_TYPOGRAPHY = str.maketrans(_SPACES + _DASHES, " " * len(_SPACES) + "-" * len(_DASHES), _INVISIBLE)

_EXTENSION_WORDS = (
    r"(?:;ext=|доб(?:авочный)?\b|доп\b|внутр?(?:енний)?\b|вн\b|ext(?:ension|n)?\b|(?:ext|доб|вн|vid)(?=\d)"
    r"|vid(?:inis|aus)?\b|papild\b|int\b|[xх#])"
)
_EXTENSION = re.compile(
    rf"(?<=[\d)\s,;.])[\s,(]*{_EXTENSION_WORDS}[\s.:№#]*(\d{{1,7}})[\s)]*$|(?<=\d)\s*/\s*(\d{{1,4}}(?:\s*/\s*\d{{1,4}})*)\s*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*:::\s*|[\n\r\t|]+"
    rf"|[,;](?!\s*\(?{_EXTENSION_WORDS})"
    r"|\\|/(?=(?:[^\d/,;]*\d){5})"  # fewer digits after a stroke are the extension of the number before it
    r"|\s(?:и|или|arba|ir|or|and)\s"
    r"|(?<=[\d)])\s+(?=\(?\+\d)|(?<=\d{9})\s+(?=\d{9})",
    re.IGNORECASE,
)

_LABELS = (
    (PointLabel.FAX, r"факс|faks(?:as|ui)?|fax|ф"),
    (PointLabel.MOBILE, r"моб(?:ильн\w*)?|сот(?:ов\w*)?|mob(?:il\w*)?|cell(?:ular)?"),
    (PointLabel.HOME, r"дом(?:ашн\w*)?|nam(?:ų|u)|home"),
    (PointLabel.WORK, r"раб(?:оч\w*)?|служ(?:ебн\w*)?|офис|darb(?:o|as)?|biur(?:as|o)|work|office|business"),
    (PointLabel.DIRECT, r"прям\w*|tiesiog\w*|direct"),
    (PointLabel.PAGER, r"пейджер|pager"),
    (PointLabel.NONE, r"тел(?:еф\w*)?|т|tel(?:ef\w*)?|t|phone|ph"),
)
_WORD = "(?:" + "|".join(words for _, words in _LABELS) + r")(?![^\W\d_])"
_LEADING = re.compile(rf"^[\s(]*(?:{_WORD}[\s.:/,)\-]*)+(?=[+(\s]*\d)", re.IGNORECASE)
_TRAILING = re.compile(rf"(?<=[\d)])[\s(,:\-]+(?:{_WORD}[\s.)/]*)+$", re.IGNORECASE)
_LABEL_PATTERNS = tuple(
    (label, re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", re.I)) for label, words in _LABELS
)

_POWER = re.compile(r"\s*([+-]?)(\d)(?:[.,](\d+))?[eEеЕ]\+?(\d{1,2})\s*")
_BARE = re.compile(r"[+\d][\d\s().\-]*")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class CellPart:
    """One number of a cell: ``text`` as typed without its label, ``number`` without label and extension."""

    text: str
    number: str
    ext: str
    label: PointLabel


def tidy(text: str) -> str:
    """The text with plain spaces and dashes and without invisible marks, trimmed."""
    if text.isascii():
        return text.strip()
    return text.translate(_TYPOGRAPHY).strip()


def number_text(value: str | float) -> str:
    """A cell as the digits it was typed with: 37061234567.0 and '3.7061234567E+10' are 37061234567.

    A power of ten that lost digits stays as it is (see ``is_damaged_number``).
    """
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return (
            str(int(value))
            if math.isfinite(value) and value == int(value) and abs(value) < 1e15
            else repr(value)
        )
    if value.endswith(".0") and value[:-2].isdigit():
        return value[:-2]
    if ("+" in value or "E" in value or "e" in value) and (match := _POWER.fullmatch(value)):
        sign, whole, fraction, power = match.groups(default="")
        if len(fraction) >= int(power) and not fraction[int(power) :].strip("0"):
            return f"{sign.replace('+', '')}{whole}{fraction[: int(power)]}"
    return value


def is_damaged_number(value: object) -> bool:
    """Whether a spreadsheet has cut the number to a power of ten ('7,9E+10'): its digits are lost for good."""
    return isinstance(value, str) and _POWER.fullmatch(value) is not None and number_text(value) == value


def split_cell(text: str) -> list[CellPart]:
    """The numbers of one tidied cell in the order written; parts without a digit stay with their neighbour."""
    parts: list[str] = []
    pending = separator = ""
    start = 0
    for cut in [*_SEPARATOR.finditer(text), None]:
        piece = text[start : cut.start()] if cut else text[start:]
        next_separator = cut.group() if cut else ""
        if _DIGIT.search(piece):
            parts.append((pending + piece).strip())
            pending = ""
        elif not parts:
            pending += piece + next_separator
        elif piece.strip():
            parts[-1] += separator + piece.rstrip()
        separator = next_separator if piece.strip() else separator + piece + next_separator
        start = cut.end() if cut else start
    if pending.strip():
        parts.append(pending.strip())
    return [_part(piece) for piece in parts]


def _part(piece: str) -> CellPart:
    if not _DIGIT.search(piece):
        return CellPart(piece, "", "", PointLabel.NONE)
    if _BARE.fullmatch(piece):
        return CellPart(piece, piece, "", PointLabel.NONE)
    body, labels = piece, ""
    for pattern in (_LEADING, _TRAILING):
        if match := pattern.search(body):
            labels += match.group() + " "
            body = (body[: match.start()] + body[match.end() :]).strip()
    label = next((label for label, words in _LABEL_PATTERNS if words.search(labels)), PointLabel.NONE)
    extension = _EXTENSION.search(body)
    if not extension:
        return CellPart(body, body, "", label)
    ext = re.sub(r"\s", "", extension.group(1) or extension.group(2))
    return CellPart(body, body[: extension.start()].strip(), ext, label)
