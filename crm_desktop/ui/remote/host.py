"""The diary elsewhere, put to work in one window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.places import SETTINGS
from crm_desktop.ui.remote.elsewhere import Elsewhere

if TYPE_CHECKING:
    from crm_desktop.ui.desk import Desk


def start_elsewhere(desk: Desk) -> Elsewhere:
    """Keep the calendar file and the exchange going until the window closes; called after the first picture."""
    window = desk.window

    def take_back(operation: int) -> None:
        from crm_desktop.services import operations

        for row in operations.recent(desk.session.store):
            if row.seq == operation:
                desk.undoing.take_back(row)

    made = Elsewhere(desk.session, window.tell, take_back, lambda: window.go(SETTINGS))
    desk.leaving.connect(made.close)
    made.start()
    return made
