"""Laptops and a shared database, at random; see ``simulation``. A failing seed is run again alone."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from tests.sync.model_server import ModelServer
from tests.sync.simulation import POINTS, Tally, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.sync.history import Position
    from crm_desktop.sync.snapshot import Batch, Snapshot
    from tests.sync.simulation import Content


class InMemory:
    """The plain rules in memory, behind the interface of the simulation."""

    def __init__(self) -> None:
        self.model = ModelServer(b"e" * 16)
        self._edits = 0

    def pull(self, position: Position, pending: bytes | None) -> Snapshot:
        return self.model.pull(position, pending)

    def push(self, batch: Batch, who: str, cut: Callable[[str], None]) -> int:
        rev, after = self.model.prepare(batch, who)
        cut("before the commit of the push")
        self.model.become(after)
        cut("after the commit of the push")
        return rev

    def edit(self, table: str, id_: bytes, column: str, value: str) -> None:
        self._edits += 1
        self.model.edit(self._edits.to_bytes(16, "big"), table, id_, {column: value})

    def content(self) -> Content:
        return {
            table: {id_: row for id_, (_, row) in rows.items()} for table, rows in self.model.rows.items()
        }

    def close(self) -> None:
        pass


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_and_all_become_equal(seed: int, tmp_path: Any) -> None:
    world = World(seed, tmp_path, InMemory())
    try:
        world.run(130)
    finally:
        world.close()


def test_a_seed_tells_the_whole_story(tmp_path: Any) -> None:
    contents = []
    for run in ("one", "two"):
        (tmp_path / run).mkdir()
        world = World(7, tmp_path / run, InMemory())
        world.run(60)
        contents.append(copy.deepcopy(world.server.content()))
        world.close()
    for content in contents:
        for row in content["conflict"].values():
            row["found_at"] = row["winner_at"] = ""
    assert contents[0] == contents[1]
