"""The diary as a calendar: asks for the file, writes it in the background, tells when it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.ui.exporting.host import open_folder
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crm_desktop.background.runner import Progress
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

SUFFIX = ".ics"


def ask_file(parent: QWidget, proposed: Path) -> Path | None:
    """The file that the user names; None where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    name, _kind = QFileDialog.getSaveFileName(
        parent, tr("Save the diary as a calendar"), str(proposed), tr("Calendars (*.ics)")
    )
    parent.activateWindow()  # where no window manager gives the keys back
    if not name:
        return None
    return Path(name) if Path(name).suffix else Path(name).with_suffix(SUFFIX)


def save_diary(parent: QWidget, session: Session, tell: Tell) -> None:
    """Ask where to, and write all planned and held contacts there."""
    folder = first_folder(session.settings.current.export_folder)
    name = tr("Diary")
    path = ask_file(parent, folder / f"{name}{SUFFIX}")
    if path is None:
        return
    store = session.store

    def work(progress: Progress) -> int:
        from crm_desktop.exchange.exporting.activities import export_calendar

        return export_calendar(store, path, lambda done: progress.step(done, 0))

    def done(count: int) -> None:
        told = ntr("{n} contact is in the calendar", "{n} contacts are in the calendar", count)
        tell.offer(told, tr("Open the folder"), lambda: open_folder(path.parent))

    session.runner.start(work, done=done, failed=tell.problem)
