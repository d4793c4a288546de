"""Words of the entries of the calendar: what a block says, its tool tip, and what a screen reader reads of it.

Free of Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.calendar import EntryState
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from crm_desktop.services.agenda import Occasion
    from crm_desktop.services.calendar import CalendarEntry

_THURSDAY = 4
"""As ISO 8601 counts: a week belongs to the year and has the number of its Thursday."""

_IN_TIP = 12


def state(value: EntryState) -> str:
    """What became of a contact."""
    return {
        EntryState.PLANNED: trc("state of a contact", "planned"),
        EntryState.OVERDUE: trc("state of a contact", "overdue"),
        EntryState.SUCCESSFUL: trc("outcome", "went well"),
        EntryState.FAILED: trc("outcome", "failed"),
        EntryState.NO_ANSWER: trc("outcome", "no answer"),
        EntryState.CANCELLED: trc("outcome", "cancelled"),
        EntryState.HELD: trc("state of a contact", "took place"),
    }[value]


def clock(moment: datetime) -> str:
    """The time of day: ``09:05``."""
    return f"{moment:%H:%M}"


def title(entry: CalendarEntry) -> str:
    """Whom it is with, and how many more; of a contact with nobody what it is about, else its kind."""
    name = entry.client or entry.wanted or text_kinds.activity_kind(entry.kind)
    return f"{name} +{entry.further}" if entry.further else name


def about(entry: CalendarEntry) -> str:
    """What was the result, else what it is about; then the place, and how often it was moved."""
    told = entry.result or (entry.wanted if entry.client else "")
    parts = [told, entry.place, moved(entry)]
    return " · ".join(" ".join(part.split()) for part in parts if part)


def moved(entry: CalendarEntry) -> str:
    """How often it was put off; nothing where never."""
    return ntr("moved once", "moved {n} times", entry.moves) if entry.moves else ""


def when(entry: CalendarEntry) -> str:
    """Day and time in words: ``Thursday, 19 November 2026 11:00 to 12:00``."""
    day = formats.full_day(entry.first.isoformat())
    if entry.all_day:
        if entry.first == entry.last:
            return tr("{day}, all day", day=day)
        return tr("{first} to {last}", first=day, last=formats.full_day(entry.last.isoformat()))
    start = clock(entry.start)
    if not entry.minutes:
        return f"{day} {start}"
    if entry.first == entry.last:
        return tr("{day} {start} to {end}", day=day, start=start, end=clock(entry.end))
    end_day = formats.full_day(entry.end.date().isoformat())
    return tr("{first} to {last}", first=f"{day} {start}", last=f"{end_day} {clock(entry.end)}")


def what(entry: CalendarEntry) -> str:
    """The kind and whom it is with: ``Meeting with Ivanov``."""
    kind = text_kinds.activity_kind(entry.kind)
    if not entry.client:
        return f"{kind}: {entry.wanted}" if entry.wanted else kind
    found = trc("a kind of contact, and with whom", "{kind} with {client}", kind=kind, client=entry.client)
    if entry.further:
        found += " " + ntr("and {n} more", "and {n} more", entry.further)
    return found


def spoken(entry: CalendarEntry) -> str:
    """The whole entry as a screen reader says it."""
    repeats = tr("repeats") if entry.repeats else ""
    parts = [what(entry), when(entry), state(entry.state), repeats, about(entry)]
    return ", ".join(part for part in parts if part)


def tip(entry: CalendarEntry) -> str:
    """The tool tip: all that the block may have no room for, a line each."""
    marks = [state(entry.state), tr("repeats") if entry.repeats else "", moved(entry)]
    lines = [
        what(entry),
        when(entry),
        ", ".join(mark for mark in marks if mark),
        entry.wanted if entry.client else "",
        entry.result,
        entry.place,
        entry.responsible,
    ]
    return "\n".join(line.strip() for line in lines if line.strip())


def tip_of_many(entries: Sequence[CalendarEntry], count: int) -> str:
    """The tool tip of what found no room: a line for each of the first, and how many more there are."""
    lines = [
        f"{'' if each.all_day else clock(each.start)} {title(each)}".strip() for each in entries[:_IN_TIP]
    ]
    return "\n".join([*lines, more(count - len(lines))] if count > len(lines) else lines)


def occasion(kept: Occasion) -> str:
    """A birthday or a named date: ``Žemaitė turns 40``, ``Ivanov: wedding, 25 years``."""
    if not kept.label:
        if not kept.years:
            return tr("{client}: birthday", client=kept.client)
        return ntr("{client} turns {n}", "{client} turns {n}", kept.years, client=kept.client)
    if not kept.years:
        return f"{kept.client}: {kept.label}"
    years = ntr("{n} year", "{n} years", kept.years)
    return f"{kept.client}: {kept.label}, {years}"


def occasion_short(kept: Occasion) -> tuple[str, str]:
    """The same where there is little room: what may be cut, and the years, which may not."""
    name = f"{kept.client}: {kept.label}" if kept.label else kept.client
    return name, f", {kept.years}" if kept.years else ""


def more(count: int) -> str:
    """That a day holds more than is shown."""
    return ntr("+{n} more", "+{n} more", count)


def week(days: Sequence[date]) -> str:
    """The number of the week in which the Thursday of these days lies (ISO 8601), else the first of them: ``W47``."""
    chosen = next((day for day in days if day.isoweekday() == _THURSDAY), days[0])
    return week_number(chosen.isocalendar().week)


def week_number(number: int) -> str:
    """The number of a week, short."""
    return trc("number of the week, short", "W{n}", n=number)


def day_spoken(day: date, count: int, margin: list[str]) -> str:
    """A day as a screen reader says it: its date, how many contacts, what else is kept on it."""
    contacts = ntr("{n} contact", "{n} contacts", count) if count else tr("nothing planned")
    return ", ".join((formats.full_day(day.isoformat()), contacts, *margin))
