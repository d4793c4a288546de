"""The rows that could not go in, saved as a workbook: asked for in two places, written in the background."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.exchange.exporting.files import write_tables
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from crm_desktop.background.runner import Progress
    from crm_desktop.exchange.exporting.table import Table
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell


def ask_place(parent: QWidget, name: str) -> Path | None:
    """Where to save the workbook; None where the user thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    words = tr("Excel workbook (*.xlsx)")
    found, _kind = QFileDialog.getSaveFileName(
        parent, tr("Save the rows that could not go in"), str(Path.home() / name), words
    )
    parent.activateWindow()  # where no window manager gives the keys back
    if not found:
        return None
    path = Path(found)
    return path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")


def suggested_name(file: str) -> str:
    """A name for the workbook beside the one of the list."""
    return tr("{file} - could not go in.xlsx", file=Path(file).stem)


def reason_title() -> str:
    """The header of the last column."""
    return tr("Why it could not go in")


def save_rejects(session: Session, tell: Tell, path: Path, tables: Callable[[], Sequence[Table]]) -> None:
    """Write the tables, made on the thread, and tell how it went."""

    def work(_progress: Progress) -> int:
        return write_tables(path, tables(), lambda _done: None).rows

    def done(rows: int) -> None:
        words = ntr("{n} row saved in {file}", "{n} rows saved in {file}", rows, file=path.name)
        tell.offer(words, tr("Open"), lambda: _open(path))

    session.runner.start(work, done=done, failed=tell.problem)


def _open(path: Path) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
