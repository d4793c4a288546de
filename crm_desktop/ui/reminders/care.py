"""The care of reminders while the program runs: every look is shown, and pop-ups are sent where they are wanted."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.background.watch import Watch
from crm_desktop.changes import LOCAL
from crm_desktop.services import colleagues, reminders
from crm_desktop.services.attention_contacts import today_count
from crm_desktop.services.whose import EVERYBODY
from crm_desktop.ui import formats, text_reminders
from crm_desktop.ui.places import TODAY
from crm_desktop.ui.popups import Popups
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.background.notifier import Notifier
    from crm_desktop.background.watch import Look
    from crm_desktop.changes import Changes
    from crm_desktop.services.base import Store
    from crm_desktop.services.reminders import Ref
    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.tray import Tray


_OWN_EDIT_S = 3.0
"""A look so soon after an edit by hand is about that edit."""


class ReminderCare(QObject):
    """One per open base. Made on the owner's thread, stopped before the base is closed."""

    def __init__(self, desk: Desk, notifier: Notifier, tray: Tray) -> None:
        super().__init__()
        self._desk, self._tray = desk, tray
        self._store = desk.session.store
        self._last: Look | None = None
        self._popups = Popups(notifier.show, desk.session.settings, self._note, self._store.clock)
        self._watch = Watch(
            self._store,
            desk.session.signals.post.emit,
            told=self._told,
            failed=self._failed,
            quiet_until=self._popups.quiet_until,
            clock=self._store.clock,
        )
        self._edited = float("-inf")
        self._ended = False
        desk.session.signals.changed.connect(self._changed)
        desk.session.signals.whose.connect(self._count_today)
        self.stand_in(desk)

    def start(self) -> None:
        """Begin to look."""
        self._watch.start()

    def stop(self) -> None:
        """End; nothing is told any more."""
        self._ended = True
        self._watch.stop()

    def watches(self, store: Store) -> bool:
        """Whether it is this base that is looked after."""
        return store is self._store

    def stand_in(self, desk: Desk) -> None:
        """The window was built anew: from now on this one shows what is due."""
        self._desk = desk
        desk.window.status.reminders_wanted.connect(self.open)
        if self._last is not None:
            self._show(self._last)

    def open(self) -> None:
        """Show the window of reminders."""
        if self._desk.hosts.open_reminders is not None:
            self._desk.hosts.open_reminders()

    def pause(self, *, on: bool) -> None:
        """No pop-ups for an hour, or again from now on."""
        self._tray.show_paused(self._popups.pause(on=on))
        self.look_now()

    def look_now(self) -> None:
        """Look at once: when pop-ups are wanted was changed."""
        self._watch.look_now()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _told(self, look: Look) -> None:
        before, self._last = self._last, look
        self._popups.announce(look.to_announce)
        self._show(look)
        # Without pop-ups the window of reminders is the only one who tells; at quiet hours it is quiet, too.
        silent = look.quiet_until is not None and self._desk.session.settings.current.popups
        more = look.due > (before.due if before is not None else 0)
        show = (bool(look.to_announce) or (more and not silent)) and not self._was_put_there(look)
        if self._desk.hosts.remind is not None:
            self._desk.hosts.remind(show, look.due)

    def _was_put_there(self, look: Look) -> bool:
        """Whether all that is new is late because the user has just put it into the past: that needs no window."""
        if monotonic() - self._edited > _OWN_EDIT_S:
            return False
        lines = [line for each in look.to_announce for line in each.first]
        return bool(lines) and all(text_reminders.is_late(line, look.checked_at) for line in lines)

    def _changed(self, changes: Changes) -> None:
        if changes.origin == LOCAL and not self._ended:
            self._edited = monotonic()

    def _failed(self, error: Exception) -> None:
        """Never silently off: the line says so until a look goes well."""
        words = tr("Reminders cannot be looked at: {reason}", reason=str(error) or type(error).__name__)
        last = self._last
        if last is None:
            self._desk.window.status.show_reminders(None, None, 0, words)
        else:
            self._desk.window.status.show_reminders(last.checked_at, last.next_at, last.due, words)

    def _show(self, look: Look) -> None:
        problem = self._popups.problem()
        self._desk.window.status.show_reminders(look.checked_at, look.next_at, look.due, problem)
        self._tray.show_due(look.due)
        self._tray.show_paused(self._popups.paused_until())
        self._count_today()

    def _count_today(self) -> None:
        """Say at the side how many contacts wait: those that the page of today shows."""
        if self._desk.hosts.today_page is not None and self._last is not None and not self._ended:
            everybody = self._desk.session.settings.current.everybody
            others = EVERYBODY if everybody else colleagues.others(self._store)
            count = today_count(self._store, self._last.checked_at, others)
            self._desk.window.sidebar.show_count(TODAY, formats.number(count) if count else "")

    def _note(self, refs: Sequence[Ref], how: str) -> None:
        try:
            reminders.announced(self._store, refs, self._store.clock.now(), how)
        except Exception as error:  # a full disk: told in the line, and the pop-up comes again
            self._failed(error)
            return
        if self._last is not None:
            self._show(self._last)
