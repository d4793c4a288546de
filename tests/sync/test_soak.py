"""Thirty laptops at one server, for a long time: nothing grows but the history (T16)."""

from __future__ import annotations

import gc
import random
import time
from pathlib import Path

import pytest

from crm_desktop.sync.engine import Colleague, Exchange
from tests.sync import postgres
from tests.sync.laptops import open_laptop, synced

pytestmark = pytest.mark.timeout(7200)  # half an hour with --long
LAPTOPS = 30
CLIENTS = 40
HALF_AN_HOUR = 1800.0
TURNS = 100
"""How many times somebody works and syncs in a short run; as many before, to get warm."""


@pytest.fixture
def office(tmp_path, address, shared):
    """Thirty people who have the same forty clients."""
    made = []
    for number in range(LAPTOPS):
        laptop = open_laptop(tmp_path, f"L{number}")
        made.append((laptop, Exchange(laptop.store, address(shared), Colleague(laptop.who, laptop.who))))
    yield made
    for laptop, exchange in made:
        exchange.close()
        laptop.store.close()


def _sync(exchange):
    exchange.sync(postgres.PASSWORD.format("anna"))


def _work(office, dice, clients, until):
    """Somebody edits three clients and syncs, again and again; how many did."""
    turns = 0
    while not until(turns):
        laptop, exchange = dice.choice(office)
        for client in dice.sample(clients, 3):
            laptop.update("client", client, notes=f"{laptop.who} {dice.random()}")
        _sync(exchange)
        turns += 1
    return turns


class _Size:
    """What may grow: objects, memory in MB, rows that wait, bytes of the bases, files, lines to the server."""

    def __init__(self, office, admin):
        gc.collect()
        self.objects = len(gc.get_objects())
        pages = (
            int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
        )
        self.memory = pages * 4096 / 1e6
        stores = [laptop.store for laptop, _ in office]
        self.logs = max(store.path.with_name(store.path.name + "-wal").stat().st_size for store in stores)
        for store in stores:
            store.read("PRAGMA wal_checkpoint(TRUNCATE)")
        self.bases = sum(store.path.stat().st_size for store in stores)
        self.files = sorted(path.name for path in stores[0].path.parent.iterdir())
        ((self.lines,),) = admin.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'CRM Desktop'"
        ).fetchall()
        ((self.seen,),) = stores[0].read("SELECT count(*) FROM sync_seen")


def test_thirty_laptops_work_for_a_long_time(office, server, shared, request):
    dice = random.Random(16)
    first, line = office[0]
    clients = [first.client(f"Client {number}", points=2) for number in range(CLIENTS)]
    _sync(line)
    for _, exchange in office[1:]:
        _sync(exchange)
    with server.admin(shared) as admin:
        sizes = [_Size(office, admin)]
        if request.config.getoption("--long"):
            for _ in range(2):
                end = time.monotonic() + HALF_AN_HOUR / 2
                _work(office, dice, clients, lambda _turns, end=end: time.monotonic() > end)
                sizes.append(_Size(office, admin))
        else:
            for _ in range(2):
                _work(office, dice, clients, lambda turns: turns >= TURNS)
                sizes.append(_Size(office, admin))
    begin, middle, last = sizes
    assert last.objects < middle.objects * 1.02 + 1_000
    assert last.memory < middle.memory * 1.1 + 10
    assert last.files == middle.files
    assert last.lines == LAPTOPS
    assert last.seen <= 500
    assert last.logs <= 64 << 20
    # The history of fields grows with the work; not faster than it.
    assert last.bases - middle.bases <= 1.5 * (middle.bases - begin.bases) + LAPTOPS * 65_536
    for _ in range(2):
        for _, exchange in office:
            _sync(exchange)
    contents = [synced(laptop.store) for laptop, _ in office]
    assert all(content == contents[0] for content in contents[1:])
