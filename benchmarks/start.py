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
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget

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
    from PySide6.QtWidgets import QMainWindow

    app = _application(lambda widget: type(widget) is QMainWindow)
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    app.exec()


def program(base: str) -> None:
    """The program, started as a user starts it, with a base; painted is its window when the list is."""
    app = _application(lambda widget: type(widget.parent()).__name__ == "ClientTable")
    from crm_desktop import app as crm

    crm.run(["--base", base, "--lang", LANGUAGE])
    del app


def _application(is_shown_by: Callable[[QWidget], bool]) -> QApplication:
    """An application that tells the figures and leaves when the picture in which such a widget is painted is done."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QWidget

    class Watched(QApplication):
        depth = 0
        painted = False

        def notify(self, receiver: QObject, event: QEvent) -> bool:
            self.depth += 1
            done = super().notify(receiver, event)
            self.depth -= 1
            if event.type() == QEvent.Type.Paint and isinstance(receiver, QWidget):
                self.painted = self.painted or is_shown_by(receiver)
            # All widgets of a picture are painted inside one event of the window: when that is through, it stands.
            if self.painted and self.depth == 0:
                _leave()
            return done

    return Watched([])


def _leave() -> None:
    tell({"seconds": time.process_time(), "memory": peak_mb()})
    sys.stdout.flush()
    os._exit(0)
