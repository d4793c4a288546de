"""What the pictures have in common: waiting, and clearing away what another picture left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from crm_desktop.services import unsaved
from crm_desktop.ui.card.small_form import SmallForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk

_SETTLE_MS = 350
_STEP_MS = 50
_MOST_STEPS = 400


def settle(milliseconds: int = _SETTLE_MS) -> None:
    """Let the event loop run until what was begun has arrived."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait(ready: Callable[[], bool]) -> None:
    """Let the event loop run until something is so.

    Raises:
        TimeoutError: it is still not so after twenty seconds.
    """
    for _ in range(_MOST_STEPS):
        if ready():
            return
        settle(_STEP_MS)
    raise TimeoutError


def clear(desk: Desk) -> None:
    """Close what lies over the window, leave forms with what they held, take notices and the search away."""
    for shown in others(desk):
        shown.close()
    for form in forms(desk):
        form.leave()
        unsaved.drop(desk.session.store, form.kept.key)
    desk.window.toast.hide()
    desk.window.notice.hide()
    desk.window.search.clear()


def forms(desk: Desk) -> list[SmallForm]:
    """The small forms that are open in the window."""
    found = desk.window.findChildren(QFrame)
    return [form for form in found if isinstance(form, SmallForm) and form.isVisible()]


def others(desk: Desk) -> list[QWidget]:
    """What is shown in windows of its own: menus, dialogs, the window of reminders."""
    return [
        shown for shown in QApplication.topLevelWidgets() if shown is not desk.window and shown.isVisible()
    ]
