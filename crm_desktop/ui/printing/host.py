"""What the window prints: the days of the calendar and the list of clients. Asks for file or printer, and does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from crm_desktop.ui.exporting.host import open_folder
from crm_desktop.ui.exporting.saving import safe_stem
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.paper import print_on
from crm_desktop.ui.printing.dialog import PrintDialog
from crm_desktop.ui.printing.pdf import write_pdf
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.paper import Document

_SUFFIX = ".pdf"


class Printing(QObject):
    """One document on its way to paper; lives as long as its dialog."""

    def __init__(self, desk: Desk, document: Document) -> None:
        super().__init__()
        self._session, self._window = desk.session, desk.window
        self._document = document
        self._task: Task[int] | None = None
        self.dialog = PrintDialog(desk.window, document)
        self.setParent(self.dialog)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.pdf_wanted.connect(self._save)
        self.dialog.print_wanted.connect(self._print)
        self.dialog.stop_wanted.connect(self._stop)
        desk.window.closing.connect(self._stop)
        # Where no window manager gives the keys back.
        self.dialog.finished.connect(lambda _how: self._window.activateWindow())
        self.dialog.open()

    def _save(self) -> None:
        folder = first_folder(self._session.settings.current.export_folder)
        path = ask_file(
            self.dialog, folder / f"{safe_stem(self._document.file_name or self._document.title)}{_SUFFIX}"
        )
        if path is not None:
            sheet, document = self.dialog.sheet(), self._document

            def work(progress: Progress) -> int:
                return write_pdf(path, document, sheet, progress)

            self._start(work, path)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(self.dialog.sheet())
        printer.setDocName(self._document.title)
        ask = QPrintDialog(printer, self.dialog)
        if ask.exec() != QPrintDialog.DialogCode.Accepted:
            return
        first, last, document = printer.fromPage(), printer.toPage(), self._document
        # Of no range the printer says from 0 to 0.
        pages = range(first - 1, last) if first else None
        self._start(lambda progress: print_on(printer, document, pages, progress.step), None)

    def _start(self, work: Callable[[Progress], int], path: Path | None) -> None:
        strip = self.dialog.show_work()
        self._task = self._session.runner.start(
            work,
            done=lambda pages: self._done(pages, path),
            failed=self._failed,
            stopped=self._rest,
            progress=strip.step,
        )

    def _done(self, pages: int, path: Path | None) -> None:
        self._rest()
        self.dialog.accept()
        tell = self._window.tell
        if path is None:
            tell.done(ntr("{n} page sent to the printer", "{n} pages sent to the printer", pages))
            return
        tell.offer(
            tr("Saved as {name}", name=path.name), tr("Open the folder"), lambda: open_folder(path.parent)
        )

    def _failed(self, error: Exception) -> None:
        self._rest()
        self.dialog.accept()
        self._window.tell.problem(error)

    def _rest(self) -> None:
        self._task = None
        self.dialog.show_choices()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()


def ask_file(parent: QWidget, proposed: Path) -> Path | None:
    """The file that the user names; None where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    name, _kind = QFileDialog.getSaveFileName(
        parent, tr("Save as PDF"), str(proposed), tr("PDF documents (*.pdf)")
    )
    parent.activateWindow()  # where no window manager gives the keys back
    if not name:
        return None
    return Path(name) if Path(name).suffix else Path(name).with_suffix(_SUFFIX)
