"""The part of the status line about reminders: last checked, next, how many wait. Never silently off.

It counts the seconds itself while it is seen. The age is the greater of what the clock on the wall and the one that
only runs forward say: a clock set back must not make an old look fresh, nor a laptop that slept.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.ui import formats
from crm_desktop.ui.status_part import StatusPart
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_popups import LATE_S, spoken, status_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui import theme

_TICK_MS = 1000


class ReminderStatus(StatusPart):
    """Pressed, it opens the reminders."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the clock on the wall and one that only runs forward (seconds)."""
        super().__init__("status_reminders", "bell", _TICK_MS)
        self._now = now
        self._ticks = ticks
        self._checked_at: datetime | None = None
        self._seen_at = 0.0
        self._next_at: datetime | None = None
        self._due = 0
        self._problem = ""
        self.say()

    def show_look(
        self, checked_at: datetime | None, next_at: datetime | None, due: int, problem: str = ""
    ) -> None:
        """Take over the result of a look at the reminders; see ``StatusLine.show_reminders``."""
        if (next_at, due, problem) != (self._next_at, self._due, self._problem):
            self.forget_room()
        self._checked_at, self._next_at, self._due, self._problem = checked_at, next_at, due, problem
        self._seen_at = self._ticks()
        self.say()

    def late(self) -> bool:
        """Whether reminders have not been looked at for too long."""
        age = self._age()
        return age is not None and age > LATE_S

    def say(self) -> None:
        """Make the words of this second."""
        following = self._following()
        late = formats.clock_time(utc_text(self._checked_at)) if self._checked_at and self.late() else ""
        self.show_words(
            status_texts(self._age(), following, self._due, self._problem),
            spoken(following, self._due, late, self._problem),
            tr("Opens the reminders"),
        )

    def ink(self, colours: theme.Colours) -> str:
        """Quiet while all is well."""
        if self._problem or self.late():
            return colours.care
        return colours.accent if self._due else colours.quiet

    def _age(self) -> float | None:
        if self._checked_at is None:
            return None
        return max((self._now() - self._checked_at).total_seconds(), self._ticks() - self._seen_at)

    def _following(self) -> str:
        if self._next_at is None:
            return ""
        moment = utc_text(self._next_at)
        today = self._now().astimezone().date()
        if self._next_at.astimezone().date() == today:
            return formats.clock_time(moment)
        return formats.moment(moment, today)
