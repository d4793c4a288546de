"""How the window comes to the calendar, and the calendar to paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.calendar.page import CalendarPage
from crm_desktop.ui.calendar.range_words import View
from crm_desktop.ui.places import CALENDAR

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.paper import Document


def make_page(desk: Desk) -> CalendarPage:
    """The calendar of one window; its small month stands in the side bar while it is shown."""
    page = CalendarPage(desk)
    desk.leaving.connect(page.stop)
    desk.window.sidebar.show_below(CALENDAR, page.mini)

    def print_(view: View, first: date, last: date, day: date) -> None:
        if desk.hosts.print_document is not None:
            desk.hosts.print_document(_document(desk, page, view, (first, last), day))

    page.print_wanted.connect(print_)
    return page


def show_day(desk: Desk, day: date) -> None:
    """Go to a day of the calendar."""
    page = desk.window.page(CALENDAR)
    if isinstance(page, CalendarPage):
        page.show_day(day)
        desk.window.go(CALENDAR)


def _document(desk: Desk, page: CalendarPage, view: View, span: tuple[date, date], day: date) -> Document:
    from crm_desktop.ui.printing import calendar

    store = desk.session.store
    kinds, people, holidays, week_start = page.documents()
    if view is View.DAY:
        return calendar.day_document(store, day, kinds, people, holidays)
    if view is View.WEEK:
        return calendar.week_document(store, span, kinds, people, holidays)
    return calendar.whole_month_document(store, day, week_start, kinds, people, holidays)
