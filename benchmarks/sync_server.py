"""A real PostgreSQL server of this machine, laptops that share a base on it, and what both sides spend."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bases import LANGUAGE

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store
    from crm_desktop.sync.engine import Exchange
    from tests.sync.postgres import Server

PEOPLE = ("anna", "jonas")
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock, and of the processor: this program's and the server's."""

    wall: float
    ours: float
    servers: float

    @property
    def cpu(self) -> float:
        """Of both sides."""
        return self.ours + self.servers


@contextmanager
def server() -> Iterator[Server]:
    """A server with the roles of the program. Raises RuntimeError where none is installed."""
    from tests.sync import postgres

    binaries = postgres.found()
    if not binaries:
        raise RuntimeError("sync: no PostgreSQL server here")
    made = postgres.Server(binaries[0])
    try:
        made.start()
        made.make_roles(PEOPLE)
        yield made
    finally:
        made.close()


def password(user: str) -> str:
    """What somebody logs in with."""
    from tests.sync.postgres import PASSWORD

    return PASSWORD.format(user)


def make_shared(on: Server) -> str:
    """A database with an empty shared base; its name."""
    from crm_desktop.sync.connection import connect
    from crm_desktop.sync.making import make_shared_base

    name = on.make_database()
    owner = on.address(name, "boss")
    with closing(connect(owner, password("boss"))) as connection:
        make_shared_base(connection, owner)
    return name


@contextmanager
def laptop(on: Server, database: str, path: Path, user: str) -> Iterator[tuple[Store, Callable[[], Any]]]:
    """A base, new where there is none, and its exchange with the shared one: ``sync()``."""
    from crm_desktop.services.base import open_base
    from crm_desktop.sync.engine import Colleague, Exchange

    opened = open_base(path, language=LANGUAGE)
    exchange: Exchange = Exchange(opened.store, on.address(database, user), Colleague(user, path.stem))
    try:
        yield opened.store, lambda: exchange.sync(password(user))
    finally:
        exchange.close()
        opened.store.close()


def spent(on: Server, work: Callable[[], Any]) -> Spent:
    """What some work takes on both sides."""
    before = time.perf_counter(), time.process_time(), _server_seconds(on)
    work()
    after = time.perf_counter(), time.process_time(), _server_seconds(on)
    return Spent(*(end - begin for begin, end in zip(before, after, strict=True)))


def least(runs: list[Spent]) -> Spent:
    """The best of some runs in each respect: the rest is the noise of the machine."""
    return Spent(min(r.wall for r in runs), min(r.ours for r in runs), min(r.servers for r in runs))


def load() -> str:
    """How busy the machine is with other things, for the notes."""
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


def _server_seconds(on: Server) -> float:
    """CPU of the server's processes, those that have ended included (Linux; nought elsewhere)."""
    root, total = int((on.folder / "data" / "postmaster.pid").read_text().split()[0]), 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(folder.name) == root:
            total += sum(map(int, fields[11:15]))
        elif int(fields[1]) == root:
            total += sum(map(int, fields[11:13]))
    return total / _TICKS
