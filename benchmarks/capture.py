"""What it costs that every edit is kept in mind for a shared database: the triggers and the indexes of what is unsent.

The floor is the same base without them, journal and all. An insert pays for one index entry; the first edit of a row
that the server knows pays for a copy of that row.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figure import Figure, median
from crm_desktop.ids import uuid7

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

RUNS = 5
EDITS = 300
MOST_FOR_INSERTS = 1.15  # sync-protocol.md, T17

Measured = tuple[float, float, float]
"""CPU seconds of: the inserts, an edit alone (median), one field of all rows."""


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """Inserts, single edits and an edit of everything, with and without; the best of some runs taken in turns."""
    ours, floor = [], []
    for _ in range(RUNS):
        ours.append(_run(rows, captured=True))
        floor.append(_run(rows, captured=False))
    best = [tuple(min(run[place] for run in runs) for place in range(3)) for runs in (ours, floor)]
    (inserts, edit, bulk), (inserts_floor, edit_floor, bulk_floor) = best
    return [
        Figure(f"insert {rows:,} clients, noted as unsent", inserts, "s", inserts_floor, MOST_FOR_INSERTS),
        Figure("a single edit of a row that the server knows", edit * 1000, "ms", edit_floor * 1000),
        Figure(f"one field of {rows:,} rows that the server knows", bulk, "s", bulk_floor),
    ]


def _run(rows: int, *, captured: bool) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        store = _base(Path(folder) / "base.crm", captured=captured)
        try:
            return _inserts(store, rows), _edits(store), _everything(store)
        finally:
            store.close()


def _base(path: Path, *, captured: bool) -> Store:
    from crm_desktop.models.schema import SCHEMA
    from crm_desktop.storage import capture
    from crm_desktop.storage.store import open_store

    store = open_store(path, SCHEMA)
    if not captured:
        for spec in SCHEMA.tables:
            for name in capture.expected(spec):
                store.connection.execute(f'DROP TRIGGER "{name}"')
            store.connection.execute(f'DROP INDEX "{spec.name}_unsent"')
    return store


def _inserts(store: Store, rows: int) -> float:
    people = list(_people(rows))

    def insert() -> None:
        with store.change("import") as change:
            change.executemany(
                "INSERT INTO client(id, name, family, given, notes, birthday, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                people,
            )

    return _seconds(insert)


def _people(rows: int) -> Iterator[tuple[bytes, str, str, str, str, str, str]]:
    rng = random.Random(1)
    for number in range(rows):
        family, given = f"Surname{rng.randrange(5000)}", f"Name{rng.randrange(500)}"
        day = f"19{rng.randrange(40, 99)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        yield uuid7(), f"{family} {given}", family, given, f"note {number}", day, "2026-01-01T00:00:00.000Z"


def _edits(store: Store) -> float:
    """The median of single edits, each in a transaction of its own."""
    store.connection.execute("UPDATE client SET rev = 1")
    ids = [id_ for (id_,) in store.read("SELECT id FROM client ORDER BY rid LIMIT ?", (EDITS,))]

    def edit(id_: bytes) -> None:
        with store.change("edit") as change:
            change.execute("UPDATE client SET notes = 'called, wants roses' WHERE id = ?", (id_,))

    return median([_seconds(lambda id_=id_: edit(id_)) for id_ in ids])  # type: ignore[misc]


def _everything(store: Store) -> float:
    def update() -> None:
        with store.change("bulk") as change:
            change.execute("UPDATE client SET likes = 'tulips'")

    return _seconds(update)


def _seconds(work: Callable[[], None]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before
