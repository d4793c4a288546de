"""The real thing behind the interface of the simulation: the engine of the program, and PostgreSQL.

A sync is cut off at any statement it sends, right before and right after the commit of a push, and at any step of
SQLite's machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg

from crm_desktop.sync import history, server_sql
from crm_desktop.sync.asking import ask
from crm_desktop.sync.choosing import Limits
from crm_desktop.sync.engine import Colleague, Exchange, Synced
from crm_desktop.sync.failures import ServerPutBack
from crm_desktop.sync.freezing import waiting
from crm_desktop.sync.known import Known, Sender, Wanted
from crm_desktop.sync.pulling import points
from crm_desktop.sync.returning import Returned, beyond, give_back
from crm_desktop.sync.tables import synced_tables
from tests.sync.simulation import Cut, Interrupting, PutBack

if TYPE_CHECKING:
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.connection import Connection
    from tests.sync.laptops import Laptop
    from tests.sync.simulation import Content, World

MOST_STATEMENTS = 150
"""A pull sends about 45 statements and a push some 20."""


_ALL = ("sync_state", "sync_push", "sync_device", *(table.name for table in synced_tables()))


class Line(psycopg.Connection[Any]):
    """A connection that breaks where it is told to."""

    before: int | None = None
    """Statements that still go through."""
    fault = ""
    on_commit: Callable[[], None] | None = None
    _pushing = False
    _committing = False

    def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
        if self.before is not None:
            self.before -= 1
            if self.before < 0:
                raise Cut
        if query == "BEGIN":
            self._pushing = True
        if query == "COMMIT" and self._pushing:
            if self.fault == "before the commit of the push":
                raise Cut
            self._committing = True
        return super().execute(query, *arguments, **options)

    @contextmanager
    def pipeline(self) -> Iterator[Any]:
        with super().pipeline() as line:
            yield line
        if self._committing:
            self._committing = self._pushing = False
            if self.on_commit is not None:
                self.on_commit()
            if self.fault == "after the commit of the push":
                raise Cut


class Watched(Exchange):
    """The engine, looked at after every pull."""

    after_pull: Callable[[], None]

    def _pull(self, connection: Connection, done: Synced) -> None:
        super()._pull(connection, done)
        self.after_pull()


class OnPostgres:
    """One shared base on a real server; ``admin`` may read everything, ``tool`` writes like any other program."""

    points: tuple[str, ...] = (
        "before a statement", "before a statement", "before a statement", "before the commit of the push",
        "after the commit of the push", "after the commit of the push", "inside the base", "inside the base",
    )  # fmt: skip

    def __init__(
        self, address: ServerAddress, connect: Callable[[], Line], admin: Connection, tool: Connection
    ) -> None:
        self._address, self._connect, self._admin, self._tool = address, connect, admin, tool
        self._lines: dict[str, Line] = {}

    def sync(self, world: World, laptop: Laptop, fault: str | None) -> None:
        line = self._lines.get(laptop.who)
        if line is None or line.closed:
            line = self._lines[laptop.who] = self._connect()
        line.fault = fault or ""
        line.before = world.random.randrange(MOST_STATEMENTS) if fault == "before a statement" else None
        line.on_commit = lambda: _committed(world, laptop)
        limits = Limits(rows=world.random.choice([3, 8, 5000]))
        exchange = Watched(laptop.store, self._address, Colleague(laptop.who, laptop.who), limits, line)
        exchange.after_pull = lambda: world.check_pull(laptop)
        steps = world.random.randrange(1, 12_000) if fault == "inside the base" else None
        with Interrupting(laptop.store.connection, steps):
            try:
                exchange.sync("never asked for")
            except ServerPutBack as error:
                raise PutBack from error

    def edit(self, table: str, id_: bytes, column: str, value: str) -> None:
        self._tool.execute(f"UPDATE crm.{table} SET {column} = %s WHERE id = %s", (value, id_.hex()))

    def content(self) -> Content:
        with self._admin.pipeline():
            answers = {
                table: self._admin.execute(
                    f"SELECT {server_sql.row_columns(table)} FROM crm.{table.name} t", binary=True
                )
                for table in synced_tables()
            }
        return {
            table.name: {row[0]: dict(zip(table.names, row[2:], strict=True)) for row in rows}
            for table, rows in answers.items()
        }

    def keep(self) -> None:
        with self._admin.transaction():
            self._admin.execute("DROP SCHEMA IF EXISTS kept CASCADE")
            self._admin.execute("CREATE SCHEMA kept")
            for name in _ALL:
                self._admin.execute(f"CREATE TABLE kept.{name} AS SELECT * FROM crm.{name}")

    def put_back(self) -> None:
        with self._admin.transaction():
            self._admin.execute(
                "SET LOCAL session_replication_role = replica"
            )  # no triggers, as a restore has none
            for name in _ALL:
                self._admin.execute(f"DELETE FROM crm.{name}")
                self._admin.execute(f"INSERT INTO crm.{name} SELECT * FROM kept.{name}")

    def return_rows(self, laptop: Laptop) -> Returned:
        local = laptop.store.connection
        mine = history.seen(local)
        common = history.common_point(mine, points(self._tool, [point.rev for point in mine]))
        keys = beyond(local, common)
        known = Known()
        with self._tool.pipeline():
            ask(self._tool, Wanted(rows=set(keys)), Sender(b"", "", "", 0))(known)
        ((epoch,),) = self._tool.execute(
            "SELECT uuid_send(epoch) FROM crm.sync_state", binary=True
        ).fetchall()
        return give_back(laptop.store, epoch, common, {key: known.rows[key] for key in keys})

    def gone(self, laptop: Laptop) -> None:
        line = self._lines.pop(laptop.who, None)
        if line is not None:
            line.close()


def _committed(world: World, laptop: Laptop) -> None:
    batch = waiting(laptop.store)
    assert batch is not None
    world.committed(laptop, batch)
