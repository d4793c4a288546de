"""A shared database: filling it, joining it, and the everyday sync, on a real PostgreSQL server of this machine (T17).

The floor of filling is a plain COPY of the same rows into the same tables; that of joining is reading them with COPY
and writing them into bare SQLite tables, indexes after. Filling and joining are told in processor time, for it counts
on both sides and the clock counts whatever else the machine does; the clock is told beside it.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bases import copy_of
from benchmarks.child import peak_mb
from benchmarks.figure import Figure, median
from benchmarks.sync_server import Spent, laptop, least, load, make_shared, password, server, spent

if TYPE_CHECKING:
    from tests.sync.postgres import Server

RUNS = 2
EVERYDAY = 30
EDITED = 100
MOST_FOR_FILLING, MOST_FOR_JOINING = 2.5, 2.0  # sync-protocol.md, T17
LONGEST_JOIN_S = 60.0
"""Of 200,000 clients with a million contacts."""
ROWS_OF_THAT = 1_200_000
MOST_MB = 200.0
_DEVICE = bytes(16)


@dataclass(frozen=True, slots=True)
class _Run:
    rows: int
    fill: Spent
    fill_floor: Spent
    join: Spent
    join_floor: Spent


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """Filling and joining by the base of so many clients, then syncs without news and with a hundred edits."""
    with server() as on, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = peak_mb()
        runs = [_run(on, base, folder / str(number)) for number in range(RUNS)]
        count = runs[0].rows
        share = count / ROWS_OF_THAT
        fill, join = (least([getattr(run, part) for run in runs]) for part in ("fill", "join"))
        fill_floor, join_floor = (
            least([getattr(run, part) for run in runs]) for part in ("fill_floor", "join_floor")
        )
        longest = LONGEST_JOIN_S * share
        return [
            Figure(f"fill the server with {count:,} rows", fill.cpu, "s", fill_floor.cpu, MOST_FOR_FILLING),
            Figure("the same by the clock", fill.wall, "s", limit=longest, note=load()),
            Figure(
                f"join with an empty laptop: {count:,} rows", join.cpu, "s", join_floor.cpu, MOST_FOR_JOINING
            ),
            Figure("the same by the clock", join.wall, "s", limit=longest, note=load()),
            Figure("memory beyond what an open base takes", peak_mb() - before, "MB", limit=MOST_MB),
            *_everyday(on, base, folder),
        ]


def _run(on: Server, base: Path, folder: Path) -> _Run:
    from crm_desktop.sync.tables import synced_tables

    folder.mkdir()
    database = make_shared(on)
    path = copy_of(base, folder)
    with laptop(on, database, path, "anna") as (store, sync):
        count = sum(store.read(f"SELECT count(*) FROM {table.name}")[0][0] for table in synced_tables())
        fill = spent(on, sync)
    fill_floor = spent(on, lambda: _copied(on, path))
    with laptop(on, database, folder / "new.crm", "jonas") as (_, sync):
        join = spent(on, sync)
    join_floor = spent(on, lambda: _read(on, database, folder / "plain.db"))
    for left in folder.iterdir():
        left.unlink()
    return _Run(count, fill, fill_floor, join, join_floor)


def _copied(on: Server, path: Path) -> None:
    """The rows of the base, by plain COPY into the tables with their triggers and indexes."""
    from crm_desktop.sync import filling, server_sql
    from crm_desktop.sync.connection import connect
    from crm_desktop.sync.tables import synced_tables

    database = make_shared(on)
    with (
        closing(sqlite3.connect(path)) as store,
        closing(connect(on.address(database), password("anna"))) as connection,
    ):
        for table in synced_tables():
            rows = store.execute(f"SELECT id, {', '.join(table.names)}, 0 FROM {table.name}")
            with connection.transaction():
                connection.execute("SET LOCAL statement_timeout = 0")
                # As a program of ours: what other tools write is looked at more closely.
                begun = (os.urandom(16).hex(), _DEVICE.hex(), "anna")
                connection.execute(server_sql.BEGIN_PUSH, begun)
                filling.stream(connection, table, rows)


def _read(on: Server, database: str, path: Path) -> None:
    """The rows of the server, by COPY into plain tables of SQLite, with the same indexes made after."""
    from crm_desktop.models.schema import SCHEMA
    from crm_desktop.storage.opening import make
    from crm_desktop.sync import pulling, server_sql
    from crm_desktop.sync.connection import connect
    from crm_desktop.sync.tables import synced_tables

    make(path.with_suffix(".crm"), SCHEMA)
    with closing(sqlite3.connect(path.with_suffix(".crm"))) as like:
        names = [table.name for table in synced_tables()]
        made = like.execute("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    tables = [sql for kind, name, sql in made if kind == "table" and name in names]
    indexes = [sql for kind, name, sql in made if kind == "index" and name in names]
    with (
        closing(sqlite3.connect(path)) as plain,
        closing(connect(on.address(database), password("anna"))) as connection,
    ):
        connection.execute(server_sql.SNAPSHOT)
        for sql in tables:
            plain.execute(sql.replace(" UNIQUE", "", 1))
        for table in synced_tables():
            spool = pulling.Spool()
            pulling.copy(connection, table, 0, spool)
            marks = ", ?" * (len(table.names) + 1)
            plain.executemany(
                f"INSERT INTO {table.name}(id, rev, {', '.join(table.names)}) VALUES (?{marks})",
                spool.get(table.name, ()),
            )
            spool.close()
        for sql in indexes:
            plain.execute(sql)
        plain.commit()
        connection.execute("COMMIT")


def _everyday(on: Server, base: Path, folder: Path) -> list[Figure]:
    from crm_desktop.sync.membership import become_member
    from crm_desktop.sync.state import sync_state

    database = make_shared(on)
    place = folder / "everyday"
    place.mkdir()
    with laptop(on, database, copy_of(base, place), "anna") as (store, sync):
        sync()
        become_member(store, on.address(database), "laptop")
        ids = [id_ for (id_,) in store.read("SELECT id FROM client ORDER BY rid LIMIT ?", (EDITED,))]
        idle: list[Spent] = []
        one: list[Spent] = []
        edited: list[Spent] = []
        state: list[Spent] = []
        for number in range(EVERYDAY):
            idle.append(spent(on, sync))
            for many, into in ((1, one), (EDITED, edited)):
                with store.change("edit") as change:
                    change.executemany(
                        "UPDATE client SET likes = ? WHERE id = ?",
                        [(f"roses {number} {many}", id_) for id_ in ids[:many]],
                    )
                state.append(spent(on, lambda: sync_state(store)))
                into.append(spent(on, sync))
    return [
        Figure("a sync without news", median([each.ours for each in idle]) * 1000, "ms", note="processor, ours"),
        Figure("a sync with one edit", median([each.ours for each in one]) * 1000, "ms", note="processor, ours"),
        Figure(f"a sync with {len(ids)} edits", median([each.ours for each in edited]) * 1000, "ms",
               note="processor, ours"),
        Figure("how it stands, for the status line", median([each.ours for each in state]) * 1000, "ms", limit=5.0),
    ]  # fmt: skip
