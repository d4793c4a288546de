"""The network is cut after any byte, in either direction; the answer to a commit is lost (T4).

Whatever was cut, the next sync brings both sides to the same state, and nothing is there twice or listed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.sync.failures import SyncError
from tests.sync.laptops import synced
from tests.sync.proxy import wire

CUTS = 60
"""In each of the two parts of a sync that are cut: what is pulled, what is pushed."""


class _Scene:
    """Jonas has sent something and Anna has edited the same and something else; her sync is cut."""

    def __init__(self, team, between):
        self.anna, self.jonas, self.between = team("anna"), team("jonas"), between
        self.anna.exchange.address = replace(self.anna.exchange.address, port=between.port)
        self.ona = self.anna.laptop.client("Ona", points=2)
        self.anna.sync()
        self.jonas.sync()
        self.count = 0

    def prepare(self):
        """News on both sides: different every time, for a merge that changes nothing proves nothing."""
        self.count += 1
        self.jonas.laptop.update("client", self.ona, notes=f"notes {self.count}")
        self.jonas.laptop.client(f"Client of Jonas {self.count}")
        self.jonas.sync()
        self.anna.laptop.update("client", self.ona, likes=f"likes {self.count}")
        self.anna.laptop.client(f"Client of Anna {self.count}", points=3)

    def measure(self):
        """How many bytes an uncut sync takes."""
        self.prepare()
        self.between.reset()
        self.anna.sync()
        return self.between.passed

    def cut(self, after):
        """A sync that is cut after so many bytes; whether it was noticed."""
        self.prepare()
        self.between.reset()
        self.between.cut_at = after
        try:
            self.anna.sync()
        except SyncError:
            return True
        finally:
            self.between.cut_at = None
            self.anna.exchange.close()
        return False

    def settle(self):
        self.anna.sync()
        self.jonas.sync()
        mine, theirs = synced(self.anna.laptop.store), synced(self.jonas.laptop.store)
        assert mine == theirs
        assert mine["conflict"] == {}
        row = mine["client"][self.ona]
        assert (row["notes"], row["likes"]) == (f"notes {self.count}", f"likes {self.count}")
        names = [each["name"] for each in mine["client"].values()]
        assert sorted(names) == sorted({*names})
        assert len(names) == 1 + 2 * self.count


@pytest.fixture
def scene(team, server):
    with wire(server.port) as between:
        made = _Scene(team, between)
        yield made
        made.anna.exchange.close()


def _spread(whole, most):
    """So many places over the whole, the ends among them, shifted so that runs do not all cut at round numbers."""
    return sorted({round(whole * (number + 0.5) / most) for number in range(most)} | {0, 1, whole - 1})


@pytest.mark.timeout(300)
def test_a_sync_that_is_cut_anywhere_is_made_good_by_the_next(scene):
    whole = scene.measure()
    noticed = 0
    for after in _spread(whole, CUTS):
        noticed += scene.cut(after)
        scene.settle()
    assert noticed > CUTS / 2


@pytest.mark.timeout(300)
def test_the_connecting_may_be_cut_too(scene):
    scene.anna.exchange.close()
    whole = scene.measure()
    for after in _spread(whole, CUTS):
        scene.anna.exchange.close()
        scene.cut(after)
        scene.settle()


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_sync_that_is_cut_at_every_byte(scene):
    whole = scene.measure()
    for after in range(whole):
        scene.cut(after)
        scene.settle()


def test_an_answer_to_a_commit_that_is_lost_counts_once(scene, monkeypatch):
    """Always the ambiguous case: the server has it, the laptop never hears."""
    real = type(scene.anna.exchange)._push

    def push(exchange, connection, batch, done):
        execute = connection.execute

        def deaf(query, *arguments, **options):
            if query == "COMMIT":
                scene.between.drop_answers = True
            return execute(query, *arguments, **options)

        monkeypatch.setattr(connection, "execute", deaf)
        return real(exchange, connection, batch, done)

    arrived = 0
    for _ in range(20):
        scene.prepare()
        with monkeypatch.context() as patch:
            patch.setattr(type(scene.anna.exchange), "_push", push)
            with pytest.raises(SyncError):
                scene.anna.sync()
        scene.between.drop_answers = False
        scene.anna.exchange.close()
        scene.jonas.sync()
        new = f"Client of Anna {scene.count}"
        arrived += scene.jonas.laptop.store.read("SELECT 1 FROM client WHERE name = ?", (new,)) != []
        scene.settle()
    assert arrived > 10
