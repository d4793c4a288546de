"""The program in the tray of the desktop: it goes on watching there when its window is closed.

Owned by the program, not by a window: a window is built anew when the language changes. Not every desktop has a tray
(GNOME has none by itself), and after login it may come later than the program.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from crm_desktop.background.popups import bus
from crm_desktop.background.popups.reasons import Reason
from crm_desktop.clock import utc_text
from crm_desktop.ui import formats
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.tray_icon import tray_icon

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QAction

MESSAGE_MS = 10_000
PAUSE_MINUTES = 60
_LOOK_MS = 1000
_LOOKS = 30
"""How often a start at login looks for the tray before it gives up: panels come up within half a minute."""
_BUS_S = 0.2

_NEEDS_SERVICE = frozenset({Reason.NO_BUS, Reason.NO_SERVICE, Reason.SILENT})


class Tray(QObject):
    """The icon, its count and its menu.

    Signals:
        open_wanted: show the window.
        today_wanted: show the window with the page of today.
        contact_wanted: plan a contact.
        reminders_wanted: show the reminders; also a message of the tray was clicked.
        pause_wanted: True: no pop-ups for an hour; False: again from now on.
        quit_wanted: end the program.
    """

    open_wanted = Signal()
    today_wanted = Signal()
    contact_wanted = Signal()
    reminders_wanted = Signal()
    pause_wanted = Signal(bool)
    quit_wanted = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        """Take the question whether the desktop has a tray now."""
        super().__init__(parent)
        self.setObjectName("tray")
        self._available = available
        self._due = 0
        self._paused_until: datetime | None = None
        self._looks = 0
        self._icon: QSystemTrayIcon | None = None
        self._waiting = QTimer(self)
        self._waiting.setInterval(_LOOK_MS)
        self._on_place: tuple[Callable[[], object], Callable[[], object]] | None = None
        self._waiting.timeout.connect(self._look_for_place)
        # No parent: a menu is a window, and the program has none that lasts.
        self.menu = QMenu()
        self.menu.setObjectName("tray_menu")
        self._open = self._action("tray_open", self.open_wanted.emit)
        self._today = self._action("tray_today", self.today_wanted.emit)
        self._contact = self._action("tray_contact", self.contact_wanted.emit)
        self._reminders = self._action("tray_reminders", self.reminders_wanted.emit)
        self.menu.addSeparator()
        self._pause = self._action("tray_pause", lambda: self.pause_wanted.emit(self._paused_until is None))
        self.menu.addSeparator()
        self._quit = self._action("tray_quit", self.quit_wanted.emit)
        self.menu.setDefaultAction(self._open)
        self.speak()

    # ------------------------------------------------------------------------------------------------------- its place

    def there(self) -> bool:
        """Whether the program can be reached in the tray now; else it must not hide."""
        return self._icon is not None and self._icon.isVisible() and self._available()

    def show(self) -> bool:
        """Stand in the tray; False where the desktop has none now."""
        if not self._available():
            return False
        if self._icon is None:
            self._icon = QSystemTrayIcon(self)
            self._icon.setObjectName("tray_icon")
            self._icon.setContextMenu(self.menu)
            self._icon.activated.connect(self._activated)
            self._icon.messageClicked.connect(self.reminders_wanted)
            self._show_count()
        self._icon.show()
        return True

    def wait_for_place(self, found: Callable[[], object], never: Callable[[], object]) -> None:
        """Stand in the tray as soon as there is one, and tell; ``never`` where none came within half a minute."""
        self._on_place = (found, never)
        self._looks = 0
        self._waiting.start()
        self._look_for_place()

    def close(self) -> None:
        """Leave the tray."""
        self._waiting.stop()
        if self._icon is not None:
            self._icon.hide()
            self._icon.setContextMenu(None)  # type: ignore[arg-type]  # Qt takes none, its stub does not say so
            self._icon.deleteLater()
            self._icon = None
        self.menu.deleteLater()

    # --------------------------------------------------------------------------------------------------------- contents

    def speak(self) -> None:
        """Take the words of the language in use; again whenever it changes."""
        self._open.setText(tr("Open CRM Desktop"))
        self._today.setText(tr("Today"))
        self._contact.setText(tr("Plan a contact"))
        self._reminders.setText(
            tr("Reminders ({n})", n=formats.number(self._due)) if self._due else tr("Reminders")
        )
        self._pause.setText(
            tr(
                "Pop-ups pause until {time}: show them again",
                time=formats.clock_time(utc_text(self._paused_until)),
            )
            if self._paused_until
            else tr("No pop-ups for 1 hour")
        )
        self._quit.setText(tr("Quit"))
        if self._icon is not None:
            self._show_count()

    def show_due(self, count: int) -> None:
        """Show how many reminders wait for an answer."""
        if count != self._due:
            self._due = count
            self.speak()

    def show_paused(self, until: datetime | None) -> None:
        """Show until when there are no pop-ups; None: they come."""
        if until != self._paused_until:
            self._paused_until = until
            self.speak()

    def message(self, title: str, text: str, reason: Reason) -> bool:
        """Show a message at the icon, where the desktop itself showed none for a reason.

        Returns:
            Whether it is shown as far as can be known. A tray on the session bus hands messages to the very
            notification service that just failed; one of the X server draws them by itself.
        """
        if not self.there() or self._icon is None:
            return False
        if (
            reason in _NEEDS_SERVICE
            and sys.platform.startswith("linux")
            and bus.has_owner(bus.TRAY_WATCHER, _BUS_S)
        ):
            return False
        self._icon.showMessage(title, text, self._icon.icon(), MESSAGE_MS)
        return True

    # ---------------------------------------------------------------------------------------------------------- inside

    def _action(self, name: str, call: Callable[[], object]) -> QAction:
        made = self.menu.addAction("")
        made.setObjectName(name)
        made.triggered.connect(lambda _checked=False: call())
        return made

    def _activated(self, how: QSystemTrayIcon.ActivationReason) -> None:
        clicks = QSystemTrayIcon.ActivationReason
        if how in (clicks.Trigger, clicks.DoubleClick, clicks.MiddleClick):
            self.open_wanted.emit()

    def _show_count(self) -> None:
        assert self._icon is not None  # both callers look
        self._icon.setIcon(tray_icon(self._due))
        words = ntr("{n} reminder due", "{n} reminders due", self._due)
        self._icon.setToolTip(f"CRM Desktop · {words}" if self._due else "CRM Desktop")

    def _look_for_place(self) -> None:
        if self._on_place is None:
            return
        found, never = self._on_place
        self._looks += 1
        shown = self.show()
        if shown or self._looks >= _LOOKS:
            self._waiting.stop()
            self._on_place = None
            (found if shown else never)()


def bring_up(window: QWidget) -> None:
    """Show a window that was closed, hidden or minimised, before all others."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
