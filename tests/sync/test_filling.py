"""Very many new rows, streamed to a real server: nothing asked where nobody else wrote, the careful way else."""

from __future__ import annotations

import pytest

from crm_desktop.sync import engine, filling, freezing, pushing, seeding
from crm_desktop.sync.choosing import Limits
from tests.sync.laptops import synced
from tests.sync.simulation import Cut

SMALL = 40


@pytest.fixture(autouse=True)
def _many(monkeypatch):
    monkeypatch.setattr(seeding, "MANY", 1)


@pytest.fixture
def careful(monkeypatch):
    """The pushes that went the careful way, by how many rows of which tables they had."""
    seen = []

    def push(connection, batch, *rest):
        seen.append({row.table for row in batch.rows})
        return pushing.push(connection, batch, *rest)

    monkeypatch.setattr(engine, "push", push)
    return seen


def _fill(member, clients=SMALL):
    return [member.laptop.client(f"{member.role} {number}", points=2) for number in range(clients)]


def _are_equal(*members):
    for member in (*members, *members):
        member.sync()
    first, *others = (synced(member.laptop.store) for member in members)
    return all(first == other for other in others)


def test_only_names_that_stand_once_take_the_careful_way(team, careful):
    anna, jonas = team("anna"), team("jonas")
    _fill(anna)
    anna.sync()
    assert not any("contact_point" in tables for tables in careful)
    assert _are_equal(anna, jonas)


def test_where_another_wrote_meanwhile_rows_meet_what_is_there(team, careful, monkeypatch):
    anna, jonas = team("anna"), team("jonas")
    jonas.sync()
    anna.sync()
    _fill(anna)
    jonas.laptop.client("Rasa")
    send = filling.send

    def others_first(*arguments):
        monkeypatch.setattr(filling, "send", send)
        jonas.sync()
        return send(*arguments)

    monkeypatch.setattr(filling, "send", others_first)
    anna.sync()
    assert any("contact_point" in tables for tables in careful)
    assert _are_equal(anna, jonas)


def test_a_number_that_stands_already_is_told(team, careful):
    anna, jonas = team("anna"), team("jonas")
    jonas.laptop.insert("client", name="Jonas's", number=7)
    jonas.sync()
    anna.laptop.insert("client", name="Anna's", number=7)
    anna.sync()
    assert _are_equal(anna, jonas)
    assert anna.laptop.store.read("SELECT kind FROM conflict") == [("number",)]


def test_a_value_that_no_database_keeps_holds_back_its_row_alone(team):
    anna = team("anna")
    good = _fill(anna, 3)
    bad = anna.laptop.insert("client", name="NUL \0")
    assert anna.sync().refused == 1
    assert [key for key, _, _ in freezing.refused(anna.laptop.store)] == [("client", bad)]
    assert all(anna.laptop.value("client", id_, "rev") > 0 for id_ in good)


def test_when_the_answer_is_lost_they_are_there_once(team, monkeypatch):
    """Cut off after the commit: the receipt tells, and what was edited meanwhile is sent."""
    anna, jonas = team("anna"), team("jonas")
    ids = _fill(anna)
    anna.exchange.limits = Limits(rows=30)
    send = filling.send

    def cut(*arguments):
        if send(*arguments) is not None:
            raise Cut("after the commit")

    monkeypatch.setattr(filling, "send", cut)
    for _ in range(3):
        with pytest.raises(Cut):
            anna.sync()
        anna.laptop.update("client", ids[0], notes="meanwhile")
    monkeypatch.setattr(filling, "send", send)
    assert _are_equal(anna, jonas)
    assert jonas.laptop.value("client", ids[0], "notes") == "meanwhile"
    assert anna.laptop.store.read("SELECT count(*) FROM conflict") == [(0,)]


def test_when_it_never_arrived_it_is_sent_again(team, monkeypatch):
    anna, jonas = team("anna"), team("jonas")
    ids = _fill(anna)
    send = filling.send

    def cut(*_):
        raise Cut("before the push")

    monkeypatch.setattr(filling, "send", cut)
    with pytest.raises(Cut):
        anna.sync()
    anna.laptop.update("client", ids[0], notes="meanwhile")
    monkeypatch.setattr(filling, "send", send)
    assert _are_equal(anna, jonas)
    assert jonas.laptop.value("client", ids[0], "notes") == "meanwhile"
