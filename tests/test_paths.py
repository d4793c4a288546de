from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from crm_desktop import paths


@pytest.fixture
def system_paths(monkeypatch, tmp_path):
    """No folder of our own: the customs of the system hold."""
    monkeypatch.delenv("CRM_DESKTOP_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


def test_one_folder_overrides_all(monkeypatch, tmp_path):
    monkeypatch.setenv("CRM_DESKTOP_HOME", str(tmp_path))
    assert paths.data_dir() == tmp_path
    assert paths.default_base() == tmp_path / "clients.crm"
    assert paths.settings_file() == tmp_path / "settings.json"
    assert paths.log_dir() == tmp_path / "log"


def test_a_relative_folder_is_taken_from_here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CRM_DESKTOP_HOME", "stick")
    assert paths.data_dir() == tmp_path / "stick"


@pytest.mark.usefixtures("system_paths")
def test_the_customs_of_the_system_are_followed(tmp_path):
    found = [paths.data_dir(), paths.default_base(), paths.settings_file(), paths.log_dir()]
    assert all(path.is_absolute() and "crm-desktop" in path.parts for path in found)
    assert paths.default_base().parent == paths.data_dir()
    assert not any(tmp_path.iterdir()), "naming a folder must not create it"


def test_resource_of_a_checkout(monkeypatch, tmp_path):
    _put(tmp_path / "resources" / "icons" / "x.svg")
    (tmp_path / "crm_desktop").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "crm_desktop")
    assert paths.resource("icons/x.svg").read_text() == "here"
    assert paths.resource("icons").is_dir()


def test_resource_inside_the_package_comes_first(monkeypatch, tmp_path):
    _put(tmp_path / "crm_desktop" / "resources" / "x.svg")
    _put(tmp_path / "resources" / "x.svg", "another program's")
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "crm_desktop")
    assert paths.resource("x.svg").read_text() == "here"


def test_missing_resource():
    with pytest.raises(FileNotFoundError, match="no such resource"):
        paths.resource("icons/that-nobody-drew.svg")


@pytest.mark.parametrize("name", ["../pyproject.toml", "icons/../../dev.py", "/etc/hostname"])
def test_nothing_outside_the_resources(name):
    with pytest.raises(ValueError, match="not inside"):
        paths.resource(name)


def test_a_wheel_holds_the_resources_where_they_are_looked_for(tmp_path):
    """The build setting and ``resource`` must agree; a wheel is only a zip, so it is tried with the same layout."""
    import tomllib

    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"] == {
        "resources": "crm_desktop/resources"
    }
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("crm_desktop/resources/i18n/x.po", "words")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    package = tmp_path / "site" / "crm_desktop"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "_PACKAGE", package)
        assert paths.resource("i18n/x.po").read_text() == "words"


def _put(path: Path, text: str = "here") -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text)


def test_paths_are_shown_from_the_home_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert paths.shown(tmp_path / "CRM" / "clients.crm") == str(Path("~/CRM/clients.crm"))
    assert paths.shown(Path("/elsewhere/clients.crm")) == str(Path("/elsewhere/clients.crm"))
