"""Amounts of money as written: '1 234,56 ₽', '€ 1,234.56', '12 400', '(1.500,00)'.

An amount is an integer of minor units (cents, kopecks) with an ISO 4217 code; half a minor unit and more is rounded
away from zero. The currency of an amount without one is told by its column's header or by the base.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

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
_TOKEN = re.compile(r"[^\W\d_]+|[₽€$£₸₴¥₾₼₺₹₪]")
_NUMBER = re.compile(r"[-+]?\d[\d\s.,'’\u00a0\u202f]*")
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


def parse_money(value: object, currency: str | None = None) -> Money | None:
    """The amount of a cell, or nothing where it is empty or no amount.

    ``currency`` is the column's, used where the cell names none.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _money(Decimal(repr(value)), currency) if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    text = _EMPTY_TAILS.sub("", value.replace("−", "-").strip())
    numbers = _NUMBER.findall(re.sub(r"-\s+(?=\d)", "-", text))
    amount = _decimal(numbers[0]) if len(numbers) == 1 else None
    if amount is None:
        return None
    words = [word.casefold() for word in _TOKEN.findall(text)]
    own = currency_in(text)
    power = next((power for word in words for stem, power in _THOUSANDS.items() if word == stem), 0)
    known = {*_SIGNS, *_WORDS, *_THOUSANDS}
    if any(word not in known for word in words):
        return None  # 'дом 5' is no amount
    negative = text.startswith("(") and text.endswith(")")
    return _money(amount.scaleb(power) * (-1 if negative else 1), own or currency)


def _money(amount: Decimal, currency: str | None) -> Money:
    minor = amount.scaleb(minor_digits(currency)).to_integral_value(ROUND_HALF_UP)
    return Money(int(minor), currency)


def _decimal(text: str) -> Decimal | None:
    """A number by its separators: the last of two kinds is the decimal one; a lone one with three digits after it
    parts thousands unless a nought stands before it.
    """
    plain = re.sub(r"[\s'’]", "", text).rstrip(".,")
    commas, points = plain.count(","), plain.count(".")
    if commas and points:
        decimal = "," if plain.rfind(",") > plain.rfind(".") else "."
        if plain.count(decimal) > 1:
            return None
    elif commas + points == 1:
        sign = "," if commas else "."
        whole, _, fraction = plain.partition(sign)
        grouped = len(fraction) == 3 and whole.lstrip("+-") not in {"0", ""} and len(whole.lstrip("+-")) <= 3
        decimal = "" if grouped else sign
    else:
        decimal = ""
    for sign in {",", "."} - {decimal}:
        plain = plain.replace(sign, "")
    return Decimal(plain.replace(",", "."))
