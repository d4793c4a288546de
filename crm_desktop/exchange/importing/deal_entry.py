"""The deal that a row of a list tells of, cleaned; one row tells of one deal at most."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from crm_desktop.kinds import DealState


class OrderItem(NamedTuple):
    """What an order is about: how many thousandths of it, and the price of one in minor units."""

    name: str
    quantity: int
    price: int


class Order(NamedTuple):
    """What all rows of an order tell together, in minor units of ``currency`` (ISO 4217).

    ``title`` is what was bought, if that is one thing; ``cost`` None: not all of it is known.
    """

    uid: str
    title: str
    amount: int | None
    currency: str
    cost: int | None
    items: tuple[OrderItem, ...]
    notes: tuple[str, ...]


class OrdersOfRows(Protocol):
    """The orders of one table by its rows (``order_rows``), as who cleans a row asks for them."""

    def head(self, row: int) -> int | None:
        """The row that brings in the order of this row; None where the row is of none."""

    def repeats(self, row: int) -> bool:
        """Whether the order of this row was told by other rows before."""

    def uid(self, row: int) -> str:
        """The number of the row's order."""

    def at(self, row: int) -> Order | None:
        """The order that this row brings in, added up; None where rows are deals of their own."""


class DealEntry(NamedTuple):
    """A deal; empty means "the row does not say".

    ``uid`` is "system:number" of the outside program. ``amount`` and ``cost`` are minor units of ``currency`` (ISO
    4217). ``created_at`` is UTC text, the other days are dates. ``state`` is '' where neither a state nor a stage that
    tells one was given: such a deal is open.
    """

    uid: str = ""
    title: str = ""
    amount: int | None = None
    currency: str = ""
    cost: int | None = None
    state: str = ""
    stage: str = ""
    pipeline: str = ""
    created_at: str = ""
    expected_on: str = ""
    closed_on: str = ""
    lost_reason: str = ""
    notes: str = ""
    responsible: str = ""
    source: str = ""
    items: tuple[OrderItem, ...] = ()

    @property
    def role(self) -> str:
        """The state of the deals that stand in its stage."""
        return self.state or DealState.OPEN.value


@dataclass(slots=True)
class OrderLines:
    """The goods of one order: their sum in minor units, the items it is made of, and a remark for each with all that it
    says, for where not ``all_items`` of them can be such.
    """

    minor: int = 0
    items: list[OrderItem] = field(default_factory=list)
    all_items: bool = True
    notes: list[str] = field(default_factory=list)
