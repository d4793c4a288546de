"""The window of reminders: what is due, and for how long it may be put off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QScrollArea

from crm_desktop.ui.places import TODAY
from crm_desktop.ui.reminders.window import FIRST, ReminderWindow
from screenshots.stage import others, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.desk import Desk


_BELOW = 60


def is_reminders(shown: QWidget) -> bool:
    """Whether this is the window of reminders, which comes by itself when something is due."""
    return isinstance(shown, ReminderWindow)


def _window(desk: Desk) -> None:
    desk.window.go(TODAY)
    settle()
    if desk.hosts.open_reminders is not None:
        desk.hosts.open_reminders()
    for shown in filter(is_reminders, others(desk)):
        shown.resize(FIRST)  # the screen it is drawn on is smaller than any of today
        # Where it is drawn: its menu opens beside it.
        shown.move(desk.window.mapToGlobal(desk.window.rect().center() - shown.rect().center()))


def _later(desk: Desk) -> None:
    _window(desk)
    settle()
    for shown in others(desk):
        all_later = shown.findChild(QPushButton, "snooze_all")
        if all_later is not None:
            all_later.click()


def _birthdays(desk: Desk) -> None:
    _window(desk)
    settle()
    for shown in filter(is_reminders, others(desk)):
        unfold, area = shown.findChild(QPushButton, "today_unfold"), shown.findChild(QScrollArea)
        if unfold is not None and area is not None:
            area.ensureWidgetVisible(unfold, 0, _BELOW)


SCREENS: dict[str, Callable[[Desk], None]] = {"reminders": _window, "reminders-later": _later}
OF_MANY: dict[str, Callable[[Desk], None]] = {"reminders-birthdays": _birthdays}
"""What a base of several hundred clients has not."""
