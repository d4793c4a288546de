"""The window while a colleague's rows arrive: how long the base is held for a pull, and how long the window is.

The window is the program's own, with its own exchange. A timer ticks in it every 10 ms; what lies between two ticks is
how long a key press could have waited. Beside the clock stands what the thread of the window itself worked meanwhile:
on a busy machine the rest is others' turn.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bases import copy_of
from benchmarks.child import measured
from benchmarks.figure import Figure
from benchmarks.sync_server import laptop, load, make_shared, password, server, spent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm_desktop.storage.store import Store
    from tests.sync.postgres import Server

PULLS = (100, 1_000, 5_000, 20_000)
ARRIVING = 20_000
LONGEST_MS = 50.0
_TICK_MS = 10
_PATIENCE_S = 600.0


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """Pulls of some sizes into a base of so many clients, then the window while the largest of them comes."""
    with server() as on, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = make_shared(on)
        path = copy_of(base, folder)
        with laptop(on, database, path, "anna") as (store, sync):
            sync()
            store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            twin = _twin(on, database, path, folder / "twin.crm")
            figures = list(_pulls(on, database, store, sync, twin))
            add_clients(store, ARRIVING)
            sync()
        address = on.address(database, "jonas")
        held = measured(
            "benchmarks.sync_window",
            "held",
            base=str(twin),
            port=address.port,
            database=database,
            ca=str(address.ca_file or ""),
            tls=address.encrypted,
            secret=password("jonas"),
        )
    name = f"the window while {ARRIVING:,} rows arrive, longest"
    return [
        *figures,
        Figure(f"{name} work", held["work_ms"], "ms", limit=LONGEST_MS),
        Figure(f"{name} wait by the clock", held["wait_ms"], "ms", note=load()),
        Figure("until they are in lists and search", held["seconds"], "s", note=load()),
    ]


def _twin(on: Server, database: str, path: Path, copy: Path) -> Path:
    """The same base on another laptop, up to date."""
    copy.write_bytes(path.read_bytes())
    with laptop(on, database, copy, "jonas") as (store, sync):
        with store.transaction() as connection:
            connection.execute("UPDATE sync_meta SET device = NULL")
        sync()
    return copy


def _pulls(on: Server, database: str, store: Store, sync: Any, twin: Path) -> Iterator[Figure]:
    from crm_desktop.services import listing
    from crm_desktop.sync import applying

    apply, held = applying.apply, []

    def timed(*arguments: Any, **options: Any) -> Any:
        before = time.thread_time()
        try:
            return apply(*arguments, **options)
        finally:
            held.append(time.thread_time() - before)

    for rows in PULLS:
        add_clients(store, rows)
        sync()
        with laptop(on, database, twin, "jonas") as (other, pull):
            applying.apply = timed
            try:
                pull()
            finally:
                applying.apply = apply
            follow = spent(on, lambda other=other: listing.ensure(other, "ru"))  # type: ignore[misc]
        yield Figure(f"the base is held for a pull of {rows:,} clients", sum(held) * 1000, "ms")
        yield Figure("lists and search after it, in turns", follow.ours * 1000, "ms")
        held.clear()


def add_clients(store: Store, rows: int) -> None:
    """New clients, as an import writes them: of names that are all over the list."""
    from crm_desktop.ids import uuid7
    from crm_desktop.services import listing

    rng = random.Random(rows)
    made = []
    for _ in range(rows):
        family, given = ("".join(rng.choices("абвгдиклмнопрст", k=7)).title() for _ in range(2))
        made.append((uuid7(), f"{given} {family}", family, given))
    with store.long_change("import", derive=False) as work:
        with work.chunk() as change:
            change.executemany(
                "INSERT INTO client(id, name, family, given, created_at)"
                " VALUES (?, ?, ?, ?, '2026-01-01T00:00:00.000Z')",
                made,
            )
        listing.index_new(store, [row[0] for row in made])
        work.finish()


# In a process of its own -------------------------------------------------------------------------------------------


def held(base: str, port: int, database: str, ca: str, tls: bool, secret: str) -> dict[str, float]:
    """Open the window over a base that is behind, exchange, and tell the longest it could not answer."""
    from crm_desktop.services.base import open_base
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.membership import become_member

    opened = open_base(Path(base), language="ru")
    address = ServerAddress("localhost", database, "jonas", port, Path(ca) if ca else None, tls)
    become_member(opened.store, address, "laptop")
    opened.store.close()
    from benchmarks.window import window_over

    with window_over(base) as window:
        return _watch(window, secret)


def _watch(window: Any, secret: str) -> dict[str, float]:
    from PySide6.QtCore import Qt, QTimer

    exchanging = window.desk.exchanging
    _wait_until(window, lambda: exchanging.standing.problem is not None)  # no password is known
    gaps: list[tuple[float, float]] = []
    last = [time.perf_counter(), time.thread_time()]

    def tick() -> None:
        now = [time.perf_counter(), time.thread_time()]
        gaps.append((now[0] - last[0], now[1] - last[1]))
        last[:] = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    begun = time.perf_counter()
    timer.start(_TICK_MS)
    exchanging.use_password(secret)
    store = window.desk.session.store
    behind = "SELECT behind IS NULL AND complete FROM derived_state"
    _wait_until(
        window,
        lambda: (
            len(gaps) % 100 == 0
            and exchanging.standing.problem is None
            and not exchanging.standing.is_busy
            and bool(store.read(behind)[0][0])
        ),
    )
    seconds = time.perf_counter() - begun
    window.settle()
    timer.stop()
    longest, worked = (max(each[place] for each in gaps) for place in (0, 1))
    return {"wait_ms": longest * 1000, "work_ms": worked * 1000, "seconds": seconds}


def _wait_until(window: Any, is_so: Any) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not is_so():
        if time.monotonic() > end:
            raise RuntimeError("sync_window: it never came")
        window.app.processEvents()
        time.sleep(0.001)
