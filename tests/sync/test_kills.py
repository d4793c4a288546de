"""Processes of the program are killed while they work and sync, and the server's power goes with them (T3).

Everything is on its way to the disk here: nothing of ``fsync`` is left out on either side.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from crm_desktop.services.base import open_base
from crm_desktop.sync.connection import connect
from crm_desktop.sync.making import make_shared_base
from tests.conftest import ROOT
from tests.sync import ledger, postgres, sessions, worker
from tests.sync.laptops import Laptop, master, synced
from tests.sync.shared_postgres import held, watch

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="processes are made by fork"),
    pytest.mark.timeout(7200),  # --long kills a thousand times
]
WHO = ("Asta", "Jonas", "Lina", "Petras", "Rasa")


@pytest.fixture
def durable():
    """A server that writes to the disk what it confirms."""
    binaries = postgres.found()
    if not binaries:
        pytest.skip("no PostgreSQL server here")
    made = postgres.Server(binaries[0], settings=())
    try:
        made.start()
        made.make_roles(("anna",))
        yield made
    finally:
        made.close()


class Office:
    """Five people, their processes, and the server."""

    def __init__(self, folder, server, seed):
        self.folder, self.server, self.dice = folder, server, random.Random(seed)
        self.database = server.make_database()
        owner = server.address(self.database, "boss")
        with closing(connect(owner, postgres.PASSWORD.format("boss"))) as connection:
            make_shared_base(connection, owner)
        with server.admin(self.database) as admin:
            watch(admin)
        self.pids = {}
        self.kills = self.restarts = 0
        for who in WHO:
            shutil.copy(master(), self.base(who))
            worker.prepare(self.base(who))
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.sync.worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def base(self, who):
        return self.folder / f"{who}.crm"

    def job(self, who):
        place = self.server.address(self.database)
        ca = str(place.ca_file or "")
        password = postgres.PASSWORD.format("anna")
        return worker.Job(
            who,
            str(self.base(who)),
            self.dice.randrange(2**32),
            place.port,
            place.database,
            "anna",
            password,
            ca,
        )

    def start(self, who):
        self.nursery.stdin.write(worker.ask_for(self.job(who)) + "\n")
        self.nursery.stdin.flush()
        self.pids[who] = int(self.nursery.stdout.readline())

    def kill(self, who):
        try:
            os.kill(self.pids.pop(who), signal.SIGKILL)
        except ProcessLookupError:
            told = self.base(who).with_suffix(".died")
            raise AssertionError(told.read_text() if told.exists() else f"{who} ended by itself") from None
        self.kills += 1

    def disaster(self, kills, restarts):
        """So many kills and losses of power, at random moments."""
        for who in WHO:
            self.start(who)
        restart_at = {round(kills * (number + 0.5) / restarts) for number in range(restarts)}
        for number in range(kills):
            time.sleep(self.dice.uniform(0.02, 0.3))
            self.let_them_work(number)
            if number in restart_at:
                self.server.stop(signal.SIGQUIT)
                self.restarts += 1
                self.server.start()
            who = self.dice.choice(WHO)
            self.kill(who)
            self.start(who)

    def let_them_work(self, kills):
        """On a slow machine nobody would come to anything between two kills."""
        with self.server.admin(self.database) as admin:
            for _ in range(600):
                ((pushes,),) = admin.execute("SELECT count(*) FROM crm.sync_push").fetchall()
                if pushes > kills:
                    return
                time.sleep(0.05)
        raise AssertionError(f"{pushes} pushes in {kills} kills")

    def end(self):
        for who in list(self.pids):
            self.kill(who)
        if self.nursery.poll() is None:
            self.nursery.stdin.close()
            self.nursery.stdout.close()
            self.nursery.wait()


@pytest.fixture
def office(tmp_path, durable):
    made = Office(tmp_path, durable, seed=20_261_122)
    yield made
    made.end()


def _events(laptop, numbers):
    rows = laptop.store.read("SELECT tbl, id, col, token, over FROM test_wrote WHERE saw = 0 ORDER BY seq")
    return [
        ledger.Event(next(numbers), laptop.who, (table, id_, column), token, over)
        for table, id_, column, token, over in rows
    ]


def _diary(laptop):
    rows = laptop.store.read("SELECT saw, tbl, id, col, token FROM test_wrote ORDER BY seq")
    return [
        ("saw" if saw else "wrote", (table, id_, column), token) for saw, table, id_, column, token in rows
    ]


def _look(office, laptops):
    """Every promise, after everybody has synced."""
    contents = [synced(laptop.store) for laptop in laptops]
    with office.server.admin(office.database) as admin:
        orders = held(admin)
        ((pushes, rev),) = admin.execute("SELECT count(*), max(rev) FROM crm.sync_push").fetchall()
    assert all(content == contents[0] for content in contents[1:])
    for laptop in laptops:
        assert laptop.store.read("PRAGMA integrity_check") == [("ok",)]
        assert laptop.store.check() == []
    numbers = iter(range(10**9))
    events = [event for laptop in laptops for event in _events(laptop, numbers)]
    assert ledger.lost(events, contents[0]) == []
    assert ledger.with_oneself(events, contents[0]) == []
    diary = {laptop.who: _diary(laptop) for laptop in laptops}
    assert sessions.violations(diary, events, orders) == []
    assert rev == pushes - 1  # every revision has its receipt, the first that of the making
    print(  # noqa: T201  the figures of a long run
        f"{office.kills} kills, {office.restarts} restarts of the server, {len(events)} edits, {pushes} pushes,"
        f" {len(contents[0]['conflict'])} conflicts; 0 lost, 0 unequal"
    )
    return len(events), pushes


def test_who_is_killed_at_work_loses_nothing_and_doubles_nothing(office, request):
    kills, restarts = (1000, 20) if request.config.getoption("--long") else (40, 1)
    office.disaster(kills, restarts)
    office.end()
    died = [path.read_text() for path in Path(office.folder).glob("*.died")]
    assert died == []
    laptops = []
    try:
        for who in WHO:
            laptops.append(Laptop(open_base(office.base(who)).store, who))
            laptops[-1].store.who = who
        for _ in range(3):
            for laptop in laptops:
                exchange = worker.exchange_of(office.job(laptop.who), laptop.store)
                exchange.sync(postgres.PASSWORD.format("anna"))
                exchange.close()
        edits, pushes = _look(office, laptops)
        assert edits > kills
        assert pushes > kills / 2
    finally:
        for laptop in laptops:
            laptop.store.close()
