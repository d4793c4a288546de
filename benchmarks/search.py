"""The search without its window: every key of what people type, windows of rows, whole orders, sizes of the index."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.terms import terms
from crm_desktop.services.filters import Filter, FilterOp
from crm_desktop.services.finding.sorting import SORTS
from crm_desktop.services.lists import ClientQuery, first_page, order, rows

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


def keystrokes(store: Store, count: int = 60, seed: int = 5) -> list[float]:
    """Milliseconds of CPU for the first page after each key of ``count`` typed terms."""
    order(store, ClientQuery("zzzzzzzz"))
    taken = []
    for term in terms(store, Random(seed), count):
        for end in range(1, len(term) + 1):
            taken.append(_milliseconds(partial(first_page, store, ClientQuery(term[:end]))))
    return taken


def windows(store: Store, count: int = 200, seed: int = 5) -> list[float]:
    """Milliseconds of CPU for 60 rows anywhere in the list of all clients."""
    places = order(store, ClientQuery())
    starts = [Random(seed + i).randrange(max(len(places) - 60, 1)) for i in range(count)]
    return [_milliseconds(partial(rows, store, places[s : s + 60], ClientQuery())) for s in starts]


def sorted_pages(store: Store) -> dict[str, float]:
    """Milliseconds of CPU for the first page by each column, downwards, the second time."""
    taken = {}
    for sort in SORTS:
        query = ClientQuery(sort=sort, descending=True)
        first_page(store, query)
        taken[sort] = _milliseconds(partial(first_page, store, query))
    return taken


def filtered(store: Store) -> tuple[float, float]:
    """Milliseconds of CPU for stage + tag + city + last contact: first page, and the whole order."""
    ((stage, city),) = store.read(
        "SELECT stage_id, city FROM client_list WHERE city IS NOT NULL AND stage_id IS NOT NULL"
        " GROUP BY 1, 2 ORDER BY COUNT(*) DESC LIMIT 1"
    )
    marks = store.read("SELECT mark_id FROM client_mark GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1")
    query = ClientQuery(
        filters=(
            Filter("stage", FilterOp.IS, (stage,)),
            Filter("city", FilterOp.IS, (city,)),
            Filter("last_contact", FilterOp.OLDER_DAYS, (60,)),
            *(Filter("tag", FilterOp.IS, (mark,)) for (mark,) in marks),
        )
    )
    first_page(store, query)
    return _milliseconds(partial(first_page, store, query)), _milliseconds(partial(order, store, query))


def whole_orders(store: Store) -> dict[str, float]:
    """Milliseconds of CPU for the whole order of some lists."""
    queries = {
        "by name": ClientQuery(),
        "by last contact": ClientQuery(sort="last_contact", descending=True),
        "one letter": ClientQuery("a"),
    }
    return {name: _milliseconds(partial(order, store, query)) for name, query in queries.items()}


def index_sizes(store: Store) -> dict[str, float]:
    """MiB of the derived tables and their indexes, the largest first."""
    return dict(
        store.read(
            "SELECT name, SUM(pgsize) / 1048576.0 FROM dbstat WHERE name GLOB 'find_*' OR name GLOB 'client_[ltm]*'"
            " GROUP BY 1 ORDER BY 2 DESC"
        )
    )


def _milliseconds(work: Callable[[], object]) -> float:
    # CPU time: on a busy machine the wall clock measures the neighbours.
    start = process_time()
    work()
    return (process_time() - start) * 1000
