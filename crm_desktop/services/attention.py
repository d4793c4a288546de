"""What waits for somebody to act: requests without an answer or an end, payments due, and what to know before a talk.

Rows for the page of today, the first few of each with their number; everything is read through the indexes of what is
open, so that the size of the base does not matter.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from crm_desktop.kinds import Channel, RequestKind
from crm_desktop.services.owed import OWED
from crm_desktop.services.request_limits import due_at, limits, overdue_sql
from crm_desktop.services.whose import EVERYBODY, Others, but_theirs, of_client

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

Row = TypeVar("Row")

DUE_AHEAD_DAYS = 7
"""Payments that fall due within so many days are shown beforehand."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """The first rows of something, and how many there are in all."""

    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open request; ``answered_at`` is None where nobody answered yet, ``responsible`` empty where nobody has it.

    ``due_at``: until when the next thing is to be done (``request_limits.due_at``).
    """

    id: bytes
    kind: RequestKind
    text: str
    received_at: str
    answered_at: str | None
    client_id: bytes
    client: str
    responsible: str
    channel: Channel = Channel.ANY
    due_at: str | None = None
    responsible_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A payment not received: minor units of ``currency``, due on the day ``due_on``.

    ``note``: what it is for: the remark of the payment, else the title of its deal.
    """

    id: bytes
    client_id: bytes
    client: str
    amount: int
    currency: str
    due_on: str
    note: str


@dataclass(frozen=True, slots=True)
class DueSum:
    """What is owed in one currency, in minor units: late, and falling due soon."""

    currency: str
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class Before:
    """What to know before talking to a client: the oldest open request (a complaint first), tastes and wishes."""

    do_not_contact: bool = False
    request: RequestKind | None = None
    request_text: str = ""
    likes: str = ""
    channel: Channel = Channel.ANY
    hours: str = ""
    language: str = ""


IN_BIN = "(SELECT id FROM client WHERE deleted = 1)"
"""What is counted asks the short list of who lies in the bin, by an index of its own, instead of looking at the client
of each row: the rows of the clients lie all over a big base."""

_WAITS = (
    "FROM request q WHERE q.resolved_at IS NULL AND q.deleted = 0"
    # A wish that was answered waits for the thing, not for us.
    f" AND NOT (q.kind = 'wish' AND q.answered_at IS NOT NULL) AND q.client_id NOT IN {IN_BIN}"
)
_WAITING_ORDER = "q.answered_at IS NOT NULL, q.kind <> 'complaint', q.received_at, q.rid"


def waiting(store: Store, limit: int, others: Others = EVERYBODY) -> Listed[Waiting]:
    """Open requests: what is overdue first, then what nobody answered, complaints before the others, the oldest.

    Without those that ``others`` take care of.
    """
    known = limits(store)
    waits = _WAITS + but_theirs(others, "q.responsible_id", of_client("q.client_id"))
    late, values = overdue_sql(known, store.clock.now())
    found = store.read(
        "SELECT q.id, q.kind, q.text, q.received_at, q.answered_at, c.id, c.name, COALESCE(r.name, ''), q.channel,"
        " q.responsible_id"
        f" FROM (SELECT q.rid {waits} ORDER BY NOT {late}, {_WAITING_ORDER} LIMIT :limit) first"
        " JOIN request q ON q.rid = first.rid JOIN client c ON c.id = q.client_id"
        f" LEFT JOIN colleague r ON r.id = q.responsible_id ORDER BY NOT {late}, {_WAITING_ORDER}",
        values | {"limit": limit},
    )
    rows = tuple(
        Waiting(
            id_,
            RequestKind(kind),
            text,
            received,
            answered,
            client_id,
            client,
            responsible,
            Channel(channel),
            due_at(known, RequestKind(kind), received, answered, None),
            responsible_id,
        )
        for id_, kind, text, received, answered, client_id, client, responsible, channel, responsible_id in found
    )
    total = len(rows) if len(rows) < limit else store.read(f"SELECT COUNT(*) {waits}")[0][0]
    return Listed(rows, total)


_UNPAID = f"FROM payment p{{0}} WHERE {OWED} AND "
_LIVE = f" AND p.client_id NOT IN {IN_BIN}"
_OF_DEAL = "(SELECT d.responsible_id FROM deal d WHERE d.id = p.deal_id)"
_LATE, _SOON = "p.due_on < ?", "p.due_on >= ? AND p.due_on <= ?"


def due(
    store: Store, today: date, limit: int, others: Others = EVERYBODY
) -> tuple[Listed[Due], tuple[DueSum, ...]]:
    """Payments that are late, what fell due last first, then those of the coming days; and what all come to.

    The sums are by currency; refunds still to be given lessen them. Without those for deals, or of clients, that
    ``others`` have.
    """
    live = _LIVE + but_theirs(others, _OF_DEAL, of_client("p.client_id"))
    horizon, day = (today + timedelta(days=DUE_AHEAD_DAYS)).isoformat(), today.isoformat()
    # Each half in the order of the index, so that no more than the rows shown are looked at.
    rows = _owed(store, f"{_LATE}{live} ORDER BY p.due_on DESC, p.rid", (day, limit))
    if len(rows) < limit:
        rows += _owed(store, f"{_SOON}{live} ORDER BY p.due_on, p.rid", (day, horizon, limit - len(rows)))
    sums = store.read(
        "SELECT p.currency, SUM(IIF(p.due_on < ?, p.amount, 0)), SUM(IIF(p.due_on < ?, 0, p.amount)), COUNT(*)"
        f" {_UNPAID.format('')}p.due_on <= ?{live} GROUP BY p.currency ORDER BY p.currency",
        (day, day, horizon),
    )
    listed = Listed(tuple(rows), sum(count for *_, count in sums))
    return listed, tuple(DueSum(*row) for *row, _ in sums)


def _owed(store: Store, condition: str, params: tuple[object, ...]) -> list[Due]:
    # CROSS: the payments first, in their order.
    unpaid = _UNPAID.format(" CROSS JOIN client c ON c.id = p.client_id")
    return [
        Due(*row)
        for row in store.read(
            "SELECT p.id, c.id, c.name, p.amount, p.currency, p.due_on, COALESCE(NULLIF(p.note, ''),"
            f" (SELECT d.title FROM deal d WHERE d.id = p.deal_id), '') {unpaid}{condition} LIMIT ?",
            params,
        )
    ]


def before(store: Store, client_ids: Collection[bytes]) -> dict[bytes, Before]:
    """What to know before a contact with each of these clients."""
    slots = ", ".join("?" * len(client_ids))
    open_requests: dict[bytes, tuple[str, str]] = {}
    for client_id, kind, text in store.read(
        f"SELECT client_id, kind, text FROM request WHERE client_id IN ({slots}) AND resolved_at IS NULL"
        # The plus keeps the query at the clients' own rows: the index of open requests holds everybody's.
        " AND deleted = 0 ORDER BY kind <> 'complaint', +received_at",
        tuple(client_ids),
    ):
        open_requests.setdefault(client_id, (kind, text))
    known = {}
    for client_id, silent, *rest in store.read(
        "SELECT id, do_not_contact, likes, preferred_channel, preferred_hours, language"
        f" FROM client WHERE id IN ({slots})",
        tuple(client_ids),
    ):
        likes, channel, hours, language = rest
        kind, text = open_requests.get(client_id, ("", ""))
        known[client_id] = Before(
            bool(silent), RequestKind(kind) if kind else None, text, likes, Channel(channel), hours, language
        )
    return known
