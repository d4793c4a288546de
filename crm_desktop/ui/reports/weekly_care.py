"""The weekly files while the program runs: written on a thread of their own, told in the window that is there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.background.report_files import ReportFiles, WeeklyFiles
from crm_desktop.ui import report_files
from crm_desktop.ui.exporting.host import open_folder
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import failure_text

if TYPE_CHECKING:
    from crm_desktop.background.report_files import Written
    from crm_desktop.services.base import Store
    from crm_desktop.ui.desk import Desk


class WeeklyCare(QObject):
    """One per open base. Begins when there is a file to write: without one nothing runs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._store = store = desk.session.store
        files = WeeklyFiles(store, partial(report_files.write_saved, store), failure_text)
        self._files = ReportFiles(files, desk.session.signals.post.emit, self._told, store.clock)
        self._is_running = False
        desk.session.signals.weekly_files.connect(self.look_now)

    def start(self) -> None:
        """Begin, where there is anything to write."""
        from crm_desktop.services.saved_reports import next_at

        if not self._is_running and next_at(self._store, self._store.clock.now()) is not None:
            self._is_running = True
            self._files.start()

    def look_now(self) -> None:
        """Which files are written was changed."""
        if self._is_running:
            self._files.wake()
        else:
            self.start()

    def watches(self, store: Store) -> bool:
        """Whether it is this base that is looked after."""
        return store is self._store

    def stand_in(self, desk: Desk) -> None:
        """The window was built anew: this one tells from now on."""
        self._desk = desk

    def stop(self) -> None:
        """End; nothing is told any more."""
        self._desk.session.signals.weekly_files.disconnect(self.look_now)
        self._files.stop()

    def _told(self, written: Written) -> None:
        tell = self._desk.window.tell
        if written.problem:
            tell.notice(
                tr(
                    "The weekly file “{name}” could not be written. {why}",
                    name=written.name,
                    why=written.problem,
                )
            )
            return
        path = Path(written.file)
        tell.offer(
            tr("Weekly file written: {name}", name=path.name),
            tr("Open the folder"),
            lambda: open_folder(path.parent),
        )
