"""The list of requests: filtered, searched, a window at a time, in the order in which one would act on them.

What is open comes with the longest waiting first, what is resolved with the newest first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.kinds import Channel, RequestKind
from crm_desktop.services import request_words
from crm_desktop.services.attention import IN_BIN
from crm_desktop.services.request_limits import Limits, due_at, limits, overdue_sql
from crm_desktop.services.wall import midnight

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from crm_desktop.services.request_words import Sought
    from crm_desktop.storage.store import Store

Cursor = tuple[str, int]
"""Where a page ended: receipt and row number of its last request."""


class Standing(StrEnum):
    """How requests of a list stand."""

    OPEN = "open"
    OVERDUE = "overdue"
    RESOLVED = "resolved"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class RequestQuery:
    """What is wanted of the list.

    Attributes:
        standing: which of them.
        kinds, channels: of these only; none named: all.
        responsible: with these colleagues only (None among them: with nobody); none named: with anybody.
        first, last: received from the one local day to the other; None: no end.
        text: words of the request, of its resolution or of the client's name.
    """

    standing: Standing = Standing.OPEN
    kinds: tuple[RequestKind, ...] = ()
    channels: tuple[Channel, ...] = ()
    responsible: tuple[bytes | None, ...] = ()
    first: date | None = None
    last: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request of the list; instants are UTC text.

    ``due_at``: until when the next thing is to be done (``request_limits.due_at``); ``next_contact`` of the client:
    when it is spoken to next, as ``Activity.planned_at`` has it.
    """

    id: bytes
    client_id: bytes
    client: str
    phone: str
    kind: RequestKind
    channel: Channel
    text: str
    received_at: str
    answered_at: str | None
    resolved_at: str | None
    resolution: str
    responsible_id: bytes | None
    responsible: str
    next_contact: str | None
    due_at: str | None
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class Requests:
    """A page of the list.

    Attributes:
        rows: its requests.
        understood: in which other keyboard layout the text was read, else empty.
        sought: the words that were looked for (``request_words.spans`` marks them).
        total: how many requests the whole list has, where that was asked.
    """

    rows: tuple[RequestRow, ...]
    understood: str = ""
    sought: tuple[str, ...] = ()
    total: int | None = None


_AROUND = (
    "JOIN client c ON c.id = q.client_id LEFT JOIN client_list l ON l.client_id = q.client_id"
    " LEFT JOIN colleague r ON r.id = q.responsible_id"
)
_COLUMNS = (
    "q.id, c.id, c.name, COALESCE(l.phone, ''), q.kind, q.channel, q.text, q.received_at, q.answered_at,"
    " q.resolved_at, q.resolution, q.responsible_id, COALESCE(r.name, ''), l.next_contact, q.rid"
)
_STANDS = {
    Standing.OPEN: "q.resolved_at IS NULL",
    Standing.OVERDUE: "q.resolved_at IS NULL",
    Standing.RESOLVED: "q.resolved_at IS NOT NULL",
    Standing.ALL: "1",
}


def page(
    store: Store,
    query: RequestQuery,
    now: datetime,
    limit: int,
    after: Cursor | None = None,
    *,
    counted: bool = False,
) -> Requests:
    """The first ``limit`` requests of a list, or those behind ``after``; ``counted``: and how many it has in all."""
    with _one_state(store, query):
        known = limits(store)
        newest_first = query.standing in (Standing.RESOLVED, Standing.ALL)
        # Open ones and resolved ones have an index each: all of them are read from both, not sorted by SQLite.
        halves = (Standing.OPEN, Standing.RESOLVED) if query.standing is Standing.ALL else (query.standing,)
        where, values, sought = _where(store, query, known, now)
        total = _count(store, where, values) if counted else None
        down, beyond = (" DESC", "<") if newest_first else ("", ">")
        if after is not None:
            where += f" AND (q.received_at, q.rid) {beyond} (:after_at, :after_rid)"
            values |= {"after_at": after[0], "after_rid": after[1]}
        found = [
            each
            for half in halves
            for each in store.read(
                f"SELECT {_COLUMNS} FROM (SELECT q.rid FROM request q WHERE {where} AND {_STANDS[half]}"
                f" ORDER BY q.received_at{down}, q.rid{down} LIMIT :limit) first"
                f" JOIN request q ON q.rid = first.rid {_AROUND} ORDER BY q.received_at{down}, q.rid{down}",
                values | {"limit": limit},
            )
        ]
    rows = [_row(row, known) for row in found]
    if len(halves) > 1:
        rows.sort(key=lambda row: row.cursor, reverse=newest_first)
    understood, words = (sought.text if sought.translated else "", sought.words) if sought else ("", ())
    return Requests(tuple(rows[:limit]), understood, words, total)


def count(store: Store, query: RequestQuery, now: datetime) -> int:
    """How many requests the whole list has."""
    with _one_state(store, query):
        where, values, _ = _where(store, query, limits(store), now)
        return _count(store, where, values)


def ids(store: Store, query: RequestQuery, now: datetime) -> list[bytes]:
    """The ids of the whole list, in its order."""
    found, after = [], None
    while rows := page(store, query, now, 5000, after).rows:
        found += [row.id for row in rows]
        after = rows[-1].cursor
    return found


def row(store: Store, request_id: bytes) -> RequestRow | None:
    """One request as the list shows it; None where it is gone, or its client is."""
    found = store.read(
        f"SELECT {_COLUMNS} FROM request q {_AROUND} WHERE q.id = ? AND q.deleted = 0 AND c.deleted = 0",
        (request_id,),
    )
    return _row(found[0], limits(store)) if found else None


def overdue_count(store: Store, now: datetime) -> int:
    """How many requests wait for longer than their limit allows."""
    return count(store, RequestQuery(Standing.OVERDUE), now)


def _count(store: Store, where: str, values: dict[str, Any]) -> int:
    return int(store.read(f"SELECT COUNT(*) FROM request q WHERE {where}", values)[0][0])


def _one_state(store: Store, query: RequestQuery) -> AbstractContextManager[None]:
    """One state of the base; where a text is looked for, every request has its words in it."""
    if query.text.strip():
        request_words.fill(store)
    return store.snapshot()


def _row(found: Sequence[Any], known: Limits) -> RequestRow:
    id_, client_id, client, phone, kind, channel, text, received, answered, resolved, *rest = found
    resolution, responsible_id, responsible, next_contact, rid = rest
    return RequestRow(
        id_,
        client_id,
        client,
        phone,
        RequestKind(kind),
        Channel(channel),
        text,
        received,
        answered,
        resolved,
        resolution,
        responsible_id,
        responsible,
        next_contact,
        due_at(known, RequestKind(kind), received, answered, resolved),
        (received, rid),
    )


def _where(
    store: Store, query: RequestQuery, known: Limits, now: datetime
) -> tuple[str, dict[str, Any], Sought | None]:
    where, values = _filters(query, known, now)
    if not query.text.strip():
        return where, values, None
    first: tuple[str, dict[str, Any], Sought] | None = None
    for sought in request_words.readings(query.text):
        holds, more = request_words.condition(sought, names=True)
        reading = f"{where} AND {holds}", values | more, sought
        first = first or reading
        if store.read(f"SELECT 1 FROM request q WHERE {reading[0]} LIMIT 1", reading[1]):
            return reading
    if first is None:  # nothing but signs was typed
        return "0", {}, None
    return first[0], first[1], replace(first[2], translated=False)


def _filters(query: RequestQuery, known: Limits, now: datetime) -> tuple[str, dict[str, Any]]:
    parts, values = ["q.deleted = 0", f"q.client_id NOT IN {IN_BIN}"], dict[str, Any]()
    if query.standing is Standing.OVERDUE:
        late, values = overdue_sql(known, now)
        parts.append(late)
    parts.append(_STANDS[query.standing])
    for column, wanted in (("kind", query.kinds), ("channel", query.channels)):
        if wanted:
            values |= {f"{column}{n}": each.value for n, each in enumerate(wanted)}
            parts.append(f"q.{column} IN ({', '.join(f':{column}{n}' for n in range(len(wanted)))})")
    if query.responsible:
        values |= {f"who{n}": each for n, each in enumerate(query.responsible)}
        whose = (f"q.responsible_id IS :who{n}" for n in range(len(query.responsible)))
        parts.append(f"({' OR '.join(whose)})")
    if query.first is not None:
        parts.append("q.received_at >= :first")
        values["first"] = utc_text(midnight(query.first))
    if query.last is not None:
        parts.append("q.received_at < :beyond")
        values["beyond"] = utc_text(midnight(query.last + timedelta(days=1)))
    return " AND ".join(parts), values
