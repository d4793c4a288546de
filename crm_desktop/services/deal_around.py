"""What stands around a deal: what of it is paid and planned, payment by payment, and the contacts about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import payment_plans

if TYPE_CHECKING:
    from crm_desktop.services.payment_plans import DealMoney
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact about the deal, at an instant or on a day; ``about``: its result, else what was wanted."""

    id: bytes
    kind: ActivityKind
    at: str
    held: bool
    about: str


@dataclass(frozen=True, slots=True)
class DealPayment:
    """A payment of the deal in minor units, planned (for a day, or for none) until it has ``paid_on``."""

    amount: int
    currency: str
    due_on: str | None
    paid_on: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """Contacts and payments: what is planned first, then what was held or paid, the newest first."""

    money: DealMoney
    contacts: tuple[Contact, ...]
    payments: tuple[DealPayment, ...]


def around(store: Store, deal_id: bytes) -> Around:
    """All of it, as read in one snapshot. Raises RecordNotFound."""
    with store.snapshot():
        return Around(
            payment_plans.of_deal(store, deal_id), _contacts(store, deal_id), _payments(store, deal_id)
        )


def _payments(store: Store, deal_id: bytes) -> tuple[DealPayment, ...]:
    return tuple(
        DealPayment(*row)
        for row in store.read(
            "SELECT amount, currency, due_on, paid_on FROM payment WHERE deal_id = ? AND deleted = 0"
            " ORDER BY paid_on IS NOT NULL, IIF(paid_on IS NULL, due_on IS NULL, 0),"
            " IIF(paid_on IS NULL, due_on, NULL), paid_on DESC, rid DESC",
            (deal_id,),
        )
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
