"""What the cells of one row say of its deal, and the deal that is made of it at the end of the row."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from crm_desktop.exchange.columns.deal_words import state_of
from crm_desktop.exchange.importing.deal_entry import DealEntry, Order, OrderItem
from crm_desktop.kinds import DealState
from crm_desktop.models.limits import LARGEST_INTEGER
from crm_desktop.models.money import Money, minor_digits
from crm_desktop.services.deal_items import WHOLE
from crm_desktop.services.deal_items import worth as whole_worth

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.deal_entry import OrderLines
    from crm_desktop.exchange.importing.hints import Column, Hints


@dataclass(slots=True)
class DealParts:
    """What the cells of one row say of its deal."""

    texts: dict[str, str] = field(default_factory=dict)
    money: dict[str, Money] = field(default_factory=dict)
    exact: dict[str, Decimal] = field(default_factory=dict)
    """Prices and costs of one piece, in whole units and not rounded."""
    quantity: Decimal | None = None
    discount: Decimal = Decimal(0)
    """The share that is taken off, 0 to 1."""
    discount_header: str = ""
    products: list[str] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)
    """Of the goods, each with its heading."""
    notes: list[str] = field(default_factory=list)
    items: tuple[OrderItem, ...] = ()
    header_currency: str = ""
    is_sale: bool = False
    """The list is one of sales made: each has the day on which it was."""

    def entry(
        self, hints: Hints, *, responsible: str, source: str, order: Order | None = None
    ) -> DealEntry | None:
        """The deal, if the row says enough for one: what it is about, how much it is worth, or its number.

        ``order``: what all rows of the order together tell; the row is the first of them.
        """
        texts = self.texts
        title = texts.get("title") or ", ".join(self.products)
        currency = self.currency(hints.currency)
        amount, cost = self.amount(currency), self.cost(currency)
        if order is not None:
            title, currency = texts.get("title") or order.title, order.currency
            amount, cost, self.items, self.notes = order.amount, order.cost, order.items, list(order.notes)
        elif lines := hints.lines.get(texts.get("uid", "")):
            amount = self._with_lines(lines, amount)
        if order is None:
            self.notes += [f"{header}: {code}" for header, code in self.codes]
            if texts.get("title"):
                self.notes[:0] = [text for text in self.products if text not in title]
        if not (title or amount is not None or texts.get("uid")):
            return None
        state = self._state()
        closed, expected = texts.get("closed", ""), texts.get("expected", "")
        if state in ("", DealState.OPEN):
            # Programs keep both days in one column; but the day of an order is not the one on which it is expected.
            closed, expected = "", expected or ("" if self.is_sale else closed)
        return DealEntry(
            order.uid if order else texts.get("uid", ""), title or texts.get("number", ""), amount,
            currency if amount is not None else "", cost, state, texts.get("stage", ""), texts.get("pipeline", ""),
            texts.get("created", ""), expected, closed, texts.get("lost_reason", ""), "\n".join(self.notes),
            texts.get("responsible") or responsible, source, self.items,
        )  # fmt: skip

    def _with_lines(self, lines: OrderLines, amount: int | None) -> int:
        """The sum, with the goods that another list names taken up: items where they come to it, else remarks."""
        if lines.all_items and amount in (None, lines.minor):
            self.items = tuple(lines.items)
        else:
            self.notes += lines.notes
        return lines.minor if amount is None else amount

    def currency(self, usual: str) -> str:
        """What the row's sums are in (ISO 4217): as it says, else as its headings say, else the ``usual`` one."""
        return self.named_currency() or self.header_currency or usual

    def named_currency(self) -> str:
        """The currency that a cell of the row names; '' for none."""
        named = (money.currency for money in self.money.values() if money.currency)
        return self.texts.get("currency") or next(named, "")

    def note(self, column: Column, text: str) -> None:
        """Keep a cell that has no better place."""
        self.notes.append(f"{column.header.strip()}: {text}")

    def amount(self, currency: str) -> int | None:
        """The sum as written; else the price of one times how many, less the discount."""
        amount = self.minor("amount", currency)
        return self.worth(currency) if amount is None else amount

    def worth(self, currency: str) -> int | None:
        """The price of one times how many, less the discount, in minor units; None where no price is given."""
        if (price := self.exact.get("price")) is None:
            return None
        worth = price if self.quantity is None else price * self.quantity * (1 - self.discount)
        return _in_minor_units(worth, currency)

    def cost(self, currency: str) -> int | None:
        """What the row cost the house: as written, by the piece, or the sum less the profit."""
        if (cost := self.minor("cost", currency)) is not None:
            return cost
        if (of_one := self.exact.get("unit_cost")) is not None:
            return _in_minor_units(of_one if self.quantity is None else of_one * self.quantity, currency)
        profit, amount = self.minor("profit", currency), self.amount(currency)
        return None if profit is None or amount is None else amount - profit

    def item(self, name: str, currency: str) -> list[OrderItem]:
        """The row as a line of an order, and what the discount takes off as another; nothing where it is no such line.

        Both together come to ``amount`` to the last cent.
        """
        price, worth = self.minor("price", currency), self.worth(currency)
        if price is None or worth is None or self.minor("amount", currency) is not None:
            return []
        thousandths = (Decimal(1) if self.quantity is None else self.quantity) * WHOLE
        if not name or thousandths != int(thousandths) or abs(thousandths) > LARGEST_INTEGER:
            return []
        made = OrderItem(name, int(thousandths), price)
        rest = worth - whole_worth(made.quantity, price)
        why = self.discount_header if self.discount else "±"
        return [made, OrderItem(f"{name}: {why}", WHOLE, rest)] if rest else [made]

    def minor(self, name: str, currency: str) -> int | None:
        """An amount in the minor units of the deal's currency; read without one it was counted in hundredths."""
        money = self.money.get(name)
        if money is None:
            return None
        shift = minor_digits(currency) - minor_digits(money.currency)
        return int(Decimal(money.minor).scaleb(shift).to_integral_value(ROUND_HALF_UP))

    def _state(self) -> str:
        told = self.texts.get("state") or state_of(self.texts.get("stage", ""))
        if self.is_sale and not told:
            return DealState.WON.value
        return "" if told in (None, DealState.OPEN) else str(told)


def _in_minor_units(amount: Decimal, currency: str) -> int | None:
    """Rounded half a unit away from zero; None for what no base holds."""
    whole = int(amount.scaleb(minor_digits(currency)).to_integral_value(ROUND_HALF_UP))
    return whole if abs(whole) <= LARGEST_INTEGER else None
