"""How the window comes to the page of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.places import REQUESTS
from crm_desktop.ui.side_counts import show_overdue

if TYPE_CHECKING:
    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.requests.page import RequestsPage


def make_page(desk: Desk) -> RequestsPage:
    """The page of one window."""
    from crm_desktop.ui.requests.doing import RequestDoing
    from crm_desktop.ui.requests.page import RequestsPage

    window = desk.window
    doing = RequestDoing(desk.session, window.tell, desk.undoing.take_back_last, desk.hosts)
    page = RequestsPage(doing)
    page.counted.connect(lambda count: show_overdue(window.sidebar, count))
    page.understood.connect(window.search.show_understood)
    page.up_left.connect(desk.leave_list)
    desk.leaving.connect(page.stop)
    return page


def find_requests(desk: Desk, text: str) -> None:
    """Show on the page of requests who waits for what a text asks for."""
    from crm_desktop.ui.requests.page import RequestsPage

    desk.window.go(REQUESTS)
    desk.window.search.show_text(text)
    page = desk.window.page(REQUESTS)
    if isinstance(page, RequestsPage):
        page.find_wishes(text)
        page.enter_list()
