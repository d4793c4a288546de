"""The diary elsewhere, put to work in one window.

Told what it needs of the window and not the whole desk: the settings show this package, and the desk shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.places import SETTINGS
from crm_desktop.ui.remote.elsewhere import Elsewhere

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.undoing import Undoing


def start_elsewhere(
    session: Session, window: MainWindow, undoing: Undoing, leaving: SignalInstance
) -> Elsewhere:
    """Keep the calendar file and the exchange going until ``leaving``; called after the first picture."""

    def take_back(operation: int) -> None:
        from crm_desktop.services import operations

        for row in operations.recent(session.store):
            if row.seq == operation:
                undoing.take_back(row)

    made = Elsewhere(session, window.tell, take_back, lambda: window.go(SETTINGS))
    leaving.connect(made.close)
    made.start()
    return made
