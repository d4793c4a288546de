"""Reminders as pop-ups: when they are wanted, in what words, and what became of each noted on its row.

Between the watch, which says what is to be announced, and the notifier, which shows it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.background.notifier import FAILED
from crm_desktop.background.popups.hours import quiet_until
from crm_desktop.clock import Clock, SystemClock
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_announcements import popup_words
from crm_desktop.ui.text_popups import why_not_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm_desktop.background.notifier import Posted
    from crm_desktop.services.reminders import Announcement, Ref
    from crm_desktop.settings import SettingsFile

PAUSE = timedelta(hours=1)
_SWITCHED_OFF = timedelta(days=1)
"""Switched off is quiet until tomorrow, every day."""


class Popups:
    """Used on the thread of the window, but for ``quiet_until``, which any thread may ask."""

    def __init__(
        self,
        show: Callable[[str, str, Callable[[Posted], object]], object],
        settings: SettingsFile,
        note: Callable[[Sequence[Ref], str], object],
        clock: Clock | None = None,
    ) -> None:
        """Take what it works with.

        Args:
            show: ``Notifier.show``.
            settings: of this computer: whether and when pop-ups are wanted.
            note: keeps what became of the pop-up of some reminders: ``desktop``, ``tray`` or ``failed: `` and why.
            clock: the clock of the machine unless given.
        """
        self._show = show
        self._settings = settings
        self._note = note
        self._clock = clock or SystemClock()
        self._paused_until: datetime | None = None
        self._failing: Posted | None = None

    def quiet_until(self, now: datetime) -> datetime | None:
        """Until when no pop-up is wanted: paused, quiet hours, or switched off; None: they are."""
        current = self._settings.current
        if not current.popups:
            return now + _SWITCHED_OFF
        paused = self._paused_until
        over = [
            quiet_until(now, current.quiet_from, current.quiet_until, current.quiet_days),
            # Not longer than was asked for, also where the clock was set back meanwhile.
            paused if paused is not None and now < paused <= now + PAUSE else None,
        ]
        return max(filter(None, over), default=None)

    def pause(self, *, on: bool) -> datetime | None:
        """Show none for an hour, or again from now on; until when they pause. The watch has to look again then."""
        self._paused_until = self._clock.now() + PAUSE if on else None
        return self._paused_until

    def paused_until(self) -> datetime | None:
        """Until when they pause by the user's wish; None when they do not."""
        paused, now = self._paused_until, self._clock.now()
        return paused if paused is not None and now < paused <= now + PAUSE else None

    def announce(self, wanted: Sequence[Announcement]) -> None:
        """Show them, unless they are unwanted by now; then they stay to be announced."""
        now = self._clock.now()
        if self.quiet_until(now) is not None:
            return
        today = now.astimezone().date()
        for announcement in wanted:
            title, words = popup_words(announcement, today)
            self._show(title, words, partial(self._shown, announcement.refs))

    def problem(self) -> str:
        """What does not work, for the status line; empty where the last pop-up was shown or none was tried."""
        failing = self._failing
        if failing is None or failing.reason is None:
            return ""
        return tr("No pop-ups: {why}", why=why_not_shown(failing.reason))

    def _shown(self, refs: Sequence[Ref], posted: Posted) -> None:
        self._failing = posted if posted.how.startswith(FAILED) else None
        self._note(refs, posted.how)
