"""The page of the shared base, put into one window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.shared.page import SharedPage

if TYPE_CHECKING:
    from crm_desktop.ui.desk import Desk


def make_page(desk: Desk) -> SharedPage:
    """The page; it meets the exchange of the open base, now or when that is there."""
    made = SharedPage(desk.session, desk.window.tell, desk.show_client)
    if desk.exchanging is not None:
        made.meet(desk.exchanging)
    return made
