"""How dates, times, numbers and money are written for the user, in the language chosen in ``text.py``.

Free of Qt. What a list cell shows (dates, relative days) comes from a small table and is cached; the rest asks Babel,
imported inside the functions because it costs a start 60 ms. Instants come as UTC text (``2026-11-21T09:30:00.000Z``),
dates as ``YYYY-MM-DD`` (birthdays also ``--MM-DD``); people see the local time of the computer.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from crm_desktop.ui.formats_words import WORDS, Words
from crm_desktop.ui.text import grouped, language

DASH = "\N{EM DASH}"
"""Stands where there is nothing to show."""

_SIGN_FIRST = {"EUR": "€", "USD": "$", "GBP": "£"}
_SIGNS = {**_SIGN_FIRST, "RUB": "₽", "UAH": "₴", "KZT": "₸", "PLN": "zł", "BYN": "Br"}
"""Narrow signs: CLDR writes the code for a foreign currency, people write the sign."""

_WHOLE_FROM, _COMPACT_FROM = 100, 100_000
_WEEK = 7
_MONTH_DAYS = 30.44
_YEAR_DAYS = 365.25
_RELATIVE_DAYS = 28


def number(value: int) -> str:
    """A whole number with its thousands apart."""
    return grouped(value)


def decimal(text: str) -> str:
    """A plain decimal (``1234.5``, as own fields keep it) as the language writes it; other text is left as it is."""
    from decimal import Decimal, InvalidOperation

    from babel.numbers import format_decimal

    try:
        return format_decimal(Decimal(text), locale=_words().locale, decimal_quantization=False)
    except InvalidOperation:
        return text


def money(minor: int, currency: str) -> str:
    """An amount given in minor units with its ISO 4217 code; whole amounts are written without the zeros."""
    from decimal import Decimal

    from babel.numbers import format_decimal, get_currency_precision

    if not currency:
        return decimal(str(Decimal(minor) / 100))
    digits = get_currency_precision(currency)
    amount = Decimal(minor).scaleb(-digits)
    pattern = "#,##0" if amount == amount.to_integral_value() else f"#,##0.{'0' * digits}"
    return _with_sign(
        format_decimal(amount, pattern, locale=_words().locale, decimal_quantization=False), currency
    )


def _with_sign(figure: str, currency: str) -> str:
    """A number with the sign of its currency where the language puts it; of no currency alone."""
    if not currency:
        return figure
    if language() == "en" and currency in _SIGN_FIRST:
        sign = _SIGN_FIRST[currency]
        return sign + figure if figure[:1].isdigit() else f"{figure[0]}{sign}{figure[1:]}"
    return f"{figure}\u00a0{_SIGNS.get(currency, currency)}"


def money_short(minor: int, currency: str) -> str:
    """An amount for a picture: without cents from a hundred on, in thousands and millions from a hundred thousand."""
    from decimal import Decimal

    from babel.numbers import format_compact_decimal, get_currency_precision

    digits = get_currency_precision(currency) if currency else 2
    amount = Decimal(minor).scaleb(-digits)
    if abs(amount) < _COMPACT_FROM:
        whole = int(amount.to_integral_value()) * 10**digits
        return money(whole if abs(amount) >= _WHOLE_FROM else minor, currency)
    figure = format_compact_decimal(amount, locale=_words().locale, fraction_digits=1)
    return _with_sign(figure, currency)


def day(text: str, today: date | None = None) -> str:
    """A date or an instant as a short date: ``12 Nov``, in another year than ``today``'s ``12 Nov 2025``."""
    when = _local_date(text)
    return _day(when, (today or _today()).year, language()) if when else text


def full_day(text: str) -> str:
    """A date in words, with the day of the week and the year: ``Saturday, 21 November 2026``."""
    from babel.dates import format_date

    when = _local_date(text)
    return format_date(when, "full", locale=_words().locale) if when else text


def day_title(when: date) -> str:
    """A day of about now as a title or in a sentence: ``Saturday, 21 November``."""
    words = _words()
    month_name, name = words.full_months[when.month - 1], words.full_days[when.weekday()]
    shown = f"{month_name} {when.day} d." if language() == "lt" else f"{when.day} {month_name}"
    return f"{name[0].upper()}{name[1:]}, {shown}"


def weekday(when: date) -> str:
    """The short name of the day of the week: ``Sat``."""
    return _words().days[when.weekday()]


def month(when: date) -> str:
    """The month and the year, as a heading: ``November 2026``."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", datetime(when.year, when.month, 1), locale=_words().locale)  # noqa: DTZ001


def month_short(when: date) -> str:
    """The month below a bar: ``Nov``; January with its year, ``Jan 2027``."""
    from babel.dates import get_month_names

    name = get_month_names("abbreviated", "stand-alone", _words().locale)[when.month]
    return f"{name} {when.year}" if when.month == 1 else name


def birthday(text: str) -> str:
    """A birthday or a named date, with or without its year: ``17 May 1976``, ``17 May``."""
    if text.startswith("--"):
        month_number, day_number = int(text[2:4]), int(text[5:7])
        return _month_day(month_number, day_number, language())
    when = _local_date(text)
    return _day(when, 0, language()) if when else text


def clock_time(text: str) -> str:
    """The local time of an instant: ``15:30``; nothing for a date without a time."""
    when = _local(text)
    return f"{when:%H:%M}" if when else ""


def relative(text: str, today: date | None = None) -> str:
    """How long ago or how soon, for the cell of a list: ``today``, ``3 days ago``, ``2 weeks ago``, then the date."""
    if not text:
        return ""
    today = today or _today()
    return _relative(text, today.toordinal(), language())


def ago(text: str, today: date | None = None) -> str:
    """How long ago or how soon, in the largest fitting unit: ``yesterday``, ``4 months ago``, ``in 2 years``."""
    when = _local_date(text)
    return _distance(when, today or _today(), _words()) if when else text


def moment(text: str, today: date | None = None) -> str:
    """When something was or will be: ``today 15:30``, ``Tue 24 Nov 15:30``, ``5 Oct 2025``."""
    when = _local_date(text)
    if when is None:
        return text
    today = today or _today()
    words = _words()
    distance = (when - today).days
    time = clock_time(text)
    if abs(distance) <= 1:
        shown = words.near[distance + 1]
    else:
        shown = _day(when, today.year, language())
        if abs(distance) < _YEAR_DAYS / 2:
            shown = f"{words.days[when.weekday()]} {shown}"
    return f"{shown} {time}" if time else shown


def size(count: int) -> str:
    """The size of a file: ``3.4 MB``."""
    amount, units = float(count), ["B", "kB", "MB", "GB"]
    while amount >= 1000 and len(units) > 1:
        amount /= 1000
        units.pop(0)
    shown = str(round(amount)) if amount >= 10 or units[0] == "B" else f"{amount:.1f}"
    return f"{shown if language() == 'en' else shown.replace('.', ',')} {units[0]}"


def _words() -> Words:
    return WORDS[language()]


def _today() -> date:
    return datetime.now().astimezone().date()


def _local(text: str) -> datetime | None:
    """The local time of an instant, None for a mere date or what is neither."""
    if len(text) <= len("YYYY-MM-DD"):
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        return None


def _local_date(text: str) -> date | None:
    when = _local(text)
    if when is not None:
        return when.date()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _relative(text: str, today: int, code: str) -> str:
    when = _local_date(text)
    if when is None:
        return text
    now = date.fromordinal(today)
    if abs((when - now).days) < _RELATIVE_DAYS:
        return _distance(when, now, WORDS[code])
    return _day(when, now.year, code)


def _distance(when: date, today: date, words: Words) -> str:
    days = (when - today).days
    if abs(days) <= 1:
        return words.near[days + 1]
    patterns = words.ago if days < 0 else words.ahead
    count = abs(days)
    if count < _WEEK * 2:
        unit = "day"
    elif count < _MONTH_DAYS * 2:
        unit, count = "week", count // _WEEK
    elif count < _YEAR_DAYS * 2:
        unit, count = "month", int(count / _MONTH_DAYS)
    else:
        unit, count = "year", int(count / _YEAR_DAYS)
    return patterns[unit][words.plural(count)].format(count)


@lru_cache(maxsize=4096)
def _day(when: date, this_year: int, code: str) -> str:
    if code == "lt" and when.year != this_year:
        return when.isoformat()
    shown = _month_day(when.month, when.day, code)
    return shown if when.year == this_year else f"{shown} {when.year}"


def _month_day(month_number: int, day_number: int, code: str) -> str:
    name = WORDS[code].months[month_number - 1]
    # CLDR's short Lithuanian form is "11-12", which reads as any two numbers: the named month is plain to everybody.
    return f"{name} {day_number}" if code == "lt" else f"{day_number} {name}"
