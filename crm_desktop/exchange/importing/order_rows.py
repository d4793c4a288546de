"""Orders that stand over several rows of one list, a row for each of the goods: added up before the rows are judged.

Rows belong to one order if they give one number, and neither the buyer nor the day nor the currency speaks against
it: numbers begin anew each year, and one number may be of two buyers. A program that repeats a deal for each of its
contacts says the same of it every time; where rows of one number differ in their goods or sums, they are its lines.

Whether a column of sums is of lines or of the whole order is told by all orders together: the sum of an order is the
same in all its rows or stands in the first alone.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.exchange.columns.headers import normal_header
from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.exchange.importing.deal_entry import Order, OrderItem
from crm_desktop.exchange.importing.fitting import cut
from crm_desktop.exchange.importing.order_numbers import numbered
from crm_desktop.folding import fold
from crm_desktop.models.limits import LARGEST_INTEGER, LONGEST_NAME
from crm_desktop.services.deal_items import WHOLE, worth

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.deal_parts import DealParts
    from crm_desktop.exchange.importing.hints import Column, Hints
    from crm_desktop.exchange.importing.record import RawRow

_BUYERS = (
    "deal.client", "external_id", "email", "phone", "company.name", "name.any", "name.full", "name.family",
    "name.given", "deal.contact",
)  # fmt: skip
"""What tells the buyers of a list apart, the surest first."""
Buyer = tuple[str, ...]
"""What a row says of its buyer, column by column, the surest first; () for nothing."""

_GOODS = frozenset(("deal.product", "deal.code"))
_COUNTED = frozenset(("deal.price", "deal.quantity", "deal.discount", "deal.unit_cost"))
"""Columns that an item says with its figures."""
_OF_WHOLES = frozenset(
    "total order invoice deal opportunity bill receipt итого всего заказа счета документа сделки чека"
    " viso uzsakymo saskaitos sandorio cekio".split()
)
"""Words of headings by which a sum is rather that of an order than of a line."""
_FEW = 3
"""Orders; fewer that repeat their sums prove nothing."""
_NOTE = "\x1f"  # the unit separator of ASCII: no remark holds it


class _Line(NamedTuple):
    """One row: sums in minor units, the quantity in pieces, ``notes`` joined by ``_NOTE``."""

    name: str
    quantity: Decimal | None
    price: int | None
    worth: int | None
    amount: int | None
    cost: int | None
    discounted: bool
    notes: str


@dataclass(slots=True)
class _Rows:
    """The rows of one order so far; ``head`` is the row that brings it in: the first that names the buyer."""

    uid: str
    head: int
    buyer: Buyer = ()
    day: str = ""
    currency: str = ""
    repeats: bool = False
    """The rows say what other rows of this number have said."""
    lines: list[_Line] = field(default_factory=list)

    def takes(self, buyer: Buyer, day: str, currency: str) -> bool:
        """Whether a row of this number can be of this order; what it leaves out does not count."""
        return (
            _is_one(buyer, self.buyer)
            and (not day or not self.day or day == self.day)
            and (not currency or not self.currency or currency == self.currency)
        )


class OrdersInRows:
    """The orders of one table by its rows."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._orders: list[_Rows] = []
        self._by_number: dict[str, list[_Rows]] = {}
        self._places: dict[int, int] = {}
        # Places in ``_orders`` plus one by row; 0: the row is of none.
        self._of_row = array("q")
        # Half a million lines say the same things over and over; each is kept once.
        self._texts: dict[str, str] = {}
        self._quantities: dict[Decimal | None, Decimal | None] = {}
        self.in_lines = False
        self._of_whole: frozenset[str] = frozenset()

    def head(self, row: int) -> int | None:
        """The row that brings in the order of this row; None where the row is of none."""
        place = self._of_row[row] if row < len(self._of_row) else 0
        return self._orders[place - 1].head if place else None

    def repeats(self, row: int) -> bool:
        """Whether the order of this row was told by other rows before."""
        return self._orders[self._of_row[row] - 1].repeats

    def uid(self, row: int) -> str:
        """The number of the row's order; with what tells it apart, where several have one number."""
        return self._orders[self._of_row[row] - 1].uid

    def at(self, row: int) -> Order | None:
        """The order that this row brings in, added up; None where rows are deals of their own."""
        if not self.in_lines:
            return None
        order = self._orders[self._of_row[row] - 1]
        return self._finished(order) if order.lines else None

    def add(self, row: int, uid: str, parts: DealParts, buyer: Buyer, usual: str) -> None:
        """Take up a row; ``usual``: the currency of sums that name none."""
        day, named = parts.texts.get("created", "")[:10], parts.named_currency()
        day = parts.texts.get("closed", day) if parts.is_sale else day
        orders = self._by_number.setdefault(uid, [])
        order = next((each for each in orders if each.takes(buyer, day, named)), None)
        if order is None:
            order = _Rows(_told_apart(uid, orders, buyer, day, named), row)
            orders.append(order)
            self._orders.append(order)
            self._places[id(order)] = len(self._orders)
        if buyer and not order.buyer:
            order.head = row
        order.buyer = tuple(map(_either, zip_longest(order.buyer, buyer, fillvalue="")))
        order.day = order.day or day
        order.currency = order.currency or named
        line = _line(parts, order.currency or parts.currency(usual))
        order.lines.append(
            line._replace(
                name=self._texts.setdefault(line.name, line.name),
                notes=self._texts.setdefault(line.notes, line.notes),
                quantity=self._quantities.setdefault(line.quantity, line.quantity),
            )
        )
        order.currency = order.currency or parts.header_currency
        self._of_row.extend([0] * (row + 1 - len(self._of_row)))
        self._of_row[row] = self._places[id(order)]

    def settle(self, usual: str) -> None:
        """Once all rows are there: whether they are lines, and which of their sums are of whole orders."""
        for order in self._orders:
            order.currency = order.currency or usual
        several = [order for order in self._orders if len(order.lines) > 1]
        differing = sum(any(line[:-1] != order.lines[0][:-1] for line in order.lines) for order in several)
        self.in_lines = bool(several) and differing * 2 >= len(several)
        if not self.in_lines:
            for orders in self._by_number.values():
                for order in orders[1:]:
                    order.repeats = order.lines[0] == orders[0].lines[0] and order.day == orders[0].day
        headers = {column.target.field: column.header for column in self._columns}
        self._of_whole = frozenset(
            name
            for name, of, header in (
                ("amount", _amount_of, headers.get("deal.amount", "")),
                ("cost", _cost_of, headers.get("deal.cost") or headers.get("deal.profit", "")),
            )
            if _is_of_wholes(several, of, header)
        )

    def _finished(self, order: _Rows) -> Order:
        """The order added up; its rows are let go of."""
        lines, order.lines = order.lines, []
        goods = {column.target.field for column in self._columns} & _GOODS
        names = dict.fromkeys(line.name for line in lines if line.name)
        amount = self._amount(lines)
        items: tuple[OrderItem, ...] = ()
        if goods and amount is not None and names:
            items = _items(lines, amount, self._balance_name(lines), of_whole="amount" in self._of_whole)
        notes = _notes(lines, [column.header.strip() for column in self._columns if _is_said(column, items)])
        title = next(iter(names)) if len(names) == 1 else ""
        return Order(order.uid, title, amount, order.currency, self._cost(lines), items, notes)

    def _amount(self, lines: Sequence[_Line]) -> int | None:
        if "amount" in self._of_whole:
            found = next((line.amount for line in lines if line.amount is not None), None)
            if found is not None:
                return found
        sums = [_sum_of(line) for line in lines]
        known = [each for each in sums if each is not None]
        total = sum(known)
        return total if known and abs(total) <= LARGEST_INTEGER else None

    def _cost(self, lines: Sequence[_Line]) -> int | None:
        known = [line.cost for line in lines if line.cost is not None]
        if not known or ("cost" not in self._of_whole and len(known) < len(lines)):
            return None
        return known[0] if "cost" in self._of_whole else sum(known)

    def _balance_name(self, lines: Sequence[_Line]) -> str:
        """What to call the rest between the items and the sum: by the column that is to blame."""
        discounted = any(line.discounted and line.amount is None for line in lines)
        wanted = (*(("deal.discount",) if discounted else ()), "deal.amount", "deal.price")
        headers = (
            column.header for name in wanted for column in self._columns if column.target.field == name
        )
        return f"± {' '.join(next(headers).split())}"


def orders_in_rows(
    rows: Callable[[], Iterable[RawRow]], columns: Sequence[Column], hints: Hints
) -> OrdersInRows | None:
    """The orders of a table of deals, read through beforehand; None where every number stands once."""
    number = next((column for column in columns if column.target.field == "deal.id"), None)
    if number is None or not _comes_again(rows(), number.index):
        return None
    buyers = sorted(
        (column for column in columns if column.target.field in _BUYERS),
        key=lambda column: _BUYERS.index(column.target.field),
    )
    found = OrdersInRows(columns)
    for raw, uid, parts in numbered(rows(), columns, hints):
        found.add(raw.row, uid, parts, _buyer(raw, buyers), hints.currency)
    found.settle(hints.currency)
    return found


def _comes_again(rows: Iterable[RawRow], index: int) -> bool:
    """Whether a cell of this column stands in two rows."""
    seen: set[str] = set()
    for raw in rows:
        text = cell_text(raw.cells[index]) if index < len(raw.cells) else ""
        if text and text in seen:
            return True
        seen.add(text)
    return False


def _buyer(raw: RawRow, columns: Sequence[Column]) -> Buyer:
    texts = [
        fold(cell_text(raw.cells[column.index])) if column.index < len(raw.cells) else ""
        for column in columns
    ]
    return tuple(texts) if any(texts) else ()


def _either(texts: tuple[str, str]) -> str:
    return texts[0] or texts[1]


def _is_one(one: Buyer, other: Buyer) -> bool:
    """Whether two rows can be of one buyer: by the surest thing that both of them say."""
    return next((mine == its for mine, its in zip(one, other, strict=False) if mine and its), True)


def _told_apart(uid: str, others: Sequence[_Rows], buyer: Buyer, day: str, currency: str) -> str:
    """The number of a further order that has the number of others: with its day, its buyer or its currency."""
    if not others:
        return uid
    name = next(filter(None, buyer), "")
    taken = {other.uid for other in others}
    if day != others[0].day and (told := f"{uid}/{day}") not in taken:
        return told
    if not _is_one(buyer, others[0].buyer) and (told := f"{uid}/{name}") not in taken:
        return told
    return f"{uid}/{name}/{day}/{currency}"


def _line(parts: DealParts, currency: str) -> _Line:
    name = ", ".join(parts.products)
    codes = ", ".join(text if name else f"{header} {text}" for header, text in parts.codes)
    name = f"{name} ({codes})" if name and codes else name or codes
    return _Line(
        cut(name, LONGEST_NAME), parts.quantity, parts.minor("price", currency), parts.worth(currency),
        parts.minor("amount", currency), parts.cost(currency), bool(parts.discount), _NOTE.join(parts.notes),
    )  # fmt: skip


def _amount_of(line: _Line) -> int | None:
    return line.amount


def _cost_of(line: _Line) -> int | None:
    return line.cost


def _sum_of(line: _Line) -> int | None:
    return line.worth if line.amount is None else line.amount


def _is_of_wholes(orders: Sequence[_Rows], of: Callable[[_Line], int | None], header: str) -> bool:
    """Whether the sums of a column are of whole orders: equal in all rows of each, or in one of them alone."""
    votes: Counter[bool] = Counter()
    for order in orders:
        sums = [each for each in map(of, order.lines) if each is not None]
        if not sums:
            continue
        by_pieces = of is _amount_of and all(line.amount == line.worth for line in order.lines)
        votes[len(set(sums)) == 1 and not by_pieces] += 1
    if votes[False] * 4 > votes[True]:
        return False
    return votes[True] >= _FEW or bool(_OF_WHOLES.intersection(normal_header(header).split()))


def _items(lines: Sequence[_Line], amount: int, balance: str, *, of_whole: bool) -> tuple[OrderItem, ...]:
    """The lines as items, and what is missing from their sum as one more: roundings, discounts, delivery."""
    items = [_item(line, of_whole=of_whole) for line in lines]
    rest = amount - sum(worth(item.quantity, item.price) for item in items)
    return (*items, OrderItem(balance, WHOLE, rest)) if rest else tuple(items)


def _item(line: _Line, *, of_whole: bool) -> OrderItem:
    """A line as an item. Where its sum and its price speak against each other (a price that was cut), the sum holds."""
    name, pieces = line.name or "—", Decimal(1) if line.quantity is None else line.quantity
    thousandths = int((pieces * WHOLE).to_integral_value())
    told = None if of_whole else line.amount
    if line.price is not None and told in (None, line.worth):
        return OrderItem(name, thousandths, line.price)
    if not pieces:
        return OrderItem(name, WHOLE, told or 0)
    return OrderItem(name, thousandths, int(((told or 0) / pieces).to_integral_value()))


def _is_said(column: Column, items: Sequence[OrderItem]) -> bool:
    """Whether the items say what stands in the column."""
    return bool(items) and column.target.field in _COUNTED


def _notes(lines: Sequence[_Line], said: Sequence[str]) -> tuple[str, ...]:
    """The remarks that all rows make, and behind them those of single lines, each with what the line is about."""
    starts = tuple(f"{header}: " for header in said)
    remarks = [list(filter(None, line.notes.split(_NOTE))) for line in lines]
    if starts:
        remarks = [[note for note in notes if not note.startswith(starts)] for notes in remarks]
    common = [note for note in dict.fromkeys(remarks[0]) if all(note in notes for notes in remarks)]
    return (*common, *_of_lines(lines, remarks, frozenset(common)))


def _of_lines(
    lines: Sequence[_Line], remarks: Sequence[Sequence[str]], common: frozenset[str]
) -> Iterator[str]:
    for line, notes in zip(lines, remarks, strict=True):
        own = ", ".join(note for note in notes if note not in common)
        if own:
            yield f"{line.name} — {own}" if line.name and len(lines) > 1 else own
