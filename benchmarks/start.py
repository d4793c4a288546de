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

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

_RUNS = 7


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """CPU seconds of the whole process until the first picture stands, in turns; the median of several runs."""
    bare, program, morning = [], [], []
    # Once for nothing: whoever starts the program a second time has its modules compiled.
    for first in (True, False):
        measured("benchmarks.start", "program", base=str(base), morning=first)
    for _ in range(_RUNS):
        bare.append(measured("benchmarks.start", "bare_window", **_trimmings()))
        program.append(measured("benchmarks.start", "program", base=str(base), morning=False))
        morning.append(measured("benchmarks.start", "program", base=str(base), morning=True))
    floor = median([run["seconds"] for run in bare])
    value = median([run["seconds"] for run in program])
    memory = median([run["memory"] for run in program])
    return [
        Figure(f"start, {clients:,} clients", value, "s", floor, most=1.5),
        Figure("  first of a day: Today", median([run["seconds"] for run in morning]), "s", floor),
        Figure("  memory then", memory, "MB", median([run["memory"] for run in bare]), limit=160),
    ]


def _trimmings() -> dict[str, list[str]]:
    """The style and the fonts of the program: whatever window shows them has to load them."""
    from crm_desktop import paths
    from crm_desktop.ui import theme

    return {
        "style": list(theme.STYLE),
        "fonts": [str(paths.resource(f"fonts/{name}")) for name in theme.FONT_FILES],
    }


def bare_window(style: list[str], fonts: list[str]) -> None:
    """The floor: an empty main window. It names nothing of Qt's that it could do without: each name costs time."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QFontDatabase
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
            super().paintEvent(event)
            QTimer.singleShot(0, _leave)

    app = QApplication([sys.argv[0], *style])
    for font in fonts:
        QFontDatabase.addApplicationFont(font)
    window = Bare()
    window.resize(1280, 800)
    window.show()
    app.exec()


def program(base: str, morning: bool) -> None:
    """The program, started as a user starts it, with a base; the picture counts in which its first page is painted.

    ``morning``: it is the first start of the day, which shows Today instead of the list.
    """
    from datetime import UTC, datetime

    from crm_desktop.__main__ import import_app
    from crm_desktop.paths import settings_file
    from crm_desktop.settings import SettingsFile

    today = datetime.now(UTC).astimezone().date().isoformat()
    SettingsFile(settings_file()).update(greeted_on="" if morning else today)
    app = import_app()
    if morning:
        _watch_today()
    else:
        _watch_the_list()
    app.run(["--base", base, "--lang", LANGUAGE])


def _watch_the_list() -> None:
    """Leave when all widgets of the picture with the list are painted, before what waits behind that picture."""
    from crm_desktop.ui.lists.table import ClientTable

    paint = ClientTable.paintEvent

    def painted(table: ClientTable, event: QPaintEvent) -> None:
        paint(table, event)
        if table.window_model.rowCount():
            _leave_after(table)

    ClientTable.paintEvent = painted  # type: ignore[assignment]  # the one place where the picture can be seen


def _watch_today() -> None:
    """Leave when the lines of Today are painted."""
    from crm_desktop.ui.lines.line import Line

    paint = Line.paintEvent

    def painted(line: Line, event: QPaintEvent) -> None:
        paint(line, event)
        _leave_after(line)

    Line.paintEvent = painted  # type: ignore[assignment]  # the one place where the picture can be seen


def _leave_after(widget: QWidget) -> None:
    """End behind the picture that is being painted, before what waits for it."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

    class Leaving(QObject):
        def event(self, event: QEvent) -> bool:
            _leave()
            return True

    first = Qt.EventPriority.HighEventPriority.value
    QCoreApplication.postEvent(Leaving(widget), QEvent(QEvent.Type.User), first)


def _leave() -> None:
    tell({"seconds": time.process_time(), "memory": peak_mb()})
    sys.stdout.flush()
    os._exit(0)
