"""Laptops and a shared database, at random; see ``simulation``. A failing seed is run again alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sync.actions import ACTIONS, WITH_RESTORES
from tests.sync.model_server import InMemory
from tests.sync.shared_postgres import Line, OnPostgres, unwatch, watch
from tests.sync.simulation import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from crm_desktop.sync.address import ServerAddress
    from tests.sync import postgres
    from tests.sync.ledger import Content
    from tests.sync.simulation import Action

pytestmark = pytest.mark.timeout(1800)  # --long tries very many
STEPS = 130


@pytest.fixture
def on_postgres(
    server: postgres.Server,
    shared: str,
    address: Callable[..., ServerAddress],
) -> Iterator[OnPostgres]:
    place = address(shared)
    with server.admin(shared) as admin, server.beside(Line, shared, "jonas") as tool:
        watch(admin)
        yield OnPostgres(place, lambda: server.beside(Line, shared, place.user), admin, tool)
        unwatch(admin)


SCHEDULES = {
    "test_by_the_plain_rules_nothing_is_lost_and_all_become_equal": (5, 200),
    "test_nothing_is_lost_and_all_become_equal": (60, 2000),
    "test_nothing_is_lost_when_the_server_is_put_back": (15, 300),
}
"""How many seeds in every run, and in the long one."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.function.__name__ in SCHEDULES:
        short, long = SCHEDULES[metafunc.function.__name__]
        metafunc.parametrize("seed", range(long if metafunc.config.getoption("--long") else short))


def play(world: World, actions: Mapping[Action, int]) -> None:
    try:
        world.run(STEPS, actions)
    finally:
        world.close()


def test_by_the_plain_rules_nothing_is_lost_and_all_become_equal(seed: int, tmp_path: Path) -> None:
    play(World(seed, tmp_path, InMemory()), WITH_RESTORES)


def test_nothing_is_lost_and_all_become_equal(seed: int, tmp_path: Path, on_postgres: OnPostgres) -> None:
    play(World(seed, tmp_path, on_postgres), ACTIONS)


def test_nothing_is_lost_when_the_server_is_put_back(
    seed: int, tmp_path: Path, on_postgres: OnPostgres
) -> None:
    play(World(seed, tmp_path, on_postgres), WITH_RESTORES)


def content_of(folder: Path, seed: int, wrong_clocks: Mapping[str, float]) -> Content:
    """What is there in the end, without the times at which conflicts were found."""
    folder.mkdir()
    world = World(seed, folder, InMemory(), wrong_clocks=wrong_clocks)
    world.run(80, ACTIONS)
    content = world.server.content()
    world.close()
    content["conflict"] = {
        id_: row | {"found_at": "", "winner_at": "", "loser_at": ""}
        for id_, row in content["conflict"].items()
    }
    return content


def test_a_seed_tells_the_whole_story(tmp_path: Path) -> None:
    assert content_of(tmp_path / "one", 7, {}) == content_of(tmp_path / "two", 7, {})


@pytest.mark.parametrize("seed", [3, 8])
def test_clocks_decide_nothing(seed: int, tmp_path: Path) -> None:
    """The same work on laptops whose clocks are years apart comes to the same (T11)."""
    wrong = {"A": 3.0, "B": -3.0, "C": 0.5, "D": -40.0, "E": 60.0}
    assert content_of(tmp_path / "right", seed, {}) == content_of(tmp_path / "wrong", seed, wrong)
