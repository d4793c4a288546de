from __future__ import annotations

import keyring
import pytest
from keyring.backends import fail

from crm_desktop.exchange.remote.passwords import forget, keep, password_of
from tests.test_keystore import Memory

ADDRESS = "https://calendar.example.com/"


@pytest.fixture
def use():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_kept_for_an_address_and_forgotten(use):
    use(Memory())
    assert password_of(ADDRESS, "ona") is None
    assert keep(ADDRESS, "ona", "žalia")
    assert password_of(ADDRESS, "ona") == "žalia"
    assert password_of("https://other.example.com/", "ona") is None
    forget(ADDRESS, "ona")
    assert password_of(ADDRESS, "ona") is None


def test_without_a_store_it_is_not_kept(use):
    use(fail.Keyring())
    assert not keep(ADDRESS, "ona", "secret")
    assert password_of(ADDRESS, "ona") is None
