"""The deal that a row of a list tells of, cleaned; one row tells of one deal at most."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from crm_desktop.kinds import DealState


class OrderItem(NamedTuple):
    """What an order is about: how many thousandths of it, and the price of one in minor units."""

    name: str
    quantity: int
    price: int


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
