"""What the cells of one row say of its deal, and the deal that is made of it at the end of the row."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from crm_desktop.exchange.columns.deal_words import state_of
from crm_desktop.exchange.importing.deal_entry import DealEntry, OrderItem
from crm_desktop.kinds import DealState
from crm_desktop.models.limits import LARGEST_INTEGER
from crm_desktop.models.money import Money, minor_digits
from crm_desktop.services.deal_items import WHOLE
from crm_desktop.services.deal_items import worth as whole_worth

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.hints import Column, Hints


@dataclass(slots=True)
class DealParts:
    """What the cells of one row say of its deal."""

    texts: dict[str, str] = field(default_factory=dict)
    money: dict[str, Money] = field(default_factory=dict)
    quantity: Decimal | None = None
    discount: Decimal = Decimal(0)
    """The share that is taken off, 0 to 1."""
    discount_header: str = ""
    products: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    items: tuple[OrderItem, ...] = ()
    header_currency: str = ""
    is_sale: bool = False
    """The list is one of sales made: each has the day on which it was."""

    def entry(self, hints: Hints, *, responsible: str, source: str) -> DealEntry | None:
        """The deal, if the row says enough for one: what it is about, how much it is worth, or its number."""
        texts = self.texts
        title = texts.get("title") or ", ".join(self.products)
        currency = texts.get("currency") or self._named_currency() or self.header_currency or hints.currency
        amount = self.amount(currency)
        if amount is None and (lines := hints.lines.get(texts.get("uid", ""))):
            amount = lines.minor
            if lines.all_items:
                self.items = tuple(lines.items)
            else:
                self.notes += lines.notes
        if not (title or amount is not None or texts.get("uid")):
            return None
        if texts.get("title"):
            self.notes[:0] = [text for text in self.products if text not in title]
        state = self._state()
        closed, expected = texts.get("closed", ""), texts.get("expected", "")
        if state in ("", DealState.OPEN):
            closed, expected = "", expected or closed  # programs keep both days in one column
        return DealEntry(
            texts.get("uid", ""), title or texts.get("number", ""), amount, currency if amount is not None else "",
            self._minor("cost", currency), state, texts.get("stage", ""), texts.get("pipeline", ""),
            texts.get("created", ""), expected, closed, texts.get("lost_reason", ""), "\n".join(self.notes),
            texts.get("responsible") or responsible, source, self.items,
        )  # fmt: skip

    def note(self, column: Column, text: str) -> None:
        """Keep a cell that has no better place."""
        self.notes.append(f"{column.header.strip()}: {text}")

    def _named_currency(self) -> str:
        return next((money.currency for money in self.money.values() if money.currency), "")

    def amount(self, currency: str) -> int | None:
        """The sum as written; else the price of one times how many, less the discount."""
        if (amount := self._minor("amount", currency)) is not None:
            return amount
        price = self._minor("price", currency)
        if price is None or self.quantity is None:
            return price
        worth = price * self.quantity * (1 - self.discount)
        whole = int(worth.to_integral_value(ROUND_HALF_UP))
        return whole if abs(whole) <= LARGEST_INTEGER else None

    def item(self, name: str, currency: str) -> list[OrderItem]:
        """The row as a line of an order, and what the discount takes off as another; nothing where it is no such line.

        Both together come to ``amount`` to the last cent.
        """
        price = self._minor("price", currency)
        worth = self.amount(currency)
        if price is None or worth is None or self._minor("amount", currency) is not None:
            return []
        thousandths = (Decimal(1) if self.quantity is None else self.quantity) * WHOLE
        if not name or thousandths != int(thousandths) or abs(thousandths) > LARGEST_INTEGER:
            return []
        made = OrderItem(name, int(thousandths), price)
        rest = worth - whole_worth(made.quantity, price)
        return [made, OrderItem(f"{name}: {self.discount_header}", WHOLE, rest)] if rest else [made]

    def _minor(self, name: str, currency: str) -> int | None:
        """An amount in the minor units of the deal's currency; read without one it was counted in hundredths."""
        money = self.money.get(name)
        if money is None:
            return None
        shift = minor_digits(currency) - minor_digits(money.currency)
        return int(Decimal(money.minor).scaleb(shift).to_integral_value(ROUND_HALF_UP))

    def _state(self) -> str:
        told = self.texts.get("state") or (state_of(self.texts.get("stage", "")) or "")
        if not told and self.is_sale:
            return DealState.WON.value
        return str(told)
