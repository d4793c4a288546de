"""Laptops as processes of their own, to be killed: each opens its base, works through the services, and syncs (T3).

``python -m tests.sync.worker`` is a nursery: it has loaded the program once, and makes a process for each line of its
input, which is the JSON of a ``Job``; it answers with the number of the process. What was written stands in a ledger in
the same base, noted in the same transaction as the edit, with what was seen after each sync.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
import traceback
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import Op
from crm_desktop.services import activities, clients
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.sync import line, pulling, pushing  # noqa: F401  loaded once, for all
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.engine import Colleague, Exchange
from crm_desktop.sync.failures import SyncError
from crm_desktop.sync.tables import synced_tables

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

COLUMNS = {"client": ("name", "notes", "likes"), "activity": ("result",)}
MOST_CLIENTS = 25
"""So few that people meet."""

LEDGER = """
CREATE TABLE test_wrote (seq INTEGER PRIMARY KEY AUTOINCREMENT, saw INTEGER NOT NULL, tbl TEXT, id BLOB, col TEXT,
    token TEXT, over TEXT)
"""


@dataclass(frozen=True)
class Job:
    """Whose laptop, with which base, at which server, and the seed of what is done."""

    who: str
    base: str
    seed: int
    port: int
    database: str
    user: str
    password: str
    ca_file: str

    def address(self) -> ServerAddress:
        ca = Path(self.ca_file) if self.ca_file else None
        return ServerAddress("localhost", self.database, self.user, self.port, ca, ca is not None)


def exchange_of(job: Job, store: Store) -> Exchange:
    return Exchange(store, job.address(), Colleague(job.who, f"laptop of {job.who}"))


class Worker:
    """Somebody who works and syncs for ever."""

    def __init__(self, job: Job) -> None:
        self.job, self.dice = job, random.Random(job.seed)
        self.store = open_base(Path(job.base)).store
        self.store.who = job.who
        self.exchange = exchange_of(job, self.store)
        self.seen: dict[tuple[str, bytes, str], str] = {}

    def live(self) -> None:
        parent = os.getppid()
        while os.getppid() == parent:
            for _ in range(self.dice.randrange(1, 6)):
                self.dice.choice([self.add, self.edit, self.edit, self.edit, self.call, self.delete])()
            try:
                self.exchange.sync(self.job.password)
            except SyncError:
                time.sleep(0.05)
            else:
                self.look()

    def add(self) -> None:
        ((living,),) = self.store.read("SELECT count(*) FROM client WHERE deleted = 0")
        if living >= MOST_CLIENTS:
            return
        name, notes = self.token(), self.token()
        with self.store.change(Op.ADD_CLIENT):
            id_ = clients.add(self.store, ClientDraft(name=name, notes=notes))
            self.wrote("client", id_, "name", name, "")
            self.wrote("client", id_, "notes", notes, "")

    def edit(self) -> None:
        with self.store.change(Op.EDIT_CLIENT):
            id_ = self.choose("client")
            if id_ is None:
                return
            draft, column, token = (
                clients.draft_of(self.store, id_),
                self.dice.choice(COLUMNS["client"]),
                self.token(),
            )
            ((over,),) = self.store.read(f"SELECT {column} FROM client WHERE id = ?", (id_,))
            values: dict[str, Any] = {column: token}
            clients.edit(self.store, id_, replace(draft, **values))
            self.wrote("client", id_, column, token, over)

    def call(self) -> None:
        with self.store.change(Op.ADD_ACTIVITY):
            id_ = self.choose("client")
            if id_ is None:
                return
            token = self.token()
            draft = ActivityDraft(client_id=id_, held_at="2026-11-20T09:00:00.000Z", result=token)
            self.wrote("activity", activities.add(self.store, draft), "result", token, "")

    def delete(self) -> None:
        id_ = self.choose("client")
        if id_ is not None and self.dice.random() < 0.3:
            clients.delete(self.store, [id_])

    def choose(self, table: str) -> bytes | None:
        rows = self.store.read(f"SELECT id FROM {table} WHERE deleted = 0 ORDER BY id")
        return self.dice.choice(rows)[0] if rows else None

    def token(self) -> str:
        return f"{self.job.who} {os.urandom(6).hex()}"

    def wrote(self, table: str, id_: bytes, column: str, token: str, over: str, *, saw: int = 0) -> None:
        self.store.connection.execute(
            "INSERT INTO test_wrote(saw, tbl, id, col, token, over) VALUES (?, ?, ?, ?, ?, ?)",
            (saw, table, id_, column, token, over),
        )

    def look(self) -> None:
        """Note what stands in rows that are as the server's, where it is something else than before."""
        with self.store.transaction():
            for table, columns in COLUMNS.items():
                rows = self.store.read(
                    f"SELECT id, {', '.join(columns)} FROM {table} WHERE rev > 0"
                    f" AND id NOT IN (SELECT id FROM shadow WHERE tbl = '{table}')"
                )
                for id_, *values in rows:
                    for column, value in zip(columns, values, strict=True):
                        if self.seen.get((table, id_, column)) != value:
                            self.seen[table, id_, column] = value
                            self.wrote(table, id_, column, value, "", saw=1)


def prepare(base: Path) -> None:
    """Make the ledger in a base."""
    connection = sqlite3.connect(base)
    connection.execute(LEDGER)
    connection.commit()
    connection.close()


def ask_for(job: Job) -> str:
    """The line that makes the nursery start it."""
    return json.dumps(asdict(job))


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    synced_tables()  # peewee with them
    for line_in in sys.stdin:
        job = Job(**json.loads(line_in))
        child = os.fork()
        if child == 0:
            _live(job)
        print(child, flush=True)  # noqa: T201  the answer


def _live(job: Job) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        Worker(job).live()
    except BaseException:
        Path(job.base).with_suffix(".died").write_text(traceback.format_exc())
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
