"""What every test stands on: a home of its own, a fixed time zone, no display, and nothing left behind.

Set before anything of Qt or of the program is imported, hence at module level.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent


def _own_home() -> Path:
    """Point every folder that the program or Qt writes to into a fresh one, so that no test sees the developer's."""
    home = Path(tempfile.mkdtemp(prefix="crm-tests-"))
    os.environ["HOME"] = os.environ["USERPROFILE"] = str(home)
    for name in ("CACHE", "CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    os.environ["CRM_DESKTOP_HOME"] = str(home / "crm")
    return home


def _no_display() -> None:
    """Draw into memory unless a test display is asked for by name (``CRM_TEST_DISPLAY=:99``)."""
    display = os.environ.get("CRM_TEST_DISPLAY")
    if display:
        os.environ["DISPLAY"] = display
    else:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


HOME = _own_home()
_no_display()
os.environ["TZ"] = "Europe/Vilnius"
if sys.platform != "win32":
    time.tzset()

# No deadline: a busy machine is no fault of the code. "long" is chosen by --long.
settings.register_profile(
    "short", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", parent=settings.get_profile("short"), max_examples=2000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="run also the tests marked long, and more random examples"
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "short")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="runs only with --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real files: ``CRM_SAMPLES``, else ``../shared/samples`` beside the repository.

    A folder named by the variable must exist; without the variable the tests skip where nothing lies beside.
    """
    named = os.environ.get("CRM_SAMPLES")
    folder = Path(named) if named else ROOT.parent / "shared" / "samples"
    if folder.is_dir():
        return folder
    if named:
        pytest.fail(f"CRM_SAMPLES names no folder: {named}")
    pytest.skip("the sample files are not beside the repository")


@pytest.fixture(autouse=True)
def _leaves_nothing_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test of the window that leaves windows, running timers or threads to the next test.

    Set up before ``qtbot`` (autouse), so it looks after ``qtbot`` has closed what the test handed to it.
    """
    if "qtbot" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("qapp")
    before = {id(thing) for thing in _alive()}
    yield
    left = [thing for thing in _alive() if id(thing) not in before]
    if left:
        # What only a reference cycle holds is not left behind.
        del left
        gc.collect()
        left = [thing for thing in _alive() if id(thing) not in before]
    assert not left, f"left behind: {left}"


def _alive() -> list[object]:
    """Top-level windows, active timers and running threads, as the next test would meet them."""
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import Shiboken

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    windows = [
        w for w in QApplication.topLevelWidgets() if w.parent() is None and "QTipLabel" not in str(type(w))
    ]
    wrapped = Shiboken.getAllValidWrappers()
    timers = [t for t in wrapped if isinstance(t, QTimer) and t.isActive()]
    threads = [t for t in wrapped if isinstance(t, QThread) and t.isRunning() and not t.isCurrentThread()]
    python_threads = [
        t for t in threading.enumerate() if t is not threading.main_thread() and not _of_tools(t)
    ]
    return [*windows, *timers, *threads, *python_threads]


def _of_tools(thread: threading.Thread) -> bool:
    """Threads of the test runner itself (execnet's, pytest-timeout's) and those foreign to Python."""
    return isinstance(thread, threading._DummyThread) or type(thread).__module__.startswith(
        ("execnet", "pytest")
    )
