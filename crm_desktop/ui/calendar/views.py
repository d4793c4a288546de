"""What the page of the calendar asks of a painted view, and what the views have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from crm_desktop.services import calendar
from crm_desktop.services.calendar_rows import within
from crm_desktop.ui.calendar.shapes import Margin, MarginRef, margin_of
from crm_desktop.ui.calendar_preferences import Bars

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from crm_desktop.kinds import ActivityKind
    from crm_desktop.services.agenda import Occasion
    from crm_desktop.services.base import Store
    from crm_desktop.services.calendar import CalendarEntry, EntryRef
    from crm_desktop.ui.calendar.filters import CalendarFilter
    from crm_desktop.ui.calendar.shapes import Block, Chip, More

Occasions = Mapping[date, Sequence["Occasion"]]
Holidays = Mapping[date, Sequence[str]]


def nearest(day: date) -> date:
    """The day itself, or the last one that can be shown."""
    return within(day, day)[0]


class CalendarView(QAbstractScrollArea):
    """A month, a week or a day. It reads its entries itself, and asks others for everything that changes them.

    Signals (``id``, ``occurrence``: the ``EntryRef`` of the entry, the moment None where it is none of a series):
        open_wanted: (id, occurrence) the entry is to be opened.
        tell_wanted: (id, occurrence, outcome) it is to be told how it went; the ``Outcome`` that was chosen, or None
            where the form is to ask.
        move_wanted: (id, occurrence, new_at, all_day) it is to stand elsewhere: an aware local datetime, or a date
            where ``all_day``.
        move_form_wanted: (id, occurrence) the new time is to be asked for.
        resize_wanted: (id, occurrence, minutes) it is to last so long.
        delete_wanted: (id, occurrence) it is to go to the bin.
        cancel_wanted: (id, occurrence) it is not going to take place.
        add_wanted: (start, minutes, all_day) a new contact at an aware local datetime, or on a date where ``all_day``;
            minutes None where nobody drew a length.
        typed: (text, day) letters were typed on a day: a quick entry begins.
        day_wanted: (day) all of a day is to be seen.
        client_wanted: (client_id) the client of a birthday or a named date is to be seen.
        today_wanted: the key for today.
        shown_range_changed: (first, last) other days are shown now.
        selection_changed: (CalendarEntry or None) another entry is selected, or none.
    """

    open_wanted = Signal(object, object)
    tell_wanted = Signal(object, object, object)
    move_wanted = Signal(object, object, object, bool)
    move_form_wanted = Signal(object, object)
    resize_wanted = Signal(object, object, int)
    delete_wanted = Signal(object, object)
    cancel_wanted = Signal(object, object)
    add_wanted = Signal(object, object, bool)
    typed = Signal(str, object)
    day_wanted = Signal(object)
    client_wanted = Signal(object)
    today_wanted = Signal()
    shown_range_changed = Signal(object, object)
    selection_changed = Signal(object)

    def __init__(self, store: Store, week_start: int = 0, parent: QWidget | None = None) -> None:
        """``week_start``: the weekday a week begins with, Monday is 0."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.store, self.week_start = store, week_start
        self.first = self.last = self.today()
        self.entries: list[CalendarEntry] = []
        self.occasions: Occasions = {}
        self.holidays: Holidays = {}
        self.bars = Bars.STATE
        self.selected: EntryRef | None = None
        self.kept: MarginRef | None = None
        self.kinds: Collection[ActivityKind] = ()
        self.people: Collection[bytes | None] = ()
        self.written = False

    # -------------------------------------------------------------------------------------------------- what is shown

    def show_range(self, first: date) -> None:
        """Show the days around ``first`` - its month, its week, or itself - and put the cursor on it.

        Near the ends of the calendar, where a week would lead beyond them, the last day that can be shown is.
        """
        first = nearest(first)
        shown = self.range_of(first)
        changed = shown != (self.first, self.last)
        self.first, self.last = shown
        self.set_day(first)
        self.reload()
        if changed:
            self.shown_range_changed.emit(*shown)

    def shown_range(self) -> tuple[date, date]:
        """The days shown, both included; of a month with those of other months in its first and last week."""
        return self.first, self.last

    def reload(self) -> None:
        """Read the entries again and paint them; what is selected stays so while it is there."""
        self.entries = self.read_entries()
        self.laid_out()

    def read_entries(self) -> list[CalendarEntry]:
        """The entries of the days shown, as the filter chooses them."""
        return calendar.entries(
            self.store,
            self.first,
            self.last,
            self.now(),
            kinds=self.kinds,
            people=self.people,
            written=self.written,
        )

    def set_filter(self, chosen: CalendarFilter) -> None:
        """Show what the filter lets through (``calendar.entries``)."""
        self.kinds, self.people, self.written = chosen.kinds, chosen.people, chosen.written
        self.reload()

    def set_margin(self, occasions: Occasions, holidays: Holidays) -> None:
        """Take birthdays, named dates and holidays by day."""
        self.occasions, self.holidays = occasions, holidays
        self.laid_out()

    def set_bars(self, bars: Bars) -> None:
        """What the bars of the entries are coloured by."""
        self.bars = bars
        self.viewport().update()

    def step(self, pages: int) -> None:
        """Show the next range (1) or the one before (-1)."""
        self.show_range(self.day_after(pages))

    # ------------------------------------------------------------------------------------------------- what views are

    @abstractmethod
    def range_of(self, day: date) -> tuple[date, date]:
        """The first and last day shown together with ``day``."""

    @abstractmethod
    def day_after(self, pages: int) -> date:
        """The day that the cursor goes to with so many pages ahead."""

    @abstractmethod
    def current_day(self) -> date:
        """The day that the cursor stands on."""

    @abstractmethod
    def set_day(self, day: date) -> None:
        """Put the cursor on a day of the range."""

    @abstractmethod
    def select(self, ref: EntryRef | None) -> None:
        """Select an entry that is shown, and bring it into sight; None: no entry."""

    @abstractmethod
    def laid_out(self) -> None:
        """Entries, margin or sizes are others now: work out where all stands, and paint."""

    @abstractmethod
    def cell_of(self, day: date) -> QRect:
        """Where a day of the range stands in the viewport."""

    @abstractmethod
    def rect_of(self, ref: EntryRef) -> QRect | None:
        """Where an entry stands in the viewport; None where it has no room."""

    @abstractmethod
    def standing(self, entry: CalendarEntry) -> Sequence[Block | More]:
        """Where an entry stands: its blocks, else the count that it is one of."""

    @abstractmethod
    def chips(self) -> Sequence[Chip]:
        """What of birthdays, named dates and holidays has room, in the order of their days."""

    @abstractmethod
    def rect_of_kept(self, ref: MarginRef) -> QRect | None:
        """Where a birthday, a named date or a holiday stands in the viewport; None where it has no room."""

    def kept_on(self, day: date) -> list[Margin]:
        """What is kept on a day, the holidays first."""
        return margin_of(day, self.occasions, self.holidays)

    def entries_on(self, day: date) -> list[CalendarEntry]:
        """The entries read that touch a day."""
        return [entry for entry in self.entries if entry.first <= day <= entry.last]

    def count_on(self, day: date) -> int:
        """How many contacts a day has, also where not all of them were read."""
        return len(self.entries_on(day))

    # --------------------------------------------------------------------------------------------------------- inside

    def now(self) -> datetime:
        """The present instant as the wall shows it."""
        return self.store.clock.now().astimezone()

    def today(self) -> date:
        """The present local day."""
        return self.now().date()

    def week_of(self, day: date) -> date:
        """The day with which the week of ``day`` begins."""
        return day - timedelta(days=(day.weekday() - self.week_start) % 7)
