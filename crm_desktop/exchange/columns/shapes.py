"""What the values of a column look like: used where the header says nothing, and to confirm or overrule it.

Numbers that only look like telephones are told apart: Lithuanian personal codes (11 digits with a check digit), Russian
INN (10 or 12) and OGRN (13, 15) with theirs, and numbers a spreadsheet has cut to a power of ten.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.exchange.columns.values import is_placeholder, parse_flag, parse_gender
from crm_desktop.models.companies import is_entrepreneur, looks_like_company
from crm_desktop.models.dates import DateReader
from crm_desktop.models.given_names import is_given_name
from crm_desktop.models.names import is_patronymic, name_evidence
from crm_desktop.models.phone_cells import is_damaged_number, number_text, tidy

SAMPLE = 200
"""Non-empty cells looked at, spread over the file."""

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\W\d_]{2,}\.?", re.UNICODE)
_URL = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ru|lt|eu|info|io|рф|su|by|ua|lv|ee|pl|de)(?:/\S*)?",
    re.I,
)
_PHONE = re.compile(r"[+(]*\d[\d\s().\-/+,;]*(?:\s*(?:доб|ext|вн|vid|x|х|#)\.?\s*\d+\)?)?", re.IGNORECASE)
_SNILS = re.compile(r"(\d{3})-(\d{3})-(\d{3})[ -]?(\d{2})")
_CARD = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}")
_NUMBER = re.compile(r"[-+]?\d{1,3}(?:[ \u00a0]?\d{3})*(?:[.,]\d+)?%?|[-+]?\d+(?:[.,]\d+)?%?")
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:[-'’][^\W\d_]+)*\.?")
_DATE_HINT = re.compile(r"\d{1,4}[-./ ]\d{1,2}|[^\W\d_]{3,}.*\d|\d.*[^\W\d_]{3,}|\d{8}")
_SHORTEST_PHONE, _LONGEST_PHONE = 5, 15


@dataclass(frozen=True, slots=True)
class Shape:
    """Of the cells looked at: how many, how many distinct, and the share (0 to 1) of each look.

    Looks: email, url, phone (written as one), digits (a bare run that may be one), personal_code, bank_card, tax_code,
    damaged, number, integer, date, yes_no, gender, person (a full name), patronymic, given (a known given name
    alone), word (one capitalised word), capitals (several), company, json, text.
    """

    filled: int
    distinct: int
    share: dict[str, float]

    @property
    def damaged(self) -> bool:
        """Whether a spreadsheet has cut some of the numbers to powers of ten."""
        return self.of("damaged") > 0

    def of(self, *looks: str) -> float:
        """The greatest share among these looks."""
        return max((self.share.get(look, 0.0) for look in looks), default=0.0)

    @property
    def dialled(self) -> float:
        """The share of cells that may be telephones, however written."""
        return self.of("phone") + self.of("digits")


def spread(values: Sequence[Any], size: int = SAMPLE) -> list[Any]:
    """Up to ``size`` non-empty values taken evenly over the whole column."""
    filled = [value for value in values if value is not None and value != ""]
    # Twice as many as needed are picked before placeholders are looked for: that costs time, and they are few.
    step = max(len(filled) / (2 * size), 1.0)
    picked = [filled[int(index * step)] for index in range(min(len(filled), 2 * size))]
    kept = [value for value in picked if not is_placeholder(value)]
    return kept if len(kept) <= size else [kept[index * len(kept) // size] for index in range(size)]


def shape_of(values: Iterable[Any]) -> Shape:
    """The shape of the non-empty values given."""
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    filled = 0
    for value in values:
        filled += 1
        seen.add(str(value))
        counts.update(looks_of(value))
    return Shape(filled, len(seen), {look: count / filled for look, count in counts.items()})


def looks_of(value: Any) -> set[str]:
    """Every look one cell has."""
    if isinstance(value, bool):
        return {"yes_no"}
    if isinstance(value, datetime.date):  # a datetime is one
        return {"date"}
    if isinstance(value, int | float):
        return _number_looks(number_text(value), exact=float(value).is_integer())
    if not isinstance(value, str):
        return {"text"}
    return _text_looks(tidy(value))


def _number_looks(text: str, *, exact: bool) -> set[str]:
    looks = {"number"} | ({"integer"} if exact else set())
    if text in {"0", "1"}:
        looks.add("yes_no")
    if text in {"1", "2"}:
        looks.add("gender")
    if exact and (code := code_look(text)):
        return looks | {code}
    if exact and _SHORTEST_PHONE + 2 <= len(text) <= _LONGEST_PHONE:
        looks.add("digits")
    return looks


def _text_looks(text: str) -> set[str]:
    if is_damaged_number(text):
        return {"damaged", "number"}
    return _plain_looks(number_text(text)) if not (code := _written_code(text)) else {code}


def _plain_looks(text: str) -> set[str]:
    if _NUMBER.fullmatch(text) and not (text.startswith("+") and len(text) > _SHORTEST_PHONE):
        exact = text.lstrip("+-").isdecimal()
        looks = _number_looks(text, exact=exact)
        return looks | _date_looks(text) if len(text) == 8 else looks
    looks = set()
    if text[:1] == "{" and text[-1:] == "}":
        return {"json"}
    if "@" in text and _EMAIL.search(text):
        looks.add("email")
    elif _URL.fullmatch(text):
        looks.add("url")
    if "email" not in looks and _is_phone(text):
        looks.add("phone")
    looks |= _date_looks(text)
    if parse_flag(text) is not None:
        looks.add("yes_no")
    if parse_gender(text):
        looks.add("gender")
    if not looks or looks == {"phone"}:
        looks |= _name_looks(text)
    return looks or {"text"}


def _written_code(text: str) -> str:
    """'personal_code' or 'bank_card' for numbers written in groups, as they stand on cards."""
    if _is_snils(text):
        return "personal_code"
    return "bank_card" if _CARD.fullmatch(text) and _is_bank_card(text.replace(text[4], "")) else ""


def _is_phone(text: str) -> bool:
    digits = sum(sign.isdigit() for sign in text)
    return digits >= _SHORTEST_PHONE and _PHONE.fullmatch(text) is not None and not _date_looks(text)


def _date_looks(text: str) -> set[str]:
    return {"date"} if len(text) <= 40 and _DATE_HINT.search(text) and DateReader().read(text).day else set()


def _name_looks(text: str) -> set[str]:
    if looks_like_company(text):
        return {"company"}
    words = text.replace(",", " ").split()
    if not 1 <= len(words) <= 6 or not all(_WORD.fullmatch(word) for word in words):
        return set()
    if len(words) == 1:
        looks = {"word"} if text[:1].isupper() else set()
        return (
            looks
            | ({"given"} if is_given_name(text) else set())
            | ({"patronymic"} if is_patronymic(text) else set())
        )
    if is_entrepreneur(text) or name_evidence(text):
        return {"person"}
    capitals = sum(word[:1].isupper() for word in words)
    return {"capitals"} if capitals == len(words) and len(words) <= 4 else set()


def code_look(digits: str) -> str:
    """What a bare run of digits is: 'personal_code' (asmens kodas), 'bank_card', 'tax_code' (INN, OGRN) or ''."""
    if not digits.isdecimal():
        return ""
    if len(digits) == 11 and digits[0] in "3456" and _is_personal_code(digits):
        return "personal_code"
    if len(digits) == 16 and digits[0] in "23456" and _is_bank_card(digits):
        return "bank_card"
    if len(digits) in {13, 15} and _is_ogrn(digits):
        return "tax_code"
    if len(digits) in {10, 12} and _is_inn(digits):
        return "tax_code"
    return ""


def _is_personal_code(digits: str) -> bool:
    """Sex and century, then yymmdd, three figures, check digit. Zeros for month and day are lawful (unknown)."""
    month, day = int(digits[3:5]), int(digits[5:7])
    return month <= 12 and day <= 31


def _is_bank_card(digits: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812-1, annex B): every second figure doubled, figures added up."""
    doubled = [int(sign) * (2 - place % 2) for place, sign in enumerate(digits)]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _is_snils(text: str) -> bool:
    """The number of Russian social insurance, 'NNN-NNN-NNN CC', with its check figures."""
    match = _SNILS.fullmatch(text)
    if match is None:
        return False
    figures = [int(sign) for sign in "".join(match.groups()[:3])]
    return sum(figure * (9 - place) for place, figure in enumerate(figures)) % 101 % 100 == int(match[4])


def _is_inn(digits: str) -> bool:
    """The check digits of the Federal Tax Service."""
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    figures = [int(sign) for sign in digits]
    ends = (9,) if len(figures) == 10 else (10, 11)
    return all(
        sum(w * f for w, f in zip(weights[11 - end :], figures, strict=False)) % 11 % 10 == figures[end]
        for end in ends
    )


def _is_ogrn(digits: str) -> bool:
    return int(digits[:-1]) % (len(digits) - 2) % 10 == int(digits[-1])
