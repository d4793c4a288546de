"""The real thing behind the interface of the simulation: the engine of the program, and PostgreSQL.

A sync is cut off at any statement it sends, right before and right after the commit of a push, and at any step of
SQLite's machine. Syncs that run side by side change over between their turns: before a pull, before the lock, while it
is held, and between the commit and the note of it here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from crm_desktop.sync import history, server_sql
from crm_desktop.sync import line as program
from crm_desktop.sync.asking import ask
from crm_desktop.sync.choosing import Limits
from crm_desktop.sync.engine import Colleague, Exchange, Synced
from crm_desktop.sync.failures import ServerPutBack
from crm_desktop.sync.freezing import waiting
from crm_desktop.sync.known import Known, Sender, Wanted
from crm_desktop.sync.pulling import points
from crm_desktop.sync.returning import Returned, beyond, give_back
from crm_desktop.sync.tables import synced_tables
from tests.sync.simulation import TEXTS, Cut, Interrupting, PutBack

if TYPE_CHECKING:
    import random

    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.connection import Connection
    from tests.sync.laptops import Laptop
    from tests.sync.ledger import Content, Place
    from tests.sync.sessions import Orders
    from tests.sync.simulation import World
    from tests.sync.turns import Turns

MOST_STATEMENTS = 150
"""A pull sends about 45 statements and a push some 20."""


_ALL = ("sync_state", "sync_push", "sync_device", *(table.name for table in synced_tables()))


_WATCH = """
DROP SCHEMA IF EXISTS watch CASCADE;
CREATE SCHEMA watch;
CREATE TABLE watch.held(seq bigserial PRIMARY KEY, tbl text, id uuid, col text, value text);
CREATE FUNCTION watch.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE col text; was jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) END; now jsonb := to_jsonb(NEW);
BEGIN
  FOREACH col IN ARRAY TG_ARGV LOOP
    IF was ->> col IS DISTINCT FROM now ->> col THEN
      INSERT INTO watch.held(tbl, id, col, value) VALUES (TG_TABLE_NAME, NEW.id, col, now ->> col);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
"""
"""Every value that a column with tokens has had. Who writes holds the lock: the order is that of the revisions."""


def watch(admin: Connection) -> None:
    """Have a shared base remember, outside what is shared, what its columns with tokens held."""
    admin.execute(_WATCH)
    for table, columns in TEXTS.items():
        said = ", ".join(f"'{column}'" for column in columns)
        admin.execute(
            f"CREATE OR REPLACE TRIGGER watch AFTER INSERT OR UPDATE ON crm.{table}"
            f" FOR EACH ROW EXECUTE FUNCTION watch.note({said})"
        )


def unwatch(admin: Connection) -> None:
    """Have it be as the program made it: other tests use it, too."""
    admin.execute("DROP SCHEMA watch CASCADE")


def held(admin: Connection) -> Orders:
    """What each place has held, in the server's order, since ``watch``."""
    found: dict[Place, list[Any]] = {}
    rows = admin.execute(
        "SELECT tbl, uuid_send(id), col, value FROM watch.held ORDER BY seq", binary=True
    ).fetchall()
    for table, id_, column, value in rows:
        found.setdefault((table, id_, column), []).append(value)
    return found


_CHANGES_OVER = 0.04
"""How likely others go on after each table of a pull: once or twice in it."""


class Line(program.Line):
    """A connection that breaks where it is told to, and lets others go on between its turns."""

    before: int | None = None
    """Statements that still go through."""
    fault = ""
    on_commit: Callable[[], None] | None = None
    turns: Turns | None = None
    dice: random.Random | None = None
    """Where given, others may go on in the middle of a pull."""
    _pushing = False
    _pulling = False
    _committing = False

    def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
        if self.before is not None:
            self.before -= 1
            if self.before < 0:
                raise Cut
        if query == server_sql.SNAPSHOT:
            self._pause()
            self._pulling = True
        elif self._pulling and self.dice is not None and self.dice.random() < _CHANGES_OVER:
            self._change_over()
        if query == server_sql.BEGIN_PUSH:
            self._pause(wants_lock=True)
            self._pushing = True
        if query == server_sql.NUMBERS and not self._pushing:
            self._pause(wants_lock=True)
        if query == "COMMIT":
            self._pulling = False
        if query == "COMMIT" and self._pushing:
            if self.fault == "before the commit of the push":
                raise Cut
            self._committing = True
        return super().execute(query, *arguments, **options)

    @contextmanager
    def pipeline(self) -> Iterator[Any]:
        if self._pushing:
            self._pause()
        with super().pipeline() as line:
            yield line
        if self._committing:
            self._committing = self._pushing = False
            if self.on_commit is not None:
                self.on_commit()
            self._free()
            if self.fault == "after the commit of the push":
                raise Cut

    def rollback(self) -> None:
        super().rollback()
        self._pushing = self._committing = self._pulling = False
        self._free()

    def close(self) -> None:
        super().close()
        self._free()

    def _change_over(self) -> None:
        """The server has read some tables when others go on."""
        if self.turns is not None and self._pipeline is not None:
            self._pipeline.sync()
            self._pause()

    def _pause(self, *, wants_lock: bool = False) -> None:
        if self.turns is not None:
            self.turns.pause(wants_lock=wants_lock)

    def _free(self) -> None:
        """The lock is let go of: the others may have it, before this laptop notes anything."""
        if self.turns is not None:
            self.turns.release()
            self.turns.pause()


class Watched(Exchange):
    """The engine, looked at after every pull."""

    after_pull: Callable[[], None]

    def _pull(self, connection: Connection, done: Synced) -> None:
        super()._pull(connection, done)
        self.after_pull()

    def _lease_numbers(self, connection: Connection, is_first: bool) -> None:
        super()._lease_numbers(connection, is_first)
        if isinstance(connection, Line) and connection.turns is not None:
            connection.turns.release()


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
        line.turns, line.dice = world.turns, world.random if world.turns.busy else None
        limits = Limits(rows=world.random.choice([3, 8, 5000]))
        exchange = Watched(laptop.store, self._address, Colleague(laptop.who, laptop.who), limits)
        exchange._connection = line
        exchange.after_pull = lambda: world.check_pull(laptop)
        steps = world.random.randrange(1, 12_000) if fault == "inside the base" else None
        with Interrupting(laptop.store.connection, steps):
            try:
                exchange.sync("never asked for")
            except ServerPutBack as error:
                raise PutBack from error

    def edit(self, table: str, id_: bytes, column: str, value: str) -> None:
        self._tool.execute(f"UPDATE crm.{table} SET {column} = %s WHERE id = %s", (value, id_.hex()))

    def content(self, tables: Collection[str] = ()) -> Content:
        with self._admin.pipeline():
            answers = {
                table: self._admin.execute(
                    f"SELECT {server_sql.row_columns(table)} FROM crm.{table.name} t", binary=True
                )
                for table in synced_tables()
                if not tables or table.name in tables
            }
        return {
            table.name: {row[0]: dict(zip(table.names, row[2:], strict=True)) for row in rows}
            for table, rows in answers.items()
        }

    def newer(self, rev: int, tables: Collection[str]) -> set[tuple[str, bytes]]:
        words = " UNION ALL ".join(
            f"SELECT '{name}', uuid_send(id) FROM crm.{name} WHERE rev > {rev:d}" for name in tables
        )
        return set(self._admin.execute(words, binary=True))

    def orders(self) -> Orders:
        return held(self._admin)

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
