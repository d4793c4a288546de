"""Words for a stretch of days and for what it holds: the title of the calendar and the line below it. Free of Qt."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from crm_desktop.services.calendar import EntryState
from crm_desktop.ui import formats
from crm_desktop.ui.calendar_preferences import View
from crm_desktop.ui.formats_words import WORDS
from crm_desktop.ui.text import language, tr, trc

_THURSDAY = 3
_HELD = frozenset({EntryState.SUCCESSFUL, EntryState.FAILED, EntryState.NO_ANSWER, EntryState.HELD})


def title(view: View, first: date, last: date, day: date) -> str:
    """The days shown: ``16–22 November 2026``, ``November 2026``; ``day`` is the one the cursor stands on."""
    if view is View.MONTH:
        name = formats.month(day)
        return f"{name[:1].upper()}{name[1:]}"
    if first == last or view is View.AGENDA:
        name = formats.full_day((day if view is View.AGENDA else first).isoformat())
        return f"{name[:1].upper()}{name[1:]}"
    return _span(first, last)


def titles(view: View, first: date, last: date, day: date) -> tuple[str, ...]:
    """The title, and after it what says the same in less and less room."""
    found = [title(view, first, last, day), short_title(view, first, last, day)]
    if view is not View.MONTH:
        one_day = first == last or view is View.AGENDA
        shortest = day if view is View.AGENDA else first
        months = WORDS[language()].months
        found += (
            _short_days(shortest) if one_day else [_without_year(_span(first, last, months), first, last)]
        )
    return tuple(dict.fromkeys(found))


def short_title(view: View, first: date, last: date, day: date) -> str:
    """The same where there is little room: without the year, which the small month tells."""
    if view is View.MONTH:
        return title(view, first, last, day)
    if first == last or view is View.AGENDA:
        return formats.day_title(day if view is View.AGENDA else first)
    return _without_year(_span(first, last), first, last)


def _without_year(words: str, first: date, last: date) -> str:
    """A stretch of days of one year without that."""
    if first.year == last.year:
        if language() == "lt":
            words = words.removeprefix(f"{first.year} m. ")
        else:
            words = words.removesuffix(" г.").removesuffix(f" {last.year}")
    return f"{words[:1].upper()}{words[1:]}"


def _short_days(day: date) -> list[str]:
    """``Sun, 22 November``, ``Sun, 22 Nov``."""
    words = WORDS[language()]
    name = words.days[day.weekday()].capitalize()
    months = words.full_months[day.month - 1], words.months[day.month - 1]
    if language() == "lt":
        return [f"{name}, {month} {day.day} d." for month in months]
    return [f"{name}, {day.day} {month}" for month in months]


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month of a day."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _span(first: date, last: date, months: Sequence[str] = ()) -> str:
    """``16–22 November 2026``; what both have in common is said once. CLDR would cut the month short.

    ``months``: their names; the whole ones where none are given.
    """
    same_month = (first.year, first.month) == (last.year, last.month)
    same_year = first.year == last.year
    one, other = ((months or WORDS[language()].full_months)[day.month - 1] for day in (first, last))
    dash = "\N{EN DASH}"
    if language() == "lt":
        begin = f"{first.year} m. {one} {first.day}"
        if same_month:
            return f"{begin}{dash}{last.day} d."
        year = "" if same_year else f"{last.year} m. "
        return f"{begin} {dash} {year}{other} {last.day} d."
    end = f"{last.day} {other} {last.year}" + (" г." if language() == "ru" else "")
    if same_month:
        return f"{first.day}{dash}{end}"
    begin = f"{first.day} {one}" if same_year else f"{first.day} {one} {first.year}"
    return f"{begin} {dash} {end}"


def week(first: date, last: date) -> str:
    """``week 47``: the ISO week in which the Thursday of these days lies; '' where none of them is a Thursday."""
    days = (first + timedelta(days=n) for n in range(min((last - first).days, 6) + 1))
    thursday = next((day for day in days if day.weekday() == _THURSDAY), None)
    if first == last:
        return tr("week {number}", number=first.isocalendar().week)
    return tr("week {number}", number=thursday.isocalendar().week) if thursday else ""


def counts(states: Mapping[EntryState, int]) -> str:
    """How many by state: ``8 held: 6 well, 2 failed · 3 planned``; '' for nothing."""
    found = Counter(states)
    held = sum(found[state] for state in _HELD)
    patterns = _patterns()
    told = {
        state: pattern.format(n=formats.number(found[state]))
        for state, pattern in patterns.items()
        if found[state]
    }
    ends = ", ".join(told.pop(state) for state in (EntryState.SUCCESSFUL, EntryState.FAILED) if state in told)
    parts = list(told.values())
    if held:
        words = trc("counts of the calendar", "{n} held", n=formats.number(held))
        parts.insert(0, tr("{held}: {ends}", held=words, ends=ends) if ends else words)
    return " · ".join(parts)


def _patterns() -> Mapping[EntryState, str]:
    return {
        EntryState.SUCCESSFUL: trc("counts of the calendar", "{n} well"),
        EntryState.FAILED: trc("counts of the calendar", "{n} failed"),
        EntryState.PLANNED: trc("counts of the calendar", "{n} planned"),
        EntryState.OVERDUE: trc("counts of the calendar", "{n} overdue"),
        EntryState.CANCELLED: trc("counts of the calendar", "{n} cancelled"),
    }
