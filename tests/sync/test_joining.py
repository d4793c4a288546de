"""Joining a shared base, whatever stands on either side, cut off anywhere; and leaving it (4.9, T9)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import keyring
import pytest
from keyring.backends import fail

from crm_desktop.errors import BaseReadOnly
from crm_desktop.services import clients, facts, listing, numbers
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.finding.index import state as lists_made
from crm_desktop.storage.running import RunningLock
from crm_desktop.sync import failures, freezing, joining, membership, unsent
from crm_desktop.sync.choosing import Limits
from crm_desktop.sync.engine import exchange_of
from crm_desktop.sync.joining import Counts, JoinCase, join, leave, look_ahead
from crm_desktop.sync.telling import Phase, Telling
from tests.sync import postgres
from tests.sync.laptops import open_laptop, synced
from tests.sync.proxy import wire
from tests.test_keystore import Memory

if TYPE_CHECKING:
    from crm_desktop.sync.address import ServerAddress
    from tests.sync.laptops import Laptop


@pytest.fixture(autouse=True)
def keys():
    """A key store, as most computers have one."""
    before = keyring.get_keyring()
    made = Memory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


class Person:
    """Somebody at a laptop who knows where the shared base is."""

    def __init__(self, role: str, laptop: Laptop, address: ServerAddress) -> None:
        self.role, self.laptop, self.address, self.store = role, laptop, address, laptop.store
        self.password = postgres.PASSWORD.format(role)

    def look(self) -> joining.Outlook:
        return look_ahead(self.store, self.address, self.password)

    def join(self, **options: Any) -> joining.Joined:
        return join(self.store, self.address, self.password, f"laptop of {self.role}", **options)

    def sync(self) -> None:
        belongs = membership.membership(self.store)
        assert belongs is not None
        with closing(exchange_of(self.store, belongs)) as exchange:
            exchange.sync(self.password)


@pytest.fixture
def people(tmp_path, address, shared):
    """``people("anna")``: at her own laptop; ``people("anna", at=database, copy_of=file, name=...)``."""
    made: list[Person] = []

    def of(role: str, *, at: str = "", copy_of=None, name: str = "") -> Person:
        folder = tmp_path / f"{len(made)}"
        folder.mkdir()
        laptop = open_laptop(folder, name or role.title(), copy_of=copy_of)
        made.append(Person(role, laptop, address(at or shared, role)))
        return made[-1]

    yield of
    for person in made:
        person.store.close()


def _furnish(laptop: Laptop, count: int = 12, tag: str = "Gėlės") -> list[bytes]:
    """Clients with numbers, one of them tagged, with a note and a deal."""
    ids = [
        clients.add(laptop.store, ClientDraft(name=f"{laptop.who} {number}"))
        for number in range(1, count + 1)
    ]
    laptop.tag(ids[0], laptop.insert("tag", name=tag))
    laptop.insert("activity", client_id=ids[0], kind="note")
    return ids


# --- the look ---


def test_what_joining_would_do_is_told_before(people, empty):
    jonas, anna = people("jonas"), people("anna")
    _furnish(jonas.laptop)
    first = jonas.look()
    assert (first.case, first.here, first.there) == (JoinCase.GIVE, Counts(12, 1, 0), Counts())
    assert not first.there
    jonas.join()
    taking = anna.look()
    assert (taking.case, taking.here, taking.there) == (JoinCase.TAKE, Counts(), Counts(12, 1, 0))
    assert "Jonas" in taking.colleagues
    anna.laptop.client("Rasa")
    assert anna.look().case is JoinCase.UNITE
    assert people("chief", at=empty).look().case is JoinCase.MAKE
    twin = people("anna", copy_of=_copy(jonas), name="Twin")
    assert twin.look().case is JoinCase.SAME
    assert membership.membership(anna.store) is None


def test_a_file_copied_before_the_other_joined_is_known_by_its_rows(people):
    jonas = people("jonas")
    _furnish(jonas.laptop)
    before = _copy(jonas)
    jonas.join()
    twin = people("anna", copy_of=before)
    twin.laptop.client("New")
    assert twin.look().case is JoinCase.SAME


def _copy(person: Person):
    """A copy of somebody's base, as on a stick."""
    return joining.save_copy(person.store, "stick")


def test_two_empty_ones_give_nothing(people):
    assert people("anna").look().case is JoinCase.GIVE


@pytest.mark.parametrize(
    ("role", "at", "kind"),
    [
        ("anna", "empty", failures.ServerEmpty),
        ("boss", "empty", failures.ServerRoleRefused),
        ("excel", "shared", failures.ServerRoleRefused),
        ("stranger", "shared", failures.ServerEntryRefused),
    ],
)
def test_who_may_not_is_told_before_anything_is_done(people, empty, shared, role, at, kind):
    person = people(role, at={"empty": empty, "shared": shared}[at])
    with pytest.raises(kind):
        person.look()
    before = sorted(person.store.path.parent.iterdir())
    with pytest.raises(kind):
        person.join()
    assert membership.membership(person.store) is None
    assert not [path for path in person.store.path.parent.iterdir() if path not in before]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE crm.sync_state SET version = 9, oldest = 9", failures.ProgramTooOld),
        ("UPDATE crm.sync_state SET version = 0", failures.ServerOutdated),
        ("UPDATE crm.sync_device SET revoked = true", failures.DeviceShutOut),
        ("UPDATE crm.sync_state SET epoch = gen_random_uuid()", failures.ServerForeign),
        ("UPDATE crm.sync_push SET push_id = gen_random_uuid()", failures.ServerPutBack),
    ],
)
def test_a_shared_base_that_cannot_be_joined_says_why(people, server, shared, change, kind):
    anna = people("anna")
    anna.laptop.client()
    anna.join()
    with server.admin(shared) as admin:
        admin.execute(change)
    with pytest.raises(kind):
        anna.look()


def test_a_wrong_password_is_told_and_kept_nowhere(people, keys):
    anna = people("anna")
    with pytest.raises(failures.ServerPasswordRefused):
        join(anna.store, anna.address, "guess", "Kasa", keep_password=True)
    assert keys.kept == {}
    assert membership.membership(anna.store) is None


# --- the deed ---


def test_the_first_makes_the_shared_base_and_the_second_gets_all(people, empty, keys):
    chief, anna = people("chief", at=empty), people("anna", at=empty)
    ids = _furnish(chief.laptop)
    told: list[tuple[Phase, int, int]] = []
    done = chief.join(keep_password=True, telling=Telling(lambda *step: told.append(step)))
    assert (done.case, done.password_kept) == (JoinCase.MAKE, True)
    assert membership.password_of(chief.address) == chief.password
    phases = [phase for phase, _, _ in told]
    assert phases == sorted(phases, key=list(Phase).index)
    assert {Phase.BACKUP, Phase.SEND} <= {*phases}
    assert told[-1][1] == told[-1][2]
    assert unsent.count(chief.store.connection) == 0
    done = anna.join()
    assert done.case is JoinCase.TAKE
    assert not done.password_kept
    assert membership.password_of(anna.address) is None
    assert anna.laptop.value("client", ids[0], "name") == "Chief 1"
    chief.sync()
    assert synced(anna.store) == synced(chief.store)
    belongs = membership.membership(anna.store)
    assert belongs == membership.Membership(anna.address, "laptop of anna")
    assert len(facts.leased_numbers(anna.store)) == numbers.LEASE


def test_a_checked_copy_of_the_base_is_saved_before(people):
    anna = people("anna")
    (ona, *_) = _furnish(anna.laptop)
    before = synced(anna.store)
    done = anna.join()
    assert done.backup.parent == anna.store.path.parent
    assert "before-joining" in done.backup.name
    copy = people("jonas", copy_of=done.backup)
    assert synced(copy.store) == before
    assert copy.laptop.value("client", ona, "rev") == 0
    assert membership.membership(copy.store) is None


def test_where_no_copy_can_be_saved_nothing_is_joined(people, monkeypatch):
    anna = people("anna")
    anna.laptop.client()

    def full(*_: object) -> None:
        raise BaseReadOnly(path=anna.store.path, what="folder")

    monkeypatch.setattr(joining, "back_up", full)
    with pytest.raises(BaseReadOnly):
        anna.join()
    assert membership.membership(anna.store) is None
    assert people("jonas").look().there == Counts()


def test_without_a_key_store_the_password_is_kept_nowhere(people):
    keyring.set_keyring(fail.Keyring())
    anna = people("anna")
    done = anna.join(keep_password=True)
    assert not done.password_kept
    base = anna.store.path
    for path in base.parent.iterdir():
        assert anna.password.encode() not in path.read_bytes()
    with closing(sqlite3.connect(base)) as connection:
        assert anna.password not in "".join(connection.iterdump())


class _Stop(Exception):
    pass


def _stopping_at(wanted: Phase) -> Telling:
    """A person who presses "Stop" when the work gets there."""
    seen: list[Phase] = []

    def step(phase: Phase, *_: int) -> None:
        seen.append(phase)

    def check() -> None:
        if wanted in seen:
            raise _Stop

    return Telling(step, check)


def test_who_stops_before_anything_was_exchanged_is_where_he_was(people, monkeypatch, keys):
    anna = people("anna")
    _furnish(anna.laptop)
    before = synced(anna.store)
    with pytest.raises(_Stop):
        anna.join(keep_password=True, telling=_stopping_at(Phase.BACKUP))
    assert membership.membership(anna.store) is None
    assert synced(anna.store) == before

    def stopped(*_: object, **__: object) -> None:
        raise _Stop

    with monkeypatch.context() as patch:
        patch.setattr(joining, "exchange_of", stopped)
        with pytest.raises(_Stop):
            anna.join(keep_password=True)
    assert membership.membership(anna.store) is None
    assert keys.kept == {}


def test_who_stops_in_the_middle_goes_on_with_the_next_sync(people, monkeypatch):
    monkeypatch.setattr(freezing, "Limits", lambda: Limits(rows=20))
    anna, jonas = people("anna"), people("jonas")
    _furnish(anna.laptop)
    with pytest.raises(_Stop):
        anna.join(telling=_stopping_at(Phase.SEND))
    assert membership.membership(anna.store) is not None
    anna.sync()
    jonas.join()
    anna.sync()
    assert synced(anna.store) == synced(jonas.store)


def test_bases_that_know_nothing_of_each_other_unite_by_names_only(people):
    """Tags of one name become one, clients stay as many as they are, and of two with one number one gets another."""
    jonas, anna = people("jonas"), people("anna")
    mine, theirs = _furnish(anna.laptop), _furnish(jonas.laptop)
    jonas.join()
    assert anna.look().case is JoinCase.UNITE
    told: list[Phase] = []
    anna.join(telling=Telling(lambda phase, *_: told.append(phase)))
    assert told == sorted(told, key=list(Phase).index)
    assert {Phase.BACKUP, Phase.WRITE, Phase.SEND} == {*told}
    jonas.sync()
    anna.sync()
    assert synced(anna.store) == synced(jonas.store)
    alive = anna.store.read("SELECT count(*), count(DISTINCT number) FROM client WHERE deleted = 0")
    assert alive == [(24, 24)]
    assert jonas.store.read("SELECT name FROM tag WHERE deleted = 0 AND name = 'Gėlės'") == [("Gėlės",)]
    tags = anna.store.read("SELECT client_id, tag_id FROM client_tag WHERE deleted = 0 ORDER BY rid")
    assert {client for client, _ in tags} == {mine[0], theirs[0]}
    assert len({tag for _, tag in tags}) == 1
    assert anna.store.read("SELECT DISTINCT kind FROM conflict") == [("number",)]


def test_a_copied_file_meets_its_twin_by_its_rows(people):
    """Equal is equal; of what differs the server's value stands and the other is listed; what is new is new."""
    jonas = people("jonas")
    ids = _furnish(jonas.laptop)
    twin = people("anna", copy_of=_copy(jonas), name="Twin")
    jonas.laptop.update("client", ids[0], notes="Jonas")
    twin.laptop.update("client", ids[0], notes="Twin")
    twin.laptop.update("client", ids[1], deleted=1)
    new = twin.laptop.client("New")
    jonas.join()
    twin.join()
    jonas.sync()
    twin.sync()
    assert synced(twin.store) == synced(jonas.store)
    assert twin.laptop.value("client", ids[0], "notes") == "Jonas"
    assert jonas.laptop.value("client", new, "name") == "New"
    assert jonas.store.read("SELECT field, winner, loser FROM conflict WHERE field = 'notes'") == [
        ("notes", '"Jonas"', '"Twin"')
    ]
    assert jonas.store.read("SELECT count(*) FROM client WHERE name LIKE 'Jonas %'") == [(12,)]
    assert membership.own_device(twin.store) is not None


def test_lists_and_search_are_there_when_it_is_done(people, monkeypatch):
    monkeypatch.setattr("crm_desktop.sync.pulling.MANY", 10)
    jonas, anna = people("jonas"), people("anna")
    _furnish(jonas.laptop)
    jonas.join()
    anna.join()
    assert not listing.is_being_made(anna.store)
    assert lists_made(anna.store.connection)[2]
    assert anna.store.read("SELECT count(*) FROM client_list") == [(12,)]


# --- cut off ---


def _give(people, shared):
    """Data here, nothing there."""
    anna = people("anna")
    _furnish(anna.laptop)
    return anna


def _take(people, shared):
    """Nothing here, data there."""
    jonas = people("jonas")
    _furnish(jonas.laptop)
    jonas.join()
    return people("anna")


def _same(people, shared):
    """A copied file; both went on."""
    jonas = people("jonas")
    ids = _furnish(jonas.laptop)
    twin = people("anna", copy_of=_copy(jonas), name="Anna")
    jonas.laptop.update("client", ids[0], notes="Jonas")
    jonas.join()
    twin.laptop.update("client", ids[0], notes="Anna")
    _furnish(twin.laptop)
    return twin


def _unite(people, shared):
    """Data on both sides that knows nothing of each other."""
    _take(people, shared)
    return _give(people, shared)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
@pytest.mark.parametrize(
    ("scene", "case", "clients_in_all", "listed"),
    [
        (_give, JoinCase.GIVE, 12, set()),
        (_take, JoinCase.TAKE, 12, set()),
        (_same, JoinCase.SAME, 24, {"notes"}),
        (_unite, JoinCase.UNITE, 24, {"number"}),
    ],
)
def test_a_join_that_is_cut_anywhere_goes_on(
    people, server, shared, monkeypatch, scene, case, clients_in_all, listed, part
):
    """Four cases, cut at three places each (T9)."""
    monkeypatch.setattr(freezing, "Limits", lambda: Limits(rows=30))
    with wire(server.port) as between:

        def begin_at(cut_at: int | None) -> Telling:
            """The look and the copy are over: from here on count the bytes."""

            def step(phase: Phase, done: int, _total: int) -> None:
                if (phase, done) == (Phase.BACKUP, 1):
                    between.reset()
                    between.cut_at = cut_at

            return Telling(step)

        def begin() -> Person:
            postgres.empty(server, shared)
            person = scene(people, shared)
            person.address = replace(person.address, port=between.port)
            assert person.look().case is case
            return person

        if case not in _BYTES:
            begin().join(telling=begin_at(None))
            _BYTES[case] = between.passed
        person = begin()
        with pytest.raises(failures.SyncError):
            person.join(telling=begin_at(round(_BYTES[case] * part)))
        between.cut_at = None
        person.sync()
    person.address = replace(person.address, port=server.port)
    membership.change_address(person.store, person.address)
    _check_joined(people, person, clients_in_all, listed)


_BYTES: dict[JoinCase, int] = {}
"""How much an uncut join of each case has to say."""


def _check_joined(people, person: Person, clients_in_all: int, listed: set[str]) -> None:
    other = people("jonas")
    other.join()
    person.sync()
    assert synced(other.store) == synced(person.store)
    alive = other.store.read("SELECT count(*), count(DISTINCT number) FROM client WHERE deleted = 0")
    assert alive == [(clients_in_all, clients_in_all)]
    found = other.store.read("SELECT DISTINCT field FROM conflict")
    assert {field for (field,) in found} == listed


def test_making_the_shared_base_is_all_or_nothing(people, empty, monkeypatch):
    chief = people("chief", at=empty)
    chief.laptop.client("Ona")
    with monkeypatch.context() as patch:
        patch.setattr(
            joining, "make_shared_base", lambda *_: (_ for _ in ()).throw(failures.ServerUnreachable())
        )
        with pytest.raises(failures.ServerUnreachable):
            chief.join()
    assert membership.membership(chief.store) is None
    assert chief.look().case is JoinCase.MAKE
    chief.join()


# --- leaving ---


def test_who_leaves_keeps_everything_and_may_come_back(people, keys):
    anna, jonas = people("anna"), people("jonas")
    ids = _furnish(anna.laptop)
    anna.join(keep_password=True)
    jonas.join()
    anna.laptop.update("client", ids[0], notes="never sent")
    before = synced(anna.store)
    leased = facts.leased_numbers(anna.store)
    leave(anna.store)
    leave(anna.store)  # twice is once
    assert membership.membership(anna.store) is None
    assert keys.kept == {}
    assert synced(anna.store) == before
    assert facts.leased_numbers(anna.store) == leased
    jonas.laptop.update("client", ids[1], notes="Jonas")
    jonas.sync()
    assert anna.look().case is JoinCase.SAME
    anna.join()
    jonas.sync()
    anna.sync()
    assert synced(anna.store) == synced(jonas.store)
    assert jonas.store.read("SELECT count(*) FROM client") == [(12,)]
    assert jonas.laptop.value("client", ids[0], "notes") == "never sent"
    assert anna.laptop.value("client", ids[1], "notes") == "Jonas"
    assert jonas.store.read("SELECT count(*) FROM conflict") == [(0,)]


def test_who_comes_back_to_a_server_that_was_put_back_meets_it_by_the_rows(people, server, shared):
    anna = people("anna")
    _furnish(anna.laptop)
    anna.join()
    leave(anna.store)
    with server.admin(shared) as admin:
        admin.execute("UPDATE crm.sync_push SET push_id = gen_random_uuid()")
    outlook = anna.look()
    assert (outlook.case, outlook.known) == (JoinCase.SAME, False)
    anna.join()
    assert unsent.count(anna.store.connection) == 0
    assert anna.store.read("SELECT count(*) FROM conflict") == [(0,)]


def test_nobody_leaves_in_the_middle_of_an_exchange(people):
    anna = people("anna")
    anna.join()
    with RunningLock(anna.store.path, "syncing").alone(), pytest.raises(failures.SyncRunning):
        leave(anna.store)
    assert membership.membership(anna.store) is not None


def test_another_company_is_joined_after_leaving_only(people, server, template):
    anna = people("anna")
    _furnish(anna.laptop)
    anna.join()
    other = server.make_database(template)
    try:
        with server.admin(other) as admin:
            admin.execute("UPDATE crm.sync_state SET epoch = gen_random_uuid()")
        elsewhere = replace(anna.address, database=other)
        with pytest.raises(failures.ServerForeign):
            look_ahead(anna.store, elsewhere, anna.password)
        leave(anna.store)
        assert look_ahead(anna.store, elsewhere, anna.password).case is JoinCase.GIVE
        join(anna.store, elsewhere, anna.password, "Kasa")
    finally:
        server.drop_database(other)
