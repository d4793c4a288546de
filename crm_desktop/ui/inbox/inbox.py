"""The inbox of one window: looks into the watched folder, rehearses what is new, and brings it in on one click."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.background.watched_folder import Look, WatchedFolder, put_away
from crm_desktop.services import inbox
from crm_desktop.services.inbox import Handled
from crm_desktop.ui import text_inbox
from crm_desktop.ui.drop import SUFFIXES
from crm_desktop.ui.inbox.waiting import Waiting, bring, rehearse
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.background.watched_folder import Dropped
    from crm_desktop.exchange.importing.session import Result
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

EVERY_MS = 30_000
_SOON_MS = 2_000
"""A file that was seen for the first time, or is still being written, is looked at again so soon."""


class Inbox(QObject):
    """Holds the files that wait. It looks only while a folder is chosen.

    Signals:
        changed: other files wait, or one is being brought in.
    """

    changed = Signal()

    def __init__(self, session: Session, tell: Tell, go: Callable[[], object]) -> None:
        """Take what shows the page on which the files wait."""
        super().__init__()
        self._session = session
        self._tell = tell
        self._go = go
        self._folder: WatchedFolder | None = None
        self._task: Task[tuple[Look, list[Waiting]]] | None = None
        self.waiting: list[Waiting] = []
        self.bringing: Dropped | None = None
        """The file that is being brought in."""
        self.is_missing = False
        """The folder is not there at the moment."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Take the folder of the settings, or none; look at once."""
        self._stop()
        name = self._session.settings.current.watched_folder
        self._folder = WatchedFolder(Path(name), SUFFIXES) if name else None
        self.changed.emit()
        if self._folder is not None:
            self.look()

    def close(self) -> None:
        """Look no more. What is being brought in goes on beside the window."""
        self._stop()
        self._folder = None

    def look(self) -> None:
        """Look into the folder now, beside the window."""
        folder, store = self._folder, self._session.store
        if folder is None or self._task is not None:
            return
        known = {each.file: each for each in self.waiting}

        def work(progress: Progress) -> tuple[Look, list[Waiting]]:
            found = folder.look()
            new = [file for file in found.files if not inbox.is_handled(store, *_print(file))]
            return found, [known.get(file) or rehearse(store, file, progress) for file in new]

        self._task = self._session.runner.start(
            work,
            done=self._looked,
            failed=self._failed,
            stopped=self._ended,
        )

    def bring(self, file: Dropped) -> None:
        """Bring a file in as it was announced; it can be taken back like any list."""
        if self.bringing is not None:
            self._tell.done(tr("One list is still being brought in"))
            return
        self.bringing = file
        store = self._session.store
        self.changed.emit()

        def done(result: Result) -> None:
            self.bringing = None
            self.brought([file.path])
            self._tell.offer(text_inbox.brought(file.path.name, result.json()), tr("Show"), self._go)

        def failed(error: Exception) -> None:
            self.bringing = None
            self._tell.problem(error)
            self.changed.emit()

        self._session.runner.start(lambda progress: bring(store, file, progress), done=done, failed=failed)

    def brought(self, paths: Sequence[Path]) -> None:
        """These files are in the base, by one click or by the import step by step."""
        for file in self._files(paths):
            inbox.remember(self._session.store, *_print(file), Handled.BROUGHT)
            if self._session.settings.current.watched_move and put_away(file.path, tr("done")) is None:
                self._tell.notice(
                    tr("The list is in, but its file could not be moved: {file}", file=file.path.name)
                )
        self._drop(paths)

    def leave(self, file: Dropped) -> None:
        """Do not offer a file again; that can be taken back."""
        store = self._session.store
        inbox.remember(store, *_print(file), Handled.LEFT)
        self._drop([file.path])

        def again() -> None:
            inbox.offer_again(store, *_print(file))
            self.look()

        self._tell.done(
            tr("{file} is not offered again; the file stays where it is", file=file.path.name), again
        )

    # ---------------------------------------------------------------------------------------------------------- inside

    def _looked(self, result: tuple[Look, list[Waiting]]) -> None:
        found, looked = result
        # Meanwhile one may have been brought in or left alone.
        waiting = [each for each in looked if not inbox.is_handled(self._session.store, *_print(each.file))]
        before = {each.file for each in self.waiting}
        new = [each for each in waiting if each.file not in before]
        is_changed = before != {each.file for each in waiting} or self.is_missing == found.there
        self.waiting, self.is_missing = waiting, not found.there
        self._ended(_SOON_MS if found.growing else EVERY_MS)
        if is_changed:
            self.changed.emit()
        if new:
            lines = [(each.file.path.name, text_inbox.what(each.counts, each.error)) for each in new]
            self._tell.notice(text_inbox.arrived(lines), tr("Look"), self._go)

    def _failed(self, error: Exception) -> None:
        self._tell.problem(error)
        self._ended()

    def _ended(self, wait_ms: int = EVERY_MS) -> None:
        self._task = None
        if self._folder is not None:
            self._timer.start(wait_ms)

    def _stop(self) -> None:
        self._timer.stop()
        if self._task is not None:
            self._task.forget()
            self._task = None
        self.waiting, self.is_missing = [], False

    def _files(self, paths: Sequence[Path]) -> list[Dropped]:
        return [each.file for each in self.waiting if each.file.path in paths]

    def _drop(self, paths: Sequence[Path]) -> None:
        self.waiting = [each for each in self.waiting if each.file.path not in paths]
        self.changed.emit()


def _print(file: Dropped) -> tuple[str, int, bytes]:
    return file.path.name, file.size, file.digest
