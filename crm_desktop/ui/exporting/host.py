"""How the window comes to the export: the list as it stands goes into a file, beside the window's other work."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from crm_desktop.errors import UserError
from crm_desktop.exchange.exporting.lists import ListColumn
from crm_desktop.ui.exporting.saving import Wanted, proposed_stem, save
from crm_desktop.ui.exporting.sheet import ExportSheet
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_errors import error_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.exchange.exporting.files import Saved
    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.lists.window_model import WindowModel
    from crm_desktop.ui.pages.clients import ClientsPage


def ask_folder(parent: QWidget, folder: Path) -> Path | None:
    """The folder that the user chooses; None where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    name = QFileDialog.getExistingDirectory(parent, tr("Where to save"), str(folder))
    parent.activateWindow()  # where no window manager gives the keys back
    return Path(name) if name else None


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own program. Tests replace this one name."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def open_export(desk: Desk) -> ExportSheet:
    """Offer to save the list of clients; where the offer stands already, come back to it."""
    standing = desk.window.findChild(ExportSheet)
    sheet = standing if isinstance(standing, ExportSheet) else _Export(desk).sheet
    # Not modal: a long list is written while the user works on.
    sheet.show()
    sheet.activateWindow()
    return sheet


class _Export(QObject):
    """One sheet and the work it starts; lives as long as the sheet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._session = desk.session
        self._tell = desk.window.tell
        page = desk.clients_page()
        self._query = page.query
        self._columns = _columns(page)
        model = page.table.window_model
        spans = page.table.selected_spans()
        count = page.table.selected_count()
        self._selected: Sequence[int] = model.positions(spans) if count > 1 else ()
        self._task: Task[Saved] | None = None
        self.sheet = ExportSheet(
            desk.window,
            found=_found_words(model),
            selected=ntr("Only the {n} selected", "Only the {n} selected", count) if count > 1 else "",
            folder=first_folder(desk.session.settings.current.export_folder),
            stem=proposed_stem(desk.views.current_name(), datetime.now().astimezone().date()),
        )
        self.setParent(self.sheet)
        desk.window.closing.connect(self._forget)
        self.sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheet.save_wanted.connect(self._save)
        self.sheet.folder_wanted.connect(self._choose_folder)
        self.sheet.stop_wanted.connect(self._stop)

    def _choose_folder(self) -> None:
        folder = ask_folder(self.sheet, self.sheet.folder())
        if folder is not None:
            self.sheet.show_folder(folder)

    def _save(self) -> None:
        path = self.sheet.file()
        if path is None or self._task is not None:
            return
        wanted = Wanted(
            self._query,
            self._selected if self.sheet.only_selected() else None,
            None if self.sheet.everything() else self._columns,
        )
        store = self._session.store

        def work(progress: Progress) -> Saved:
            return save(store, wanted, path, progress)

        strip = self.sheet.show_work()
        self._task = self._session.runner.start(
            work,
            done=lambda saved: self._saved(path, saved),
            failed=self._failed,
            stopped=self._stopped,
            progress=strip.step,
        )

    def _saved(self, path: Path, saved: Saved) -> None:
        self._task = None
        self.sheet.show_choices()
        self.sheet.accept()
        try:
            self._session.settings.update(export_folder=str(path.parent))
        except UserError as error:
            self._tell.problem(error)
        from crm_desktop.ui.text_import import (
            cut_texts,
        )  # the words of the import are not on the way to a first window

        words = [ntr("{n} client saved", "{n} clients saved", saved.rows), cut_texts(saved.cut)]
        self._tell.offer(
            ". ".join(filter(None, words)), tr("Open the folder"), lambda: open_folder(path.parent)
        )

    def _failed(self, error: Exception) -> None:
        self._task = None
        if isinstance(error, UserError):
            self.sheet.show_choices(error_text(error))
        else:
            self.sheet.show_choices()
            self.sheet.reject()
            self._tell.problem(error)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _forget(self) -> None:
        """The window goes: the work stops, and nothing is told any more."""
        if self._task is not None:
            self._task.forget()
            self._task = None

    def _stopped(self) -> None:
        self._task = None
        self.sheet.show_choices()


def _columns(page: ClientsPage) -> list[ListColumn]:
    """The columns on the screen with what says their cells."""
    model = page.table.window_model
    names = model.names
    return [
        ListColumn(column.id, column.title, lambda row, column=column: column.words(row, names))  # type: ignore[misc]
        for column in (model.columns[number] for number in page.table.shown_columns())
    ]


def _found_words(model: WindowModel) -> str:
    """What the list holds, as far as it is known yet."""
    count = model.rowCount()
    if not model.complete():
        return tr("All clients of the list")
    return ntr("The {n} client of the list", "All {n} clients of the list", count)
