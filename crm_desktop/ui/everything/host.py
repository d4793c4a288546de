"""Everything out into a folder and back: the question, the work in the background, what is told when it is done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt

from crm_desktop.errors import UserError
from crm_desktop.ui.everything.sheet import WorkSheet
from crm_desktop.ui.exporting.host import ask_folder, open_folder
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_errors import failure_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.exchange.everything.bringing import Brought, Comparison
    from crm_desktop.exchange.everything.writing import TakenOut
    from crm_desktop.ui.desk import Desk

T = TypeVar("T")


class _Work(QObject):
    """A sheet and the one piece of work it shows at a time; goes with the sheet."""

    def __init__(self, desk: Desk, sheet: WorkSheet) -> None:
        super().__init__(sheet)
        self.desk = desk
        self.sheet = sheet
        self._task: Task[object] | None = None
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.stop_wanted.connect(self._stop)
        desk.window.closing.connect(self._forget)

    def start(self, title: str, work: Callable[[Progress], T], done: Callable[[T], object]) -> None:
        """Do it on a thread; ``done`` hears the result, the sheet tells what was in the way."""
        strip = self.sheet.show_work(title)

        def ended(result: T) -> None:
            self._task = None
            self.sheet.end_work()
            done(result)

        task = self.desk.session.runner.start(
            work, done=ended, failed=self._failed, stopped=self._stopped, progress=strip.step
        )
        self._task = task  # type: ignore[assignment]  # only stopped, never asked for its result

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.sheet.end_work(failure_text(error))
        if not isinstance(error, UserError):
            self.desk.window.tell.problem(error)

    def _stopped(self) -> None:
        self._task = None
        self.sheet.end_work()
        self.sheet.reject()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _forget(self) -> None:
        if self._task is not None:
            self._task.forget()
            self._task = None


class TakingOut(_Work):
    """Asks where to, and writes everything there."""

    def __init__(self, desk: Desk) -> None:
        from crm_desktop.ui.text_everything import folder_name

        words = tr(
            "One folder with ordinary files: clients, history, deals and payments as .xlsx and .csv, an address book, "
            "a calendar and the pictures. Any base of CRM Desktop takes it in again."
        )
        super().__init__(
            desk,
            WorkSheet(
                desk.window,
                name="take_out",
                title=tr("Take everything out"),
                words=words,
                go=tr("Take everything out"),
            ),
        )
        self._name = folder_name(datetime.now().astimezone().date())
        self._place = first_folder(desk.session.settings.current.export_folder)
        self._show_place()
        self.sheet.wanted.connect(self._write)
        self.sheet.place_wanted.connect(self._choose)
        self.sheet.open()

    def _choose(self) -> None:
        folder = ask_folder(self.sheet, self._place)
        if folder is not None:
            self._place = folder
            self._show_place()

    def _show_place(self) -> None:
        self._folder = _unused(self._place, self._name)
        self.sheet.show_place(self._folder)

    def _write(self) -> None:
        from crm_desktop.exchange.everything.writing import write_everything
        from crm_desktop.ui.text_everything import words

        store, folder, said = self.desk.session.store, self._folder, words()
        self.start(
            tr("Writing"), lambda progress: write_everything(store, folder, said, progress.step), self._done
        )

    def _done(self, taken: TakenOut) -> None:
        self.sheet.accept()
        told = ntr("Everything of {n} client is out", "Everything of {n} clients is out", taken.clients)
        self.desk.window.tell.offer(told, tr("Open the folder"), lambda: open_folder(taken.folder))


class BringingBack(_Work):
    """Looks through a folder, says what it would bring, and brings it."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        super().__init__(
            desk,
            WorkSheet(
                desk.window,
                name="bring_back",
                title=tr("Bring in “{name}”", name=folder.name),
                words=tr("Looking what is in it…"),
                go=tr("Bring it in"),
            ),
        )
        self._folder = folder
        self.sheet.wanted.connect(self._bring)
        self.sheet.open()
        self._look()

    def _look(self) -> None:
        from crm_desktop.exchange.everything.bringing import compare

        store, folder = self.desk.session.store, self._folder
        self.sheet.show_words(tr("Looking what is in it…"), ready=False)
        self.start(tr("Reading"), lambda progress: compare(store, folder, progress.step), self._looked)

    def _looked(self, comparison: Comparison) -> None:
        from crm_desktop.ui.text_everything import brought

        news = any(count.new for count in comparison.tables.values()) or (
            comparison.replaces and any(count.other for count in comparison.tables.values())
        )
        words = (
            brought(comparison) if news else tr("All of it is here already: there is nothing to bring in.")
        )
        self.sheet.show_words(words, ready=bool(news))

    def _bring(self) -> None:
        from crm_desktop.exchange.everything.bringing import bring

        store, folder = self.desk.session.store, self._folder
        self.start(tr("Writing"), lambda progress: bring(store, folder, progress.step), self._brought)

    def _brought(self, brought: Brought) -> None:
        self.sheet.accept()
        self.desk.go_clients()
        count = brought.tables["client"].new
        told = ntr("{n} client brought in", "{n} clients brought in", count)
        self.desk.window.tell.done(told, self.desk.undoing.take_back_last)


def ask_everything(desk: Desk) -> None:
    """Ask for a folder that was taken out, and offer to bring it in."""
    from crm_desktop.exchange.everything.folder import is_everything

    folder = ask_folder(desk.window, first_folder(desk.session.settings.current.export_folder))
    if folder is None:
        return
    if is_everything(folder):
        BringingBack(desk, folder)
    else:
        words = tr("“{name}” is no folder that was taken out of CRM Desktop.", name=folder.name)
        desk.window.tell.notice(words)


def _unused(place: Path, name: str) -> Path:
    """A folder of this name that is not there yet: "CRM Desktop 2026-03-01 (2)"."""
    found, number = place / name, 1
    while found.exists():
        number += 1
        found = place / f"{name} ({number})"
    return found
