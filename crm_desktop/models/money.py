"""Amounts of money as written: '1 234,56 ₽', '€ 1,234.56', '12 400', '(1.500,00)'.

An amount is an integer of minor units (cents, kopecks) with an ISO 4217 code; half a minor unit and more is rounded
away from zero. The currency of an amount without one is told by its column's header or by the base, and whether 22.368
is twenty-two or twenty-two thousand by the other cells of its column (``decimal_sign``).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# ISO 4217: currencies whose minor unit is not a hundredth.
OTHER_DIGITS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0
    ),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_SIGNS = {
    **{"₽": "RUB", "€": "EUR", "$": "USD", "£": "GBP", "₸": "KZT", "₴": "UAH", "¥": "JPY", "₾": "GEL"},
    **{"₼": "AZN", "₺": "TRY", "₹": "INR", "₪": "ILS", "zł": "PLN"},
}
_OTHER_CODES = "GBP CHF SEK NOK DKK CZK BYN LVL EEK CNY JPY GEL AMD AZN KGS UZS TRY ILS INR"
_WORDS = {
    **dict.fromkeys(("р", "руб", "рублей", "рубль", "рубля", "rub", "rur"), "RUB"),
    **dict.fromkeys(("eur", "euro", "евро", "eurai", "eurų", "eurais", "euras"), "EUR"),
    **dict.fromkeys(("usd", "долл", "доллар", "долларов", "dollars", "dollar", "us"), "USD"),
    **dict.fromkeys(("lt", "ltl", "lit", "litai", "litų"), "LTL"),
    **dict.fromkeys(("тенге", "тг", "kzt"), "KZT"),
    **dict.fromkeys(("грн", "гривен", "uah"), "UAH"),
    **dict.fromkeys(("pln", "zl"), "PLN"),
    **{code.lower(): code for code in _OTHER_CODES.split()},
    "byr": "BYN",
}
_THOUSANDS = {"тыс": 3, "т.р": 3, "tūkst": 3, "tukst": 3, "k": 3, "млн": 6, "mln": 6, "m": 6}
_KNOWN = frozenset((*_SIGNS, *_WORDS, *_THOUSANDS))
_TOKEN = re.compile(r"[^\W\d_]+|[₽€$£₸₴¥₾₼₺₹₪]")
_NUMBER = re.compile(r"[-+]?\d[\d\s.,'’\u00a0\u202f]*")
_SPACES = re.compile(r"[\s'’]")
_EMPTY_TAILS = re.compile(r"(?<=\d)[.,][-–—]+")


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` units of ``currency`` (ISO 4217), which is None where nothing names it."""

    minor: int
    currency: str | None


def minor_digits(currency: str | None) -> int:
    """How many decimal digits an amount in this currency has; two where it is unknown."""
    return OTHER_DIGITS.get(currency or "", 2)


def currency_in(text: str) -> str | None:
    """The currency a header or an amount names by sign, code or word ('Бюджет ₸', 'Suma, EUR'), else nothing."""
    folded = text.casefold()
    for token in _TOKEN.findall(folded):
        if found := _SIGNS.get(token) or _WORDS.get(token):
            return found
    return None


def decimal_sign(values: Iterable[object]) -> str:
    """The sign before the fraction in most cells of a column, "." or ","; "" where none tells.

    A lone sign before three figures may part thousands; one before any other number of them, or behind more than three
    or a nought, does not.
    """
    votes = {".": 0, ",": 0}
    for value in values:
        if not isinstance(value, str):
            continue
        for number in _NUMBER.findall(value):
            if sign := _surely_decimal(_SPACES.sub("", number).rstrip(".,")):
                votes[sign] += 1
    if votes["."] == votes[","]:
        return ""
    return "." if votes["."] > votes[","] else ","


def _surely_decimal(plain: str) -> str:
    """The sign before the fraction of one number, where this number alone tells it."""
    commas, points = plain.count(","), plain.count(".")
    if commas and points:
        last, number = (",", commas) if plain.rfind(",") > plain.rfind(".") else (".", points)
        return last if number == 1 else ""
    if commas + points != 1:
        return ""
    sign = "," if commas else "."
    return "" if _parts_thousands(plain, sign) else sign


def _parts_thousands(plain: str, sign: str) -> bool:
    """Whether a lone sign can part thousands: three figures behind it, one to three before, and no nought alone."""
    whole, _, fraction = plain.partition(sign)
    whole = whole.lstrip("+-")
    return len(fraction) == 3 and whole not in {"0", ""} and len(whole) <= 3


def parse_number(text: str, decimal: str = "") -> Decimal | None:
    """A bare number as written, or nothing; ``decimal``: as in ``parse_money``."""
    plain = _SPACES.sub("", text.replace("−", "-"))
    return _decimal(plain, decimal) if _NUMBER.fullmatch(plain) else None


def parse_money(value: object, currency: str | None = None, decimal: str = "") -> Money | None:
    """The amount of a cell, or nothing where it is empty or no amount.

    ``currency`` is the column's, used where the cell names none; ``decimal`` the sign before its fractions, "" where
    each cell is to be read by itself.
    """
    exact = parse_exact(value, currency, decimal)
    return None if exact is None else _money(*exact)


def parse_exact(
    value: object, currency: str | None = None, decimal: str = ""
) -> tuple[Decimal, str | None] | None:
    """As ``parse_money``, in whole units and not rounded: prices of one piece may have more figures than money has."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return (Decimal(repr(value)), currency) if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    text = _EMPTY_TAILS.sub("", value.replace("−", "-").strip())
    numbers = _NUMBER.findall(re.sub(r"-\s+(?=\d)", "-", text))
    amount = _decimal(numbers[0], decimal) if len(numbers) == 1 else None
    if amount is None:
        return None
    words = [word.casefold() for word in _TOKEN.findall(text)]
    own = currency_in(text)
    power = next((power for word in words for stem, power in _THOUSANDS.items() if word == stem), 0)
    if any(word not in _KNOWN for word in words):
        return None  # 'дом 5' is no amount
    negative = text.startswith("(") and text.endswith(")")
    return amount.scaleb(power) * (-1 if negative else 1), own or currency


def _money(amount: Decimal, currency: str | None) -> Money:
    minor = amount.scaleb(minor_digits(currency)).to_integral_value(ROUND_HALF_UP)
    return Money(int(minor), currency)


def _decimal(text: str, known: str = "") -> Decimal | None:
    """A number by its separators: the last of two kinds is the decimal one; a lone one that can part thousands is it
    only where it is ``known`` to be that of the column.
    """
    plain = _SPACES.sub("", text).rstrip(".,")
    commas, points = plain.count(","), plain.count(".")
    if commas and points:
        decimal = "," if plain.rfind(",") > plain.rfind(".") else "."
        if plain.count(decimal) > 1:
            return None
    elif commas + points == 1:
        sign = "," if commas else "."
        is_decimal = (
            sign == known if known and _parts_thousands(plain, sign) else bool(_surely_decimal(plain))
        )
        decimal = sign if is_decimal else ""
    else:
        decimal = ""
    for sign in {",", "."} - {decimal}:
        plain = plain.replace(sign, "")
    return Decimal(plain.replace(",", "."))
