"""The real program killed with -9 in the middle of its work: the base opens, is whole, and holds what was confirmed.

The moment is chosen by what stands in the file already, not by the clock, so that a busy machine changes nothing.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress

import pytest

from crm_desktop.services.base import open_base
from crm_desktop.services.check import check
from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import order
from tests.conftest import ROOT

ROWS = 3000

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import Qt
from crm_desktop.app import Application
from crm_desktop.settings import SettingsFile
from crm_desktop.ui import text, theme

app = QApplication([])
text.set_language("en")
theme.apply(app, "light")
base, run = Path(sys.argv[1]), sys.argv[2]
program = Application(app, SettingsFile(base.with_name("settings.json")), base)
desk = program.open(base)
number = 0

def type_client():
    global number
    name = f"Typed {run} {number}"
    number += 1
    control, window = Qt.KeyboardModifier.ControlModifier, desk.window.windowHandle()
    QTest.keyClick(window, Qt.Key.Key_N, control)
    for letter in name:
        QTest.keyClick(window, letter)
    QTest.keyClick(window, Qt.Key.Key_Return, control)
    if number % 3 == 0:
        QTest.keyClick(window, Qt.Key.Key_Z, control)
        print("undone", name, sep=":", flush=True)
    else:
        print("typed", name, sep=":", flush=True)
    QTimer.singleShot(0, type_client)

desk.window.activateWindow()
desk.window.painted.connect(lambda: QTimer.singleShot(0, type_client), Qt.ConnectionType.SingleShotConnection)
sys.exit(app.exec())
"""


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A list that is long enough to be killed in the middle of."""
    path = tmp_path_factory.mktemp("kill") / "list.csv"
    rows = (f"Client Number{n:04};+3706{n:07};c{n}@mail.example;Vilnius" for n in range(ROWS))
    path.write_text("\n".join(["Name;Phone;E-mail;City", *rows]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def imported(table):
    """A base with the whole list in it, to be copied."""
    path = table.with_name("imported.crm")
    subprocess.run(
        [*command("import", table), "--base", str(path)], check=True, capture_output=True, cwd=ROOT
    )
    return path


def command(*arguments):
    return [sys.executable, "-m", "crm_desktop", *map(str, arguments)]


def clients_in(base):
    """How many clients a reader beside the program sees; -1 before there is a base."""
    if not base.exists():
        return -1
    with closing(sqlite3.connect(f"{base.as_uri()}?mode=ro", uri=True, timeout=10)) as reader:
        return reader.execute("SELECT count(*) FROM client").fetchone()[0]


def kill_when(process, reached, later):
    """Kill as soon as ``reached()``, a little ``later`` (seconds); does nothing to one that has ended."""
    while process.poll() is None and not reached():
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.004)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=later)
    process.kill()
    return process.communicate()


def whole(base):
    """Open as the next start does; how many clients there are. Fails where anything is not whole."""
    with closing(open_base(base).store) as store:
        report = check(store, thorough=True)
        assert report.problems == ()
        assert report.unfinished == ()
        assert report.clients == len(order(store, ClientQuery()))
        return report.clients


def kill_an_import(base, table, chance):
    moment = chance.randrange(-1, ROWS)
    process = subprocess.Popen(
        [*command("import", table), "--base", str(base)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    told, trouble = kill_when(process, lambda: clients_in(base) > moment, chance.random() / 20)
    assert trouble == ""
    if base.exists():
        assert whole(base) in ({ROWS} if "new clients" in told else {0, ROWS})


def kill_an_undo(base, imported, chance):
    shutil.copy(imported, base)
    moment = chance.randrange(1, ROWS + 1)
    process = subprocess.Popen(
        [*command("undo"), "--base", str(base)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    told, trouble = kill_when(process, lambda: clients_in(base) < moment, chance.random() / 20)
    assert trouble == ""
    assert whole(base) in ({0} if "Taken back" in told else {0, ROWS})


def kill_a_window(base, run, chance):
    process = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(base), str(run)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    lines = [process.stdout.readline() for _ in range(chance.randint(1, 12))]
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=chance.random() / 10)
    process.kill()
    rest, _ = process.communicate()
    told = [line.split(":") for line in [*lines, *rest.splitlines()] if line.strip()]
    assert len(told) >= len(lines)
    whole(base)
    with closing(open_base(base).store) as store:
        there = {name for (name,) in store.read("SELECT name FROM client")}
    assert {name.strip() for word, name in told if word == "typed"} <= there
    assert not {name.strip() for word, name in told if word == "undone"} & there


@pytest.mark.parametrize("seed", range(3))
def test_an_import_is_all_there_or_not_at_all(tmp_path, table, seed):
    kill_an_import(tmp_path / "a.crm", table, random.Random(seed))


@pytest.mark.parametrize("seed", range(3))
def test_an_undo_is_done_whole_or_not_at_all(tmp_path, imported, seed):
    kill_an_undo(tmp_path / "a.crm", imported, random.Random(seed))


def test_what_was_typed_into_the_window_is_there(tmp_path):
    chance = random.Random(7)
    for run in range(2):
        kill_a_window(tmp_path / "a.crm", run, chance)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(100, 120))
def test_killed_very_often(tmp_path, table, imported, seed):
    chance = random.Random(seed)
    for run in range(4):
        kill_an_import(tmp_path / f"import-{run}.crm", table, chance)
        kill_an_undo(tmp_path / f"undo-{run}.crm", imported, chance)
        kill_a_window(tmp_path / "window.crm", run, chance)
    kill_a_window(tmp_path / "window.crm", 4, chance)
