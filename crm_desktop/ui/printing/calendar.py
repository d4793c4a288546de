"""What the calendar shows - a day, a week, a month - as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui import formats
from crm_desktop.ui.calendar import range_words
from crm_desktop.ui.calendar_preferences import View
from crm_desktop.ui.printing.diary_days import read_days
from crm_desktop.ui.printing.month_page import month_document, weeks_of
from crm_desktop.ui.printing.week_page import days_document
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from crm_desktop.services.base import Store
    from crm_desktop.ui.calendar.filters import CalendarFilter
    from crm_desktop.ui.calendar.page import CalendarPage
    from crm_desktop.ui.paper import Document


def day_document(
    store: Store,
    day: date,
    chosen: CalendarFilter,
    holidays: Mapping[date, Sequence[str]],
) -> Document:
    """A day with room for notes, through the filter of the calendar (``services.calendar.entries``)."""
    days = read_days(store, (day, day), store.clock.now(), chosen, holidays)
    return days_document(days, formats.full_day(day.isoformat()), "")


def week_document(
    store: Store,
    span: tuple[date, date],
    chosen: CalendarFilter,
    holidays: Mapping[date, Sequence[str]],
) -> Document:
    """The days of a week, the first and the last given; numbered as its Thursday is (ISO 8601)."""
    first, last = span
    days = read_days(store, span, store.clock.now(), chosen, holidays)
    thursday = next(day for day in days.days() if day.weekday() == 3)
    title = range_words.title(View.WEEK, first, last, first)
    return days_document(days, title, tr("week {number}", number=thursday.isocalendar().week))


def whole_month_document(
    store: Store,
    month: date,
    week_start: int,
    chosen: CalendarFilter,
    holidays: Mapping[date, Sequence[str]],
) -> Document:
    """The weeks that the month of a day touches; ``week_start``: the weekday a week begins with, 0 is Monday."""
    span = weeks_of(month, week_start)
    days = read_days(store, span, store.clock.now(), chosen, holidays)
    return month_document(days, month, formats.month(month))


def shown_document(page: CalendarPage) -> Document:
    """What the page of the calendar shows now."""
    shown = page.shown_now()
    store, chosen = shown.store, shown.filter
    if shown.view is View.DAY:
        return day_document(store, shown.day, chosen, shown.holidays)
    if shown.view is View.WEEK:
        return week_document(store, (shown.first, shown.last), chosen, shown.holidays)
    return whole_month_document(store, shown.day, shown.week_start, chosen, shown.holidays)
