"""Four filters at once, with the count, painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.child import measured
from benchmarks.figure import Figure, median
from benchmarks.window import milliseconds, window_over

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.storage.store import Store

_RUNS = 25


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """Stage, tag, city and last contact, with the first rows painted and the count exact."""
    taken = measured("benchmarks.filter", "filtered", base=str(base))
    return [
        Figure(
            "filter stage + tag + city + last contact", median(taken["shown"]), "ms", taken["floor"], most=2.0,
            note=f"{taken['found']} clients; {median(taken['shown']) / taken['own']:.1f}x our own repaint",
        )
    ]  # fmt: skip


def filtered(base: str) -> dict[str, Any]:
    """Show the filtered list and the whole one in turns."""
    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.services.lists import order

    with window_over(base) as window:
        store = window.desk.session.store
        query = _query(store)
        page, viewport = window.desk.clients_page(), window.table.viewport()
        floor, own = window.plain_ms(), window.repaint_ms()

        def show() -> None:
            page.show_view(query)
            viewport.repaint()

        shown = []
        for _ in range(_RUNS):
            page.show_view(ClientQuery())
            window.settle()
            shown.append(milliseconds(show))
        return {"shown": shown, "floor": floor, "own": own, "found": len(order(store, query))}


def _query(store: Store) -> ClientQuery:
    """The filters of somebody who looks for regular clients of the largest city left alone for two months."""
    from crm_desktop.kinds import StageRole
    from crm_desktop.services.base import stage_id
    from crm_desktop.services.filters import ClientQuery, Filter, FilterOp

    ((tag,),) = store.read("SELECT tag_id FROM client_tag GROUP BY tag_id ORDER BY COUNT(*) DESC LIMIT 1")
    ((city,),) = store.read(
        "SELECT city FROM client_list WHERE city IS NOT NULL GROUP BY city ORDER BY COUNT(*) DESC LIMIT 1"
    )
    return ClientQuery(
        filters=(
            Filter("stage", FilterOp.IS, (stage_id(StageRole.REGULAR),)),
            Filter("tag", FilterOp.IS, (tag,)),
            Filter("city", FilterOp.IS, (city,)),
            Filter("last_contact", FilterOp.OLDER_DAYS, (60,)),
        )
    )
