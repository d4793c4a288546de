"""The files that saved reports write by themselves every week, beside the window: on their day, or when it was missed.

How a report becomes a file is handed in, since it takes words. A file that could not be written stays due and is tried
again after a quarter of an hour; what was wrong is told once.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.clock import Clock, SystemClock
from crm_desktop.services import saved_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm_desktop.background.scheduler import Scheduler
    from crm_desktop.services.saved_reports import SavedReport
    from crm_desktop.storage.store import Store

    Write = Callable[[SavedReport, datetime], Path]
    """Writes the file of a report as of the moment it was due; raises what went wrong."""

RETRY = timedelta(minutes=15)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a file: where it is, or why it is not (in the user's words)."""

    name: str
    file: str = ""
    problem: str = ""


class WeeklyFiles:
    """What is due is written when ``run`` is called. Knows no thread."""

    def __init__(self, store: Store, write: Write, words: Callable[[Exception], str]) -> None:
        """``words`` says an error to the user."""
        self._store, self._write, self._words = store, write, words
        self._tried: dict[bytes, datetime] = {}

    def run(self, now: datetime) -> list[Written]:
        """Write all that is due; what is to be told of it."""
        told = []
        for report, slot in saved_reports.due(self._store, now):
            last = self._tried.get(report.id)
            if last is not None and last <= now < last + RETRY:
                continue
            found = self._one(report, slot, now)
            if found is not None:
                told.append(found)
        return told

    def forget_tries(self) -> None:
        """Something was chosen anew: try at once."""
        self._tried = {}

    def wanted_at(self, now: datetime) -> datetime | None:
        """When the next run is wanted; None: nothing is written."""
        coming = saved_reports.next_at(self._store, now)
        retries = [last + RETRY for last in self._tried.values() if last + RETRY > now]
        return min([*retries, *([coming] if coming else [])], default=None)

    def _one(self, report: SavedReport, slot: datetime, now: datetime) -> Written | None:
        try:
            path = self._write(report, slot)
        except Exception as error:  # whatever it was, the others are written, and the user hears of this one
            _log.warning("the weekly file could not be written", exc_info=error)
            self._tried[report.id] = now
            problem = self._words(error)
            is_new = report.weekly is None or report.weekly.problem != problem
            saved_reports.note_problem(self._store, report.id, problem)
            return Written(report.name, problem=problem) if is_new else None
        self._tried.pop(report.id, None)
        saved_reports.note_written(self._store, report.id, slot, str(path))
        return Written(report.name, file=str(path))


class ReportFiles:
    """The same on the clock of the program, on a thread of its own. One per open base."""

    def __init__(
        self,
        files: WeeklyFiles,
        post: Callable[[Callable[[], None]], None],
        told: Callable[[Written], object],
        clock: Clock | None = None,
    ) -> None:
        """``post`` runs a callable on the owner's thread; ``told`` hears there what became of each file."""
        self._files, self._post, self._told = files, post, told
        self._clock = clock or SystemClock()
        self._scheduler: Scheduler | None = None

    def start(self) -> None:
        """Begin, with what was missed while the program did not run."""
        # Imported here: APScheduler costs a quarter of a second, and the first picture comes without.
        from crm_desktop.background.scheduler import Scheduler

        self._scheduler = Scheduler(self.look)
        self._scheduler.start()

    def wake(self) -> None:
        """Which files are written was changed."""
        self._files.forget_tries()
        if self._scheduler is not None:
            self._scheduler.wake()

    def stop(self) -> None:
        """End; a file under way is written to its end, and nothing is told any more."""
        self._told = lambda _written: None
        if self._scheduler is not None:
            self._scheduler.stop()
            self._scheduler = None

    def _tell(self, written: Written) -> None:
        self._told(written)

    def look(self) -> datetime | None:
        """Write what is due and say when the next look is wanted."""
        now = self._clock.now()
        for written in self._files.run(now):
            self._post(partial(self._tell, written))
        return self._files.wanted_at(now)
