"""The clock of the program: APScheduler with one job, and a guard for what it does not notice.

Imported late, APScheduler costs 0.24 s. What had to be thought of [tried with 3.11]:

- A trigger with an interval counts from its last run: a clock set back by hours silences it for hours, and one that
  leaps ahead by years makes it count through millions of runs. The one here knows no past: next is always "in half a
  minute", or sooner when asked.
- The default grace of a second drops a job after a suspend, so there is no limit, and what was missed is one run.
- The scheduler sleeps until a time it once worked out; a guard compares the clock on the wall with the one that only
  runs forward, and wakes it after a leap of either. It also wakes it when no run has begun for longer than there may
  be none, whatever the cause: a time worked out just before a leap and set just after it would be years away.
- No job store: nothing of this is kept, the base knows what is due.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_SLEEP_S = 30.0
"""The job runs at least this often."""
_GUARD_EVERY_S = 5.0
_OVERDUE_S = LONGEST_SLEEP_S + 2 * _GUARD_EVERY_S
"""When no run has begun for so long, something went wrong."""
_LEAP_S = 2.0
"""The two clocks part by less through the slow corrections of a time server."""
_BREATH = timedelta(milliseconds=50)


class _SoonAgain(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """The next run is within half a minute of now, whatever was before."""

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Now for the first time, else half a minute after now."""
        return now if previous_fire_time is None else now + timedelta(seconds=LONGEST_SLEEP_S)


class Scheduler:
    """Runs one piece of work again and again on a thread of its own, never twice at a time. Usable on any thread."""

    def __init__(self, work: Callable[[], datetime | None]) -> None:
        """Take the work, which tells by itself when it fails.

        It returns when it wants to run next; None: when the time is up.
        """
        # Two lines for each look, day and night, would push out of the log what somebody looks for there.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._work = work
        self._lock = threading.Lock()
        self._running = False
        self._again = False
        self._began = time.monotonic()
        self._stop = threading.Event()
        self._guard = threading.Thread(target=self._watch_clocks, name="crm-clock-guard", daemon=True)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1, {"thread_name_prefix": "crm-reminders"})},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._job: Any = self._scheduler.add_job(self._run, _SoonAgain(), id="look")

    def start(self) -> None:
        """Begin, with a first run at once."""
        self._scheduler.start()
        self._guard.start()

    def wake(self) -> None:
        """Run now; if it is running, once more right afterwards."""
        with self._lock:
            if self._running:
                self._again = True
                return
        self._at(datetime.now(UTC))

    def stop(self) -> None:
        """End; a run under way is waited for. All threads are gone afterwards."""
        self._stop.set()
        self._guard.join()
        self._scheduler.shutdown(wait=True)

    def _run(self) -> None:
        with self._lock:
            self._running = True
            self._began = time.monotonic()
        try:
            wanted = self._work()
            while self._goes_on(wanted):
                wanted = self._work()
        finally:
            with self._lock:
                self._running = self._again = False
        if wanted is not None:
            self._at(wanted)

    def _goes_on(self, wanted: datetime | None) -> bool:
        """Whether the work is to be done once more right now; where not, it has ended."""
        with self._lock:
            again = self._again or (wanted is not None and wanted <= datetime.now(UTC))
            self._running, self._again = again and not self._stop.is_set(), False
            return self._running

    def _at(self, when: datetime) -> None:
        now = datetime.now(UTC)
        latest = now + timedelta(seconds=LONGEST_SLEEP_S)
        if not self._stop.is_set():
            # A run that has just ended still counts as running for some microseconds, and would be left out.
            self._job.modify(next_run_time=min(max(when, now + _BREATH), latest))

    def _watch_clocks(self) -> None:
        apart = time.time() - time.monotonic()
        while not self._stop.wait(_GUARD_EVERY_S):
            present = time.time() - time.monotonic()
            if abs(present - apart) > _LEAP_S or self._is_overdue():
                self.wake()
            apart = present

    def _is_overdue(self) -> bool:
        with self._lock:
            return not self._running and time.monotonic() - self._began > _OVERDUE_S
