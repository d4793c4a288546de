"""Windows over bases that share one real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backends import null

from crm_desktop.background.runner import Runner
from crm_desktop.services.base import Base, open_base
from crm_desktop.settings import SettingsFile
from crm_desktop.sync.membership import become_member
from crm_desktop.sync.occasions import Occasions
from crm_desktop.ui.session import Session, Signals
from crm_desktop.ui.shared.exchanging import Exchanging
from tests.sync import postgres
from tests.sync.conftest import _one, address, server, shared, template  # noqa: F401  fixtures

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.sync.address import ServerAddress


@pytest.fixture(autouse=True)
def _no_key_store() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())
    yield
    keyring.set_keyring(before)


class Seat:
    """A colleague at a window: the base, what the window works with, and its exchange."""

    def __init__(self, role: str, folder: Path, where: ServerAddress | None, settle_s: float = 0.02) -> None:
        self.role = role
        self.base: Base = open_base(folder / f"{role}.crm", who=role.title())
        self.base.store.connection.execute("PRAGMA synchronous = OFF")  # no power cut in a test
        if where is not None:
            become_member(self.base.store, where, f"laptop of {role}")
        self.signals = Signals()
        self.runner = Runner(self.signals.post.emit)
        self.session = Session(self.base, self.runner, SettingsFile(folder / f"{role}.json"), self.signals)
        self._unsubscribe = self.base.store.subscribe(self.signals.changed.emit)
        self.occasions = Occasions(settle_s, pauses=(0.05, 0.05, 0.05))
        self.asked: list[Exception] = []
        self.exchanging: Exchanging | None = None

    @property
    def store(self):
        return self.base.store

    @property
    def phase(self) -> str:
        return self.exchanging.standing.phase

    def begin(self, password: str | None = None) -> Exchanging:
        """Exchange from now on, with the right password unless another is given."""
        given = postgres.PASSWORD.format(self.role) if password is None else password
        made = self.exchanging = Exchanging(self.session, given, self.occasions)
        made.needs_answer.connect(self.asked.append)
        made.start()
        return made

    def close(self) -> None:
        if self.exchanging is not None:
            self.exchanging.close(20)
        self._unsubscribe()
        self.runner.close()
        self.store.close()


@pytest.fixture
def seat(qapp, tmp_path, address, shared) -> Iterator[Callable[..., Seat]]:  # noqa: F811
    """``seat("anna")``: at the shared server; ``seat("anna", where)``: at another address; None: alone."""
    made: list[Seat] = []

    def of(role: str, *where: ServerAddress | None, settle_s: float = 0.02) -> Seat:
        made.append(Seat(role, tmp_path, where[0] if where else address(shared, role), settle_s))
        return made[-1]

    yield of
    for each in made:
        each.close()
