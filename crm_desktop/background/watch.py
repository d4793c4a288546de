"""The watch over reminders: looks at least twice a minute, at the moment the next is due, and after every change.

Each look works out what is stale, counts what is due, and says which pop-ups are wanted. Its result is posted to the
thread that owns the window. A look that fails is told too, and tried again: reminders are never silently off.

``look`` and ``unsaid`` are all there is to it and know no thread; ``Watch`` has them run by the scheduler.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm_desktop.clock import Clock, SystemClock
from crm_desktop.services import reminders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from crm_desktop.background.scheduler import Scheduler
    from crm_desktop.changes import Changes
    from crm_desktop.services.reminders import Announcement, Ref
    from crm_desktop.storage.store import Store

POPUPS_AT_ONCE = 3
IN_FLIGHT_S = 60.0
"""So long a pop-up may take to be shown or refused; one of which nothing was heard is asked for again."""

_CONCERNED = (
    "activity", "activity_client", "client", "client_group", "colleague", "employment", "group_member", "named_date",
    "reminder_answer", "request", "setting",
)  # fmt: skip
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found.

    Attributes:
        checked_at: when (UTC).
        next_at: when the next pop-up is wanted; None when nothing is planned.
        due: how many reminders are due.
        to_announce: the pop-ups wanted now; none while quiet hours hold.
        quiet_until: when the quiet hours end that hold now; None where none do.
        finished: whether all is worked out; else the next look follows at once.
    """

    checked_at: datetime
    next_at: datetime | None
    due: int
    to_announce: tuple[Announcement, ...] = ()
    quiet_until: datetime | None = None
    finished: bool = True

    @property
    def wanted_at(self) -> datetime | None:
        """When the next look is wanted; None: when its time is up."""
        if not self.finished:
            return self.checked_at
        return min(filter(None, (self.next_at, self.quiet_until)), default=None)


def look(store: Store, now: datetime, *, whole: bool = False, quiet_until: datetime | None = None) -> Look:
    """Look at the reminders of ``store``; ``whole`` works all out anew, as the first look of a program must."""
    finished = reminders.refresh(store, now, whole=whole)
    wanted = [] if quiet_until is not None else reminders.to_announce(store, now, POPUPS_AT_ONCE)
    return Look(
        checked_at=now,
        next_at=reminders.next_at(store, now),
        due=reminders.due_count(store, now),
        to_announce=tuple(wanted),
        quiet_until=quiet_until,
        finished=finished,
    )


def unsaid(
    wanted: Sequence[Announcement], in_flight: Mapping[Ref, float], now_s: float
) -> list[Announcement]:
    """Those of the pop-ups that are not being shown already; ``in_flight`` says since when (seconds) each is."""
    left = []
    for each in wanted:
        refs = tuple(ref for ref in each.refs if now_s - in_flight.get(ref, -IN_FLIGHT_S) >= IN_FLIGHT_S)
        if refs:
            first = tuple(line for line in each.first if line.ref in refs)
            left.append(replace(each, refs=refs, first=first or each.first))
    return left


class Watch:
    """Looks and tells. Made, started and stopped on the owner's thread."""

    def __init__(
        self,
        store: Store,
        post: Callable[[Callable[[], None]], None],
        *,
        told: Callable[[Look], object],
        failed: Callable[[Exception], object],
        quiet_until: Callable[[datetime], datetime | None] = lambda _now: None,
        clock: Clock | None = None,
    ) -> None:
        """Take what it needs.

        Args:
            store: the open base; it must stay open until ``stop``.
            post: runs a callable on the owner's thread; called from other threads.
            told: hears of every look, on the owner's thread. It shows the pop-ups and then calls
                ``reminders.announced``.
            failed: hears of a look that failed, on the owner's thread; the next one is tried all the same.
            quiet_until: when the quiet hours end that hold at an instant; None where none do. Called on any thread.
            clock: the clock of the machine unless given.
        """
        self._store = store
        self._post = post
        self._told = told
        self._failed = failed
        self._quiet_until = quiet_until
        self._clock = clock or SystemClock()
        self._scheduler: Scheduler | None = None
        self._starter: threading.Thread | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._stopped = threading.Event()
        self._whole = True
        self._asked = False
        self._in_flight: dict[Ref, float] = {}

    def start(self) -> None:
        """Begin to look; returns at once. To be called when the first picture is on the screen."""
        if self._starter is None:
            self._unsubscribe = self._store.subscribe(self._on_changes)
            self._starter = threading.Thread(target=self._begin, name="crm-watch-start", daemon=True)
            self._starter.start()

    def look_now(self) -> None:
        """Look again now: quiet hours were set, the window came back, the laptop woke up."""
        self._asked = True  # before the question below: whoever makes the scheduler looks here after that
        scheduler = self._scheduler
        if scheduler is not None:
            scheduler.wake()

    def stop(self) -> None:
        """End. Nothing is told any more afterwards, and no thread of it is left."""
        self._stopped.set()
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if self._starter is not None:
            self._starter.join()
        if self._scheduler is not None:
            self._scheduler.stop()
            self._scheduler = None

    def _begin(self) -> None:
        # APScheduler takes a quarter of a second to import: not on the thread of the window.
        try:
            from crm_desktop.background.scheduler import Scheduler

            if not self._stopped.is_set():
                scheduler = Scheduler(self._look)
                scheduler.start()
                self._scheduler = scheduler
                if self._asked:
                    scheduler.wake()
        except Exception as error:
            self._tell(error)

    def _on_changes(self, changes: Changes) -> None:
        if changes.touches(*_CONCERNED):
            self.look_now()

    def _look(self) -> datetime | None:
        """One look, on the thread of the scheduler; when the next one is wanted."""
        _follow_zone()
        now = self._clock.now()
        try:
            found = look(self._store, now, whole=self._whole, quiet_until=self._quiet_until(now))
        except Exception as error:
            self._tell(error)
            return None
        self._whole = False
        found = replace(found, to_announce=tuple(self._claim(found.to_announce)))
        self._deliver(lambda: self._told(found))
        return found.wanted_at

    def _tell(self, error: Exception) -> None:
        _log.error("a look at the reminders failed", exc_info=error)
        self._deliver(lambda: self._failed(error))

    def _claim(self, wanted: Sequence[Announcement]) -> list[Announcement]:
        """The pop-ups to be shown now, noted as being shown."""
        now_s = time.monotonic()
        fresh = unsaid(wanted, self._in_flight, now_s)
        still_wanted = {ref for each in wanted for ref in each.refs}
        self._in_flight = {ref: since for ref, since in self._in_flight.items() if ref in still_wanted}
        self._in_flight.update((ref, now_s) for each in fresh for ref in each.refs)
        return fresh

    def _deliver(self, call: Callable[[], object]) -> None:
        def unless_stopped() -> None:
            # Asked on the owner's thread, where ``stop`` is called too: nothing arrives after it.
            if not self._stopped.is_set():
                call()

        self._post(unless_stopped)


def _follow_zone() -> None:
    """Take over the zone of the system where somebody changed it: the C library looks only when told to."""
    if hasattr(time, "tzset"):
        time.tzset()
