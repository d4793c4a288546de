from __future__ import annotations

import logging

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from crm_desktop.exchange.remote.passwords import forget, has_store, keep, password_of

ADDRESS = "https://calendar.example.com/"


class Memory(KeyringBackend):
    """A key store that lives as long as the test; ``trouble``: it refuses everything."""

    priority = 1

    def __init__(self):
        self.kept = {}
        self.trouble = False

    def _look(self):
        if self.trouble:
            raise RuntimeError("secret words of D-Bus")

    def get_password(self, service, username):
        self._look()
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self._look()
        self.kept[service, username] = password

    def delete_password(self, service, username):
        self._look()
        del self.kept[service, username]


class Plain(Memory):
    """One that writes a plain file."""


Plain.__module__ = "keyrings.alt.file"


@pytest.fixture
def use():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_kept_and_forgotten(use):
    use(Memory())
    assert has_store()
    assert password_of(ADDRESS, "ona") is None
    assert keep(ADDRESS, "ona", "žalia")
    assert password_of(ADDRESS, "ona") == "žalia"
    assert password_of(ADDRESS, "rasa") is None
    forget(ADDRESS, "ona")
    assert password_of(ADDRESS, "ona") is None


@pytest.mark.parametrize("store", [fail.Keyring, null.Keyring, Plain])
def test_stores_that_are_none(use, store):
    use(store())
    assert not has_store()
    assert not keep(ADDRESS, "ona", "secret")
    assert password_of(ADDRESS, "ona") is None
    forget(ADDRESS, "ona")


class Chain(chainer.ChainerBackend):
    """Several stores, as keyring offers them where it finds several."""

    backends = (Plain(), Memory())


def test_of_several_one_that_is_safe(use):
    chain = Chain()
    use(chain)
    assert keep(ADDRESS, "ona", "secret")
    plain, memory = chain.backends
    assert (len(plain.kept), len(memory.kept)) == (0, 1)


def test_a_store_in_trouble(use, caplog):
    store = Memory()
    use(store)
    store.trouble = True
    with caplog.at_level(logging.WARNING):
        assert not keep(ADDRESS, "ona", "secret")
        assert password_of(ADDRESS, "ona") is None
        forget(ADDRESS, "ona")
    assert "secret" not in caplog.text
    assert len(caplog.records) == 3
