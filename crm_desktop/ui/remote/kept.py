"""Keeps the calendar file for the telephone up to date while the window is open, beside it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.background.pace import Pace
from crm_desktop.exchange.remote.chosen import Chosen, chosen
from crm_desktop.kinds import ActivityKind
from crm_desktop.ui import text_kinds
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.changes import Changes
    from crm_desktop.exchange.remote.kept_file import Memory
    from crm_desktop.ui.session import Session

SETTLE_S = 5.0
_LATEST_S = 60.0
_EVERY_S = 6 * 3600.0
"""Days pass: what is of late and what is long ago changes by itself."""

SHOWN = ("activity", "activity_client", "client", "colleague", "setting")
"""Tables of which the diary elsewhere tells something; in the settings stands when each kind reminds."""


class KeptFile(QObject):
    """Writes the file at the start, some seconds after each change, and at the end. Off where no file is chosen.

    Signals:
        changed: it was written, or could not be.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._pace = _pace()
        self._choice = Chosen()
        self._task: Task[bool] | None = None
        self._memory: Memory = {}
        self.written_at: datetime | None = None
        """When the file was last known to be up to date."""
        self.problem: Exception | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._run)

    def start(self) -> None:
        """Take what is chosen now, and write at once."""
        self._stop()
        self._choice = chosen(self._session.settings.current.elsewhere, self._session.store.path)
        self._pace, self._memory, self.written_at, self.problem = _pace(), {}, None, None
        if self._choice.file:
            self._run()
        self.changed.emit()

    def close(self) -> None:
        """Write what is not written yet, and no more."""
        waits = self._task is not None or self._pace.is_due_sometime
        self._stop()
        if self._choice.file and waits:
            try:
                _work(self._session, self._choice, self._memory)(None)
            except Exception as error:  # told at the next start; the window closes
                self.problem = error
        self._choice = Chosen()

    def touched(self, changes: Changes) -> None:
        """Something was committed."""
        if self._choice.file and changes.touches(*SHOWN):
            self._pace.touched(time.monotonic())
            self._arm()

    def _run(self) -> None:
        if self._task is not None:
            return
        self._timer.stop()
        self._pace.started()
        self._task = self._session.runner.start(
            _work(self._session, self._choice, self._memory), done=self._done, failed=self._failed
        )

    def _done(self, _is_new: bool) -> None:
        self.written_at, self.problem = self._session.store.clock.now(), None
        self._ended(is_good=True)

    def _failed(self, error: Exception) -> None:
        self.problem = error
        self._ended(is_good=False)

    def _ended(self, *, is_good: bool) -> None:
        self._task = None
        self._pace.ended(time.monotonic(), is_good=is_good)
        self._arm()
        self.changed.emit()

    def _arm(self) -> None:
        wait = self._pace.wait(time.monotonic())
        if wait is not None:
            self._timer.start(round(wait * 1000))

    def _stop(self) -> None:
        self._timer.stop()
        if self._task is not None:
            self._task.forget()
            self._task = None


def _pace() -> Pace:
    return Pace(SETTLE_S, latest_s=_LATEST_S, every_s=_EVERY_S)


def _work(session: Session, choice: Chosen, memory: Memory) -> Callable[[Progress | None], bool]:
    """Writing the file, for a thread; the words are put together here, in the language of the window."""
    store = session.store
    name = tr("Diary of {name}", name=store.who) if store.who else tr("Diary")
    kinds = {kind.value: text_kinds.activity_kind(kind) for kind in ActivityKind}

    def work(progress: Progress | None) -> bool:
        # Imported on the thread: libraries of calendars cost 100 ms.
        from crm_desktop.exchange.remote.kept_file import Words, write_file

        def step(_count: int) -> None:
            if progress is not None:
                progress.check()

        return write_file(
            store,
            Path(choice.file),
            Words(name, kinds),
            step,
            mine=choice.file_mine,
            details=choice.file_details,
            memory=memory,
        )

    return work
