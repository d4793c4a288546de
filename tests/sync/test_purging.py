"""Old deletions are forgotten when everybody knows of them; who was away for longer loses and revives nothing."""

from __future__ import annotations

import random

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


# --- any story ---


class _Story:
    """Anna works on; Jonas goes away for years, works there too, and comes back. One seed tells all of it."""

    def __init__(self, team, server, shared, seed):
        self.anna, self.jonas, self.server, self.shared = team("anna"), team("jonas"), server, shared
        self.dice = random.Random(seed)
        self.edited: dict[bytes, str] = {}
        self.referred: set[bytes] = set()

    def work(self, member, steps):
        """Some deeds of one of them; which clients they touched."""
        touched = set()
        for number in range(steps):
            alive = [
                id_
                for (id_,) in member.laptop.store.read("SELECT id FROM client WHERE deleted = 0 ORDER BY id")
            ]
            deed = self.dice.choice(("new", "edit", "point", "throw", "throw", "strip", "merge"))
            if deed == "new" or not alive:
                touched.add(member.laptop.client(f"{member.role} {number}", points=self.dice.randrange(3)))
                continue
            client = self.dice.choice(alive)
            touched.add(client)
            if deed == "merge":
                touched.add(self._merge(member, client, self.dice.choice(alive)))
            else:
                getattr(self, f"_{deed}")(member, client)
        return touched

    def _edit(self, member, client):
        said = f"{member.role} {self.dice.random()}"
        member.laptop.update("client", client, notes=said)
        if member is self.jonas:
            self.edited[client] = said

    def _point(self, member, client):
        member.laptop.insert("contact_point", client_id=client, kind="phone", value="1")
        if member is self.jonas:
            self.referred.add(client)

    def _throw(self, member, client):
        member.laptop.update("client", client, deleted=1)
        if member is self.jonas:
            self.edited.pop(client, None)
            self.referred.discard(client)

    def _merge(self, member, client, into):
        if into != client:
            member.laptop.update("client", client, deleted=1, merged_into=into)
            self.edited.pop(client, None)
            self.referred.discard(client)
        return into

    def _strip(self, member, client):
        """Throw a client away with all that belongs to it: nothing refers to it any more."""
        for point in _points(member, client):
            member.laptop.update("contact_point", point, deleted=1)
        self._throw(member, client)

    def purge(self, log_in):
        _years_pass(self.server, self.shared)
        _says_how_far(self.anna)
        return purging.purge_server(log_in(self.shared, "boss"))


def _alive(store):
    return {
        name: {id_: row for id_, row in rows.items() if not row["deleted"]}
        for name, rows in synced(store).items()
    }


@pytest.mark.parametrize("seed", range(3))
def test_any_story_of_somebody_away_ends_well(team, log_in, server, shared, seed):
    _tell_story(team, log_in, server, shared, seed)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(100, 200))
def test_very_many_stories_of_somebody_away_end_well(team, log_in, server, shared, seed):
    _tell_story(team, log_in, server, shared, seed)


def _tell_story(team, log_in, server, shared, seed):
    """Nothing that Jonas did meanwhile is lost, nothing that he left alone comes back, and both have the same."""
    story = _Story(team, server, shared, seed)
    anna, jonas = story.anna, story.jonas
    story.work(anna, 12)
    for member in (anna, jonas, anna, jonas):
        member.sync()
    story.work(anna, 8)
    anna.sync()
    if story.dice.random() < 0.5:
        jonas.sync()
    story.edited.clear()
    story.referred.clear()
    story.work(anna, 12)
    anna.sync()
    jonas.exchange.close()
    touched = story.work(jonas, 8)
    assert story.purge(log_in) > 0
    story.work(anna, 4)
    anna.sync()
    gone = {
        id_
        for (id_,) in anna.laptop.store.read("SELECT id FROM client WHERE deleted = 1")
        if id_ not in touched
    }
    for member in (jonas, anna, jonas, anna):
        member.sync()
    assert _alive(anna.laptop.store) == _alive(jonas.laptop.store)
    for member in (anna, jonas):
        assert member.laptop.store.check() == []
        assert member.exchange.sync(f"pass-of-{member.role}", thorough=True).repaired == 0
    told = {loser for (loser,) in jonas.laptop.store.read("SELECT loser FROM conflict")}
    for client, said in story.edited.items():
        assert jonas.laptop.value("client", client, "notes") == said or f'"{said}"' in told
    for client in story.edited.keys() | story.referred:
        assert jonas.laptop.value("client", client, "deleted") == 0
    for client in gone:
        assert jonas.laptop.value("client", client, "deleted") in (1, "no such row")
        assert anna.laptop.value("client", client, "deleted") in (1, "no such row")
