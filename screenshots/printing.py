"""What goes to paper, as it is shown before: the calendar and the list of clients."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from crm_desktop.ui.calendar.page import CalendarPage
from crm_desktop.ui.calendar_preferences import View
from crm_desktop.ui.places import CALENDAR
from screenshots.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk


def _paper(view: View) -> Callable[[Desk], None]:
    def show(desk: Desk) -> None:
        desk.window.go(CALENDAR)
        page = desk.window.page(CALENDAR)
        if not isinstance(page, CalendarPage):
            raise TypeError(type(page))
        page.show_view(view, datetime.now().astimezone().date())
        settle()
        page.print_wanted.emit()

    return show


def _list(desk: Desk) -> None:
    desk.go_clients()
    settle()
    desk.window.actions_table["print_list"].trigger()


SCREENS: dict[str, Callable[[Desk], None]] = {
    "print-week": _paper(View.WEEK),
    "print-month": _paper(View.MONTH),
    "print-day": _paper(View.DAY),
    "print-list": _list,
}
