"""The list of deals: its first page at once, the whole order in the background, any window of rows in between.

    page = first_page(store, query)
    places = order(store, query)             # on a background thread
    rows(store, places[1000:1060])           # whatever is scrolled to
    totals(store, query)                     # count and sums, on a background thread

A place is the ``rid`` of a deal.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from crm_desktop.collation import sort_key
from crm_desktop.folding import words
from crm_desktop.kinds import DealState
from crm_desktop.services import deal_stages
from crm_desktop.services.deal_filters import WHOLE_AMOUNT, condition
from crm_desktop.services.finding.index import state
from crm_desktop.services.lists import COUNTED, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crm_desktop.services.filters import Filter
    from crm_desktop.storage.store import Store

_SHORTEST = 3
"""Letters of a word by which the index of all texts finds at once."""
_MANY = 20_000
_LOOKS = 2
"""So often it is looked how long a first page takes (``Store.stoppable``) before it is left to a thread."""

NEWEST = "created"
"""The order that the list has unless another is asked for: the newest first."""

_SORTS: Mapping[str, str] = {
    NEWEST: "d.created_at",
    "title": "sort_key(d.title, :language)",
    "client": "l.pos",
    "deal_stage": "k.place",
    "amount": WHOLE_AMOUNT,
    "cost": WHOLE_AMOUNT.replace("d.amount", "d.cost"),
    "profit": WHOLE_AMOUNT.replace("d.amount", "(d.amount - d.cost)"),
    "expected": "d.expected_on",
    "closed": "d.closed_on",
    "responsible": "k.place",
    "source": "k.place",
    "since": "CASE d.state WHEN 'open' THEN COALESCE(d.moved_at, d.created_at) END",
}
SORTS = tuple(_SORTS)
"""What the list can be sorted by; what a deal has not comes last, equal ones newest first."""

_WITHOUT = {**dict.fromkeys((NEWEST, "client", "amount"), ""), "title": "d.title = '', "}
"""SQL that puts what has no such value behind; by default what is NULL."""


@dataclass(frozen=True, slots=True)
class DealQuery:
    """What the list shows."""

    text: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = NEWEST
    descending: bool = True


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal as lists show it; sums in minor units of ``currency``, days as YYYY-MM-DD.

    ``since`` is the instant at which it came into its stage, None for one that is closed.
    """

    rid: int
    id: bytes
    client_id: bytes
    client: str
    title: str
    stage_id: bytes | None
    state: DealState
    amount: int
    currency: str
    cost: int | None
    expected_on: str | None
    closed_on: str | None
    responsible_id: bytes | None
    source_id: bytes | None
    created_at: str
    since: str | None
    match: None = None

    def is_overdue(self, today: str) -> bool:
        """Whether it should have been closed before ``today``."""
        return self.state is DealState.OPEN and self.expected_on is not None and self.expected_on < today


@dataclass(frozen=True, slots=True)
class Page:
    """The first rows, and how many there are: exactly ``total``, or ``total`` at least when ``capped``."""

    rows: tuple[DealRow, ...]
    total: int
    capped: bool
    places: Sequence[int]
    understood: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many deals there are, and what they come to by currency, in minor units.

    ``profits`` leaves out the deals whose cost nobody knows; ``unknown`` says how many these are.
    """

    count: int = 0
    amounts: tuple[tuple[str, int], ...] = ()
    profits: tuple[tuple[str, int], ...] = ()
    unknown: int = 0


_NOT_YET = Page((), 0, True, ())


class _TooLongError(Exception):
    """A first page is no matter of a few milliseconds."""


def _patience() -> Callable[[], None]:
    """A check that raises when it was asked too often."""
    looks = count(1)

    def look() -> None:
        if next(looks) > _LOOKS:
            raise _TooLongError

    return look


def first_page(store: Store, query: DealQuery, limit: int = 60) -> Page:
    """The first ``limit`` rows; ``order`` gives the rest, and all of them where a page would take long."""
    if _takes_long(store, query):
        return _NOT_YET
    sql, values = _selection(store, query)
    most = max(COUNTED, limit)
    with store.snapshot():
        try:
            with store.stoppable(_patience()):
                found = array("q", (rid for (rid,) in store.read(f"{sql} LIMIT {most}", values)))
        except _TooLongError:
            return _NOT_YET
        page = rows(store, found[:limit])
    shown = tuple(row for row in page if row is not None)
    return Page(shown, len(found), len(found) >= most, found)


def order(store: Store, query: DealQuery, cancelled: Callable[[], bool] = lambda: False) -> array[int]:
    """The places of all rows in order; empty when ``cancelled`` says so meanwhile. For a background thread."""
    sql, values = _selection(store, query)
    found = array("q")
    ((joined,),) = store.read(f"SELECT group_concat(rid) FROM ({sql})", values)
    for piece in pieces(joined or ""):
        if cancelled():
            return array("q")
        found.extend(piece)
    return found


def rows(store: Store, places: Sequence[int]) -> list[DealRow | None]:
    """The rows at these places, in their order; None where a deal is gone since ``order``."""
    slots = ",".join("?" * len(places))
    found = store.read(
        "SELECT d.rid, d.id, d.client_id, l.name, d.title, d.stage_id, d.state, d.amount, d.currency, d.cost,"
        " d.expected_on, d.closed_on, d.responsible_id, d.source_id, d.created_at, " + _SORTS["since"] +
        f" FROM deal d JOIN client_list l ON l.client_id = d.client_id WHERE d.deleted = 0 AND d.rid IN ({slots})",
        tuple(places),
    )  # fmt: skip
    made = {rid: _row([rid, *rest]) for rid, *rest in found}
    return [made.get(rid) for rid in places]


def _row(values: list[Any]) -> DealRow:
    values[6] = DealState(values[6])
    return DealRow(*values)


def rows_of(store: Store, places: Sequence[int]) -> Iterator[DealRow]:
    """The rows at any number of places, read piece by piece; those that are gone are left out."""
    for start in range(0, len(places), COUNTED):
        yield from (row for row in rows(store, places[start : start + COUNTED]) if row is not None)


def ids_at(store: Store, places: Sequence[int]) -> list[bytes]:
    """The ids of the deals at these places, in their order; those that are gone are left out."""
    found: dict[int, bytes] = {}
    for start in range(0, len(places), COUNTED):
        some = tuple(places[start : start + COUNTED])
        slots = ",".join("?" * len(some))
        found |= dict(store.read(f"SELECT rid, id FROM deal WHERE deleted = 0 AND rid IN ({slots})", some))
    return [found[rid] for rid in places if rid in found]


def place_of(store: Store, deal_id: bytes) -> int | None:
    """Where a deal stands among the places; None for one that is not there."""
    found = store.read("SELECT rid FROM deal WHERE id = ? AND deleted = 0", (deal_id,))
    return found[0][0] if found else None


def totals(store: Store, query: DealQuery) -> Totals:
    """How many deals a list has and what they come to. For a background thread."""
    where, values = condition(query.text, query.filters, _today(store))
    found = store.read(
        "SELECT d.currency, COUNT(*), SUM(d.amount), SUM(IIF(d.cost IS NULL, 0, d.amount - d.cost)),"
        " SUM(d.cost IS NULL)"
        f" FROM deal d WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    )
    return Totals(
        sum(row[1] for row in found),
        tuple((currency, amount) for currency, _, amount, _, _ in found if currency),
        tuple(
            (currency, profit)
            for currency, count, _, profit, unknown in found
            if currency and unknown < count
        ),
        sum(row[4] for row in found),
    )


def _selection(store: Store, query: DealQuery) -> tuple[str, dict[str, Any]]:
    """SQL that gives the places in order, and its values."""
    where, values = condition(query.text, query.filters, _today(store))
    sort = query.sort if query.sort in _SORTS else NEWEST
    key, way = _SORTS[sort], "DESC" if query.descending else "ASC"
    last = _WITHOUT.get(sort, f"{key} IS NULL, ")
    source = "deal d"
    if sort == "client":
        # In the order of clients they are walked through, so that nothing needs sorting.
        source = "client_list l CROSS JOIN deal d ON d.client_id = l.client_id"
    elif sort in _LISTED:
        source, more = _with_places(store, sort)
        values |= more
    elif sort == "title":
        values["language"] = state(store.connection)[0]
    return f"SELECT d.rid FROM {source} WHERE {where} ORDER BY {last}{key} {way}, d.rid DESC", values


_LISTED = {"deal_stage": "stage_id", "responsible": "responsible_id", "source": "source_id"}
"""Columns whose values are entries of lists that people keep, short ones: sorted once, not once a deal."""


def _with_places(store: Store, sort: str) -> tuple[str, dict[str, Any]]:
    """SQL: deals ``d`` beside the place ``k.place`` that the entry of this column has in its list."""
    if sort == "deal_stage":
        ids = [stage.id for stage in deal_stages.stages(store)]
    else:
        language = state(store.connection)[0]
        table = "source" if sort == "source" else "colleague"
        named = store.read(f"SELECT id, name FROM {table}")
        ids = [id_ for id_, _ in sorted(named, key=lambda row: sort_key(row[1], language))]
    rows = ", ".join(f"(:k{place}, {place})" for place in range(len(ids)))
    made = f"VALUES {rows}" if rows else "SELECT NULL, NULL WHERE 0"
    values = {f"k{place}": id_ for place, id_ in enumerate(ids)}
    return (
        f"deal d LEFT JOIN (WITH k(id, place) AS ({made}) SELECT * FROM k) k ON k.id = d.{_LISTED[sort]}",
        values,
    )


def _takes_long(store: Store, query: DealQuery) -> bool:
    """Whether even the first page is for a background thread: every title must be looked at, in no time of SQLite's."""
    short = any(len(word) < _SHORTEST for word in words(query.text))
    return (short or query.sort == "title") and are_many(store)


def are_many(store: Store) -> bool:
    """Whether the base has so many deals that reading all of them takes longer than a blink."""
    ((newest,),) = store.read("SELECT MAX(rid) FROM deal")
    return int(newest or 0) > _MANY


def _today(store: Store) -> Any:
    return store.clock.now().astimezone().date()
