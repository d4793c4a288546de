"""The test ground itself: does it catch what it is there to catch?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LEAKS = {
    "a window": "from PySide6.QtWidgets import QWidget; thing = QWidget(); thing.show()",
    "a hidden window": "from PySide6.QtWidgets import QDialog; thing = QDialog()",
    "a timer": "from PySide6.QtCore import QTimer; thing = QTimer(); thing.start(60000)",
    "a thread of Qt": "from PySide6.QtCore import QThread; thing = QThread(); thing.start()",
    "a thread": "import threading; thing = threading.Thread(target=END.wait); thing.start()",
}
CLEAN = {
    "a window handed to qtbot": "from PySide6.QtWidgets import QWidget; w = QWidget(); qtbot.addWidget(w); w.show()",
    "a window in a cycle": "from PySide6.QtWidgets import QWidget; w = QWidget(); w.me = w; w.show()",
    "a timer that fired": "from PySide6.QtCore import QTimer; t = QTimer(); t.start(1); t.stop()",
}
# Kept by the module, as a forgotten reference would be; ended before the process is.
FRAME = """
import threading
END = threading.Event()
KEPT = []
{tests}
def teardown_module():
    END.set()
    for thing in KEPT:
        getattr(thing, "quit", lambda: None)()
        getattr(thing, "wait", lambda: None)()
"""
TEST = """
def test_{name}(qtbot):
    {body}
    KEPT.append(locals().get("thing"))
"""


def run_test(tmp_path, body, *options, **variables):
    file = tmp_path / "test_inner.py"
    file.write_text(body, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.conftest",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
    ]
    return subprocess.run(
        [*command, "--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), str(file), *options],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "COLUMNS": "1000", **variables},
    )  # fmt: skip


def test_what_is_left_behind_fails_and_what_is_cleared_away_passes(tmp_path):
    cases = {name.replace(" ", "_"): body for name, body in (LEAKS | CLEAN).items()}
    tests = "".join(TEST.format(name=name, body=body) for name, body in cases.items())
    done = run_test(tmp_path, FRAME.format(tests=tests))
    failed = set(re.findall(r"^ERROR .*::test_(\w+) - .*left behind", done.stdout, re.MULTILINE))
    assert failed == {name.replace(" ", "_") for name in LEAKS}, done.stdout
    assert f"{len(cases)} passed, {len(LEAKS)} errors" in done.stdout


def test_a_warning_of_qt_fails(tmp_path):
    body = "def test_it(qtbot):\n    from PySide6.QtCore import qWarning\n    qWarning('no such slot')\n"
    assert "1 failed" in run_test(tmp_path, body).stdout


def test_long_tests_wait_for_their_option(tmp_path):
    body = "import pytest\n@pytest.mark.long\ndef test_it():\n    pass\n"
    assert "1 skipped" in run_test(tmp_path, body).stdout
    assert "1 passed" in run_test(tmp_path, body, "--long").stdout


def test_missing_samples_are_a_skip_only_where_nobody_asked_for_them(tmp_path):
    body = "def test_it(samples):\n    assert samples.is_dir()\n"
    (tmp_path / "real").mkdir()
    assert "1 passed" in run_test(tmp_path, body, CRM_SAMPLES=str(tmp_path / "real")).stdout
    assert "1 error" in run_test(tmp_path, body, CRM_SAMPLES=str(tmp_path / "gone")).stdout


def test_no_test_sees_the_home_of_the_developer():
    import crm_desktop.paths as paths

    home = Path.home()
    assert home.name.startswith("crm-tests-")
    assert paths.default_base().is_relative_to(home)
    assert paths.log_dir().is_relative_to(home)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no tzset")
def test_the_zone_is_that_of_the_first_users():
    assert time.localtime(1_750_000_000).tm_gmtoff == 3 * 3600, "summer in Vilnius"
    assert time.localtime(1_735_000_000).tm_gmtoff == 2 * 3600, "winter"
