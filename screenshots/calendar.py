"""The calendar in its four views, and what lies over it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QToolButton

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui import text
from crm_desktop.ui.calendar.page import CalendarPage
from crm_desktop.ui.calendar_preferences import View
from crm_desktop.ui.places import CALENDAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk

_SOMEBODY = """SELECT id, name FROM client WHERE kind = 'person' AND deleted = 0 AND language = ?
    ORDER BY rid LIMIT 1 OFFSET 7"""
_LINES = {
    "en": "11:30 meeting {name} about blue vases 45 min",
    "ru": "11:30 встреча {name} про синие вазы 45 мин",
    "lt": "11:30 susitikimas {name} apie mėlynas vazas 45 min",
}


def _shown(desk: Desk, view: View) -> CalendarPage:
    desk.window.go(CALENDAR)
    page = desk.window.page(CALENDAR)
    if not isinstance(page, CalendarPage):
        raise TypeError(type(page))
    page.show_view(view, _today())
    return page


def _today() -> date:
    return datetime.now().astimezone().date()


def _view(view: View) -> Callable[[Desk], None]:
    def show(desk: Desk) -> None:
        _shown(desk, view)

    return show


def _typing(desk: Desk) -> None:
    """A line is being typed into tomorrow."""
    page = _shown(desk, View.WEEK)
    _, name = _somebody(desk)
    tomorrow = datetime.combine(_today() + timedelta(days=1), time(11, 30)).astimezone()
    draft = ActivityDraft(kind=ActivityKind.MEETING, planned_at=utc_text(tomorrow))
    page.quick.begin(draft, _LINES[text.language()].format(name=name))


def _filter(desk: Desk) -> None:
    page = _shown(desk, View.WEEK)
    button = page.findChild(QToolButton, "calendar_filter") or page.findChild(QPushButton, "calendar_filter")
    if button is not None:
        button.click()


def _series(desk: Desk) -> None:
    """An occurrence of a series was dragged to another hour."""
    from crm_desktop.ui.calendar.scope_popup import ask_scope

    page = _shown(desk, View.WEEK)
    client, _ = _somebody(desk)
    start = datetime.combine(_today() - timedelta(days=_today().weekday()), time(9)).astimezone()
    weekly = ActivityDraft(
        client,
        ActivityKind.CALL,
        planned_at=utc_text(start),
        minutes=30,
        rule="RRULE:FREQ=WEEKLY;BYDAY=MO,FR",
        zone="Europe/Vilnius",
    )
    activities.add(desk.session.store, weekly)
    ask_scope(page.window(), lambda _scope: None, lambda: None)


def _somebody(desk: Desk) -> tuple[bytes, str]:
    ((client_id, name),) = desk.session.store.read(_SOMEBODY, (text.language(),))
    return client_id, name


SCREENS: dict[str, Callable[[Desk], None]] = {
    "calendar-week": _view(View.WEEK),
    "calendar-month": _view(View.MONTH),
    "calendar-day": _view(View.DAY),
    "calendar-agenda": _view(View.AGENDA),
    "calendar-typing": _typing,
    "calendar-filter": _filter,
    "calendar-series": _series,
}
