from __future__ import annotations

import sqlite3
import sys

import pytest

from crm_desktop.background import autostart
from crm_desktop.cli import doctor
from tests import notifications


def test_check_of_a_whole_base(add, run):
    add("client", {"name": "Ona"})
    add("activity", {"client": "1", "kind": "note", "result": "x"})
    report = run("check", "--json", "--thorough")
    assert report.code == 0
    assert report.json == {"ok": True, "problems": [], "clients": 1, "activities": 1, "unfinished": []}
    shown = run("check").out.splitlines()
    assert shown == ["1 client", "1 history entry", "The base is whole."]


def test_check_of_a_base_with_a_broken_reference(add, run, base):
    add("client", {"name": "Ona"})
    add("activity", {"client": "1", "kind": "note", "result": "x"})
    with sqlite3.connect(base) as connection:
        connection.execute("UPDATE activity SET client_id = x'00'")
    connection.close()
    report = run("check", "--json")
    assert report.code == 1
    assert report.json["ok"] is False
    assert {problem["fault"] for problem in report.json["problems"]} >= {"reference"}
    assert set(report.json["problems"][0]) == {"fault", "detail"}
    shown = run("check")
    assert shown.code == 1
    assert "not whole" in shown.out


def test_demo_makes_the_same_base_for_the_same_seed_and_never_overwrites(run, tmp_path):
    target = tmp_path / "sample.crm"
    made = run("demo", "--clients", "12", "--to", target, "--json")
    assert made.code == 0
    assert set(made.json) == {"base", "clients", "activities"}
    assert (made.json["base"], made.json["clients"]) == (str(target), 12)
    before = target.read_bytes()
    again = run("demo", "--clients", "12", "--to", target)
    assert again.code == 1
    assert str(target) in again.err
    assert target.read_bytes() == before
    assert run("demo", "--clients", "12", "--to", tmp_path / "other.crm", "--mixed", "--lang", "lt").code == 0
    assert run("demo", "--clients", "1", "--to", tmp_path / "no" / "folder.crm").code == 1


def test_doctor(run, add, base):
    report = run("doctor", "--json").json
    assert set(report) == {"ok", "findings"}
    findings = {finding["key"]: finding for finding in report["findings"]}
    assert {
        "program",
        "python",
        "sqlite",
        "peewee",
        "data_folder",
        "base",
        "search",
        "words",
        "display",
    } <= set(findings)
    assert "none yet" in findings["base"]["detail"]
    add("client", {"name": "Ona"})
    shown = run("doctor").out
    assert "1 clients" in shown or "1 client" in shown
    base.write_text("no base")
    answer = run("doctor")
    assert answer.code == 1
    assert "✗" in answer.out


def test_doctor_on_a_poor_machine(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "_PACKAGES", ("no-such-package",))
    monkeypatch.setattr(doctor, "_OLDEST_SQLITE", (99,))
    monkeypatch.setattr("crm_desktop.paths.data_dir", lambda: tmp_path / "file" / "folder")
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "file").write_text("")
    findings = {finding.key: finding for finding in doctor.examine(tmp_path / "none.crm")}
    assert not findings["no-such-package"].ok
    assert not findings["sqlite"].ok
    assert not findings["data_folder"].ok
    assert findings["display"].ok
    assert "command line only" in findings["display"].detail


def test_doctor_without_full_text_search(monkeypatch):
    def refuse(_):
        raise sqlite3.OperationalError("no such module: fts5")

    monkeypatch.setattr("sqlite3.connect", refuse)
    assert not doctor._search().ok


@pytest.mark.parametrize("compiled", [True, False])
def test_doctor_looks_for_the_translations(monkeypatch, tmp_path, compiled):
    for code in ("ru", "lt"):
        if compiled:
            (tmp_path / f"{code}.mo").write_bytes(b"")

    def resource(name):
        path = tmp_path / name.removeprefix("i18n/")
        if not path.exists():
            raise FileNotFoundError(name)
        return path

    monkeypatch.setattr("crm_desktop.paths.resource", resource)
    assert doctor._words().ok is compiled


# ------------------------------------------------------------------------------------------------ pop-ups, tray, login

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the services tested are of Linux")


def found(key, base):
    return {finding.key: finding for finding in doctor.examine(base)}[key]


@pytest.fixture
def bus(monkeypatch):
    notifications.skip_without(*notifications.NEEDED)
    with notifications.session_bus() as (_process, address):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@linux
def test_doctor_names_who_shows_pop_ups(bus, tmp_path, monkeypatch):
    with notifications.display() as screen, notifications.dunst(bus, screen, tmp_path / "log"):
        finding = found("notifications", tmp_path / "none.crm")
        assert finding.ok
        assert finding.detail.startswith("dunst 1.")
        monkeypatch.setenv("PATH", str(tmp_path))
        finding = found("notifications", tmp_path / "none.crm")
        assert not finding.ok
        assert "notify-send" in finding.detail


@linux
def test_doctor_misses_pop_ups_only_where_somebody_looks(bus, tmp_path, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    finding = found("notifications", tmp_path / "none.crm")
    assert finding.ok
    assert "no notification service" in finding.detail
    monkeypatch.setenv("DISPLAY", ":99")
    assert not found("notifications", tmp_path / "none.crm").ok
    assert "none on the message bus" in found("tray", tmp_path / "none.crm").detail


def test_doctor_tells_whether_the_program_starts_with_the_computer(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    place = autostart.login_place("linux", {"XDG_CONFIG_HOME": str(tmp_path)})
    monkeypatch.setattr(autostart, "login_place", lambda: place)
    assert found("autostart", tmp_path / "none.crm").ok
    autostart.switch_on(place, [sys.executable])
    finding = found("autostart", tmp_path / "none.crm")
    assert finding.ok
    assert "crm-desktop.desktop" in finding.detail
    autostart.switch_on(place, [str(tmp_path / "gone")])
    assert not found("autostart", tmp_path / "none.crm").ok


def test_doctor_on_other_systems(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    assert doctor._notifications().ok
    assert doctor._tray().ok
