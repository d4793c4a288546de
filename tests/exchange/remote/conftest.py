"""A real calendar server (Radicale) on loopback, and a base beside it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest

from crm_desktop.exchange.remote.server import Place, Server
from crm_desktop.exchange.remote.transport import Account
from crm_desktop.services.base import open_base
from tests.conftest import ROOT
from tests.exchange.remote.calendars import Elsewhere
from tests.services.conftest import base, clock, master_base, store  # noqa: F401  fixtures

if TYPE_CHECKING:
    from pathlib import Path

USER, PASSWORD = "ona", "žalia rūta"


@dataclass
class Radicale:
    address: str
    folder: Path

    @property
    def account(self) -> Account:
        return Account(self.address, USER, PASSWORD)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def radicale(tmp_path_factory):
    folder = tmp_path_factory.mktemp("radicale")
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "tests.exchange.remote.serving", str(port), str(folder)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        address = f"http://127.0.0.1:{port}/"
        for _ in range(200):
            try:
                with urllib.request.urlopen(address, timeout=1):
                    break
            except HTTPError:
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.05)
        yield Radicale(address, folder)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def server(radicale):
    with Server(radicale.account, timeout=10) as made:
        yield made


@pytest.fixture
def place(server, request) -> Place:
    return server.make(f"Calendar of {request.node.name}"[:60])


@pytest.fixture
def elsewhere(server, place):
    """The telephone: another program at the same calendar."""
    return Elsewhere(server, place.url)


@pytest.fixture
def other_store(master_base, tmp_path, clock):  # noqa: F811
    path = tmp_path / "other.crm"
    shutil.copy(master_base, path)
    other = open_base(path, who="Rasa", clock=clock)
    yield other.store
    other.store.close()
