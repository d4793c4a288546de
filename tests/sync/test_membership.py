"""Where a base belongs, and which device it is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from crm_desktop.errors import KeystoreMissing
from crm_desktop.services import facts, numbers
from crm_desktop.sync import membership
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.membership import Membership
from tests.sync.laptops import open_laptop
from tests.test_keystore import Memory

ADDRESS = ServerAddress("db.example.com", "žalia crm", "ona", 5433, Path("/etc/ca š.pem"))


@pytest.fixture
def laptop(tmp_path):
    made = open_laptop(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def elsewhere(monkeypatch):
    """From now on this is another computer."""

    def go():
        monkeypatch.setattr(membership, "machine_mark", lambda: "another computer")
        monkeypatch.setattr(membership, "suggested_name", lambda: "van")

    return go


def test_a_new_base_belongs_nowhere(laptop):
    assert membership.membership(laptop.store) is None


@pytest.mark.parametrize("address", [ADDRESS, ServerAddress("localhost", "crm", "ona", encrypted=False)])
def test_it_is_written_down_whole(laptop, address):
    membership.become_member(laptop.store, address, "Kasa")
    assert membership.membership(laptop.store) == Membership(address, "Kasa")
    membership.end_membership(laptop.store)
    assert membership.membership(laptop.store) is None


def test_the_server_may_move_and_the_device_be_called_otherwise(laptop):
    membership.become_member(laptop.store, ADDRESS, "Kasa")
    device = membership.own_device(laptop.store)
    moved = ServerAddress("new.example.com", "crm", "ona")
    membership.change_address(laptop.store, moved)
    membership.name_device(laptop.store, "Sandėlis")
    assert membership.membership(laptop.store) == Membership(moved, "Sandėlis")
    assert membership.own_device(laptop.store) == device


def test_a_copy_on_another_computer_is_another_device_that_asks_for_a_name(laptop, tmp_path, elsewhere):
    membership.become_member(laptop.store, ADDRESS, "Kasa")
    numbers.lease(laptop.store, 100)
    device = membership.own_device(laptop.store)
    laptop.store.close()
    shutil.copy(laptop.store.path, tmp_path / "copy")
    elsewhere()
    copy = open_laptop(tmp_path, "Twin", copy_of=tmp_path / "copy")
    try:
        assert membership.membership(copy.store) == Membership(ADDRESS, "van", moved=True)
        twin = membership.own_device(copy.store)
        assert twin != device
        assert membership.own_device(copy.store) == twin
        assert len(facts.leased_numbers(copy.store)) == 0
        assert membership.membership(copy.store) == Membership(ADDRESS, "van", moved=True)
        membership.name_device(copy.store, "Furgonas")
        assert membership.membership(copy.store) == Membership(ADDRESS, "Furgonas")
        assert membership.own_device(copy.store) == twin
    finally:
        copy.store.close()


def test_a_name_may_be_given_before_the_first_sync_of_a_copy(laptop, elsewhere):
    membership.become_member(laptop.store, ADDRESS, "Kasa")
    device = membership.own_device(laptop.store)
    elsewhere()
    membership.name_device(laptop.store, "Furgonas")
    assert membership.membership(laptop.store) == Membership(ADDRESS, "Furgonas")
    assert membership.own_device(laptop.store) != device


def test_a_backup_put_back_on_the_same_computer_is_the_same_device(laptop, tmp_path):
    membership.become_member(laptop.store, ADDRESS, "Kasa")
    numbers.lease(laptop.store, 100)
    device = membership.own_device(laptop.store)
    laptop.store.close()
    shutil.copy(laptop.store.path, tmp_path / "copy")
    again = open_laptop(tmp_path, "Again", copy_of=tmp_path / "copy")
    try:
        assert membership.own_device(again.store) == device
        assert membership.membership(again.store) == Membership(ADDRESS, "Kasa")
        assert len(facts.leased_numbers(again.store)) == numbers.LEASE
    finally:
        again.store.close()


@pytest.fixture
def use():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_password_is_kept_for_one_address(use):
    use(Memory())
    membership.keep_password(ADDRESS, "secret")
    assert membership.password_of(ADDRESS) == "secret"
    assert membership.password_of(ServerAddress("db.example.com", "other", "ona")) is None
    membership.forget_password(ADDRESS)
    assert membership.password_of(ADDRESS) is None


def test_without_a_key_store_no_password_is_kept_anywhere(use, laptop):
    use(fail.Keyring())
    with pytest.raises(KeystoreMissing):
        membership.keep_password(ADDRESS, "secret words")
    assert membership.password_of(ADDRESS) is None
