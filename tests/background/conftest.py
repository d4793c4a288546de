"""A private bus and a real notification service on it."""

from __future__ import annotations

import pytest

from tests import notifications


@pytest.fixture(scope="session")
def screen():
    notifications.skip_without(*notifications.NEEDED)
    with notifications.display() as name:
        yield name


@pytest.fixture
def no_bus(monkeypatch, tmp_path):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def bus(monkeypatch):
    """A bus on which nobody shows pop-ups: its process."""
    notifications.skip_without("dbus-daemon")
    with notifications.session_bus() as (process, address):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield process


@pytest.fixture
def dunst(bus, screen, tmp_path):
    """A real notification service on that bus."""
    import os

    with notifications.dunst(os.environ["DBUS_SESSION_BUS_ADDRESS"], screen, tmp_path / "dunst.log") as made:
        yield made
