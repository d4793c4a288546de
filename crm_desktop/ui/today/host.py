"""How the window comes to the page of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.desk import Desk


def make_page(desk: Desk) -> QWidget:
    """The page of today of one window."""
    from crm_desktop.ui.today.doing import Doing
    from crm_desktop.ui.today.page import TodayPage

    window = desk.window
    doing = Doing(desk.session, window.tell, desk.undoing.take_back_last, desk.hosts)
    page = TodayPage(desk.session, doing)
    desk.leaving.connect(page.stop)
    return page
