"""Exchanges the planned contacts with a calendar on a server while the window is open, beside it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.background.pace import Pace
from crm_desktop.errors import (
    CalendarAddressRefused,
    CalendarEmptied,
    CalendarForbidden,
    CalendarNotThere,
    CalendarPasswordNeeded,
    CalendarPasswordRefused,
)
from crm_desktop.exchange.remote.chosen import Chosen, chosen
from crm_desktop.kinds import Op
from crm_desktop.ui.remote.kept import SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.changes import Changes
    from crm_desktop.exchange.remote.outcome import Difference, Outcome
    from crm_desktop.ui.session import Session

EVERY_S = 300.0
SETTLE_S = 10.0
_LATEST_S = 120.0
_MOST_DIFFERENCES = 100

WAITS_FOR_USER = (
    CalendarPasswordNeeded,
    CalendarPasswordRefused,
    CalendarAddressRefused,
    CalendarEmptied,
    CalendarForbidden,
    CalendarNotThere,
)
"""Trouble that trying again does not mend; a wrong password tried again and again locks accounts."""


class Exchanging(QObject):
    """Runs every few minutes, some seconds after each change, and on demand. Off where no calendar is chosen.

    Signals:
        changed: it began, goes on, ended well, or could not.
        told: an exchange ended that did something the user should know: an ``Outcome``.
        failed: an error that waits for the user, told once.
    """

    changed = Signal()
    told = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._pace = _pace()
        self.choice = Chosen()
        self._password = ""
        self._memory: dict[bytes, int] = {}
        self._task: Task[Outcome] | None = None
        self._is_halted = False
        self.done_at: datetime | None = None
        self.outcome: Outcome | None = None
        """Of the last exchange that ended well."""
        self.problem: Exception | None = None
        self.progress: tuple[int, int] | None = None
        self.differences: list[Difference] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run)

    @property
    def is_busy(self) -> bool:
        """Whether an exchange is under way."""
        return self._task is not None

    def start(self, password: str = "") -> None:
        """Take what is chosen now and exchange at once; a password given is used until the program ends."""
        self.stop()
        self.choice = chosen(self._session.settings.current.elsewhere, self._session.store.path)
        self._pace, self._memory = _pace(), {}
        self._password = password or self._password
        self.done_at = self.outcome = self.problem = None
        if self.choice.has_server:
            self.run()
        self.changed.emit()

    def stop(self) -> None:
        """Exchange no more; what is under way ends by itself and is heard of no more."""
        self._timer.stop()
        if self._task is not None:
            self._task.forget()
            self._task = None
        self._is_halted = False
        self.progress = None
        self.choice = Chosen()

    def touched(self, changes: Changes) -> None:
        """Something was committed; by an exchange itself it is no reason for another."""
        if self.choice.has_server and changes.op != Op.SYNC_CALENDAR and changes.touches(*SHOWN):
            self._pace.touched(time.monotonic())
            self._arm()

    def run(self, *, accept_emptied: bool = False) -> None:
        """Exchange now, unless it is under way."""
        if self._task is not None or not self.choice.has_server:
            return
        self._timer.stop()
        self._is_halted = False
        self._pace.started()
        self._task = self._session.runner.start(
            self._work(accept_emptied),
            done=self._done,
            failed=self._failed,
            progress=self._progress,
            is_outside=True,
        )
        self.changed.emit()

    def _work(self, accept_emptied: bool) -> Callable[[Progress], Outcome]:
        store, choice, password, memory = self._session.store, self.choice, self._password, self._memory

        def work(progress: Progress) -> Outcome:
            # Imported on the thread: the library costs a quarter of a second.
            from crm_desktop.exchange.remote.passwords import password_of
            from crm_desktop.exchange.remote.server import Server
            from crm_desktop.exchange.remote.syncing import sync
            from crm_desktop.exchange.remote.transport import Account

            with progress.outside():  # a key store may ask the user first
                known = password or password_of(choice.address, choice.user) or ""
            account = Account(choice.address, choice.user, known)
            with Server(account, waiting=progress.outside) as server:
                return sync(
                    store, server, choice.calendar, progress.step, mine=choice.mine, memory=memory,
                    accept_emptied=accept_emptied,
                )  # fmt: skip

        return work

    def _progress(self, done: int, total: int) -> None:
        self.progress = (done, total)
        self.changed.emit()

    def _done(self, outcome: Outcome) -> None:
        self.done_at, self.outcome, self.problem = self._session.store.clock.now(), outcome, None
        self.differences = [*outcome.differences, *self.differences][:_MOST_DIFFERENCES]
        self._ended(is_good=True)
        if outcome.here or outcome.differences:
            self.told.emit(outcome)

    def _failed(self, error: Exception) -> None:
        is_new = type(error) is not type(self.problem)
        self.problem = error
        self._is_halted = isinstance(error, WAITS_FOR_USER)
        self._ended(is_good=False)
        if self._is_halted and is_new:
            self.failed.emit(error)

    def _ended(self, *, is_good: bool) -> None:
        self._task = self.progress = None
        self._pace.ended(time.monotonic(), is_good=is_good)
        self._arm()
        self.changed.emit()

    def _arm(self) -> None:
        wait = None if self._is_halted else self._pace.wait(time.monotonic())
        if wait is not None:
            self._timer.start(round(wait * 1000))


def _pace() -> Pace:
    return Pace(SETTLE_S, latest_s=_LATEST_S, every_s=EVERY_S)
