"""Sorting the whole list by a column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.child import measured
from benchmarks.figure import Figure, median
from benchmarks.window import milliseconds, window_over

if TYPE_CHECKING:
    from pathlib import Path

_RUNS = 11


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """A column with an index and an own field, which has none."""
    taken = measured("benchmarks.sort", "sorted_lists", base=str(base))
    return [
        Figure(
            f"sort by {name}", median(times), "ms", taken["floor"], most,
            note=f"{median(times) / taken['repaint']:.1f}x our own repaint",
        )
        for name, times, most in (
            ("number", taken["number"], 1.5),
            ("city", taken["city"], 1.5),
            ("last contact", taken["last_contact"], 1.5),
            ("an own field", taken["own"], 15.0),
        )
    ]  # fmt: skip


def sorted_lists(base: str) -> dict[str, Any]:
    """Show the list in each order, painted; the whole order follows in the background and is not waited for."""
    from crm_desktop.services import fields
    from crm_desktop.services.filters import OWN, ClientQuery

    with window_over(base) as window:
        page, viewport = window.desk.clients_page(), window.table.viewport()
        floor, own_repaint = window.plain_ms(), window.repaint_ms()

        def show(sort: str) -> None:
            page.show_view(ClientQuery(sort=sort))
            viewport.repaint()

        def times(sort: str) -> list[float]:
            taken = []
            for _ in range(_RUNS):
                taken.append(milliseconds(lambda: show(sort)))
                window.settle()
                page.show_view(ClientQuery())
                window.settle()
            return taken

        own = fields.own_fields(window.desk.session.store)[1]
        return {
            "floor": floor,
            "repaint": own_repaint,
            **{sort: times(sort) for sort in ("number", "city", "last_contact")},
            "own": times(OWN + own.id.hex()),
        }
