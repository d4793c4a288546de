"""The real window over a base, offscreen, for what is measured in it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bases import LANGUAGE
from benchmarks.figure import median

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.lists.table import ClientTable

SETTLED_S = 30.0
_PAINTS = 25


@dataclass(frozen=True)
class Window:
    """The window with its list of clients, the whole order known, nothing running in the background."""

    app: QApplication
    desk: Desk

    @property
    def table(self) -> ClientTable:
        """The list."""
        return self.desk.clients_page().table

    def settle(self) -> None:
        """Let everything finish that runs or waits."""
        page = self.desk.clients_page()
        end = time.monotonic() + SETTLED_S
        while time.monotonic() < end:
            self.app.processEvents()
            if page.table.model().complete():  # type: ignore[attr-defined]  # a WindowModel
                break
            time.sleep(0.005)
        self.app.processEvents()

    @contextmanager
    def plain_table(self) -> Iterator[QWidget]:
        """The floor of all frames: what a table of Qt's own, painted by Qt's own delegate, shows the same texts on.

        Not our own list painted again: then all that makes the painting faster would make the ratio worse. It has the
        same model, columns, rows, sizes and font, stands beside the window and is painted in turns with it.
        """
        from PySide6.QtWidgets import QTableView

        ours, plain = self.table, QTableView()
        plain.setModel(ours.model())
        plain.setFont(ours.font())
        plain.resize(ours.size())
        plain.setWordWrap(False)
        plain.verticalHeader().hide()
        plain.verticalHeader().setDefaultSectionSize(ours.verticalHeader().defaultSectionSize())
        for number in range(ours.model().columnCount()):
            plain.setColumnHidden(number, ours.isColumnHidden(number))
            plain.setColumnWidth(number, ours.columnWidth(number))
        plain.show()
        self.settle()
        try:
            yield plain.viewport()
        finally:
            plain.close()
            plain.deleteLater()

    def plain_ms(self) -> float:
        """What the plain table takes to be painted again, with the rows that are there."""
        with self.plain_table() as viewport:
            return median([milliseconds(viewport.repaint) for _ in range(_PAINTS)])

    def repaint_ms(self) -> float:
        """What our list takes to be painted again as it stands."""
        viewport = self.table.viewport()
        return median([milliseconds(viewport.repaint) for _ in range(_PAINTS)])


def milliseconds(job: Callable[[], object]) -> float:
    """CPU milliseconds that this thread spends on the job."""
    start = time.thread_time()
    job()
    return 1000 * (time.thread_time() - start)


@contextmanager
def window_over(base: str) -> Iterator[Window]:
    """The program's own window over a base, as ``app.py`` wires it."""
    from PySide6.QtWidgets import QApplication

    from crm_desktop import paths
    from crm_desktop.app import Application
    from crm_desktop.settings import SettingsFile
    from crm_desktop.ui import text, theme

    # As a start does: collections begin when what it made is out of their sight.
    gc.disable()
    app = QApplication([])
    # In the language of the base: in another one the program would order its names anew.
    text.set_language(LANGUAGE)
    theme.load_fonts()
    theme.apply(app, "light", 1.0)
    program = Application(app, SettingsFile(paths.settings_file()), None, demo=True)
    desk = program.open(Path(base))
    desk.window.resize(1280, 800)
    window = Window(app, desk)
    window.settle()
    try:
        yield window
    finally:
        program.close()
