"""Handing work over to a colleague: clients, and what is still to be done for them. One operation, one undo.

What goes along with clients is what their colleague had in hand for them: planned contacts, open deals, open requests.
A deal that a third colleague has for such a client stays with that one. What was held or closed stays where it is, for
it says who did it. Reminders follow what they remind of (``services.reminders``), and so change laptops by themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.ids import uuid7
from crm_desktop.kinds import ActivityKind, Op, Outcome
from crm_desktop.models.limits import check_row
from crm_desktop.services import colleagues, writing
from crm_desktop.services.bulk import CHUNK, Progress, in_bulk
from crm_desktop.services.colleagues import InHand

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_Row = tuple[str, bytes]

_OPEN = {
    "activity": "t.held_at IS NULL AND t.planned_at IS NOT NULL AND t.deleted = 0"
    f" AND t.outcome <> '{Outcome.CANCELLED.value}'",
    "deal": "t.state = 'open' AND t.deleted = 0",
    "request": "t.resolved_at IS NULL AND t.deleted = 0",
}
_NO_ID = b""
_NOTE = (
    "INSERT INTO activity(id, client_id, kind, held_at, result, responsible_id, created_at)"
    f" VALUES (?, ?, '{ActivityKind.NOTE.value}', ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Along:
    """What goes along with clients."""

    contacts: bool = True
    deals: bool = True
    requests: bool = True

    def tables(self) -> tuple[str, ...]:
        """Their tables."""
        chosen = {"activity": self.contacts, "deal": self.deals, "request": self.requests}
        return tuple(table for table, goes in chosen.items() if goes)


def of_clients(
    store: Store,
    client_ids: Iterable[bytes],
    to: bytes | None,
    along: Along,
    note: str = "",
    progress: Progress | None = None,
) -> InHand:
    """Hand these clients over to a colleague (None: to nobody); how much of what has changed hands.

    ``note`` is written into the history of each client by whoever sits here, unless it is empty. ``progress``
    (done, total) may cancel by raising. Raises RecordNotFound (there is no such colleague), TextTooLong.
    """
    return _hand_over(store, _rows_of(store, client_ids, to, along), to, note, progress)


def foreseen(store: Store, client_ids: Iterable[bytes]) -> InHand:
    """How many of these clients are there, and what would go along with them at most."""
    return _counted(_rows_of(store, client_ids, _NO_ID, Along()))


def of_person(
    store: Store,
    colleague_id: bytes,
    to: bytes | None,
    along: Along,
    note: str = "",
    progress: Progress | None = None,
) -> InHand:
    """Hand over all clients of a colleague, and all that is in hand, whichever clients it is for; as ``of_clients``."""
    mine = (
        "SELECT t.id FROM client_list l CROSS JOIN client t ON t.id = l.client_id WHERE l.responsible_id = ?1"
    )
    queries = {"client": f"{mine} AND t.deleted = 0"}
    for table in along.tables():
        queries[table] = f"SELECT t.id FROM {table} t WHERE t.responsible_id = ?1 AND {_OPEN[table]}"
    rows = [
        (table, id_)
        for table, sql in queries.items()
        for (id_,) in store.read(f"{sql} AND t.responsible_id IS NOT ?2", (colleague_id, to))
    ]
    return _hand_over(store, rows, to, note, progress)


def _rows_of(store: Store, client_ids: Iterable[bytes], to: bytes | None, along: Along) -> list[_Row]:
    """Those of the clients that ``to`` does not have, and what their colleagues have in hand for them."""
    rest = iter(dict.fromkeys(client_ids))
    rows: list[_Row] = []
    while batch := tuple(islice(rest, CHUNK)):
        slots = ", ".join("?" * len(batch))
        given = f"c.id IN ({slots}) AND c.deleted = 0"
        queries = {"client": f"SELECT c.id FROM client c WHERE {given} AND c.responsible_id IS NOT ?"}
        for table in along.tables():
            queries[table] = (
                f"SELECT t.id FROM client c CROSS JOIN {table} t ON t.client_id = c.id WHERE {given}"
                f" AND t.responsible_id = c.responsible_id AND {_OPEN[table]} AND t.responsible_id IS NOT ?"
            )
        rows += [(table, id_) for table, sql in queries.items() for (id_,) in store.read(sql, (*batch, to))]
    return rows


def _hand_over(
    store: Store, rows: Sequence[_Row], to: bytes | None, note: str, progress: Progress | None
) -> InHand:
    note = note.strip()
    check_row({"result": note})
    if to is not None:
        writing.live_row(store, "colleague", to)
    now, writer = utc_text(store.clock.now()), colleagues.me(store)

    def write(change: Change, part: Sequence[_Row]) -> None:
        for table in dict.fromkeys(table for table, _ in part):
            change.executemany(
                f"UPDATE {table} SET responsible_id = ? WHERE id = ?",
                ((to, id_) for of, id_ in part if of == table),
            )
        if note:
            clients = (id_ for table, id_ in part if table == "client")
            change.executemany(_NOTE, ((uuid7(), id_, now, note, writer, now) for id_ in clients))

    in_bulk(store, Op.HAND_OVER, rows, write, progress=progress)
    return _counted(rows)


def _counted(rows: Iterable[_Row]) -> InHand:
    counts = Counter(table for table, _ in rows)
    return InHand(counts["client"], counts["activity"], counts["deal"], counts["request"])
