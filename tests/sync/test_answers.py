"""The server restored from a real dump, emptied, exchanged, or too old: each answer ends in the state it promises."""

from __future__ import annotations

from contextlib import closing

import keyring
import pytest
from keyring.backends import null

from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import first_page
from crm_desktop.sync import answers, returning, tables
from crm_desktop.sync.engine import exchange_of
from crm_desktop.sync.failures import (
    ServerEmpty,
    ServerForeign,
    ServerOutdated,
    ServerPasswordNeeded,
    ServerPutBack,
    ServerRoleRefused,
)
from crm_desktop.sync.membership import become_member, membership
from tests.sync import postgres
from tests.sync.dumps import dump, make_empty, restore
from tests.sync.laptops import open_laptop, synced

BOSS = ("boss", postgres.PASSWORD.format("boss"))


@pytest.fixture(autouse=True)
def _no_key_store():
    before = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def fresh(server, template):
    """A shared base of its own: it will be dropped and made anew."""
    name = server.make_database(template)
    yield name
    server.drop_database(name)


class Desk:
    """A colleague whose base belongs to the shared one."""

    def __init__(self, role, folder, address):
        self.laptop = open_laptop(folder, role.title())
        self.store = self.laptop.store
        self.password = postgres.PASSWORD.format(role)
        become_member(self.store, address, f"laptop of {role}")

    def sync(self):
        belongs = membership(self.store)
        assert belongs is not None
        with closing(exchange_of(self.store, belongs)) as exchange:
            return exchange.sync(self.password)

    def names(self):
        return {name for (name,) in self.store.read("SELECT name FROM client WHERE deleted = 0")}


@pytest.fixture
def desk(tmp_path, address, fresh):
    made = []

    def of(role, database=fresh):
        made.append(Desk(role, tmp_path, address(database, role)))
        return made[-1]

    yield of
    for each in made:
        each.store.close()


@pytest.fixture
def put_back(desk, server, fresh, tmp_path):
    """Ona was there before the dump, Petras came after it, Rasa was never sent."""
    anna = desk("anna")
    ona = anna.laptop.client("Ona")
    anna.sync()
    kept = dump(server, fresh, tmp_path / "backup")
    anna.laptop.client("Petras")
    anna.laptop.update("client", ona, notes="after the backup")
    anna.sync()
    restore(server, fresh, kept)
    anna.laptop.client("Rasa")
    with pytest.raises(ServerPutBack):
        anna.sync()
    anna.ona = ona
    return anna


def test_what_the_dump_lacked_is_returned(put_back, desk):
    anna, jonas = put_back, desk("jonas")
    with pytest.raises(ServerPasswordNeeded):
        answers.look(anna.store, None)
    found = answers.look(anna.store, anna.password)
    assert (len(found.beyond), found.ours, found.foreign) == (2, True, False)
    assert answers.return_to_server(anna.store, anna.password).rows == 2
    anna.sync()
    jonas.sync()
    assert jonas.names() == {"Ona", "Petras", "Rasa"}
    assert jonas.laptop.value("client", anna.ona, "notes") == "after the backup"
    assert synced(anna.store) == synced(jonas.store)


def test_what_the_dump_holds_is_taken_and_a_copy_stays(put_back, desk, tmp_path, monkeypatch):
    monkeypatch.setattr(returning, "FOLLOWED", 1)  # as with very many rows: lists follow afterwards
    anna, jonas = put_back, desk("jonas")
    done, saved = answers.take_from_server(anna.store, anna.password)
    assert done.lists_follow
    assert "Petras" not in {row.name for row in first_page(anna.store, ClientQuery(), 10).rows}
    anna.sync()
    jonas.sync()
    assert anna.names() == jonas.names() == {"Ona", "Rasa"}
    assert anna.laptop.value("client", anna.ona, "notes") == ""
    assert synced(anna.store) == synced(jonas.store)
    copied = tmp_path / "copy"
    copied.mkdir()
    copy = open_laptop(copied, "Copy", copy_of=saved)
    with closing(copy.store):
        assert copy.value("client", anna.ona, "notes") == "after the backup"


def test_a_server_put_back_before_anything_remembered_is_still_ours(put_back, desk):
    anna = put_back
    with anna.store.transaction() as connection:
        connection.execute("DELETE FROM sync_seen")
    found = answers.look(anna.store, anna.password)
    assert (found.common, found.ours, found.foreign) == (None, True, False)
    answers.return_to_server(anna.store, anna.password)
    anna.sync()
    jonas = desk("jonas")
    jonas.sync()
    assert jonas.names() == {"Ona", "Petras", "Rasa"}


@pytest.fixture
def wiped(desk, server, fresh):
    anna = desk("anna")
    anna.laptop.client("Ona")
    anna.sync()
    make_empty(server, fresh)
    anna.laptop.client("Rasa")
    with pytest.raises(ServerEmpty):
        anna.sync()
    return anna


def test_an_emptied_database_is_filled_again_by_its_owner(wiped, desk):
    answers.refill(wiped.store, wiped.password, *BOSS)
    wiped.sync()
    jonas = desk("jonas")
    jonas.sync()
    assert jonas.names() == {"Ona", "Rasa"}
    assert synced(wiped.store) == synced(jonas.store)


def test_who_is_not_the_owner_makes_nothing(wiped):
    before = synced(wiped.store)
    with pytest.raises(ServerRoleRefused) as caught:
        answers.refill(wiped.store, wiped.password, "anna", wiped.password)
    assert caught.value.facts["role"] == "crm_owner"
    assert synced(wiped.store) == before
    with pytest.raises(ServerEmpty):
        wiped.sync()


@pytest.mark.parametrize("answer", [answers.return_to_server, answers.take_from_server])
def test_nothing_goes_to_the_base_of_another_company_or_comes_from_it(desk, server, fresh, template, answer):
    anna = desk("anna")
    anna.laptop.client("Ona")
    anna.sync()
    server.drop_database(fresh)
    with server.admin() as admin:
        admin.execute(f'CREATE DATABASE "{fresh}" OWNER crm_owner TEMPLATE "{template}"'.encode())
        admin.execute(f'GRANT CONNECT ON DATABASE "{fresh}" TO crm_owner, crm_sync, crm_read'.encode())
    with server.admin(fresh) as admin:
        admin.execute("UPDATE crm.sync_state SET epoch = gen_random_uuid()")
    jonas = desk("jonas")
    jonas.laptop.client("Somebody else's")
    jonas.sync()
    before = synced(anna.store)
    with pytest.raises(ServerForeign):
        anna.sync()
    with pytest.raises(ServerForeign):
        answer(anna.store, anna.password)
    assert synced(anna.store) == before
    jonas.sync()
    assert jonas.names() == {"Somebody else's"}


def test_an_older_shared_base_is_brought_up_to_date_by_its_owner(desk, server, fresh):
    anna = desk("anna")
    anna.laptop.client("Ona")
    with server.admin(fresh) as admin:
        admin.execute("UPDATE crm.sync_state SET version = version - 1")
    with pytest.raises(ServerOutdated):
        anna.sync()
    assert answers.bring_up_to_date(anna.store, *BOSS) == tables.VERSION - 1
    assert anna.sync().went
