"""The kinds of buyers that lists filter by, kept up to date beside the window.

They are worked out after the first picture, after midnight, and anew where a list asks for them and something was sold
since.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.changes import Changes
    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.ui.session import Session

_log = logging.getLogger(__name__)

_LOOK_MS = 60_000
"""A computer that slept over midnight is not woken by a timer set for it, so the clock is looked at."""

_TABLES = ("deal", "payment", "currency_rate", "setting")
"""What a kind of buyer follows from."""


class SegmentCare(QObject):
    """Looks after the segments of one base for one window."""

    def __init__(self, session: Session, kept: Callable[[], object]) -> None:
        """``kept`` is called whenever they were worked out."""
        super().__init__()
        self._session, self._kept = session, kept
        self._day: date | None = None
        self._old = True
        self._task: Task[bool] | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self.look_at_clock)

    def start(self) -> None:
        """Begin; where they are of today already, nothing is worked out."""
        self._clock.start()
        self.look_at_clock()

    def stop(self) -> None:
        """End; nothing is told any more."""
        self._clock.stop()
        if self._task is not None:
            self._task.forget()
            self._task = None

    def look_at_clock(self) -> None:
        """Once a day they change with time alone."""
        today = self._session.store.clock.now().astimezone().date()
        if self._task is None and today != self._day:
            self._day = today
            self._work(daily=True)

    def changed(self, changes: Changes) -> None:
        """Something was committed: who asks next gets them anew."""
        self._old = self._old or changes.touches(*_TABLES)

    def asked(self, query: ClientQuery) -> None:
        """A list is shown: one that is filtered by them wants them as they are now."""
        if self._old and self._task is None and any(each.field == "segment" for each in query.filters):
            self._work(daily=False)

    def _work(self, *, daily: bool) -> None:
        store = self._session.store

        def work(_progress: Progress) -> bool:
            # Imported here: what counts sales is not wanted before the first picture.
            from crm_desktop.services.reports import kept_segments

            now = store.clock.now()
            if daily:
                return kept_segments.keep_daily(store, now)
            kept_segments.keep(store, now)
            return True

        was_old, self._old = self._old, False
        self._task = self._session.runner.start(
            work, done=lambda done: self._ended(was_old and not done, done), failed=self._failed
        )

    def _failed(self, error: Exception) -> None:
        """Nobody asked for them in words, so nobody is told; the next list that is filtered by them tries again."""
        _log.warning("the segments of buyers could not be worked out", exc_info=error)
        self._task, self._old = None, True

    def _ended(self, old: bool, done: bool) -> None:
        self._task = None
        # Those of this morning may be older than what was sold since, in a window before this one.
        self._old = self._old or old
        if done or self._old:
            self._kept()
