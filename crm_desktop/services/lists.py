"""Lists of clients: the first page at once, the whole order in the background, any window of rows in between.

    page = first_page(store, query)          # every keystroke
    places = order(store, query)             # then, on a background thread
    rows(store, places[1000:1060], query)    # whatever is scrolled to

A list is held as places (``client_list.pos``): 8 bytes a row instead of the row.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.models.derived import BIN
from crm_desktop.services.filters import OWN, ClientQuery
from crm_desktop.services.finding.selections import selections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crm_desktop.services.filters import Value
    from crm_desktop.services.finding.explain import Match
    from crm_desktop.storage.store import Store

__all__ = ["ClientQuery", "ClientRow", "Page", "count_by", "first_page", "order", "rows"]

COUNTED = 1000
"""The first page counts so far; beyond that its total is "at least"."""


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
    vip: bool = False
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


def first_page(store: Store, query: ClientQuery, limit: int = 60, *, brief: bool = False) -> Page:
    """The first ``limit`` rows, fast enough for every keystroke; ``order`` gives the rest.

    ``brief``: where names, phones and the like were found already, leave all other texts to ``order``.
    """
    found = array("q")
    seen: set[int] = set()
    understood: str | None = None
    capped = False
    most = COUNTED
    with store.snapshot():
        for selection in selections(store, query, lambda: not found, wait=False):
            if len(found) >= limit or (brief and found and selection.deep):
                capped = True
                break
            read = store.read(f"{selection.sql} LIMIT {most}", selection.values)
            new = [row[0] for row in read if row[0] not in seen]
            if new and not found:
                understood = selection.understood
            found.extend(new)
            if len(read) >= most or len(found) >= COUNTED:
                capped = True
                break
            seen.update(new)
            # No more than the page may need: the parts of a search behind the first cost several times as much a row.
            most = min(COUNTED, limit)
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
        for selection in selections(store, query, lambda: not found, wait=True):
            if cancelled():
                return array("q")
            sql = f"SELECT group_concat(pos) FROM ({selection.sql})"
            ((joined,),) = store.read(sql, selection.values)
            for piece in pieces(joined or ""):
                if cancelled():
                    return array("q")
                found.extend(pos for pos in piece if pos not in seen)
            if selection.again:
                seen.update(found)
    return found


def prepare_search(store: Store, _progress: object = None) -> None:
    """Load what a search needs, so that its first key waits for nothing. For a background thread.

    A start leaves it out: 60 ms, most of it the numbering plans of all countries.
    """
    from crm_desktop.services.finding.explain import Explainer

    Explainer(store, "a 370 612 34567")


_PIECE = 1 << 15


def pieces(joined: str) -> Iterator[list[int]]:
    """The numbers of a comma-separated text, some thousand at a time."""
    start = 0
    while start < len(joined):
        end = joined.find(",", start + _PIECE)
        end = len(joined) if end < 0 else end
        yield list(map(int, joined[start:end].split(",")))
        start = end + 1


_COLUMNS = (
    "l.pos, l.client_id, l.kind, l.number, l.name, l.company, l.job_title, l.phone, l.email, l.city, l.region,"
    " l.country, l.stage_id, l.source_id, l.referrer_id, l.responsible_id, l.language, l.channel, l.do_not_contact,"
    " l.birthday, l.created_at, l.changed_at, l.last_contact, l.next_contact, l.activities, l.open_requests"
)
_ROW = f"SELECT {_COLUMNS} FROM client_list l WHERE l.pos IN ({{}})"
_ROW_FOUND = (
    f"SELECT {{}}, {_COLUMNS} FROM client_list l JOIN client_text t ON t.pos = l.pos WHERE l.pos IN ({{}})"
)
_TAGS = (
    "SELECT m.pos, g.name FROM client_mark m JOIN {} g ON g.id = m.mark_id WHERE m.pos IN ({}) AND g.deleted = 0"
    " ORDER BY g.name"
)
_OWN = (
    "SELECT l.pos, v.field_id, v.value FROM client_list l JOIN field_value v ON v.client_id = l.client_id"
    " WHERE l.pos IN ({}) AND v.deleted = 0"
)


_VIP = (
    "SELECT l.pos FROM client_list l WHERE l.pos IN ({})"
    " AND l.client_id IN (SELECT id FROM client WHERE vip = 1)"
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
    vip = {pos for (pos,) in store.cursor(_VIP.format(slots), places)}
    made: dict[int, ClientRow] = {}
    for match, pos, *values in _explained(store, query.text, places, slots):
        lists = tuple(tags.get(pos, ())), tuple(groups.get(pos, ())), tuple(own.get(pos, ()))
        fields: tuple[Any, ...] = (pos, *values, *lists, pos in vip, match)
        made[pos] = ClientRow(*fields)
    return [made.get(pos) for pos in places]


def _explained(
    store: Store, text: str, places: list[int], slots: str
) -> Iterator[tuple[Match | None, *tuple[Any, ...]]]:
    """Why each was found, where anything was searched, and the columns of its row."""
    if not text:
        for row in store.cursor(_ROW.format(slots), places):
            yield None, *row
        return
    # Imported here: the list of a start is not searched.
    from crm_desktop.services.finding.explain import EXPLAINED, Explainer, Found

    explainer = Explainer(store, text)
    for main, *row in store.read(_ROW_FOUND.format(EXPLAINED, slots), places):
        pos, client_id, _kind, number, name, company, _job, phone, email = row[:9]
        yield explainer.match(Found(pos, client_id, name, number, company, phone, email, main)), *row


def _grouped(store: Store, sql: str, places: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pos, name in store.cursor(sql, places):
        found.setdefault(pos, []).append(name)
    return found


_COUNTS = {
    **{name: f"SELECT {name}_id, COUNT(*) FROM client_list WHERE pos < @bin GROUP BY 1" for name in
       ("stage", "source", "responsible", "referrer")},
    **{name: f"SELECT {name}, COUNT(*) FROM client_list WHERE pos < @bin GROUP BY 1" for name in
       ("kind", "language", "channel")},
    **{name: f"SELECT MIN({name}), COUNT(*) FROM client_list WHERE pos < @bin AND {name}_key IS NOT NULL"
       f" GROUP BY {name}_key" for name in ("city", "region", "country", "company", "job_title")},
    "tag": "SELECT m.mark_id, COUNT(*) FROM client_mark m JOIN tag g ON g.id = m.mark_id"
    " WHERE m.pos < @bin AND g.deleted = 0 GROUP BY 1",
    "group": "SELECT m.mark_id, COUNT(*) FROM client_mark m JOIN client_group g ON g.id = m.mark_id"
    " WHERE m.pos < @bin AND g.deleted = 0 GROUP BY 1",
}  # fmt: skip
_OWN_COUNT = (
    "SELECT v.value, COUNT(*) FROM field_value v JOIN client_list l ON l.client_id = v.client_id"
    " WHERE v.field_id = ? AND v.deleted = 0 AND l.pos < ? GROUP BY 1"
)


def count_by(store: Store, field: str) -> list[tuple[Value, int]]:
    """Which values of a filter field live clients have, and how many each, most first. For a background thread.

    None counts those without. Own fields go by their filter id.
    """
    if field.startswith(OWN):
        counted = store.read(_OWN_COUNT, (bytes.fromhex(field.removeprefix(OWN)), BIN))
    else:
        counted = store.read(_COUNTS[field].replace("@bin", str(BIN)))
    return sorted(counted, key=lambda pair: -pair[1])
