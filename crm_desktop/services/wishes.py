"""Unmet wishes, found again by word when the thing is there: who asked for blue vases, and the calls that tell them.

A wish that was answered ("not in stock, we will call") waits on for the thing. One whose client hears of it already
- it was answered, and a contact with the client is planned - is not planned for a second time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.kinds import RequestKind
from crm_desktop.services import request_words
from crm_desktop.services.attention import IN_BIN
from crm_desktop.services.planning_many import PlannedMany, Spread, plan_for
from crm_desktop.services.requests import note_answers

if TYPE_CHECKING:
    from crm_desktop.services.bulk import Progress
    from crm_desktop.services.drafts import ActivityDraft
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_OPEN = (
    f"FROM request q WHERE q.kind = '{RequestKind.WISH.value}' AND q.resolved_at IS NULL AND q.deleted = 0"
    f" AND q.client_id NOT IN {IN_BIN}"
)


@dataclass(frozen=True, slots=True)
class WishesFound:
    """The open wishes that a text asks for, the longest waiting first.

    Attributes:
        asked: what was asked for, without the words that only ask.
        request_ids: the wishes.
        told_ids: those of them whose client hears of it already.
        clients: of how many clients.
    """

    asked: str
    request_ids: tuple[bytes, ...]
    told_ids: frozenset[bytes]
    clients: int


def find(store: Store, text: str) -> WishesFound | None:
    """The open wishes with all the words of a text, whatever their case; None where nobody waits for it."""
    if not any(len(word) > 1 for word in request_words.about(text)):
        return None
    request_words.fill(store)
    today = store.clock.now().astimezone().date().isoformat()
    for sought in request_words.readings(text):
        holds, values = request_words.condition(sought, names=False)
        found = store.read(
            "SELECT q.id, q.client_id, q.answered_at IS NOT NULL AND COALESCE((SELECT l.next_contact FROM client_list l"
            f" WHERE l.client_id = q.client_id), '') >= :today {_OPEN} AND {holds} ORDER BY q.received_at, q.rid",
            values | {"today": today},
        )
        if found:
            told = frozenset(id_ for id_, _, hears in found if hears)
            clients = len({client_id for _, client_id, _ in found})
            asked = request_words.named(sought.text)
            return WishesFound(asked, tuple(id_ for id_, *_ in found), told, clients)
    return None


def clients_of(store: Store, request_ids: Sequence[bytes]) -> dict[bytes, list[bytes]]:
    """The clients of these open wishes in their order, each with its wishes; other requests are left out."""
    clients: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for each in dict.fromkeys(request_ids):
        for (client_id,) in store.read(f"SELECT q.client_id {_OPEN} AND q.id = ?", (each,)):
            clients[client_id].append(each)
    return dict(clients)


def plan_calls(
    store: Store,
    request_ids: Sequence[bytes],
    draft: ActivityDraft,
    *,
    spread: Spread,
    progress: Progress | None = None,
) -> PlannedMany:
    """Plan a contact with each client of these wishes, and note the wishes as answered, as one operation.

    One contact for a client, however many wishes. Who does not want to be contacted is left out, and its wishes stay
    as they are. Arguments and errors as of ``planning_many.plan_for``.
    """
    wished, now = clients_of(store, request_ids), utc_text(store.clock.now())

    def answer(change: Change, clients: Sequence[bytes]) -> None:
        note_answers(change, [wish for client in clients for wish in wished[client]], now)

    return plan_for(store, list(wished), draft, spread=spread, also=answer, progress=progress)
