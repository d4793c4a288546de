"""Writing all clients into a workbook, beside the bare writer on rows that are ready."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.child import measured, peak_mb
from benchmarks.figure import Figure


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """The cards of ``clients``, everything on them; the floor writes as many rows of twelve plain columns."""
    ours = measured("benchmarks.export", "ours", base=str(base))
    floor = measured("benchmarks.export", "bare_writer", rows=ours["rows"])
    most = 1.5 * ours["columns"] / floor["columns"]
    note = f"{ours['columns']} columns, the floor has {floor['columns']}: the goal is taken per cell"
    return [
        Figure(
            f"export {ours['rows']:,} clients to xlsx",
            ours["seconds"],
            "s",
            floor["seconds"],
            most,
            note=note,
        ),
        Figure("  memory then", ours["memory"], "MB", floor["memory"], limit=80),
    ]


def ours(base: str) -> dict[str, Any]:
    """The program's own export."""
    from crm_desktop.exchange.exporting.clients import clients_table
    from crm_desktop.exchange.exporting.files import write_tables
    from crm_desktop.services.base import open_base
    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.services.lists import order
    from crm_desktop.services.picked import ids_at

    store = open_base(Path(base), create=False).store
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        table = clients_table(store, ids_at(store, order(store, ClientQuery())), "Clients", "en")
        written = write_tables(Path(folder) / "out.xlsx", [table], lambda done: None)
        seconds = time.process_time() - start
    store.close()
    return {"seconds": seconds, "rows": written.rows, "columns": len(table.columns), "memory": peak_mb()}


def bare_writer(rows: int) -> dict[str, Any]:
    """The fastest writer at hand, given dictionaries of twelve short texts."""
    import rustpy_xlsxwriter

    titles = [f"column {n}" for n in range(12)]
    values = [f"value of a cell {n}" for n in range(12)]
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        records = (dict(zip(titles, values, strict=True)) for _ in range(rows))
        rustpy_xlsxwriter.FastExcel(str(Path(folder) / "out.xlsx")).sheet("Sheet1", records).save()
        seconds = time.process_time() - start
    return {"seconds": seconds, "columns": len(titles), "memory": peak_mb()}
