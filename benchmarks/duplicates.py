"""Searching a base for clients that stand there twice.

The floor reads what has to be looked at, and nothing else: the names and birthdays of all clients and the keys of their
phones and e-mails, as plain rows.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from benchmarks.bases import LANGUAGE
from benchmarks.child import measured
from benchmarks.figure import Figure


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """The search over the sample base."""
    del rows
    ours = measured("benchmarks.duplicates", "ours", path=str(base))
    floor = measured("benchmarks.duplicates", "floor", path=str(base))
    note = f"{ours['pairs']} pairs found among {ours['compared']:,} compared"
    return [
        Figure(
            f"search {clients:,} clients for duplicates", ours["seconds"], "s", floor["seconds"], note=note
        ),
        Figure("  memory then", ours["memory"], "MB", floor["memory"], limit=400),
    ]


def ours(path: str) -> dict[str, Any]:
    """The whole search, as the window does it in the background."""
    from crm_desktop.services.base import open_base
    from crm_desktop.services.duplicates.blocks import Blocks
    from crm_desktop.services.duplicates.finding import find

    store = open_base(Path(path), language=LANGUAGE).store
    start = time.process_time()
    found = find(store)
    seconds, memory = time.process_time() - start, own_memory_mb()
    blocks = Blocks(store)
    blocks.read(lambda done, total: None)
    compared = len(blocks.pairs())
    store.close()
    return {"seconds": seconds, "memory": memory, "pairs": len(found), "compared": compared}


def floor(path: str) -> dict[str, Any]:
    """The rows alone."""
    import sqlite3

    connection = sqlite3.connect(path)
    start = time.process_time()
    for sql in (
        "SELECT rid, kind, name, family, given, middle, birthday FROM client WHERE deleted = 0",
        "SELECT client_id, kind, key, city FROM contact_point WHERE deleted = 0",
    ):
        for _row in connection.execute(sql):
            pass
    seconds, memory = time.process_time() - start, own_memory_mb()
    connection.close()
    return {"seconds": seconds, "memory": memory}


def own_memory_mb() -> float:
    """Memory of this process alone, in MB: pages of the base that the system keeps for everybody do not count."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("RssAnon:"))
        return int(line.split()[1]) / 1e3
    from benchmarks.child import peak_mb

    return peak_mb()
