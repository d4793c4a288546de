"""The goods of orders in a list of their own: added up for the list of the orders, which names the clients."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.exchange.importing.deal_entry import OrderLines
from crm_desktop.exchange.importing.fitting import cut
from crm_desktop.exchange.importing.order_numbers import numbered
from crm_desktop.models.limits import LARGEST_INTEGER, LONGEST_NAME

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.hints import Column, Hints
    from crm_desktop.exchange.importing.record import RawRow


def sums_of_orders(rows: Iterable[RawRow], columns: Sequence[Column], hints: Hints) -> dict[str, OrderLines]:
    """The lines of every order by its ``DealEntry.uid``; lines without a number or a price count for nothing."""
    orders: dict[str, OrderLines] = {}
    for raw, uid, parts in numbered(rows, columns, hints):
        order = orders.setdefault(uid, OrderLines())
        minor = parts.amount(hints.currency) or 0
        if abs(order.minor + minor) <= LARGEST_INTEGER:
            order.minor += minor
        else:
            order.all_items = False
        items = parts.item(_name(raw, columns), hints.currency)
        order.items += items
        order.all_items = order.all_items and bool(items)
        order.notes.append(_line(raw, columns))
    return orders


_COUNTED = frozenset({"deal.id", "deal.price", "deal.quantity", "deal.discount", "ignore"})


def _name(raw: RawRow, columns: Sequence[Column]) -> str:
    """What a line is about: its product, and whatever else it says beside the figures."""
    told = []
    for column in columns:
        text = cell_text(raw.cells[column.index]) if column.index < len(raw.cells) else ""
        if text and column.target.field not in _COUNTED:
            named = column.target.field == "deal.product" and not text.isdecimal()
            told.append(text if named else f"{column.header.strip()} {text}")
    return cut(", ".join(told), LONGEST_NAME)


def _line(raw: RawRow, columns: Sequence[Column]) -> str:
    """All that a line says but for the number of its order."""
    told = [
        f"{column.header.strip()} {text}"
        for column in columns
        if column.target.field not in ("deal.id", "ignore")
        and column.index < len(raw.cells)
        and (text := cell_text(raw.cells[column.index]))
    ]
    return ", ".join(told)
