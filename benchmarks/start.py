"""From the command to the first painted window, beside a bare window of Qt."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.bases import LANGUAGE
from benchmarks.child import measured, peak_mb, tell
from benchmarks.figure import Figure, median

if TYPE_CHECKING:
    from pathlib import Path

_RUNS = 7


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """CPU seconds of the whole process until the first picture stands, in turns; the median of several runs."""
    bare, program = [], []
    for _ in range(_RUNS):
        bare.append(measured("benchmarks.start", "bare_window"))
        program.append(measured("benchmarks.start", "program", base=str(base)))
    floor = median([run["seconds"] for run in bare])
    value = median([run["seconds"] for run in program])
    memory = median([run["memory"] for run in program])
    return [
        Figure(f"start, {clients:,} clients", value, "s", floor, most=1.5),
        Figure("  memory then", memory, "MB", median([run["memory"] for run in bare]), limit=160),
    ]


def bare_window() -> None:
    """The floor: an empty main window."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    watcher = _until_painted(app)
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    app.exec()
    del watcher


def program(base: str) -> None:
    """The program, started as a user starts it, with a base."""
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    watcher = _until_painted(app)
    from crm_desktop import app as crm

    crm.run(["--base", base, "--lang", LANGUAGE])
    del watcher


def _until_painted(app: object) -> object:
    """Tell the figures and leave as soon as everything painted first has been painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    class Watcher(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.seen = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if self.seen or event.type() != QEvent.Type.Paint or not isinstance(watched, QWidget):
                return False
            if isinstance(watched.window(), QMainWindow):
                self.seen = True
                # The zero timer runs when the paint events of this round are through.
                QTimer.singleShot(0, _leave)
            return False

    watcher = Watcher()
    if isinstance(app, QApplication):
        app.installEventFilter(watcher)
    return watcher


def _leave() -> None:
    tell({"seconds": time.process_time(), "memory": peak_mb()})
    sys.stdout.flush()
    os._exit(0)
