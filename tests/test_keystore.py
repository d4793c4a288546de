"""Secrets lie in the key store of the system or nowhere."""

from __future__ import annotations

import logging

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from crm_desktop.errors import KeystoreMissing
from crm_desktop.keystore import forget, has_store, keep, secret_of

SERVICE = "a server"


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
    assert secret_of(SERVICE, "ona") is None
    keep(SERVICE, "ona", "žalia")
    assert secret_of(SERVICE, "ona") == "žalia"
    assert secret_of(SERVICE, "rasa") is None
    forget(SERVICE, "ona")
    assert secret_of(SERVICE, "ona") is None


def test_what_is_not_there_is_forgotten_in_silence(use, caplog):
    use(Memory())
    forget(SERVICE, "ona")
    assert not caplog.records


@pytest.mark.parametrize("store", [fail.Keyring, null.Keyring, Plain])
def test_stores_that_are_none(use, store):
    use(store())
    assert not has_store()
    with pytest.raises(KeystoreMissing):
        keep(SERVICE, "ona", "secret")
    assert secret_of(SERVICE, "ona") is None
    forget(SERVICE, "ona")


class Chain(chainer.ChainerBackend):
    """Several stores, as keyring offers them where it finds several."""

    backends = (Plain(), Memory())


def test_of_several_one_that_is_safe(use):
    chain = Chain()
    use(chain)
    keep(SERVICE, "ona", "secret")
    plain, memory = chain.backends
    assert (len(plain.kept), len(memory.kept)) == (0, 1)


def test_a_store_in_trouble(use, caplog):
    store = Memory()
    use(store)
    store.trouble = True
    with caplog.at_level(logging.WARNING):
        with pytest.raises(KeystoreMissing) as caught:
            keep(SERVICE, "ona", "secret")
        assert secret_of(SERVICE, "ona") is None
        forget(SERVICE, "ona")
    assert "secret words" not in caplog.text + str(caught.value)
    assert caught.value.__cause__ is None
    assert len(caplog.records) == 3
