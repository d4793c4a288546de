"""Many laptops at one server: thirty that sync at once, and how long others wait for the lock during a large import."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.figure import Figure, median
from benchmarks.sync_server import laptop, load, make_shared, password, server, spent
from benchmarks.sync_window import add_clients

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.storage.store import Store
    from tests.sync.postgres import Server

LAPTOPS = 30
SYNCS = 4
CROWD = 10
"""So many edits of each before the syncs begin."""
LONGEST_WAIT_MS = 500.0
"""Of another's push during an import (sync-protocol.md, failure 27)."""
_KNOCK_EVERY_S = 0.02
_DEVICE = bytes(range(16))


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """Thirty small bases with edits of their own; then an import of so many rows beside somebody's single edits."""
    with server() as on, tempfile.TemporaryDirectory() as name:
        return [*_at_once(on, Path(name)), *_beside(on, Path(name), rows)]


def _at_once(on: Server, folder: Path) -> list[Figure]:
    database = make_shared(on)
    with ExitStack() as open_ones:
        team = [
            open_ones.enter_context(laptop(on, database, folder / f"{number}.crm", "anna"))
            for number in range(LAPTOPS)
        ]
        for _, sync in team:
            sync()

        def work(member: tuple[Store, Callable[[], Any]]) -> None:
            store, sync = member
            for _ in range(SYNCS):
                add_clients(store, CROWD)
                sync()

        with ThreadPoolExecutor(LAPTOPS) as pool:
            total = spent(on, lambda: list(pool.map(work, team)))
        for _, sync in team:
            sync()
        contents = {store.read("SELECT count(*), max(rev) FROM client")[0] for store, _ in team}
    if contents != {(LAPTOPS * SYNCS * CROWD, max(rev for _, rev in contents))}:
        raise RuntimeError(f"sync_many: the laptops differ: {contents}")
    count = LAPTOPS * SYNCS
    return [
        Figure(f"{LAPTOPS} laptops at once, a sync", 1000 * total.wall / count, "ms", note=load()),
        Figure("of which the server works", 1000 * total.servers / count, "ms"),
    ]


def _beside(on: Server, folder: Path, rows: int) -> list[Figure]:
    """What another push waits for, while an import is being sent: for the counter that orders all of them."""
    from crm_desktop.sync import server_sql
    from crm_desktop.sync.connection import connect

    database = make_shared(on)
    waits: list[float] = []
    sent = threading.Event()
    with (
        laptop(on, database, folder / "importing.crm", "anna") as (store, sync),
        closing(connect(on.address(database, "jonas"), password("jonas"))) as other,
    ):
        sync()
        add_clients(store, rows)

        def knock() -> None:
            while not sent.wait(_KNOCK_EVERY_S):
                before = time.perf_counter()
                other.execute("BEGIN")
                other.execute(server_sql.BEGIN_PUSH, (os.urandom(16).hex(), _DEVICE.hex(), "Jonas"))
                waits.append(time.perf_counter() - before)
                other.execute("ROLLBACK")

        beside = threading.Thread(target=knock)
        beside.start()
        try:
            sync()
        finally:
            sent.set()
            beside.join()
    longest, usual = max(waits) * 1000, median(waits) * 1000
    return [
        Figure(
            f"beside an import of {rows:,} a push waits at most",
            longest,
            "ms",
            limit=LONGEST_WAIT_MS,
            note=load(),
        ),
        Figure("usually", usual, "ms"),
    ]
