"""The diary as a list: day after day, each contact done, moved and opened on its line; more at both ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.kinds import Outcome
from crm_desktop.services import calendar
from crm_desktop.services.calendar import EntryState
from crm_desktop.ui import formats, text_entries, text_kinds
from crm_desktop.ui.calendar.entry_menu import OPEN_STATES
from crm_desktop.ui.calendar.filters import CalendarFilter
from crm_desktop.ui.lines.line_words import Deed, LineWords
from crm_desktop.ui.lines.section import Section
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm_desktop.services.base import Store
    from crm_desktop.services.calendar import CalendarEntry, EntryRef
    from crm_desktop.ui.calendar.doing import Doing
    from crm_desktop.ui.calendar.views import Holidays
    from crm_desktop.ui.lines.line import Line

_STRETCH = 14
_PER_DAY = 12
"""Lines of one day at first; a busy day tells how many more it has."""
_IN_MARGIN = 4
_ENOUGH = 30
"""A page is so many lines, or a year."""
_YEAR = 366
_TONES = {
    EntryState.OVERDUE: "care",
    EntryState.SUCCESSFUL: "well",
    EntryState.FAILED: "failed",
    EntryState.CANCELLED: "quiet",
    EntryState.NO_ANSWER: "quiet",
}
_WIDEST = 860


class AgendaView(QScrollArea):
    """Signals: shown_range_changed: (first, last) other days are shown now."""

    shown_range_changed = Signal(object, object)

    def __init__(self, store: Store, doing: Doing) -> None:
        super().__init__()
        self.setObjectName("calendar_agenda")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._store, self._doing = store, doing
        self._filter = CalendarFilter()
        self.holidays: Holidays = {}
        self.entries: list[CalendarEntry] = []
        self._asked = self.first = self.last = self.today()
        self._sections: dict[date, Section] = {}
        self._gaps: dict[date, QLabel] = {}
        self._most: dict[date, int] = {}
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 12, 24, 24)
        self._column.setSpacing(14)
        self._earlier = button("agenda_earlier", tr("Earlier"), look="link", clicked=self._add_earlier)
        self._later = button("agenda_later", tr("Later"), look="link", clicked=self._add_later)
        self._nothing = label("", "quiet", wrap=True)
        self._nothing.setObjectName("agenda_nothing")
        self._column.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._nothing)
        self._column.addWidget(self._later, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def today(self) -> date:
        """The present local day."""
        return self._store.clock.now().astimezone().date()

    def show_range(self, first: date) -> None:
        """List from a day on."""
        self._asked = self.first = first
        self.last = first - timedelta(days=1)
        self._grow_forward()
        self.reload()
        self.verticalScrollBar().setValue(0)
        self.shown_range_changed.emit(self.first, self.last)

    def set_filter(self, chosen: CalendarFilter) -> None:
        """Show what the filter lets through (``calendar.entries``)."""
        self._filter = chosen
        self.reload()

    def step(self, pages: int) -> None:
        """Go on by a week, or back."""
        self.show_range(self._asked + timedelta(days=7 * pages))

    def current_day(self) -> date:
        """The day from which on the list was asked for."""
        return self._asked

    def reload(self) -> None:
        """Read the days listed again."""
        self.entries = self._read(self.first, self.last)
        by_day: dict[date, list[CalendarEntry]] = {}
        for entry in self.entries:
            by_day.setdefault(max(entry.first, self.first), []).append(entry)
        occasions = {
            day: kept
            for begin, end in _years(self.first, self.last)
            for day, kept in calendar.occasions(self._store, begin, end).items()
        }
        days = sorted(
            {*by_day, *occasions, *(day for day in self.holidays if self.first <= day <= self.last)}
        )
        for day in [day for day in self._sections if day not in days]:
            self._drop(self._sections.pop(day))
        self._lay_out(days)
        for day in days:
            section = self._sections[day]
            margin = [
                *self.holidays.get(day, ()),
                *(text_entries.occasion(each) for each in occasions.get(day, ())),
            ]
            entries = by_day.get(day, ())
            lines = [self._line(entry) for entry in entries[: self._most.get(day, _PER_DAY)]]
            more = len(margin) - _IN_MARGIN
            beside = [*margin[:_IN_MARGIN], text_entries.more(more)] if more > 0 else margin
            section.show_lines(lines, len(entries), " · ".join(beside))
            section.setVisible(bool(lines or margin))
        self._nothing.setText(
            "" if days else tr("Nothing stands in these days. Type on a day, or press “Plan”.")
        )
        self._nothing.setVisible(not days)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _lay_out(self, days: Sequence[date]) -> None:
        """Put the sections of these days under each other, and between them how many days are free."""
        for gap in self._gaps.values():
            self._drop(gap)
        self._gaps.clear()
        place = 1  # below "Earlier"
        before = self.first - timedelta(days=1)
        for day in days:
            free = (day - before).days - 1
            if free:
                gap = self._gaps[day] = label(ntr("{n} free day", "{n} free days", free), "small")
                self._column.insertWidget(place, gap)
                place += 1
            section = self._sections.get(day) or self._new_section(day)
            if self._column.indexOf(section) != place:
                self._column.insertWidget(place, section)
            place, before = place + 1, day

    def _drop(self, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _scrolled(self, value: int) -> None:
        """Whoever comes to the lower end goes on."""
        if 0 < value == self.verticalScrollBar().maximum():
            QTimer.singleShot(0, self, self._add_later)

    def _show_more(self, day: date, more: int) -> None:
        self._most[day] = self._most.get(day, _PER_DAY) + more
        self.reload()

    def _new_section(self, day: date) -> Section:
        name = formats.full_day(day.isoformat())
        made = Section(f"day_{day.isoformat()}", f"{name[:1].upper()}{name[1:]}")
        made.stepped.connect(self._step)
        made.entered.connect(self._entered)
        made.more_wanted.connect(lambda more: self._show_more(day, more))
        self._sections[day] = made
        return made

    def _read(self, first: date, last: date) -> list[CalendarEntry]:
        now, chosen = self._store.clock.now(), self._filter
        found: list[CalendarEntry] = []
        for begin, end in _years(first, last):
            read = calendar.entries(
                self._store,
                begin,
                end,
                now,
                kinds=chosen.kinds,
                people=chosen.people,
                written=chosen.written,
            )
            # What reaches over from one year into the next is read twice.
            found += [entry for entry in read if begin == first or entry.first >= begin]
        return found

    def _grow_forward(self) -> None:
        count, begin, days = 0, self.last, 1
        while count < _ENOUGH and (self.last - begin).days < _YEAR:
            count += len(self._read(self.last + timedelta(days=1), self.last + timedelta(days=days)))
            self.last += timedelta(days=days)
            days = min(2 * days, _STRETCH)

    def _add_later(self) -> None:
        self._grow_forward()
        self.reload()
        self.shown_range_changed.emit(self.first, self.last)

    def _add_earlier(self) -> None:
        count, begin, days = 0, self.first, 1
        while count < _ENOUGH and (begin - self.first).days < _YEAR:
            count += len(self._read(self.first - timedelta(days=days), self.first - timedelta(days=1)))
            self.first -= timedelta(days=days)
            days = min(2 * days, _STRETCH)
        bar = self.verticalScrollBar()
        below = bar.maximum() - bar.value()
        self.reload()
        self._column.activate()
        bar.setValue(bar.maximum() - below)
        self.shown_range_changed.emit(self.first, self.last)

    def _line(self, entry: CalendarEntry) -> LineWords:
        ref = entry.ref
        state = "" if entry.state is EntryState.PLANNED else text_entries.state(entry.state)
        kind = text_kinds.activity_kind(entry.kind).lower() if entry.client or entry.wanted else ""
        when = trc("contact", "all day") if entry.all_day else text_entries.clock(entry.start)
        return LineWords(
            id=f"{entry.id.hex()}_{entry.occurrence or ''}",
            title=text_entries.title(entry),
            sentence=text_entries.spoken(entry),
            deeds=self._deeds(entry),
            open=lambda: self._doing.open(*ref),
            when=when,
            tone=_TONES.get(entry.state, "text"),
            title_tone="quiet" if entry.state is EntryState.CANCELLED else "text",
            beside=" · ".join(part for part in (kind, state) if part),
            detail=text_entries.about(entry),
        )

    def _deeds(self, entry: CalendarEntry) -> tuple[Deed, ...]:
        ref = entry.ref
        tell = Deed("tell", tr("Tell how it went…"), lambda: self._doing.tell(*ref, None), "T")
        delete = Deed("delete", tr("Delete"), lambda: self._doing.delete(*ref))
        if entry.state not in OPEN_STATES:
            return (tell, delete)
        return (
            self._held(ref, Outcome.SUCCESSFUL, trc("outcome of a contact", "Went well"), "D", "row"),
            self._held(ref, Outcome.FAILED, trc("outcome of a contact", "Failed"), "F"),
            self._held(ref, Outcome.NO_ANSWER, trc("outcome of a contact", "No answer"), "O"),
            tell,
            Deed("move", tr("Move…"), lambda: self._doing.ask_move(*ref), "M", "row"),
            Deed("cancel", trc("outcome of a contact", "Cancelled"), lambda: self._doing.cancel(*ref), "X"),
            delete,
        )

    def _held(self, ref: EntryRef, outcome: Outcome, words: str, letter: str, look: str = "") -> Deed:
        return Deed(outcome.value, words, lambda: self._doing.tell(*ref, outcome), letter, look)

    def _lines(self) -> list[Line]:
        days = sorted(self._sections)
        return [line for day in days for line in self._sections[day].lines]

    def _step(self, by: int) -> None:
        lines = self._lines()
        place = next((number for number, each in enumerate(lines) if each.hasFocus()), None)
        if place is None:
            return
        target = lines[min(max(place + by, 0), len(lines) - 1)]
        self._entered(target)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(target, 0, 24)

    def _entered(self, line: Line) -> None:
        for each in self._lines():
            each.take_tab(taken=each is line)


def _years(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Stretches of at most a year: longer ones are not answered (``calendar.LONGEST_DAYS``)."""
    while first <= last:
        end = min(first + timedelta(days=_YEAR - 1), last)
        yield first, end
        first = end + timedelta(days=1)
