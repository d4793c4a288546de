"""Who is one person: two laptops join one server, whatever the people in them are called."""

from __future__ import annotations

import pytest

from crm_desktop.services import colleagues
from tests.sync.batches import Sending, edited, id_of, new

ANNA, BORIS, OTHER, CLIENT = id_of("anna"), id_of("boris"), id_of("other"), id_of("client")


@pytest.fixture
def a(log_in, shared):
    return Sending(log_in(shared), "a")


@pytest.fixture
def b(log_in, shared):
    return Sending(log_in(shared, "jonas"), "b")


def person(id_, name, login="", **values):
    return new("colleague", id_, name=name, login=login, **values)


def living(sending):
    rows = {id_: sending.row("colleague", id_) for id_ in sending.ids("colleague", live=True)}
    return {id_: (row["name"], row["login"]) for id_, row in rows.items()}


def test_two_laptops_of_one_login_are_one_person_whatever_the_names(a, b):
    a.send(person(ANNA, "Anna", "anna"))
    b.send(person(OTHER, "Anna Petrova", "anna"), new("client", CLIENT, name="c", responsible_id=OTHER))
    assert living(a) == {ANNA: ("Anna", "anna")}
    assert a.row("colleague", OTHER)["merged_into"] == ANNA
    assert a.row("client", CLIENT)["responsible_id"] == ANNA


@pytest.mark.parametrize("name", ["Anna", " anna"])
def test_two_people_of_one_name_stay_two(a, b, name):
    a.send(person(ANNA, "Anna", "anna"))
    b.send(person(OTHER, name, "anna2"))
    assert living(a) == {ANNA: ("Anna", "anna"), OTHER: (f"{name} (anna2)", "anna2")}
    # The name stands on its own row: sent again, it is not told apart twice.
    b.send(edited("colleague", OTHER, b.row("colleague", OTHER), active=0))
    assert living(a)[OTHER] == (f"{name} (anna2)", "anna2")


def test_who_was_written_down_by_name_is_who_joins_under_it(a, b):
    """Each of two people had written the other one down."""
    a.send(person(ANNA, "Anna", "anna"), person(BORIS, "Boris"))
    a.send(new("client", CLIENT, name="c", responsible_id=BORIS))
    b.send(person(OTHER, "boris", "boris"), person(id_of("anna at b"), "ANNA"))
    assert living(a) == {ANNA: ("Anna", "anna"), BORIS: ("Boris", "boris")}
    assert a.row("colleague", OTHER)["merged_into"] == BORIS
    assert a.row("colleague", id_of("anna at b"))["merged_into"] == ANNA
    assert a.row("client", CLIENT)["responsible_id"] == BORIS


def test_nobody_is_like_somebody_for_having_no_name(a, b):
    a.send(person(ANNA, "", "anna"), person(OTHER, ""))
    b.send(person(BORIS, "", "boris"))
    assert living(a) == {ANNA: ("", "anna"), OTHER: ("", ""), BORIS: ("", "boris")}


def test_within_one_push_too(a):
    a.send(
        person(ANNA, "Anna", "anna"), person(OTHER, "Anna"), person(BORIS, "Boris"), person(CLIENT, "B", "b")
    )
    assert living(a) == {ANNA: ("Anna", "anna"), BORIS: ("Boris", ""), CLIENT: ("B", "b")}
    a.send(person(id_of("late"), "boris", "b2"), person(id_of("twin"), "", "b2"))
    assert living(a) == {ANNA: ("Anna", "anna"), BORIS: ("Boris", "b2"), CLIENT: ("B", "b")}
    a.send(person(id_of("rasa"), "Rasa"), person(id_of("rasa too"), "rasa", "r"))
    assert living(a)[id_of("rasa")] == ("Rasa", "r")


def test_two_real_laptops_know_who_sits_there(team):
    """Each base had its own row of its user; the server has each person once, and both laptops know which one is me."""
    anna, jonas = team("anna"), team("jonas")
    mine = {}
    for member, other in ((anna, "Jonas"), (jonas, "Anna")):
        store = member.laptop.store
        own = member.laptop.insert("colleague", name=member.laptop.who)
        known = member.laptop.insert("colleague", name=other)
        member.laptop.insert("client", name=f"of {other} by {member.role}", responsible_id=known)
        mine[member.role] = colleagues.take_login(store, own, member.role)
        assert mine[member.role] == own == colleagues.me(store)
    for member in (anna, jonas, anna, jonas):
        member.sync()
    for member in (anna, jonas):
        store = member.laptop.store
        found = {each.name: each for each in colleagues.people(store)}
        assert {each.name: each.login for each in found.values()} == {"Anna": "anna", "Jonas": "jonas"}
        assert colleagues.me(store) == found[member.laptop.who].id
        assert colleagues.others(store) == {found["Jonas" if member is anna else "Anna"].id}
        rows = store.read("SELECT name, responsible_id FROM client")
        assert dict(rows) == {
            "of Jonas by anna": found["Jonas"].id,
            "of Anna by jonas": found["Anna"].id,
        }


def test_joining_says_who_sits_there_also_after_leaving(team, monkeypatch):
    from crm_desktop import keystore
    from crm_desktop.sync.joining import join, leave
    from tests.sync import postgres

    monkeypatch.setattr(keystore, "forget", lambda _service, _account: None)
    anna, jonas = team("anna"), team("jonas")
    for member in (anna, jonas):
        member.laptop.insert("colleague", name="Shop")  # both computers are called by what the shop is called
        member.laptop.store.who = "Shop"
        password = postgres.PASSWORD.format(member.role)
        join(member.laptop.store, member.exchange.address, password, f"laptop of {member.role}")
    anna.sync()
    for member, name in ((anna, "Shop"), (jonas, "Shop (jonas)")):
        store = member.laptop.store
        found = {each.name: (each.login, each.is_me) for each in colleagues.people(store)}
        assert found == {"Shop": ("anna", name == "Shop"), "Shop (jonas)": ("jonas", name != "Shop")}
        assert colleagues.my_name(store) == name
    leave(jonas.laptop.store)
    assert colleagues.my_name(jonas.laptop.store) == "Shop (jonas)", "not the other one, who has the name"
