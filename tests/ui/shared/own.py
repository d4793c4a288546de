"""Fixtures for windows that change the server itself, or keep a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keyring
import pytest

from tests.test_keystore import Memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.sync.postgres import Server


@pytest.fixture
def key_store(_no_key_store: None) -> Iterator[Memory]:
    """A key store, as most computers have one."""
    before, made = keyring.get_keyring(), Memory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def fresh(server: Server, template: str) -> Iterator[str]:
    """A shared base of its own, in which nothing was written yet."""
    name = server.make_database(template)
    yield name
    server.drop_database(name)
