"""Lists of clients: the first page at once, the whole order in the background, any window of rows in between.

    page = first_page(store, query)          # every keystroke
    places = order(store, query)             # then, on a background thread
    rows(store, places[1000:1060], query)    # whatever is scrolled to

A list is held as places (``client_list.pos``): 8 bytes a row instead of the row.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.services.filters import Filter
from crm_desktop.services.finding.explain import Explainer, Match
from crm_desktop.services.finding.filter_sql import Condition, Moment, conditions
from crm_desktop.services.finding.places import DELETED, LIVE
from crm_desktop.services.finding.sorting import BY_NAME, Sorting, sorting
from crm_desktop.services.finding.terms import parse
from crm_desktop.services.finding.tiers import MatchKind, Tier, last_tiers, sure_tiers
from crm_desktop.services.listing import state

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

COUNTED = 1000
"""The first page counts so far; beyond that its total is "at least"."""


@dataclass(frozen=True, slots=True)
class ClientQuery:
    """What a list shows. ``sort``: one of ``finding.sorting.SORTS`` or the filter id of an own field.

    ``bin``: the deleted clients instead of the live ones.
    """

    text: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = BY_NAME
    descending: bool = False
    bin: bool = False


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as lists show it; values as stored, None where there is none.

    ``birthday`` is YYYY-MM-DD or --MM-DD; ``created``, ``changed``, ``last_contact`` and ``next_contact`` are UTC
    instants as text (``next_contact`` a date for a whole-day plan). ``tags`` and ``groups`` are names.
    """

    pos: int
    client_id: bytes
    kind: str
    number: int | None
    name: str
    company: str | None
    job_title: str | None
    phone: str | None
    email: str | None
    city: str | None
    region: str | None
    country: str | None
    stage_id: bytes | None
    source_id: bytes | None
    referrer_id: bytes | None
    responsible_id: bytes | None
    language: str | None
    channel: str | None
    do_not_contact: bool
    birthday: str | None
    created: str | None
    changed: str | None
    last_contact: str | None
    next_contact: str | None
    activities: int
    open_requests: int
    tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    fields: tuple[tuple[bytes, str], ...] = ()
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The first rows, and how many there are: exactly ``total``, or ``total`` at least when ``capped``.

    ``places`` are those of all rows found so far (``rows`` are the first of them). ``understood`` is the text as it was
    read when it made sense in another keyboard layout only.
    """

    rows: tuple[ClientRow, ...]
    total: int
    capped: bool
    places: Sequence[int]
    understood: str | None = None


def first_page(store: Store, query: ClientQuery, limit: int = 60) -> Page:
    """The first ``limit`` rows, fast enough for every keystroke; ``order`` gives the rest."""
    found = array("q")
    seen: set[int] = set()
    understood: str | None = None
    capped = False
    with store.snapshot():
        for selection in _selections(store, query, lambda: not found, wait=False):
            if len(found) >= limit:
                capped = True
                break
            cursor = store.cursor(f"{selection.sql} LIMIT {COUNTED}", selection.values)
            new = [pos for pos, *_ in cursor if pos not in seen]
            if new and not found:
                understood = selection.understood
            found.extend(new)
            seen.update(new)
            if len(found) >= COUNTED:
                capped = True
                break
        page = rows(store, found[:limit], query)
    return Page(tuple(row for row in page if row is not None), len(found), capped, found, understood)


def order(store: Store, query: ClientQuery, cancelled: Callable[[], bool] = lambda: False) -> array[int]:
    """The places of all rows in order; empty when ``cancelled`` says so meanwhile. For a background thread.

    SQLite makes one text of all places while Python's lock is free, so the window keeps drawing; reading that text is
    done piece by piece.
    """
    found = array("q")
    seen: set[int] = set()
    with store.snapshot():
        for selection in _selections(store, query, lambda: not found, wait=True):
            if cancelled():
                return array("q")
            sql = f"SELECT group_concat(pos) FROM ({selection.sql})"
            ((joined,),) = store.read(sql, selection.values)
            for piece in _pieces(joined or ""):
                if cancelled():
                    return array("q")
                found.extend(pos for pos in piece if pos not in seen)
            if selection.again:
                seen.update(found)
    return found


_PIECE = 1 << 15


def _pieces(joined: str) -> Iterator[list[int]]:
    """The numbers of a comma-separated text, some thousand at a time."""
    start = 0
    while start < len(joined):
        end = joined.find(",", start + _PIECE)
        end = len(joined) if end < 0 else end
        yield list(map(int, joined[start:end].split(",")))
        start = end + 1


@dataclass(frozen=True, slots=True)
class _Selection:
    """A query that gives places in order; ``again``: a later one may give the same places."""

    sql: str
    values: tuple[Any, ...]
    understood: str | None = None
    again: bool = False


def _selections(
    store: Store, query: ClientQuery, nothing_yet: Callable[[], bool], *, wait: bool
) -> Iterator[_Selection]:
    """The parts of a list, one after the other."""
    language, _, _ = state(store.connection)
    moment = Moment(store.clock.now(), language)
    where = conditions(query.filters, moment)
    by = sorting(store, query.sort, language) if query.sort != BY_NAME else None
    if not parse(query.text):
        yield from _unsearched(query, where, by)
        return
    for tier in sure_tiers(store, query.text):
        yield _searched(query, tier, where, by)
    if nothing_yet():
        for tier in last_tiers(store, query.text, wait=wait):
            yield _searched(query, tier, where, by)
            if not nothing_yet():
                return


def _unsearched(query: ClientQuery, where: list[Condition], by: Sorting | None) -> Iterator[_Selection]:
    area = DELETED if query.bin else LIVE
    sql = " AND ".join([f"l.pos BETWEEN {area.low} AND {area.high}", *(c.sql for c in where)])
    values = tuple(value for c in where for value in c.values)
    down = "DESC" if query.descending else "ASC"
    if by is None:
        yield _Selection(f"SELECT l.pos FROM client_list l WHERE {sql} ORDER BY l.pos {down}", values)
    elif by.indexed:
        # In two parts, so that SQLite walks along the index of the filled ones and stops when the page is full.
        filled = f"SELECT l.pos FROM client_list l WHERE {by.sql} IS NOT NULL AND {sql} ORDER BY {by.sql} {down}, l.pos"
        yield _Selection(filled, values)
        empty = f"SELECT l.pos FROM client_list l WHERE {by.sql} IS NULL AND {sql} ORDER BY l.pos"
        yield _Selection(empty, values)
    else:
        sorted_ = (
            f"SELECT l.pos, {by.sql} AS k FROM client_list l WHERE {sql} ORDER BY k IS NULL, k {down}, l.pos"
        )
        yield _Selection(sorted_, (*by.values, *values))


def _searched(query: ClientQuery, tier: Tier, where: list[Condition], by: Sorting | None) -> _Selection:
    area = DELETED if query.bin else LIVE
    bounds = [f"f.rowid BETWEEN {area.low} AND {area.high}", tier.where]
    down = "DESC" if query.descending else "ASC"
    if by is None and not where:
        sql = (
            f"SELECT f.rowid AS pos FROM {tier.table} f WHERE {' AND '.join(bounds)} ORDER BY f.rowid {down}"
        )
        return _Selection(sql, tier.values, tier.understood, again=True)
    joined = f"FROM {tier.table} f CROSS JOIN client_list l ON l.pos = f.rowid"
    sql = " AND ".join([*bounds, *(c.sql for c in where)])
    values = (*tier.values, *(value for c in where for value in c.values))
    if by is None:
        sql = f"SELECT l.pos {joined} WHERE {sql} ORDER BY f.rowid {down}"
        return _Selection(sql, values, tier.understood, again=True)
    sql = f"SELECT l.pos, {by.sql} AS k {joined} WHERE {sql} ORDER BY k IS NULL, k {down}, l.pos"
    return _Selection(sql, (*by.values, *values), tier.understood, again=True)


_ROW = (
    "SELECT l.pos, l.client_id, l.kind, l.number, l.name, l.company, l.job_title, l.phone, l.email, l.city, l.region,"
    " l.country, l.stage_id, l.source_id, l.referrer_id, l.responsible_id, l.language, l.channel, l.do_not_contact,"
    " l.birthday, l.created_at, l.changed_at, l.last_contact, l.next_contact, l.activities, l.open_requests"
    " FROM client_list l WHERE l.pos IN ({})"
)
_TAGS = (
    "SELECT m.pos, g.name FROM client_mark m JOIN {} g ON g.id = m.mark_id WHERE m.pos IN ({}) AND g.deleted = 0"
    " ORDER BY g.name"
)
_OWN = (
    "SELECT l.pos, v.field_id, v.value FROM client_list l JOIN field_value v ON v.client_id = l.client_id"
    " WHERE l.pos IN ({}) AND v.deleted = 0"
)


def rows(store: Store, positions: Sequence[int], query: ClientQuery) -> list[ClientRow | None]:
    """The rows at these places, in their order; None for a place that has become empty since ``order``.

    ``query`` says what they were searched by, for ``ClientRow.match``.
    """
    if not positions:
        return []
    slots = ",".join("?" * len(positions))
    places = list(positions)
    tags = _grouped(store, _TAGS.format("tag", slots), places)
    groups = _grouped(store, _TAGS.format("client_group", slots), places)
    own: dict[int, list[tuple[bytes, str]]] = {}
    for pos, field_id, value in store.cursor(_OWN.format(slots), places):
        own.setdefault(pos, []).append((field_id, value))
    matches = Explainer(store, query.text).matches(places)
    made: dict[int, ClientRow] = {}
    for pos, *values in store.cursor(_ROW.format(slots), places):
        made[pos] = ClientRow(
            pos,
            *values,
            tuple(tags.get(pos, ())),
            tuple(groups.get(pos, ())),
            tuple(own.get(pos, ())),
            matches.get(pos),
        )
    return [made.get(pos) for pos in places]


def _grouped(store: Store, sql: str, places: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pos, name in store.cursor(sql, places):
        found.setdefault(pos, []).append(name)
    return found
