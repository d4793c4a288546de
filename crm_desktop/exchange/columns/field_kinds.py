"""Types of the user's own fields, guessed from the values of a column that means nothing known."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from crm_desktop.exchange.columns.shapes import looks_of, spread
from crm_desktop.exchange.columns.values import parse_flag
from crm_desktop.kinds import FieldKind
from crm_desktop.models.phone_cells import is_damaged_number

_MOST_CHOICES = 12
_LONGEST_CHOICE = 40
_REPEATS = 3
"""A choice is used this often on average: fewer repeats are free text."""


def guess_field_kind(values: Sequence[Any]) -> FieldKind:
    """Text unless every value fits a narrower type: date, number, yes/no, or one of a few that repeat."""
    sample = spread(values, 1000)
    if not sample:
        return FieldKind.TEXT
    if _are_flags(sample):
        return FieldKind.YES_NO
    if any(is_damaged_number(value) for value in sample):
        return FieldKind.TEXT
    if all(isinstance(value, datetime.date) or "date" in looks_of(value) for value in sample):
        return FieldKind.DATE
    if all(_is_number(value) for value in sample):
        return FieldKind.NUMBER
    texts = {" ".join(str(value).split()) for value in sample}
    few = len(texts) <= min(_MOST_CHOICES, len(sample) // _REPEATS)
    return FieldKind.CHOICE if few and all(len(text) <= _LONGEST_CHOICE for text in texts) else FieldKind.TEXT


def _are_flags(sample: Sequence[Any]) -> bool:
    """Yes and no in words or boxes; as 1 and 0 only where both occur, since all ones may be a count."""
    if any(parse_flag(value) is None for value in sample):
        return False
    figures = {str(value).strip().removesuffix(".0") for value in sample if not isinstance(value, bool)} & {"0", "1"}
    return len(figures) != 1


def _is_number(value: Any) -> bool:
    """A quantity: codes with leading noughts and long runs of digits are text, lest they lose digits."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return abs(value) < 1e15
    looks = looks_of(value)
    text = str(value).strip()
    coded = text.lstrip("+-").startswith("0") and text.lstrip("+-")[1:2].isdigit()
    return "number" in looks and not coded and sum(sign.isdigit() for sign in text) < 10
