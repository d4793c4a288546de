"""What stands around a deal: what of it is paid and planned, and the contacts about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import writing

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class Paid:
    """How a deal is paid in one currency, in minor units; ``amount`` is what it comes to, 0 in another currency."""

    currency: str
    amount: int
    paid: int
    planned: int


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact about the deal, at an instant or on a day; ``about``: its result, else what was wanted."""

    id: bytes
    kind: ActivityKind
    at: str
    held: bool
    about: str


@dataclass(frozen=True, slots=True)
class Around:
    """Contacts: what is planned first, then what was held, the newest first."""

    paid: tuple[Paid, ...]
    contacts: tuple[Contact, ...]


def around(store: Store, deal_id: bytes) -> Around:
    """All of it, as read in one snapshot. Raises RecordNotFound."""
    with store.snapshot():
        deal = writing.live_row(store, "deal", deal_id)
        return Around(_paid(store, deal_id, deal["currency"], deal["amount"]), _contacts(store, deal_id))


def _paid(store: Store, deal_id: bytes, currency: str, amount: int) -> tuple[Paid, ...]:
    """In the deal's own currency first; nothing where neither a sum nor a payment is known."""
    found = {
        code: (paid, planned)
        for code, paid, planned in store.read(
            "SELECT currency, SUM(IIF(paid_on IS NULL, 0, amount)), SUM(IIF(paid_on IS NULL, amount, 0)) FROM payment"
            " WHERE deal_id = ? AND deleted = 0 GROUP BY 1 ORDER BY 1",
            (deal_id,),
        )
    }
    if amount:
        found = {currency: (0, 0)} | found
    return tuple(
        Paid(code, amount if code == currency else 0, paid, planned)
        for code, (paid, planned) in found.items()
    )


def _contacts(store: Store, deal_id: bytes) -> tuple[Contact, ...]:
    return tuple(
        Contact(id_, ActivityKind(kind), at, bool(held), about)
        for id_, kind, at, held, about in store.read(
            "SELECT id, kind, COALESCE(held_at, planned_at), held_at IS NOT NULL,"
            " COALESCE(NULLIF(result, ''), wanted) FROM activity WHERE deal_id = ? AND deleted = 0"
            " ORDER BY held_at IS NOT NULL, COALESCE(held_at, planned_at) DESC, rid DESC",
            (deal_id,),
        )
    )
