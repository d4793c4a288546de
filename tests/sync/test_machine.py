"""What tells one computer from another."""

from __future__ import annotations

import pytest

from crm_desktop.sync import machine


@pytest.fixture(autouse=True)
def _asked_anew():
    machine.machine_mark.cache_clear()
    yield
    machine.machine_mark.cache_clear()


@pytest.fixture
def ids(tmp_path, monkeypatch):
    files = [tmp_path / name for name in ("etc", "dbus")]
    monkeypatch.setattr(machine, "_FILES", [str(path) for path in files])
    monkeypatch.setattr("sys.platform", "linux")
    return files


def _mark():
    machine.machine_mark.cache_clear()
    return machine.machine_mark()


def test_it_is_the_same_as_long_as_the_system_is_and_tells_nothing_of_it(ids):
    ids[0].write_text("4ac9e9f9\n")
    first = _mark()
    assert first == _mark()
    assert "4ac9e9f9" not in first
    ids[0].write_text("another\n")
    assert _mark() != first


def test_the_second_place_speaks_where_the_first_is_empty_or_not_there(ids):
    ids[1].write_text("of D-Bus")
    first = _mark()
    ids[0].write_text("\n")
    assert _mark() == first


def test_without_any_id_the_name_of_the_computer_has_to_do(ids, monkeypatch):
    monkeypatch.setattr("platform.node", lambda: "shop")
    first = _mark()
    monkeypatch.setattr("platform.node", lambda: "van")
    assert _mark() != first


def test_another_account_is_another_device(ids, monkeypatch):
    first = _mark()
    monkeypatch.setattr("os.getuid", lambda: 4711)
    assert _mark() != first


def test_a_name_is_suggested(monkeypatch):
    monkeypatch.setattr("platform.node", lambda: "shop.example.com")
    assert machine.suggested_name() == "shop"
    monkeypatch.setattr("platform.node", lambda: "")
    assert machine.suggested_name()
