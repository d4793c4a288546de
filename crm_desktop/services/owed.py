"""What is owed: planned payments (ADR 0015), but for those of deals that were lost.

What is planned for a deal is off when it is lost, and owed again when it is opened again or won: no payment is touched
by that. What goes the other way than the deal's amount, as money to be given back of an advance, stays owed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.storage.store import Store

_PLANNED = "p.paid_on IS NULL AND p.deleted = 0"
_OFF = "EXISTS (SELECT 1 FROM deal l WHERE l.id = p.deal_id AND l.state = 'lost' AND (l.amount < 0) = (p.amount < 0))"

OWED = f"{_PLANNED} AND NOT {_OFF}"
"""SQL: the payment ``p`` is owed."""


def off(store: Store, client_id: bytes) -> frozenset[bytes]:
    """The planned payments of a client that are not owed, because their deals were lost."""
    found = store.read(
        f"SELECT p.id FROM payment p WHERE p.client_id = ? AND {_PLANNED} AND {_OFF}", (client_id,)
    )
    return frozenset(id_ for (id_,) in found)


def off_of(store: Store, deal_ids: Sequence[bytes]) -> tuple[tuple[str, int], ...]:
    """What is planned for these deals and is off: sums without sign by currency, the largest first."""
    found = store.read(
        f"SELECT p.currency, SUM(ABS(p.amount)) FROM payment p WHERE {_PLANNED} AND {_OFF}"
        f" AND p.deal_id IN ({', '.join('?' * len(deal_ids))}) GROUP BY 1 ORDER BY 2 DESC, 1",
        tuple(deal_ids),
    )
    return tuple(found)
