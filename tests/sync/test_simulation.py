"""Laptops and a shared database, at random; see ``simulation``. A failing seed is run again alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from crm_desktop.sync import connection as line_to
from tests.sync import postgres
from tests.sync.model_server import InMemory
from tests.sync.shared_postgres import Line, OnPostgres
from tests.sync.simulation import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm_desktop.sync.connection import Connection, ServerAddress


@pytest.fixture
def on_postgres(
    server: postgres.Server,
    shared: str,
    address: Callable[..., ServerAddress],
    log_in: Callable[..., Connection],
) -> Iterator[OnPostgres]:
    place = address(shared)

    def connect() -> Line:
        parameters = line_to._parameters(place)
        return Line.connect(autocommit=True, password=postgres.PASSWORD.format(place.user), **parameters)

    with server.admin(shared) as admin:
        yield OnPostgres(place, connect, admin, log_in(shared, "jonas"))


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost_and_all_become_equal_by_the_plain_rules(seed: int, tmp_path: Any) -> None:
    world = World(seed, tmp_path, InMemory())
    try:
        world.run(130)
    finally:
        world.close()


@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_lost_and_all_become_equal(seed: int, tmp_path: Any, on_postgres: OnPostgres) -> None:
    world = World(seed, tmp_path, on_postgres)
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
        contents.append(world.server.content())
        world.close()
    assert contents[0] == contents[1]
