"""The configuration of the installers, put together as Briefcase is to see it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def briefcase() -> dict:
    return tomllib.loads((ROOT / "briefcase.toml").read_text(encoding="utf-8"))["tool"]["briefcase"]


@pytest.fixture(scope="module")
def app(briefcase) -> dict:
    assert list(briefcase["app"]) == ["crm-desktop"]
    return briefcase["app"]["crm-desktop"]


def test_nothing_stands_in_both_files(project, briefcase, app):
    assert "briefcase" not in project["tool"]
    # Briefcase calls some keys of [project] by names of its own.
    taken = {*project["project"], "project_name", "requires", "requires_python"} - {
        "description"
    }  # installers show less of it
    assert taken & (set(briefcase) | set(app)) == set()


def test_the_app_is_the_project(project, app):
    # Briefcase starts ``python -m`` with the name of the app as a module.
    assert project["project"]["name"].replace("-", "_") in app["sources"]


def test_every_named_path_exists(project, app):
    named = [*project["project"]["license-files"], *app["sources"], *app["test_sources"]]
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_an_installed_build_finds_the_resources(app, tmp_path, monkeypatch):
    from crm_desktop import paths

    for source in app["sources"]:
        (tmp_path / "app" / Path(source).name).mkdir(parents=True)
    (tmp_path / "app" / "resources" / "x").write_text("found")
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "app" / "crm_desktop")
    assert paths.resource("x").read_text() == "found"


def test_debian_gets_what_the_window_needs(app):
    libraries = {need: package for need, package in (dev.OFFSCREEN | dev.WINDOW).items() if ".so." in need}
    assert app["linux"]["system"]["debian"]["system_runtime_requires"] == list(libraries.values())


def test_nothing_the_program_imports_is_cleaned_away(app):
    import PySide6
    from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

    package = Path(PySide6.__file__).parent
    used = {Path(str(module.__file__)) for module in (PySide6, QtCore, QtGui, QtSvg, QtWidgets)}
    used |= {package / "Qt" / "plugins" / "platforms", package / "Qt" / "plugins" / "imageformats"}
    parents = {parent for path in used for parent in (path, *path.parents)}
    cleaned = {
        path for pattern in app["cleanup_paths"] for path in package.parent.glob(pattern.removeprefix("**/"))
    }
    assert cleaned, "the patterns must mean something in the Qt that is installed"
    assert cleaned & parents == set()
