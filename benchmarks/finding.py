"""The services behind the list, without a window: first pages, rows anywhere, whole orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.child import measured
from benchmarks.figure import Figure, median, percentile

if TYPE_CHECKING:
    from pathlib import Path

_ROWS_MS = 2.0


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """Figures that explain those of the painted list; only the rows of a window have a goal of their own."""
    taken = measured("benchmarks.finding", "services", base=str(base))
    keys, windows = taken["keys"], taken["windows"]
    note = f"median {median(keys):.2f}, worst {max(keys):.0f} ms, {len(keys)} keys"
    return [
        Figure("first page of a search, p95", percentile(keys, 0.95), "ms", note=note),
        Figure("60 rows anywhere, p99", percentile(windows, 0.99), "ms", limit=_ROWS_MS),
        *(Figure(f"whole order {name}", value, "ms") for name, value in taken["orders"].items()),
        Figure("filter, first page", taken["filtered"][0], "ms"),
        Figure("  memory then", taken["memory"], "MB"),
    ]


def services(base: str) -> dict[str, Any]:
    """Take all figures on one open base."""
    from pathlib import Path

    from benchmarks import search
    from benchmarks.bases import LANGUAGE
    from benchmarks.child import peak_mb
    from crm_desktop.services.base import open_base

    store = open_base(Path(base), language=LANGUAGE, create=False).store
    taken = {
        "keys": search.keystrokes(store),
        "windows": search.windows(store),
        "orders": search.whole_orders(store),
        "filtered": search.filtered(store),
        "memory": peak_mb(),
    }
    store.close()
    return taken
