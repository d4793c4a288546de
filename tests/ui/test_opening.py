"""A base that needs time is made ready behind a window that says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from crm_desktop.errors import BaseDamaged
from crm_desktop.services.base import open_base
from crm_desktop.storage import guards, recovery
from crm_desktop.storage import opening as storage_opening
from crm_desktop.ui import text
from crm_desktop.ui.opening import ask_base, opened
from crm_desktop.ui.waiting import WaitingWindow

DIES = """
import os, sys
from pathlib import Path
from crm_desktop.ids import uuid7
from crm_desktop.kinds import Op
from crm_desktop.services.base import open_base
work = open_base(Path(sys.argv[1])).store.long_change(Op.IMPORT).__enter__()
with work.chunk() as change:
    change.execute("INSERT INTO tag(id, name) VALUES (?, 'half')", (uuid7(),))
os._exit(9)
"""


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "a.crm"
    open_base(made).store.close()
    return made


class Watched:
    """Opens a base; the patient work goes on only when its window was seen, whose words are kept."""

    def __init__(self, path):
        self.path, self.words = path, []
        self._seen = Event()
        self._look = QTimer()
        self._look.timeout.connect(self._see)
        self._look.start(10)

    def __call__(self, *, patient):
        if patient and not self.words:
            assert self._seen.wait(20), "no window says what takes so long"
        return open_base(self.path, patient=patient)

    def _see(self):
        for each in QApplication.topLevelWidgets():
            if isinstance(each, WaitingWindow) and each.isVisible() and not self._seen.is_set():
                QTest.keyClick(each, Qt.Key.Key_Escape)
                each.close()
                assert each.isVisible()
                self.words = [label.text() for label in each.findChildren(QLabel)]
                self._seen.set()


def test_a_base_that_is_up_to_date_opens_at_once(qapp, path):
    watched, waits = Watched(path), list[bool]()
    opened(watched, lambda: waits.append(True)).store.close()
    assert (watched.words, waits) == ([], [])


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_a_big_older_base_is_made_ready_behind_a_window(qapp, path, monkeypatch, language):
    store = open_base(path).store
    store.connection.execute("PRAGMA user_version = 1")
    store.close()
    monkeypatch.setattr(storage_opening, "SOON_UPDATED", 0)
    text.set_language(language)
    watched = Watched(path)
    base = opened(watched)
    assert watched.words[0] == text.tr("Getting your base ready")
    text.set_language("en")
    assert base.store.read("PRAGMA user_version") != [(1,)]
    base.store.close()


def test_what_was_cut_off_is_taken_back_behind_a_window_and_told(qapp, path, monkeypatch):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    died = subprocess.run([sys.executable, "-c", DIES, str(path)], check=False, env=environment)
    assert died.returncode == 9
    monkeypatch.setattr(recovery, "SOON_RECOVERED", 0)
    watched, before = Watched(path), list[list[str]]()
    base = opened(watched, lambda: before.append(list(watched.words)))
    assert watched.words[0] == "Tidying up"
    assert before == [[]], "called once, before the window"
    assert [row.op for row in base.recovered] == ["import"]
    assert base.store.read("SELECT count(*) FROM tag WHERE deleted = 0") == [(0,)]
    base.store.close()


def test_what_the_long_work_finds_wrong_is_raised(qapp, path, monkeypatch):
    store = open_base(path).store
    store.connection.execute("PRAGMA user_version = 1")
    store.close()
    monkeypatch.setattr(storage_opening, "SOON_UPDATED", 0)
    monkeypatch.setattr(guards, "quick_check", lambda _connection: ["page 3 is never used"])
    with pytest.raises(BaseDamaged):
        opened(Watched(path))


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("/home/ona/shop.crm", "/home/ona/shop.crm"),
        ("/home/ona/shop", "/home/ona/shop.crm"),
        ("/home/ona/shop.db", "/home/ona/shop.db"),
        ("", None),
    ],
)
def test_a_base_is_named_or_not(qtbot, monkeypatch, tmp_path, typed, named):
    asked = []

    def answer(parent, title, proposed, kinds, *, options):
        asked.append((proposed, options))
        return typed, kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    window = QWidget()
    qtbot.addWidget(window)
    assert ask_base(window, tmp_path / "last.crm") == (Path(named) if named else None)
    # Whoever names a base that is there opens it: nothing is overwritten, and nothing must ask so.
    assert asked == [(str(tmp_path / "last.crm"), QFileDialog.Option.DontConfirmOverwrite)]
