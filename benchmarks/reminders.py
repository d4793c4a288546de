"""A hundred thousand reminders that wait: a look, the lines that are due, and working all of them out anew.

The floor of a look is reading one row of the same table by its index, as often as a look reads; that of working all
out is reading the rows they follow from, and parsing and writing their times. Memory is told of after 1,000 looks:
what the process holds more than after the first.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bases import copy_of
from benchmarks.child import measured
from benchmarks.figure import Figure, median
from benchmarks.window import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.services.base import Store

_PENDING = 100_000
_LOOKS = 1_000
_RUNS = 101
_READS = 12
"""Statements of a look that finds nothing new."""
_MOST_GROWTH_MB = 2.0
_LONGEST_MS = 5.0
"""Of a look: it comes twice a minute."""


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """All in a process of its own, on a copy of the base with that many more contacts planned."""
    with tempfile.TemporaryDirectory() as folder:
        taken = measured("benchmarks.reminders", "look_often", base=str(copy_of(base, Path(folder))))
    floor, read = median(taken["floor"]), median(taken["plain_due"])
    return [
        Figure("a look at 100,000 reminders that wait", median(taken["look"]), "ms", floor, limit=_LONGEST_MS),
        Figure("  50 lines that are due", median(taken["due"]), "ms", read, most=10.0),
        Figure("  all worked out anew", taken["whole"], "ms", taken["plain_whole"], most=8.0),
        Figure("  memory gained by 1,000 looks", taken["growth"], "MB", limit=_MOST_GROWTH_MB),
    ]  # fmt: skip


def look_often(base: str) -> dict[str, Any]:
    """Measure on the base in turns with the floors."""
    from crm_desktop.background.watch import look
    from crm_desktop.services import reminders
    from crm_desktop.services.base import open_base

    store = open_base(Path(base)).store
    now = datetime.now(UTC)
    _fill(store, now)
    taken: dict[str, Any] = {
        "plain_whole": milliseconds(partial(_work_out_plainly, store)),
        "whole": milliseconds(partial(_work_out, store, now)),
    }
    _show(store, now)
    jobs: dict[str, Callable[[], object]] = {
        "floor": partial(_read_plainly, store),
        "look": partial(look, store, now),
        "due": partial(reminders.due, store, now, 50),
        "plain_due": partial(_due_plainly, store),
    }
    taken.update({name: [] for name in jobs})
    for _ in range(_RUNS):
        for name, job in jobs.items():
            taken[name].append(milliseconds(job))
    taken["growth"] = _growth(partial(look, store, now))
    store.close()
    return taken


def _work_out(store: Store, now: datetime) -> None:
    from crm_desktop.services import reminders

    while not reminders.refresh(store, now):
        pass


def _show(store: Store, now: datetime) -> None:
    """The pop-ups of the first look are shown, and noted: no other look of a day has hundreds of them."""
    from crm_desktop.services import reminders

    for each in reminders.to_announce(store, now):
        reminders.announced(store, each.refs, now, "desktop")
    _work_out(store, now)


def _growth(job: Callable[[], object]) -> float:
    """How many MB more the process holds after many looks than after the first hundred."""
    import gc

    for _ in range(100):
        job()
    gc.collect()
    before = _held_mb()
    for _ in range(_LOOKS):
        job()
    gc.collect()
    return _held_mb() - before


def _held_mb() -> float:
    """What the process holds in RAM now."""
    (line,) = (
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:")
    )
    return int(line.split()[1]) / 1e3


def _fill(store: Store, now: datetime) -> None:
    """That many contacts ahead, a minute apart, and fifty that are due."""
    from crm_desktop.clock import utc_text
    from crm_desktop.ids import uuid7

    clients = [
        id_ for (id_,) in store.read("SELECT id FROM client WHERE deleted = 0 ORDER BY rid LIMIT 20000")
    ]
    with store.change("add_activity") as change:
        change.executemany(
            "INSERT INTO activity(id, client_id, kind, planned_at) VALUES (?, ?, 'call', ?)",
            (
                (uuid7(), clients[number % len(clients)], utc_text(now + timedelta(minutes=number - 50)))
                for number in range(_PENDING)
            ),
        )


def _read_plainly(store: Store) -> None:
    for _ in range(_READS):
        store.read("SELECT rid FROM reminder WHERE fire_at > '2000' ORDER BY fire_at LIMIT 1")


def _due_plainly(store: Store) -> None:
    for (id_,) in store.read("SELECT subject_id FROM reminder ORDER BY fire_at LIMIT 50"):
        store.read("SELECT * FROM activity WHERE id = ?", (id_,))


def _work_out_plainly(store: Store) -> None:
    from crm_desktop.clock import parse_utc_text, utc_text

    rows = store.read(
        "SELECT id, planned_at FROM activity WHERE held_at IS NULL AND deleted = 0 AND rule = '' AND all_day = 0"
        " AND planned_at IS NOT NULL"
    )
    made = [(id_, utc_text(parse_utc_text(at) - timedelta(minutes=5))) for id_, at in rows]
    with store.transaction() as connection:
        connection.execute("CREATE TEMP TABLE plain (id BLOB PRIMARY KEY, at TEXT)")
        connection.execute("CREATE INDEX temp.plain_at ON plain(at)")
        connection.executemany("INSERT INTO plain VALUES (?, ?)", made)
