"""The days of the diary as paper shows them: contacts, what stands in the margin, and the words of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm_desktop.services import calendar
from crm_desktop.services.calendar import EntryState
from crm_desktop.ui import text_kinds
from crm_desktop.ui.paper import PAPER
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.services.agenda import Occasion
    from crm_desktop.services.base import Store
    from crm_desktop.services.calendar import CalendarEntry
    from crm_desktop.ui.calendar.filters import CalendarFilter

_TINTS = {
    EntryState.SUCCESSFUL: (PAPER.well, PAPER.well_soft),
    EntryState.FAILED: (PAPER.failed, PAPER.failed_soft),
    EntryState.NO_ANSWER: (PAPER.quiet, PAPER.hover),
    EntryState.CANCELLED: (PAPER.quiet, PAPER.ground),
    EntryState.OVERDUE: (PAPER.care, PAPER.care_soft),
}
_MARKS = {
    EntryState.SUCCESSFUL: "✓ ",
    EntryState.FAILED: "✗ ",
    EntryState.NO_ANSWER: "– ",
    EntryState.OVERDUE: "! ",
}


@dataclass(frozen=True)
class DiaryDays:
    """Some days: their contacts in the order of their start, all-day ones first, and the margin by day."""

    first: date
    last: date
    entries: Mapping[date, Sequence[CalendarEntry]]
    occasions: Mapping[date, Sequence[Occasion]]
    holidays: Mapping[date, Sequence[str]]

    def days(self) -> list[date]:
        """Every day, the first and the last included."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def margin(self, day: date) -> list[tuple[str, str]]:
        """What stands beside the contacts of a day: words and their colour, holidays first."""
        return [
            *((name, PAPER.late) for name in self.holidays.get(day, ())),
            *((occasion_words(each), PAPER.plum) for each in self.occasions.get(day, ())),
        ]


def read_days(
    store: Store,
    span: tuple[date, date],
    now: datetime,
    chosen: CalendarFilter,
    holidays: Mapping[date, Sequence[str]],
) -> DiaryDays:
    """The days from the first to the last of ``span``, with the filter of the calendar."""
    first, last = span
    by_day: dict[date, list[CalendarEntry]] = {}
    found = calendar.entries(
        store, first, last, now, kinds=chosen.kinds, people=chosen.people, written=chosen.written
    )
    for entry in found:
        day = max(entry.first, first)
        while day <= min(entry.last, last):
            by_day.setdefault(day, []).append(entry)
            day += timedelta(days=1)
    return DiaryDays(first, last, by_day, calendar.occasions(store, first, last), holidays)


def tint(state: EntryState) -> tuple[str, str]:
    """The colours of the bar and of the ground of a contact."""
    return _TINTS.get(state, (PAPER.accent, PAPER.ground))


def title(entry: CalendarEntry) -> str:
    """Whom with: the client, else what it is about; a mark says how it went, for paper may be grey."""
    name = entry.client or entry.wanted or text_kinds.activity_kind(entry.kind)
    more = f" +{entry.further}" if entry.further else ""
    return f"{_MARKS.get(entry.state, '')}{name}{more}"


def clock(entry: CalendarEntry, day: date) -> str:
    """When it begins on a day; nothing for one that takes the day, or has begun before."""
    return "" if entry.all_day or entry.first < day else f"{entry.start:%H:%M}"


def about(entry: CalendarEntry) -> str:
    """What kind of contact, where, what about, and what came of it."""
    kind = text_kinds.activity_kind(entry.kind)
    what = entry.result or (entry.wanted if entry.client else "")
    return " · ".join(part for part in (kind, entry.place, what) if part)


def occasion_words(occasion: Occasion) -> str:
    """A birthday or a named date in the margin."""
    if occasion.label:
        return tr("{name}: {label}", name=occasion.client, label=occasion.label)
    if occasion.years is None:
        return tr("{name}: birthday", name=occasion.client)
    return ntr("{name} turns {n}", "{name} turns {n}", occasion.years, name=occasion.client)
