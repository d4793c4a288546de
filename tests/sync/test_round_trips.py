"""How often a laptop waits for the server: counted on the wire, with a delay on it (T17)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.sync.engine import Colleague, Exchange
from tests.sync import postgres
from tests.sync.laptops import open_laptop
from tests.sync.proxy import wire


@pytest.fixture
def line(server, shared, tmp_path):
    """A laptop with a wire to the server, connected and up to date."""
    laptop = open_laptop(tmp_path)
    with wire(server.port) as between:
        address = replace(server.address(shared), port=between.port)
        exchange = Exchange(laptop.store, address, Colleague("Anna", "laptop"))
        password = postgres.PASSWORD.format("anna")
        exchange.sync(password)
        # Everything is sent before the first answer is back, as over a real distance.
        between.delay = 0.05

        def turns():
            between.reset()
            exchange.sync(password)
            return between.turns

        yield laptop, turns
        exchange.close()
    laptop.store.close()


def test_when_there_is_no_news_one_round_trip_tells(line):
    _, turns = line
    assert turns() == 1
    assert turns() == 1


def test_a_hundred_new_rows_take_three(line):
    laptop, turns = line
    for number in range(100):
        laptop.insert("client", name=f"Client {number}", number=number + 1)
    assert turns() == 3


def test_a_hundred_edits_take_three(line):
    laptop, turns = line
    ids = [laptop.insert("client", name=f"Client {number}") for number in range(100)]
    turns()
    for id_ in ids:
        laptop.update("client", id_, notes="edited")
    assert turns() == 3
    assert turns() == 1
