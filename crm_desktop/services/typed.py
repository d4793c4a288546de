"""How the texts of a form are understood while they are being typed: birthdays, amounts, names, phones.

The commands understand them once more when they save; here the user sees how, before that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.models.dates import DateReader, age_on, day_in_year
from crm_desktop.models.money import Money, minor_digits, parse_money
from crm_desktop.models.names import split_name
from crm_desktop.models.phones import parse_phones
from crm_desktop.services.facts import region

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class NameParts:
    """A person's name in three parts."""

    family: str
    given: str
    middle: str


def read_yearly_day(text: str, today: date) -> str | None:
    """A birthday or a named date: ``YYYY-MM-DD``, or ``--MM-DD`` without a year; "" for an empty text.

    None where the text is no date. Two digits of a year are the last such year before ``today``.
    """
    found = DateReader(today=today).read(text)
    return None if found.problem else found.day


def read_day(text: str) -> str | None:
    """A day with its year, ``YYYY-MM-DD``; "" for an empty text, None where it is no such day."""
    found = DateReader().read(text)
    return None if found.problem or found.day.startswith("--") else found.day


def read_amount(text: str, currency: str) -> Money | None:
    """An amount in minor units; ``currency`` is meant where the text names none. None where it is no amount."""
    return parse_money(text, currency or None)


def plain_amount(minor: int, currency: str) -> str:
    """An amount as one types it into a field: ``1234.50``, ``1200``."""
    digits = minor_digits(currency or None)
    whole, rest = divmod(abs(minor), 10**digits)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}.{rest:0{digits}}" if rest else f"{sign}{whole}"


def name_parts(name: str) -> NameParts:
    """The parts of a person's whole name, as they will be kept."""
    found = split_name(name)
    return NameParts(found.family, found.given, found.middle)


def phones_in(store: Store, text: str) -> list[str]:
    """The phones of a pasted text, each as written, read for the country of this base; [] where none is valid."""
    return [phone.text for phone in parse_phones(text, region(store)) if phone.valid]


def days_until(day: str, today: date) -> int:
    """Days from ``today`` to the next time a yearly date is kept; 0 today."""
    this_year = day_in_year(day, today.year)
    return ((this_year if this_year >= today else day_in_year(day, today.year + 1)) - today).days


def age(birthday: str, today: date) -> int | None:
    """Full years at ``today``; None where the year is unknown or lies ahead."""
    return age_on(birthday, today)
