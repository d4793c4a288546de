"""Amounts of money as they stand in the base: integer minor units with a currency of ISO 4217."""

from __future__ import annotations

import re

from crm_desktop.errors import CurrencyRefused

LARGEST_AMOUNT = 10**15
"""Minor units of one payment or price: ten trillion of most currencies; thousands of them still add up in SQLite."""

_CODE = re.compile(r"[A-Z]{3}")


def currency_code(field: str, text: str, *, needed: bool) -> str:
    """The three-letter code in capitals; empty only when none is ``needed``. Raises CurrencyRefused."""
    code = text.strip().upper()
    if _CODE.fullmatch(code) or (not code and not needed):
        return code
    raise CurrencyRefused(field=field, value=text)
