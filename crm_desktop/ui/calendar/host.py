"""How the window comes to the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.calendar.page import CalendarPage
from crm_desktop.ui.places import CALENDAR

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.ui.desk import Desk


def make_page(desk: Desk) -> CalendarPage:
    """The calendar of one window; its small month stands in the side bar while it is shown."""
    page = CalendarPage(desk)
    desk.leaving.connect(page.stop)
    desk.window.sidebar.show_below(CALENDAR, page.mini)
    return page


def show_day(desk: Desk, day: date) -> None:
    """Go to a day of the calendar."""
    page = desk.window.page(CALENDAR)
    if isinstance(page, CalendarPage):
        page.show_day(day)
        desk.window.go(CALENDAR)
