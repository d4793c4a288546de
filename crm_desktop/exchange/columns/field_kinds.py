"""Types of the user's own fields, guessed from the values of a column that means nothing known."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any

from crm_desktop.exchange.columns.shapes import code_look, looks_of, spread
from crm_desktop.exchange.columns.values import parse_flag
from crm_desktop.folding import fold
from crm_desktop.kinds import FieldKind
from crm_desktop.models.dates import DateReader
from crm_desktop.models.phone_cells import is_damaged_number, number_text

_DATE_WORD = re.compile(r"date|дата|data\b|diena")
_LONG_RUN = re.compile(r"\d{10}")
_LEAST_CODE = 1e9
"""Longer whole numbers are codes and telephones: nobody adds them up."""

_SHORTEST_CODE = 8
_MOST_CHOICES = 12
_LONGEST_CHOICE = 40
_REPEATS = 3
"""A choice is used this often on average: fewer repeats are free text."""


def guess_field_kind(values: Sequence[Any], header: str = "") -> FieldKind:
    """Text unless every value fits a narrower type: date, number, yes/no, or one of a few that repeat.

    ``header`` matters for dates only: 39472 is a day under 'Entry date' and a number elsewhere.
    """
    sample = spread(values, 1000)
    if not sample or any(is_damaged_number(value) for value in sample):
        return FieldKind.TEXT
    if _are_flags(sample):
        return FieldKind.YES_NO
    if _are_dates(sample, header):
        return FieldKind.DATE
    if all(_is_number(value) for value in sample) and not _are_codes(sample):
        return FieldKind.NUMBER
    texts = {" ".join(str(value).split()) for value in sample}
    few = len(texts) <= min(_MOST_CHOICES, len(sample) // _REPEATS)
    return FieldKind.CHOICE if few and all(len(text) <= _LONGEST_CHOICE for text in texts) else FieldKind.TEXT


def _are_flags(sample: Sequence[Any]) -> bool:
    """Yes and no in words or boxes. One answer alone tells little: ones may be a count, an X a mark."""
    if any(parse_flag(value) is None for value in sample):
        return False
    return len({parse_flag(value) for value in sample}) == 2 or all(
        isinstance(value, bool) or len(str(value)) > 1 for value in sample
    )


def _are_dates(sample: Sequence[Any], header: str) -> bool:
    shown = [isinstance(value, datetime.date) or "date" in looks_of(value) for value in sample]
    if all(shown):
        return True
    # Serial numbers beside real dates, or under a header that says date, are days that lost their format.
    if not any(shown) and not _DATE_WORD.search(fold(header)):
        return False
    reader = DateReader()
    return all(reader.read(value).day for value in sample)


def _are_codes(sample: Sequence[Any]) -> bool:
    """Whole numbers of one length of eight figures or more: registration codes, not quantities."""
    texts = [number_text(value) for value in sample]
    return (
        len(set(map(len, texts))) == 1 and len(texts[0]) >= _SHORTEST_CODE and all(map(str.isdecimal, texts))
    )


def _is_number(value: Any) -> bool:
    """A quantity: codes with leading noughts and long runs of digits are text, lest they lose digits."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return code_look(number_text(value)) == "" and abs(value) < _LEAST_CODE
    looks = looks_of(value)
    text = str(value).strip()
    coded = text.lstrip("+-").startswith("0") and text.lstrip("+-")[1:2].isdigit()
    return "number" in looks and not coded and not _LONG_RUN.search(text)
