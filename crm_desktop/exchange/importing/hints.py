"""What is known of a table before its first row is read: the meaning of its columns and how to read their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.fitting import line
from crm_desktop.exchange.reading.tables import column_letter

if TYPE_CHECKING:
    from crm_desktop.exchange.columns.fields import Target
    from crm_desktop.exchange.importing.deal_entry import OrderLines, OrdersOfRows
    from crm_desktop.exchange.importing.names import OwnField
    from crm_desktop.models.dates import DateReader
    from crm_desktop.models.names import NameOrder


@dataclass(frozen=True, slots=True)
class Column:
    """One column with its meaning."""

    index: int
    header: str
    target: Target
    fillers: tuple[str, ...] = ()
    """Constants of the source program that mean an empty cell."""


def own_name(column: Column) -> str:
    """The name of the own field a column becomes; a column without a header is named by its letter."""
    name = column.target.label or " ".join(column.header.split())
    return line(name) or f"Column {column_letter(column.index)}"


@dataclass(frozen=True, slots=True)
class Hints:
    """What the whole table tells about how to read its cells."""

    region: str = "LT"
    name_order: NameOrder | None = None
    dates: Mapping[int, DateReader] = field(default_factory=dict)
    """Readers by column: the order of day and month is decided by all cells."""
    decimals: Mapping[int, str] = field(default_factory=dict)
    """The sign before the fraction by column (``money.decimal_sign``)."""
    own_fields: Mapping[str, OwnField] = field(default_factory=dict)
    system: str = ""
    """Where ids of the file come from (a program, else the file's header), so that equal ids of two do not meet."""
    dropped_groups: frozenset[str] = frozenset()
    exact: bool = False
    """The table is an export of ours: each cell holds one value, as it stood on the card."""
    currency: str = ""
    """ISO 4217, of amounts where neither the cell nor the header names one."""
    lines: Mapping[str, OrderLines] = field(default_factory=dict)
    """What the goods of an order, listed elsewhere, come to; by the order's ``DealEntry.uid``."""
    orders: OrdersOfRows | None = None
    """The orders of this very table, where a row is a line of one."""
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
