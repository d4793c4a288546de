"""Cells of what a thing costs this client: the thing, the amount, its currency and a note, in numbered groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.exchange.importing.price_parts import PriceParts
from crm_desktop.models.money import currency_in, minor_digits, parse_money

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.building import Builder
    from crm_desktop.exchange.importing.hints import Column, Hints

_CODE = re.compile(r"[A-Z]{3}")

_Reader = Callable[["Builder", Any, "Column", "Hints"], None]


def _amount(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    own = currency_in(column.header) or ""
    money = parse_money(cell, own or None)
    exact = _plain_number(cell_text(cell)) if hints.exact else None
    if exact is not None:
        amount, currency = exact, ""
    elif money is not None:
        amount = Decimal(money.minor).scaleb(-minor_digits(money.currency))
        currency = "" if money.currency == own else money.currency or ""
    else:
        builder.problem(column.index, "bad_price", column.header, cell_text(cell))
        return
    group = column.target.group
    if not group and group in builder.prices and builder.prices[group].amount is not None:
        group = -1 - column.index  # columns without a number are each a price of their own
    parts = builder.prices.setdefault(group, PriceParts())
    parts.amount, parts.written, parts.header = amount, cell_text(cell), " ".join(column.header.split())
    parts.currency = parts.currency or currency
    parts.assumed = own or hints.currency


def _plain_number(text: str) -> Decimal | None:
    """A number as our export writes it: a point before the fraction, nothing between thousands."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _item(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    builder.prices.setdefault(column.target.group, PriceParts()).item = cell_text(cell)


def _note(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    builder.prices.setdefault(column.target.group, PriceParts()).note = cell_text(cell)


def _currency(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    text = cell_text(cell)
    code = text.upper()
    found = code if _CODE.fullmatch(code) else currency_in(text)
    if found:
        builder.prices.setdefault(column.target.group, PriceParts()).currency = found
    else:
        builder.note(column.header, text)


PRICE_READERS: Mapping[str, _Reader] = {
    "price": _amount,
    "price.item": _item,
    "price.currency": _currency,
    "price.note": _note,
}
