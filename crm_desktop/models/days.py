"""Calendar days and instants as they stand in the base.

A day is ``YYYY-MM-DD``; a day that comes every year may lack the year and is then ``--MM-DD`` (the truncated form of
ISO 8601:2000, as vCard writes it). Days are never instants: they have no zone. Instants are UTC (``clock.utc_text``).
"""

from __future__ import annotations

import re
from datetime import date

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.errors import DateRefused

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEARLESS = re.compile(r"--\d{2}-\d{2}")
_LEAP_YEAR = "2000"  # any: 29 February is a day of the calendar when the year is not known


def is_day(text: str) -> bool:
    """Whether ``text`` is a real day ``YYYY-MM-DD``."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_yearly_day(text: str) -> bool:
    """Whether ``text`` is a real day, with its year or without (``--MM-DD``)."""
    if _YEARLESS.fullmatch(text):
        return is_day(_LEAP_YEAR + text[1:])
    return is_day(text)


def check_day(field: str, text: str | None) -> None:
    """Raises DateRefused unless ``text`` is a day or says nothing."""
    if text and not is_day(text):
        raise DateRefused(field=field, value=text)


def check_yearly_day(field: str, text: str) -> None:
    """Raises DateRefused unless ``text`` is a day, a day without a year, or says nothing."""
    if text and not is_yearly_day(text):
        raise DateRefused(field=field, value=text)


def instant(field: str, text: str | None) -> str | None:
    """The instant in the one form the base keeps, whatever its offset; None for none. Raises DateRefused."""
    if not text:
        return None
    try:
        return utc_text(parse_utc_text(text))
    except (ValueError, OverflowError):
        raise DateRefused(field=field, value=text) from None


def planned_time(field: str, text: str | None, *, all_day: bool) -> str | None:
    """What a contact is planned for: an instant, or a day when it takes the whole day. Raises DateRefused."""
    if not all_day:
        return instant(field, text)
    check_day(field, text)
    return text or None
