"""Old deletions are forgotten when everybody knows of them; who was away for longer loses and revives nothing."""

from __future__ import annotations

import psycopg
import pytest

from crm_desktop.sync import purging
from tests.sync.laptops import synced


@pytest.fixture
def pair(team):
    """Two laptops with the same clients, each with two contact points."""
    anna, jonas = team("anna"), team("jonas")
    ids = [anna.laptop.client(name, points=2) for name in ("Ona", "Petras", "Rasa", "Jurga", "Adomas")]
    for member in (anna, jonas, anna, jonas):
        member.sync()
    return anna, jonas, ids


def _says_how_far(*members):
    """A device tells it when it connects."""
    for member in members:
        member.exchange.close()
        member.sync()


def _years_pass(server, database, *, but_for=""):
    """All that happened on the server so far was long ago; ``but_for``: whose laptop has been seen since."""
    with server.admin(database) as admin:
        admin.execute("UPDATE crm.sync_push SET at = at - interval '500 days'")
        admin.execute(
            "UPDATE crm.sync_device SET last_seen = last_seen - interval '500 days' WHERE who <> %s",
            (but_for,),
        )


def _throw_away(member, client):
    member.laptop.update("contact_point", _points(member, client)[0], deleted=1)


def _points(member, client):
    return [
        id_
        for (id_,) in member.laptop.store.read(
            "SELECT id FROM contact_point WHERE client_id = ? ORDER BY rid", (client,)
        )
    ]


def _count(server, database, table="contact_point"):
    with server.admin(database) as admin:
        return admin.execute(f"SELECT count(*) FROM crm.{table}").fetchone()[0]


def test_what_everybody_knows_is_forgotten_after_400_days(pair, log_in, server, shared):
    anna, jonas, (ona, *_) = pair
    _throw_away(anna, ona)
    anna.sync()
    anna.laptop.client("Later")
    anna.sync()
    jonas.sync()
    boss = log_in(shared, "boss")
    _says_how_far(anna, jonas)
    assert purging.purge_server(boss) == 0  # too young
    assert _count(server, shared, "audit") == 1
    _years_pass(server, shared)
    _says_how_far(anna, jonas)
    assert purging.purge_server(boss) == 1
    assert _count(server, shared, "audit") == 0  # who changed what is forgotten with them
    assert purging.purge_server(boss) == 0
    assert _count(server, shared) == 9
    assert anna.exchange.sync("pass-of-anna", thorough=True).repaired == 0
    assert len(_points(anna, ona)) == 1
    assert len(_points(jonas, ona)) == 2  # his turn comes
    jonas.exchange.sync("pass-of-jonas", thorough=True)
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    _throw_away(jonas, ona)
    jonas.sync()
    anna.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)


def test_nothing_is_forgotten_that_a_living_device_has_not_pulled(pair, log_in, server, shared):
    anna, jonas, (ona, *_) = pair
    _says_how_far(jonas)
    _throw_away(anna, ona)
    anna.sync()
    _says_how_far(anna)
    _years_pass(server, shared, but_for="jonas")
    _says_how_far(anna)
    assert purging.purge_server(log_in(shared, "boss")) == 0
    assert _count(server, shared) == 10


def test_what_something_refers_to_stays(pair, log_in, server, shared):
    anna, jonas, (ona, *_) = pair
    anna.laptop.update("client", ona, deleted=1)  # with its contact points, which stay hidden below it
    anna.sync()
    jonas.sync()
    _years_pass(server, shared)
    _says_how_far(anna, jonas)
    assert purging.purge_server(log_in(shared, "boss")) == 0
    for point in _points(anna, ona):
        anna.laptop.update("contact_point", point, deleted=1)
    anna.sync()
    anna.laptop.client("Later")
    anna.sync()
    jonas.sync()
    _years_pass(server, shared)
    _says_how_far(anna, jonas)
    assert purging.purge_server(log_in(shared, "boss")) == 3
    for member in (anna, jonas):
        member.exchange.sync(f"pass-of-{member.role}", thorough=True)
        assert member.laptop.value("client", ona, "name") == "no such row"
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)


def test_who_was_away_for_longer_neither_revives_nor_loses_anything(pair, log_in, server, shared):
    """Clean rows go to the bin, edited ones live, and what new work refers to comes back (failure table, 23)."""
    anna, jonas, (clean, edited, needed, dead, standing) = pair
    for client in (clean, edited, needed, dead):
        for point in _points(anna, client):
            anna.laptop.update("contact_point", point, deleted=1)
        anna.laptop.update("client", client, deleted=1)
    anna.sync()
    _years_pass(server, shared)
    _says_how_far(anna)
    removed = purging.purge_server(log_in(shared, "boss"))
    assert removed == 12
    jonas.laptop.update("client", edited, notes="still mine")
    note = jonas.laptop.insert("activity", client_id=needed, kind="note")
    jonas.laptop.update("client", dead, deleted=1)
    jonas.laptop.update("client", standing, notes="from far away")
    jonas.exchange.close()
    jonas.sync()
    assert jonas.laptop.value("client", clean, "deleted") == 1
    assert jonas.laptop.value("client", dead, "deleted") == 1
    for member in (anna, jonas):
        member.sync()
        store = member.laptop.store
        assert member.laptop.value("client", edited, "notes") == "still mine"
        assert member.laptop.value("client", needed, "deleted") == 0
        assert member.laptop.value("activity", note, "deleted") == 0
        assert member.laptop.value("client", standing, "notes") == "from far away"
        alive = store.read("SELECT id FROM client WHERE deleted = 0")
        assert {id_ for (id_,) in alive} == {edited, needed, standing}
    with server.admin(shared) as admin:
        found = admin.execute("SELECT uuid_send(id) FROM crm.client").fetchall()
    assert {bytes(id_) for (id_,) in found} == {edited, needed, standing}
    assert jonas.exchange.sync("pass-of-jonas", thorough=True).repaired == 0
    assert jonas.laptop.value("client", clean, "deleted") == 1  # in the bin it may be looked at


def test_an_owner_forgets_by_the_way(pair, team, server, shared):
    anna, jonas, (ona, *_) = pair
    _throw_away(anna, ona)
    anna.sync()
    jonas.sync()
    chief = team("chief")
    chief.sync()
    _years_pass(server, shared)
    _says_how_far(anna, jonas, chief)
    for member, left in ((anna, 10), (chief, 9)):
        member.exchange.sync(f"pass-of-{member.role}", thorough=True)
        assert _count(server, shared) == left


def test_nobody_else_removes_a_row(pair, log_in, server, shared):
    connection = log_in(shared)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        purging.purge_server(connection)
    connection.execute("SET crm.purging = 'on'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM crm.contact_point")
    boss = log_in(shared, "boss")
    boss.execute("SET ROLE crm_owner")
    with pytest.raises(psycopg.Error, match="never removed"):
        boss.execute("DELETE FROM crm.contact_point")
    assert _count(server, shared) == 10
