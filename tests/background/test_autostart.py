"""Real files on this system; Windows' registry as a dictionary that answers like ``winreg``."""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

import crm_desktop
from crm_desktop.background import autostart
from crm_desktop.background.autostart import State
from crm_desktop.background.login_places import AutostartFolder, LaunchAgent, RunKey
from crm_desktop.errors import AutostartNotSet

PROGRAM = sys.executable


class Registry:
    """The part of ``winreg`` that is used, over a dictionary of keys."""

    HKEY_CURRENT_USER = "HKCU"
    KEY_SET_VALUE = 2
    REG_SZ = 1

    def __init__(self):
        self.keys: dict = {RunKey._RUN: {}}
        self.closed = False

    class Key:
        def __init__(self, values):
            self.values = values

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return False

    def OpenKey(self, root, path, reserved=0, access=1):  # noqa: N802 - a name of winreg
        if path not in self.keys:
            raise FileNotFoundError(2, "no such key")
        return self.Key(self.keys[path])

    def CreateKeyEx(self, root, path, reserved, access):  # noqa: N802 - a name of winreg
        if self.closed:
            raise PermissionError(13, "by the administrator")
        return self.Key(self.keys.setdefault(path, {}))

    def QueryValueEx(self, key, name):  # noqa: N802 - a name of winreg
        if name not in key.values:
            raise FileNotFoundError(2, "no such value")
        return key.values[name], self.REG_SZ

    def SetValueEx(self, key, name, reserved, kind, value):  # noqa: N802 - a name of winreg
        assert kind == self.REG_SZ
        key.values[name] = value

    def DeleteValue(self, key, name):  # noqa: N802 - a name of winreg
        if name not in key.values:
            raise FileNotFoundError(2, "no such value")
        del key.values[name]


@pytest.fixture
def registry():
    return Registry()


@pytest.fixture(params=["linux", "darwin", "win32"])
def place(request, tmp_path, registry):
    folder = tmp_path / "not yet" / "there"
    places = {"linux": AutostartFolder(folder), "darwin": LaunchAgent(folder), "win32": RunKey(registry)}
    return places[request.param]


def test_on_and_off_again(place):
    assert autostart.state(place) is State.OFF
    autostart.switch_on(place, [PROGRAM, "-m", "crm_desktop"])
    assert autostart.state(place) is State.ON
    autostart.switch_on(place, [PROGRAM])
    autostart.switch_off(place)
    assert autostart.state(place) is State.OFF
    autostart.switch_off(place)


def test_a_program_that_went_away_is_told(place, tmp_path):
    autostart.switch_on(place, [str(tmp_path / "gone away" / "crm-desktop")])
    assert autostart.state(place) is State.BROKEN
    autostart.switch_on(place, [PROGRAM])
    assert autostart.state(place) is State.ON


def test_it_starts_hidden(tmp_path, registry):
    folder = AutostartFolder(tmp_path)
    autostart.switch_on(folder, ["/opt/crm desktop/crm-desktop"])
    assert folder.command() == ["/opt/crm desktop/crm-desktop", "--hidden"]
    agent = LaunchAgent(tmp_path)
    autostart.switch_on(agent, ["/Applications/CRM Desktop.app/Contents/MacOS/CRM Desktop"])
    stored = plistlib.loads((tmp_path / "crm-desktop.plist").read_bytes())
    assert stored["ProgramArguments"][1:] == ["--hidden"]
    assert stored["RunAtLoad"] is True
    autostart.switch_on(RunKey(registry), [r"C:\Program Files\CRM Desktop\CRM Desktop.exe"])
    line = registry.keys[RunKey._RUN]["CRM Desktop"]
    assert line == r'"C:\Program Files\CRM Desktop\CRM Desktop.exe" --hidden'


def test_what_the_user_switched_off_elsewhere_is_off(tmp_path, registry):
    folder = AutostartFolder(tmp_path)
    autostart.switch_on(folder, [PROGRAM])
    path = tmp_path / "crm-desktop.desktop"
    path.write_text(path.read_text().replace("enabled=true", "enabled=false"))
    assert autostart.state(folder) is State.OFF
    agent = LaunchAgent(tmp_path)
    autostart.switch_on(agent, [PROGRAM])
    plist = tmp_path / "crm-desktop.plist"
    plist.write_bytes(plistlib.dumps({**plistlib.loads(plist.read_bytes()), "Disabled": True}))
    assert autostart.state(agent) is State.OFF
    key = RunKey(registry)
    autostart.switch_on(key, [PROGRAM])
    registry.keys[RunKey._APPROVED] = {"CRM Desktop": bytes([3, *[0] * 11])}
    assert autostart.state(key) is State.OFF
    autostart.switch_on(key, [PROGRAM])
    assert autostart.state(key) is State.ON, "switching it on here counts"
    registry.keys[RunKey._APPROVED] = {"CRM Desktop": bytes([2, *[0] * 11])}
    assert autostart.state(key) is State.ON


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[Desktop Entry]\n", b"<plist><array/></plist>", b"<plist"]
)
def test_a_damaged_entry_starts_nothing(tmp_path, content):
    for place, name in ((AutostartFolder(tmp_path), "desktop"), (LaunchAgent(tmp_path), "plist")):
        (tmp_path / f"crm-desktop.{name}").write_bytes(content)
        assert autostart.state(place) is State.OFF
        autostart.switch_on(place, [PROGRAM])
        assert autostart.state(place) is State.ON


def test_a_system_that_does_not_let_us_is_told(tmp_path, registry):
    (tmp_path / "file").write_text("in the way")
    registry.closed = True
    for place in (AutostartFolder(tmp_path / "file"), LaunchAgent(tmp_path / "file"), RunKey(registry)):
        with pytest.raises(AutostartNotSet) as caught:
            autostart.switch_on(place, [PROGRAM])
        assert caught.value.facts["reason"]
        assert caught.value.facts["place"] == place.where()
    folder = AutostartFolder(tmp_path)
    (tmp_path / "crm-desktop.desktop").mkdir()
    with pytest.raises(AutostartNotSet):
        autostart.switch_off(folder)
    assert autostart.state(folder) is State.OFF


def test_where_each_system_looks(monkeypatch, tmp_path):
    linux = autostart.login_place("linux", {"XDG_CONFIG_HOME": str(tmp_path)})
    autostart.switch_on(linux, [PROGRAM])
    assert (tmp_path / "autostart" / "crm-desktop.desktop").is_file()
    expected = str(Path("~") / ".config" / "autostart" / "crm-desktop.desktop")
    assert autostart.login_place("linux", {}).where() == expected
    assert autostart.login_place("linux", {"XDG_CONFIG_HOME": "relative"}).where() == expected
    assert autostart.login_place("darwin", {}).where() == str(
        Path("~") / "Library/LaunchAgents/crm-desktop.plist"
    )
    assert autostart.login_place("win32", {}).where().startswith("HKCU\\")


def test_how_this_program_is_started_again(tmp_path):
    program = tmp_path / "crm-desktop"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert autostart.own_command(str(program)) == [str(program)]
    main = str(Path(crm_desktop.__path__[0], "__main__.py"))
    command = autostart.own_command(main)
    assert command[0] == sys.executable
    # Started from elsewhere, as at login, it is this package.
    version = subprocess.run(
        [*command, "--version"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert autostart.own_command("pytest")[0] == sys.executable
    assert crm_desktop.__version__ in version


def test_windows_starts_python_without_a_console(tmp_path):
    (tmp_path / "pythonw.exe").touch()
    assert autostart.own_command("x.py", str(tmp_path / "python.exe"))[0] == str(tmp_path / "pythonw.exe")
