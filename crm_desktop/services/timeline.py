"""The history of a client, newest first: what was planned and what was held, of a company's people too."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.folding import fold
from crm_desktop.kinds import ActivityKind, Direction, Outcome
from crm_desktop.services.participants import of_clients

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

Cursor = tuple[str, int]
"""Where a page ended: time and row number of its last entry."""

_BATCH = 200

_SELECT = (
    "SELECT a.rid, COALESCE(a.held_at, a.planned_at) AS at, a.id, a.client_id, a.kind, a.direction, a.planned_at,"
    " a.held_at, a.all_day, a.minutes, a.place, a.wanted, a.offered, a.result, a.outcome, a.responsible_id,"
    " COALESCE(r.name, ''), COALESCE(c.name, ''), a.rule,"
    " (SELECT COUNT(*) FROM activity_move m WHERE m.activity_id = a.id AND m.deleted = 0)"
    " FROM activity a LEFT JOIN client c ON c.id = a.client_id LEFT JOIN colleague r ON r.id = a.responsible_id"
)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One activity. ``at`` is when it was held, else when it is planned: a UTC instant, or a day where ``all_day``.

    ``of_person`` is the name of the client it belongs to in the first place where the history of another shows it (a
    company's, or that of one who took part), else empty. ``repeats``: it is the template of a
    series. ``moves``: how often it was moved to another time.
    ``cursor`` asks for the page that begins after this entry.
    """

    id: bytes
    client_id: bytes | None
    kind: ActivityKind
    direction: Direction
    at: str
    planned_at: str | None
    held_at: str | None
    all_day: bool
    minutes: int | None
    place: str
    wanted: str
    offered: str
    result: str
    outcome: Outcome
    responsible_id: bytes | None
    responsible: str
    of_person: str
    repeats: bool
    moves: int
    cursor: Cursor


def page(
    store: Store,
    client_id: bytes,
    *,
    kinds: Collection[ActivityKind] = (),
    text: str = "",
    held: bool | None = None,
    limit: int = 50,
    before: Cursor | None = None,
) -> list[TimelineEntry]:
    """The newest ``limit`` entries after ``before``, what is planned ahead first.

    ``kinds`` keeps those kinds only (none: all); ``text`` those that hold all its words in any of their texts, as the
    search compares texts; ``held`` those that took place (True) or are planned (False).
    """
    wanted = fold(text).split()
    entries: list[TimelineEntry] = []
    for row in _rows(store, client_id, kinds, held, before, limit if not wanted else max(limit, _BATCH)):
        entry = _entry(row, client_id)
        if not wanted or _holds(entry, wanted):
            entries.append(entry)
            if len(entries) == limit:
                break
    return entries


def count(store: Store, client_id: bytes) -> int:
    """How many entries the whole history has."""
    mine, owners = of_clients(store, _owners(store, client_id))
    found = store.read(f"SELECT COUNT(*) FROM activity a WHERE {mine} AND a.deleted = 0", owners)
    return int(found[0][0])


def _rows(
    store: Store,
    client_id: bytes,
    kinds: Collection[ActivityKind],
    held: bool | None,
    before: Cursor | None,
    batch: int,
) -> Iterator[tuple[Any, ...]]:
    """Rows newest first, a batch at a time for as long as somebody asks."""
    mine, owners = of_clients(store, _owners(store, client_id))
    where = [mine, "a.deleted = 0"]
    params: list[Any] = [*owners]
    if kinds:
        where.append(f"a.kind IN ({', '.join('?' * len(kinds))})")
        params += [kind.value for kind in kinds]
    if held is not None:
        where.append(f"a.held_at IS {'NOT NULL' if held else 'NULL'}")
    while True:
        after = ["(COALESCE(a.held_at, a.planned_at), a.rid) < (?, ?)"] if before is not None else []
        found = store.read(
            f"{_SELECT} WHERE {' AND '.join((*where, *after))}"
            " ORDER BY COALESCE(a.held_at, a.planned_at) DESC, a.rid DESC LIMIT ?",
            (*params, *(before or ()), batch),
        )
        yield from found
        if len(found) < batch:
            return
        before = (found[-1][1], found[-1][0])


def _owners(store: Store, client_id: bytes) -> list[bytes]:
    """The client, and for a company its people as well."""
    people = store.read(
        "SELECT DISTINCT e.person_id FROM employment e JOIN client c ON c.id = e.person_id"
        " WHERE e.company_id = ? AND e.deleted = 0 AND c.deleted = 0",
        (client_id,),
    )
    return [client_id, *(person_id for (person_id,) in people)]


def _entry(row: tuple[Any, ...], of: bytes) -> TimelineEntry:
    rid, at, id_, client_id, kind, direction, planned_at, held_at, all_day, *texts = row
    minutes, place, wanted, offered, result, outcome, responsible_id, responsible, name, rule, moves = texts
    return TimelineEntry(
        id_,
        client_id,
        ActivityKind(kind),
        Direction(direction),
        at,
        planned_at,
        held_at,
        bool(all_day),
        minutes,
        place,
        wanted,
        offered,
        result,
        Outcome(outcome),
        responsible_id,
        responsible,
        "" if client_id == of else name,
        bool(rule),
        moves,
        (at, rid),
    )


def _holds(entry: TimelineEntry, words: list[str]) -> bool:
    text = fold(" ".join((entry.wanted, entry.offered, entry.result, entry.place, entry.of_person)))
    return all(word in text for word in words)
