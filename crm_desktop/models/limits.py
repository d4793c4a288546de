"""How much text a field takes. What is stored here must also fit a shared PostgreSQL base (sync protocol, 4.13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from crm_desktop.errors import NumberRefused, TextNotStorable, TextTooLong

LONGEST_NAME = 500
"""Characters of a name or of any other one-line text."""

LONGEST_TEXT = 100_000
"""Bytes in UTF-8 of a text of several lines."""

LARGEST_INTEGER = 2**53 - 1
"""Above this spreadsheets and reporting tools round integers (IEEE 754 doubles)."""

LONG_TEXTS = frozenset(
    (
        "likes notes price_terms value wanted offered result text resolution note comment choices query columns rule"
        " ical"
    ).split()
)


def check_text(field: str, text: str) -> None:
    """Refuse what could not be stored or sent as it is.

    Raises:
        TextNotStorable: NUL (PostgreSQL text cannot hold it) or a lone surrogate (no UTF-8 exists for it).
        TextTooLong: longer than the field allows.
    """
    unstorable = _unstorable().search(text)
    if unstorable:
        raise TextNotStorable(field=field, character=ord(unstorable[0]))
    if field in LONG_TEXTS:
        size = len(text) if text.isascii() else len(text.encode())
        if size > LONGEST_TEXT:
            raise TextTooLong(field=field, size=size, limit=LONGEST_TEXT)
    elif len(text) > LONGEST_NAME:
        raise TextTooLong(field=field, size=len(text), limit=LONGEST_NAME)


def check_row(values: Mapping[str, object]) -> None:
    """Refuse the first value of a row that cannot be stored as it is.

    Raises:
        TextNotStorable, TextTooLong: as ``check_text``.
        NumberRefused: an integer that other programs would round.
    """
    for field, value in values.items():
        if isinstance(value, str):
            check_text(field, value)
        elif isinstance(value, int) and not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            raise NumberRefused(field=field, value=value, least=-LARGEST_INTEGER, most=LARGEST_INTEGER)


@cache
def _unstorable() -> re.Pattern[str]:
    # Compiled at the first change: a start, which only reads, does without these 1.8 ms.
    return re.compile("[\0\ud800-\udfff]")
