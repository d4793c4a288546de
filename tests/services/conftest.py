"""An open base for every test of the services: one is made and migrated once, the tests get copies."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from crm_desktop.services.base import open_base


class SetClock:
    """A clock that a test sets."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture(scope="session")
def master_base(tmp_path_factory):
    path = tmp_path_factory.mktemp("master") / "master.crm"
    open_base(path, region="LT", who="Ona").store.close()
    return path


@pytest.fixture
def clock():
    return SetClock(datetime(2026, 11, 20, 10, 0, tzinfo=UTC))


@pytest.fixture
def base(master_base, tmp_path, clock):
    path = tmp_path / "base.crm"
    shutil.copy(master_base, path)
    base = open_base(path, who="Ona", clock=clock)
    yield base
    base.store.close()


@pytest.fixture
def store(base):
    return base.store
