from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import PySide6.QtCore  # noqa: F401  # the binding, whose manners are asked about
import pytest

from crm_desktop.ui import binding

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def feature(monkeypatch):
    """The part of the binding that looks at modules; as it was, after the test."""
    found = sys.modules["shibokensupport.feature"]
    monkeypatch.setattr(found, "_mod_uses_pyside", found._mod_uses_pyside)
    return found


def test_known_modules_are_not_read(feature, monkeypatch):
    binding.answer_for_known_modules()

    def read(_module):
        raise AssertionError("a source was read")

    monkeypatch.setattr(inspect, "getsource", read)
    assert feature._mod_uses_pyside(ModuleType("crm_desktop.ui.some"))
    assert not feature._mod_uses_pyside(ModuleType("json.decoder"))


def test_others_are_looked_at_as_before(feature, monkeypatch):
    monkeypatch.setattr(feature, "_mod_uses_pyside", lambda module: module.__name__ == "other.qt")
    binding.answer_for_known_modules()
    assert feature._mod_uses_pyside(ModuleType("other.qt"))
    assert not feature._mod_uses_pyside(ModuleType("other.plain"))


def test_a_binding_with_other_manners_is_left_alone(monkeypatch):
    other = ModuleType("shibokensupport.feature")
    monkeypatch.setitem(sys.modules, "shibokensupport.feature", other)
    binding.answer_for_known_modules()
    assert not hasattr(other, "_mod_uses_pyside")


def test_a_start_keeps_no_source_of_its_own():
    """What the binding reads, Python's cache of sources keeps; nothing of it is there after a start."""
    program = (
        "import json, linecache; from crm_desktop.__main__ import import_app; import_app();"
        "print(json.dumps([name for name in linecache.cache if 'crm_desktop' in name]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    read = [Path(name).name for name in json.loads(done.stdout)]
    # Its own package and the module that speaks to it are imported before it knows better.
    assert set(read) <= {"__init__.py", "binding.py"}, done.stderr
