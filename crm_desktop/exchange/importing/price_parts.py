"""What the cells of one row say of a price that is agreed with the client, put together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from crm_desktop.exchange.importing.record import Price
from crm_desktop.models.amounts import LARGEST_AMOUNT
from crm_desktop.models.money import minor_digits


@dataclass(slots=True)
class PriceParts:
    """What the cells of one group have said so far; ``amount`` in whole units, ``written`` as it stands in its cell.

    ``assumed`` is the currency where no cell names one: that of the header, else of the base.
    """

    item: str = ""
    amount: Decimal | None = None
    written: str = ""
    currency: str = ""
    note: str = ""
    header: str = ""
    assumed: str = ""

    def price(self) -> Price | None:
        """The price, where the cells say one that a card can hold; without its name a thing is called as its column."""
        currency, item = self.currency or self.assumed, self.item or self.header
        if self.amount is None or not currency or not item:
            return None
        minor = int(self.amount.scaleb(minor_digits(currency)).to_integral_value(ROUND_HALF_UP))
        return Price(item, minor, currency, self.note) if 0 <= minor <= LARGEST_AMOUNT else None

    def said(self) -> str:
        """All that the cells say, for the notes."""
        return " ".join(filter(None, (self.item, self.written, self.currency, self.note)))
