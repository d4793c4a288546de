"""How the window comes to the differences: from the card of a client, from the page of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.places import SHARED

if TYPE_CHECKING:
    from crm_desktop.ui.desk import Desk


def show_differences(desk: Desk, client_id: bytes | None) -> None:
    """Show them on the page of the shared base, standing on the first one of a client where one is named."""
    from crm_desktop.ui.shared.page import SharedPage

    desk.window.go(SHARED)
    if not desk.window.isActiveWindow():  # asked for from the window of a card
        desk.window.raise_()
        desk.window.activateWindow()
    page = desk.window.page(SHARED)
    if isinstance(page, SharedPage):
        page.show_differences(client_id)
