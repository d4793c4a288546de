"""Two laptops and a real server."""

from __future__ import annotations

import pytest

from crm_desktop.sync.engine import Colleague, Exchange
from tests.sync import postgres
from tests.sync.laptops import open_laptop, synced


@pytest.fixture
def team(tmp_path, address, shared):
    """Laptops that sync with one server: ``team("anna")``."""
    opened = {}

    class Member:
        def __init__(self, role):
            self.laptop = open_laptop(tmp_path, role.title())
            self.role = role
            self.exchange = Exchange(
                self.laptop.store, address(shared, role), Colleague(role.title(), f"laptop of {role}")
            )

        def sync(self):
            return self.exchange.sync(postgres.PASSWORD.format(self.role))

    def of(role):
        if role not in opened:
            opened[role] = Member(role)
        return opened[role]

    yield of
    for member in opened.values():
        member.exchange.close()
        member.laptop.store.close()


def test_what_one_has_the_other_gets(team):
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona Petraitė", points=3)
    done = anna.sync()
    assert done.went >= 4
    jonas.sync()
    assert jonas.laptop.value("client", client, "name") == "Ona Petraitė"
    anna.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert anna.sync().came == jonas.sync().came == 0


def test_different_fields_both_stand(team):
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona")
    anna.sync()
    jonas.sync()
    anna.laptop.update("client", client, likes="roses")
    jonas.laptop.update("client", client, notes="pays late")
    for member in (anna, jonas, anna):
        member.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    row = anna.laptop.row("client", client)
    assert (row["likes"], row["notes"]) == ("roses", "pays late")
    assert anna.laptop.store.read("SELECT count(*) FROM conflict") == [(0,)]


def test_the_same_field_is_listed_on_both(team):
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona")
    anna.sync()
    jonas.sync()
    anna.laptop.update("client", client, likes="roses")
    jonas.laptop.update("client", client, likes="tulips")
    for member in (anna, jonas, anna):
        member.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert anna.laptop.value("client", client, "likes") == "roses"
    found = anna.laptop.store.read("SELECT kind, winner, loser, winner_by, loser_by FROM conflict")
    assert found == [("both_changed", '"roses"', '"tulips"', "Anna", "Jonas")]
