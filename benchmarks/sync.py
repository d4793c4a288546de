"""A shared database: filling it, joining it, and the everyday sync, on a real PostgreSQL server of this machine (T17).

The floor of filling is a plain COPY of the same rows into the same tables; that of joining is reading them with COPY
and writing them into bare SQLite tables, indexes after. Wall time, for two processes work at it; best of some runs.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bases import LANGUAGE, copy_of
from benchmarks.figure import Figure, median

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store
    from crm_desktop.sync.engine import Exchange
    from tests.sync.postgres import Server

RUNS = 2
EVERYDAY = 30
EDITED = 100
MOST_FOR_FILLING, MOST_FOR_JOINING = 2.5, 2.0  # sync-protocol.md, T17


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """Filling and joining by the base of so many clients, then syncs without news and with a hundred edits."""
    with _server() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = [_run(server, base, folder / str(number)) for number in range(RUNS)]
        fill, fill_floor, join, join_floor, count = (min(each[place] for each in runs) for place in range(5))
        return [
            Figure(f"fill the server with {count:,.0f} rows", fill, "s", fill_floor, MOST_FOR_FILLING),
            Figure(f"join with an empty laptop: {count:,.0f} rows", join, "s", join_floor, MOST_FOR_JOINING),
            *_everyday(server, base, folder),
        ]


@contextmanager
def _server() -> Iterator[Server]:
    from tests.sync import postgres

    binaries = postgres.found()
    if not binaries:
        raise RuntimeError("sync: no PostgreSQL server here")
    server = postgres.Server(binaries[0])
    try:
        server.start()
        server.make_roles(("anna", "jonas"))
        yield server
    finally:
        server.close()


def _shared(server: Server) -> str:
    from crm_desktop.sync.connection import connect
    from crm_desktop.sync.making import make_shared_base
    from tests.sync.postgres import PASSWORD

    name = server.make_database()
    owner = server.address(name, "boss")
    with closing(connect(owner, PASSWORD.format("boss"))) as connection:
        make_shared_base(connection, owner)
    return name


@contextmanager
def _laptop(server: Server, database: str, path: Path, user: str) -> Iterator[tuple[Store, Exchange]]:
    from crm_desktop.services.base import open_base
    from crm_desktop.sync.engine import Colleague, Exchange

    opened = open_base(path, language=LANGUAGE)
    exchange = Exchange(opened.store, server.address(database, user), Colleague(user, user))
    try:
        yield opened.store, exchange
    finally:
        exchange.close()
        opened.store.close()


def _run(server: Server, base: Path, folder: Path) -> tuple[float, float, float, float, float]:
    from crm_desktop.sync.tables import synced_tables
    from tests.sync.postgres import PASSWORD

    folder.mkdir()
    database = _shared(server)
    path = copy_of(base, folder)
    with _laptop(server, database, path, "anna") as (store, exchange):
        count = sum(store.read(f"SELECT count(*) FROM {table.name}")[0][0] for table in synced_tables())
        fill = _seconds(lambda: exchange.sync(PASSWORD.format("anna")))
    fill_floor = _copied(server, path)
    with _laptop(server, database, folder / "new.crm", "jonas") as (_, exchange):
        join = _seconds(lambda: exchange.sync(PASSWORD.format("jonas")))
    join_floor = _read(server, database, folder / "plain.db")
    return fill, fill_floor, join, join_floor, count


def _copied(server: Server, path: Path) -> float:
    """The rows of the base, by plain COPY into the tables with their triggers and indexes."""
    from crm_desktop.sync import filling
    from crm_desktop.sync.connection import connect
    from crm_desktop.sync.tables import synced_tables
    from tests.sync.postgres import PASSWORD

    database = _shared(server)
    with (
        closing(sqlite3.connect(path)) as store,
        closing(connect(server.address(database), PASSWORD.format("anna"))) as connection,
    ):
        before = time.perf_counter()
        for table in synced_tables():
            rows = store.execute(f"SELECT id, {', '.join(table.names)}, 0 FROM {table.name}")
            with connection.transaction():
                connection.execute("SET CONSTRAINTS ALL DEFERRED")
                filling.stream(connection, table, rows)
        return time.perf_counter() - before


def _read(server: Server, database: str, path: Path) -> float:
    """The rows of the server, by COPY into plain tables of SQLite, with the same indexes made after."""
    from crm_desktop.models.schema import SCHEMA
    from crm_desktop.storage.opening import make
    from crm_desktop.sync import pulling, server_sql
    from crm_desktop.sync.connection import connect
    from crm_desktop.sync.tables import synced_tables
    from tests.sync.postgres import PASSWORD

    make(path.with_suffix(".crm"), SCHEMA)
    with closing(sqlite3.connect(path.with_suffix(".crm"))) as like:
        names = [table.name for table in synced_tables()]
        made = like.execute("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    tables = [sql for kind, name, sql in made if kind == "table" and name in names]
    indexes = [sql for kind, name, sql in made if kind == "index" and name in names]
    with (
        closing(sqlite3.connect(path)) as plain,
        closing(connect(server.address(database), PASSWORD.format("anna"))) as connection,
    ):
        before = time.perf_counter()
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
        return time.perf_counter() - before


def _everyday(server: Server, base: Path, folder: Path) -> list[Figure]:
    from tests.sync.postgres import PASSWORD

    password = PASSWORD.format("anna")
    database = _shared(server)
    place = folder / "everyday"
    place.mkdir()
    with _laptop(server, database, copy_of(base, place), "anna") as (store, exchange):
        exchange.sync(password)
        ids = [id_ for (id_,) in store.read("SELECT id FROM client ORDER BY rid LIMIT ?", (EDITED,))]
        idle, edited = [], []
        for number in range(EVERYDAY):
            idle.append(_seconds(lambda: exchange.sync(password)))
            with store.change("edit") as change:
                change.executemany(
                    "UPDATE client SET likes = ? WHERE id = ?", [(f"roses {number}", id_) for id_ in ids]
                )
            edited.append(_seconds(lambda: exchange.sync(password)))
    return [
        Figure("a sync without news", median(idle) * 1000, "ms"),
        Figure(f"a sync with {len(ids)} edits", median(edited) * 1000, "ms"),
    ]


def _seconds(work: Callable[[], Any]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before
