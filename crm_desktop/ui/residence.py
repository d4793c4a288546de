"""The program beyond its window: in the tray, found by a second start, watching over reminders.

Closing the window leaves all this at work where the desktop has a tray; Quit ends it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.background.notifier import Notifier
from crm_desktop.errors import UserError
from crm_desktop.ui.instance import Instance, name_for
from crm_desktop.ui.membership.shared_base import SharedBase
from crm_desktop.ui.places import TODAY
from crm_desktop.ui.reminders.care import ReminderCare
from crm_desktop.ui.reports.weekly_care import WeeklyCare
from crm_desktop.ui.text import tr
from crm_desktop.ui.tray import Tray, bring_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from crm_desktop.background.notifier import Posted
    from crm_desktop.changes import Changes
    from crm_desktop.settings import SettingsFile
    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.session import Signals


class Residence(QObject):
    """One per program, made after the first picture."""

    def __init__(
        self,
        app: QApplication,
        settings: SettingsFile,
        signals: Signals,
        quit_: Callable[[], object],
        *,
        stays: bool,
    ) -> None:
        """``quit_`` ends the program; ``stays``: whether it may go on without its window (a demonstration does not)."""
        super().__init__()
        self._app, self._settings, self._stays = app, settings, stays
        self._desk: Desk | None = None
        self._care: ReminderCare | None = None
        self._files: WeeklyCare | None = None
        self._shared: SharedBase | None = None
        self._instance = Instance(self)
        self._instance.show_wanted.connect(self.show_window)
        self.tray = Tray(self)
        self.notifier = Notifier(signals.post.emit, self.tray.message)
        self.tray.open_wanted.connect(self.show_window)
        self.tray.today_wanted.connect(lambda: self._go(TODAY))
        self.tray.contact_wanted.connect(lambda: self._command("plan_contact"))
        self.tray.reminders_wanted.connect(self._open_reminders)
        self.tray.pause_wanted.connect(self._pause)
        self.tray.quit_wanted.connect(quit_)
        signals.changed.connect(self._changed)

    def begin(self, desk: Desk) -> None:
        """Live with this window from now on: of a base just opened, or built anew over the same."""
        if self._care is not None and self._care.watches(desk.session.store):
            self._care.stand_in(desk)
        else:
            self.leave()
            if self._stays:
                # A panel may come up after the program.
                self.tray.wait_for_place(lambda: None, lambda: None)
                self._instance.listen(name_for(desk.session.store.path))
            self._care = ReminderCare(desk, self.notifier, self.tray)
            self._care.start()
        self._begin_files(desk)
        self._begin_shared(desk)
        self.tray.speak()
        self._desk = desk
        if desk.hosts.start_elsewhere is not None:
            desk.hosts.start_elsewhere()

    def leave(self) -> None:
        """The base is about to be closed: nothing looks at it any more."""
        if self._care is not None:
            self._care.stop()
            self._care = None
        if self._files is not None:
            self._files.stop()
            self._files = None
        if self._shared is not None:
            self._shared.stop()
            self._shared = None
        self._desk = None

    def close(self) -> None:
        """The program ends."""
        self.leave()
        self.notifier.close()
        self._instance.close()
        self.tray.close()

    # ------------------------------------------------------------------------------------------------------ its window

    def start_hidden(self) -> None:
        """Begin in the tray; where none comes, with the window."""
        self.tray.wait_for_place(lambda: None, self.show_window)

    def stays(self) -> bool:
        """Whether the program goes on when its window is closed; the first time it says so."""
        if not (self._stays and self._settings.current.close_to_tray and self.tray.there()):
            return False
        if not self._settings.current.tray_told:
            self.notifier.show(
                tr("CRM Desktop goes on in the tray"),
                tr("It watches over your reminders there. “Quit” in its menu ends it."),
            )
            with suppress(UserError):  # said once more the next time: nothing is lost by it
                self._settings.update(tray_told=True)
        return True

    def show_window(self) -> None:
        """Bring the window up, wherever it is."""
        if self._desk is not None:
            bring_up(self._desk.window)

    def popup(self, title: str, text: str, done: Callable[[Posted], object]) -> None:
        """Show a pop-up and tell what became of it."""
        self.notifier.show(title, text, done)

    def popups_changed(self) -> None:
        """When pop-ups are wanted was changed in the settings: what waited because of that is told now."""
        if self._care is not None:
            self._care.look_now()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _begin_files(self, desk: Desk) -> None:
        if self._files is not None and self._files.watches(desk.session.store):
            self._files.stand_in(desk)
            return
        self._files = WeeklyCare(desk)
        self._files.start()

    def _begin_shared(self, desk: Desk) -> None:
        if self._shared is not None and self._shared.watches(desk.session.store):
            self._shared.stand_in(desk)
        else:
            self._shared = SharedBase(desk)

    def _changed(self, changes: Changes) -> None:
        """After the first contact with a time, starting with the computer is offered; once."""
        if self._desk is not None and not self._settings.current.autostart_offered and self.tray.there():
            from crm_desktop.ui.autostart_offer import offer_after

            offer_after(changes, self._desk.session, self._desk.window.tell)

    def _open_reminders(self) -> None:
        if self._care is not None:
            self._care.open()

    def _go(self, page: str) -> None:
        self.show_window()
        if self._desk is not None:
            self._desk.window.go(page)

    def _command(self, name: str) -> None:
        self.show_window()
        if self._desk is not None:
            self._desk.window.actions_table[name].trigger()

    def _pause(self, paused: bool) -> None:
        if self._care is not None:
            self._care.pause(on=paused)
