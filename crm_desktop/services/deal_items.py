"""What a deal is about: its lines, from which both its sums follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.errors import NumberRefused, RecordEmpty
from crm_desktop.models.limits import LARGEST_INTEGER
from crm_desktop.models.ranks import STEP
from crm_desktop.services import writing
from crm_desktop.services.drafts import DealDraft, ItemDraft

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

WHOLE = 1000
"""Quantities are counted in thousandths."""

_FIELDS = ("name", "quantity", "price", "cost")


def worth(quantity: int, price: int) -> int:
    """What so many thousandths cost at a price for one: minor units, half a unit away from zero."""
    product = quantity * price
    whole = (2 * abs(product) + WHOLE) // (2 * WHOLE)
    return whole if product >= 0 else -whole


def sums(draft: DealDraft) -> tuple[int, int | None]:
    """The amount and the cost of a deal: of its items where it has some, else as the draft says.

    The cost is known from the items only where each of them has one.

    Raises NumberRefused for sums that no base holds.
    """
    amount, cost = draft.amount, draft.cost
    if draft.items:
        amount = sum(worth(item.quantity, item.price) for item in draft.items)
        costs = [worth(item.quantity, item.cost) for item in draft.items if item.cost is not None]
        if len(costs) == len(draft.items):
            cost = sum(costs)
    for field, value in (("amount", amount), ("cost", cost)):
        if value is not None and abs(value) > LARGEST_INTEGER:
            raise NumberRefused(field=field, value=value, least=-LARGEST_INTEGER, most=LARGEST_INTEGER)
    return amount, cost


def of(store: Store, deal_ids: Sequence[bytes]) -> Mapping[bytes, list[ItemDraft]]:
    """The items of some deals, each in their order; deals without items are left out."""
    slots = ",".join("?" * len(deal_ids))
    found: dict[bytes, list[ItemDraft]] = {}
    for deal_id, *values in store.read(
        f"SELECT deal_id, name, quantity, price, cost, id FROM deal_item WHERE deal_id IN ({slots}) AND deleted = 0"
        " ORDER BY deal_id, rank, rid",
        tuple(deal_ids),
    ):
        found.setdefault(deal_id, []).append(ItemDraft(*values))
    return found


def write(store: Store, deal_id: bytes, items: Sequence[ItemDraft]) -> None:
    """Inside the open change: make these the items of a deal, in this order; an item with an id stays the one it was.

    Raises RecordEmpty for an item without a name.
    """
    present = {item.id: item for item in of(store, [deal_id]).get(deal_id, ()) if item.id is not None}
    ranks = dict(store.read("SELECT id, rank FROM deal_item WHERE deal_id = ? AND deleted = 0", (deal_id,)))
    kept: set[bytes] = set()
    for place, item in enumerate(items, start=1):
        item = replace(item, name=" ".join(item.name.split()))
        if not item.name:
            raise RecordEmpty(table="deal_item", field="items")
        values = {name: getattr(item, name) for name in _FIELDS} | {"rank": place * STEP}
        if item.id is None or item.id not in present or item.id in kept:
            writing.insert(store, "deal_item", values | {"deal_id": deal_id})
        else:
            kept.add(item.id)
            if replace(present[item.id], id=item.id) != item or ranks[item.id] != values["rank"]:
                writing.update(store, "deal_item", item.id, values)
    for item_id in present.keys() - kept:
        writing.delete(store, "deal_item", item_id)
