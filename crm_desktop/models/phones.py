"""Telephone numbers: the text as typed, and a key by which one number is one number in every notation.

The key is E.164 ('+37061234567', ITU-T) where libphonenumber calls the number valid, else its bare digits. Numbers
without a country are read by the base's own country first; then the habits of the neighbours are tried: '8 903 ...' and
'7 903 ...' are Russian, '8 612 ...', '0 612 ...' and '370 612 ...' Lithuanian.

``phonenumbers`` costs 90 ms to import and 40 µs a number, so it is imported when a first number is read, and the plain
Russian and Lithuanian notations are decided by a pattern built from its own metadata (a test holds both equal).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from crm_desktop.kinds import PointLabel
from crm_desktop.models.phone_cells import CellPart, is_damaged_number, number_text, split_cell, tidy
from crm_desktop.models.phone_patterns import NUMBER_KINDS, international_key

_GAP = re.compile(r"(?<=\d)\s+(?=[(\d])")
_PLAIN = re.compile(r"\(?\+?[\d().\- ]{4,22}")
_LITHUANIA_NEAR = frozenset({"RU", "BY", "KZ", "LV", "EE", "PL", "UA"})
_ANY_SIZE = range(64)
_WRITTEN_SIZES = {"RU": range(10, 64), "LT": (8, 9, 11, 12)}
"""How many digits a number may be typed with in its own country: bare, with trunk prefix, with country code, or all."""
_MAX_DIGITS = 15  # E.164


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: ``text`` as typed (extension included, label not), ``key`` E.164 or digits, ``ext`` digits."""

    text: str
    key: str
    ext: str = ""
    valid: bool = False
    label: PointLabel = PointLabel.NONE


def parse_phones(value: str | float | None, region: str) -> list[Phone]:
    """All numbers of a cell, in the order written; ``region`` is the base's country (ISO 3166, 'LT').

    A number that lost digits to a power of ten ('7,9E+10') keeps its text and gets no key.
    """
    if value is None or value == "":
        return []
    text = tidy(number_text(value))
    if _PLAIN.fullmatch(text):
        digits = _digits(text)
        if len(digits) <= _MAX_DIGITS and "  " not in text:
            key, valid = phone_key(text, region)
            return [Phone(text, key, "", valid)]
    if is_damaged_number(text):
        return [Phone(text, "")]
    return [phone for part in split_cell(text) for phone in _phones(part, region)]


def _phones(part: CellPart, region: str) -> list[Phone]:
    """The number of a part of a cell; two, where only a space stands between them."""
    key, valid = phone_key(part.number, region)
    if not valid and len(key) > _MAX_DIGITS:
        for gap in _GAP.finditer(part.text):
            pair = [
                (half, *phone_key(half, region))
                for half in (part.text[: gap.start()], part.text[gap.end() :])
            ]
            if all(is_valid for _, _, is_valid in pair):
                return [Phone(half, half_key, "", True, part.label) for half, half_key, _ in pair]
    return [Phone(part.text, key, part.ext, valid, part.label)]


def phone_key(number: str, region: str) -> tuple[str, bool]:
    """The key of one number without extension, and whether it is valid."""
    digits = _digits(number)
    if not digits:
        return "", False
    if number.lstrip(" (").startswith("+"):
        found = _international(digits)
    elif digits.startswith("00"):
        found = _international(digits[2:])
    else:
        found = _national(digits, region) or _neighbour(digits, region)
    if not found and any(letter.isascii() and letter.isalpha() for letter in number):
        found = _library(number, region)  # letters of the dial: 1-800-FLOWERS
    return (found, True) if found else (digits, False)


def _digits(text: str) -> str:
    if text.isascii():
        return "".join(filter(str.isdecimal, text))
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def _international(digits: str) -> str:
    if len(digits) == 11 and (digits[0] == "7" or digits.startswith("370")):
        pattern = _patterns()["RU" if digits[0] == "7" else "LT"]
        if pattern.fullmatch(digits):
            return "+" + digits
    return international_key(digits) or _library("+" + digits, None)


def _national(digits: str, region: str) -> str:
    """A number written the way of ``region``: with its trunk prefix, its country code, or neither."""
    size = len(digits)
    if region == "RU" and size in {10, 11}:
        full = "7" + digits[-10:]
        if (size == 10 or digits[0] in "78") and _patterns()["RU"].fullmatch(full):
            return "+" + full
        if size == 11 and digits[0] not in "78":
            return ""
    elif region == "LT" and size in {8, 9, 11}:
        full = "370" + digits[-8:]
        written = size == 8 or (size == 9 and digits[0] in "80") or digits.startswith("370")
        if written and _patterns()["LT"].fullmatch(full):
            return "+" + full
    # Of any other length, or an eleventh digit that is no country code: spare the library's 40 µs.
    if size not in _WRITTEN_SIZES.get(region, _ANY_SIZE) or (
        region == "LT" and size > 9 and digits[:3] != "370"
    ):
        return ""
    return _library(digits, region)


def _neighbour(digits: str, region: str) -> str:
    """A number of another country, recognised by its length and beginning."""
    size = len(digits)
    if size == 11 and digits[0] in "78" and digits[1] in "3489":
        return _international("7" + digits[1:])
    if size == 9 and digits[:2] in {"86", "06"} and region in _LITHUANIA_NEAR:
        return _international("370" + digits[1:])
    if size >= 11 and digits[0] not in "08":
        return _international(digits)
    return ""


def _library(number: str, region: str | None) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Valid numbers with country code of the two countries typed most, from libphonenumber's own patterns.

    Russia shares +7 with Kazakhstan: its own numbers begin with 3, 4, 8 or 9 (``leading_digits``).
    """
    from phonenumbers import PhoneMetadata

    patterns = {}
    for region, code, size in (("RU", "7", 10), ("LT", "370", 8)):
        metadata = PhoneMetadata.metadata_for_region(region)
        assert metadata is not None, "both countries are in every libphonenumber"
        described = [getattr(metadata, kind) for kind in NUMBER_KINDS]
        numbers = "|".join(
            kind.national_number_pattern for kind in described if kind and kind.national_number_pattern
        )
        leading = f"(?={metadata.leading_digits})" if metadata.leading_digits else ""
        patterns[region] = re.compile(rf"{code}(?=\d{{{size}}}$){leading}(?:{numbers})")
    return patterns


def phone_query_keys(text: str) -> tuple[str, ...]:
    """Digit fragments to look for inside keys when ``text`` is typed into the search: as typed first, then rewritten.

    '8903' finds +7903..., '8612' and '0612' find +370612..., '00370' finds +370. Text with letters has none.
    """
    text = tidy(text)
    if any(sign.isalpha() for sign in text):
        return ()
    digits = _digits(text)
    if not digits:
        return ()
    keys = [digits]
    if digits.startswith("00"):
        keys.append(digits[2:])
    elif digits[0] in "80" and len(digits) > 1 and not text.startswith("+"):
        rest = digits[1:]
        if digits[0] == "8" and len(digits) <= 11:
            keys.append("7" + rest)
        if len(digits) <= 9:
            keys.append("370" + rest)
    if len(digits) == 11:  # a key without country code, kept as digits only
        keys.extend([digits[3:]] if digits.startswith("370") else [digits[1:]] if digits[0] in "78" else [])
    return tuple(dict.fromkeys(key for key in keys if key))


_DISPLAY = (
    (re.compile(r"\+7(\d{3})(\d{3})(\d{2})(\d{2})"), r"+7 \1 \2-\3-\4"),
    (re.compile(r"\+370(6\d\d)(\d{5})"), r"+370 \1 \2"),
)


def display_phone(key: str, text: str, ext: str = "") -> str:
    """The number as it is shown: internationally grouped where valid, else as typed."""
    if not key.startswith("+"):
        return text
    for pattern, grouped in _DISPLAY:
        if match := pattern.fullmatch(key):
            shown = match.expand(grouped)
            break
    else:
        shown = _grouped(key)
    return f"{shown} #{ext}" if ext else shown


def _grouped(key: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(key)
    except phonenumbers.NumberParseException:
        return key
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
