"""The page of the calendar: one of four views, the head over them, and what they ask for carried out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.errors import UserError
from crm_desktop.services import calendar, holidays
from crm_desktop.services.today import is_big
from crm_desktop.ui import calendar_preferences
from crm_desktop.ui.calendar import range_words
from crm_desktop.ui.calendar.agenda_view import AgendaView
from crm_desktop.ui.calendar.doing import Doing
from crm_desktop.ui.calendar.filters import CalendarFilter, FilterPopup, at_first, kept, mine
from crm_desktop.ui.calendar.grid_view import GridView
from crm_desktop.ui.calendar.head import CalendarHead
from crm_desktop.ui.calendar.mini_month import MiniMonth
from crm_desktop.ui.calendar.month_view import MonthView
from crm_desktop.ui.calendar.quick_entry import QuickEntry
from crm_desktop.ui.calendar_preferences import View
from crm_desktop.ui.text import language
from crm_desktop.ui.widgets.buttons import line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QKeyEvent

    from crm_desktop.changes import Changes
    from crm_desktop.services.base import Store
    from crm_desktop.services.calendar import EntryState
    from crm_desktop.ui.calendar.views import CalendarView, Occasions
    from crm_desktop.ui.desk import Desk

    _Tally = Mapping[date, Mapping[EntryState, int]]

_TOUCHING = (
    "activity", "activity_client", "activity_move", "client", "named_date", "colleague", "setting",
)  # fmt: skip
_KEYS = {
    Qt.Key.Key_1: View.DAY,
    Qt.Key.Key_2: View.WEEK,
    Qt.Key.Key_3: View.MONTH,
    Qt.Key.Key_4: View.AGENDA,
}
_MINUTE_MS = 60_000
_NOON_HOUR = 12


@dataclass(frozen=True)
class Shown:
    """A view with its days, its cursor, its filter, the days off, and the weekday its weeks begin with."""

    store: Store
    view: View
    first: date
    last: date
    day: date
    filter: CalendarFilter
    holidays: Mapping[date, tuple[str, ...]]
    week_start: int


class CalendarPage(QWidget):
    """Signals: print_wanted: what ``shown_now`` tells is to go on paper."""

    print_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page_calendar")
        self._session, self._hosts = desk.session, desk.hosts
        self._store = desk.session.store
        self._tell = desk.window.tell
        self._doing = Doing(desk)
        self._doing.refused.connect(self._reload)
        self._preferences = calendar_preferences.from_settings(self._session.settings.current.calendar)
        stored = CalendarFilter.from_settings(self._session.settings.current.calendar)
        self._filter = at_first(self._session, stored)
        self._view = self._preferences.view
        self._views: dict[View, CalendarView | AgendaView] = {}
        self.head = CalendarHead()
        self.mini = MiniMonth(self._today(), self._preferences.first_weekday())
        self.quick = QuickEntry(self._session, self, self._doing.save, self._hosts.plan_activity)
        self._stack = QStackedWidget()
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._passed)
        self._day = self._today()
        self._is_big = is_big(self._store)
        self._asked: dict[str, object] = {}
        self._going = False
        self._build()
        self._connect()

    # ---------------------------------------------------------------------------------------------------------- a page

    def changed(self, changes: Changes) -> None:
        """Something was committed."""
        if changes.touches(*_TOUCHING):
            self._reload()

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen."""
        del stale  # it is read anew each time: minutes have passed in any case
        self._read_preferences()
        self._read_whose()
        self.show_view(self._view, self._day)
        self._current().setFocus(Qt.FocusReason.OtherFocusReason)
        self._minute.start()

    def states(self) -> tuple[str, ...]:
        """No command of the list is possible here."""
        return ()

    def stop(self) -> None:
        """The window goes for good."""
        self._minute.stop()
        self._asked = {"head": None, "mini": None}

    # ----------------------------------------------------------------------------------------------------------- going

    def show_day(self, day: date) -> None:
        """Show a day in the view that is used."""
        self.show_view(View.DAY if self._view is View.MONTH and not self.isVisible() else self._view, day)

    def show_view(self, view: View, day: date) -> None:
        """Show a view with a day in it."""
        self._view, self._day = view, day
        shown = self._made(view)
        self._stack.setCurrentWidget(shown)
        self.head.show_view(view)
        self._going = True
        shown.show_range(day)
        self._going = False
        self._read_margin()
        self._say()
        self._keep(view=view.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        alone = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in _KEYS:
            self.show_view(_KEYS[key], self._current().current_day())
            self._current().setFocus(Qt.FocusReason.OtherFocusReason)
        elif alone and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._step(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.mini.updateGeometry()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(line())
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        head = self.head
        head.stepped.connect(self._step)
        head.today_wanted.connect(lambda: self.show_view(self._view, self._today()))
        head.view_chosen.connect(lambda view: self.show_view(view, self._current().current_day()))
        head.plan_wanted.connect(self._plan)
        head.print_wanted.connect(self.print_wanted)
        head.filter_wanted.connect(self._ask_filter)
        head.whose_chosen.connect(self._show_whose)
        self.mini.day_chosen.connect(lambda day: self.show_view(self._view, day))
        self.mini.month_changed.connect(lambda _month: self._read_mini())

    def _made(self, view: View) -> CalendarView | AgendaView:
        """A view, made when it is first shown."""
        if view in self._views:
            return self._views[view]
        start = self._preferences.first_weekday()
        made: CalendarView | AgendaView
        if view is View.AGENDA:
            made = AgendaView(self._store, self._doing)
        elif view is View.MONTH:
            made = self._connected(MonthView(self._store, start))
        else:
            grid = GridView(self._store, 7 if view is View.WEEK else 1, start)
            grid.work = self._preferences.work
            made = self._connected(grid)
        if self._filter != CalendarFilter():
            made.set_filter(self._filter)
        made.shown_range_changed.connect(self._range_changed)
        self._views[view] = made
        self._stack.addWidget(made)
        return made

    def _connected(self, view: CalendarView) -> CalendarView:
        doing = self._doing
        view.set_bars(self._filter.bars)
        view.open_wanted.connect(doing.open)
        view.tell_wanted.connect(doing.tell)
        view.move_wanted.connect(doing.move)
        view.move_form_wanted.connect(doing.ask_move)
        view.resize_wanted.connect(doing.resize)
        view.delete_wanted.connect(doing.delete)
        view.cancel_wanted.connect(doing.cancel)
        view.add_wanted.connect(self._add)
        view.typed.connect(self._type)
        view.day_wanted.connect(lambda day: self.show_view(View.DAY, day))
        view.today_wanted.connect(lambda: self.show_view(self._view, self._today()))
        if self._hosts.open_card is not None:
            view.client_wanted.connect(self._hosts.open_card)
        return view

    def _read_preferences(self) -> None:
        """Take the first weekday and the hours of work as the settings have them now; the view stays."""
        found = calendar_preferences.from_settings(self._session.settings.current.calendar)
        self._preferences = replace(found, view=self._view)
        start = found.first_weekday()
        self.mini.set_week_start(start)
        for view in self._views.values():
            if not isinstance(view, AgendaView):
                view.week_start = start
            if isinstance(view, GridView):
                view.work = found.work

    def _current(self) -> CalendarView | AgendaView:
        return self._made(self._view)

    def _reload(self) -> None:
        self._current().reload()
        self._read_margin()
        self._say()

    def _range_changed(self, _first: date, _last: date) -> None:
        if not self._going:
            self._read_margin()
            self._say()

    def _read_margin(self) -> None:
        view = self._current()
        days = holidays.holidays(self._store, view.first, view.last, language())
        if isinstance(view, AgendaView):
            view.holidays = days
            view.reload()
            return
        occasions: Occasions = calendar.occasions(self._store, view.first, view.last)
        view.set_margin(occasions, days)

    def _say(self) -> None:
        view = self._current()
        self._day = view.current_day()
        shown = (self._view, view.first, view.last, self._day)
        week = range_words.week(view.first, view.last) if self._view in (View.DAY, View.WEEK) else ""
        titles = range_words.titles(*shown)
        alone = self._filter.people if self._filter.people != mine(self._session) else ()
        self.head.show_filter(on=replace(self._filter, people=alone).is_set)
        self.mini.show_days(view.first, view.last, self._day)
        self._read_mini()
        first, last = view.first, view.last
        if self._view is View.MONTH:
            first, last = range_words.month_of(self._day)

        def tell(tally: _Tally) -> None:
            found: Counter[EntryState] = Counter()
            for states in tally.values():
                found.update(states)
            # What the days named in the title hold, also what has no room on the screen.
            beside = " · ".join(filter(None, (week, range_words.counts(found))))
            self.head.show_words(titles, beside)

        if self._is_big:
            self.head.show_words(titles, week)
        self._count("head", first, last, tell)

    def _count(self, what: str, first: date, last: date, tell: Callable[[_Tally], object]) -> None:
        """Count the contacts of some days, beside the window where there may be very many; the last question counts."""
        self._asked[what] = asked = object()
        if not self._is_big:
            tell(self._tally(first, last))
            return

        def unless_late(tally: _Tally) -> None:
            if self._asked[what] is asked:
                tell(tally)

        self._session.runner.start(lambda _progress: self._tally(first, last), done=unless_late)

    def _tally(self, first: date, last: date) -> _Tally:
        now, chosen = self._store.clock.now(), self._filter
        return calendar.tally(
            self._store,
            first,
            last,
            now,
            kinds=chosen.kinds,
            people=chosen.people,
            written=chosen.written,
        )

    def _read_mini(self) -> None:
        self._count(
            "mini",
            *self.mini.span(),
            lambda tally: self.mini.show_busy({day: sum(states.values()) for day, states in tally.items()}),
        )

    def _step(self, by: int) -> None:
        self._current().step(by)
        self._say()

    def _plan(self) -> None:
        day = self._current().current_day()
        now = self._store.clock.now().astimezone()
        at = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        if day != now.date():
            at = datetime(day.year, day.month, day.day, _NOON_HOUR).astimezone()
        self._doing.add(at, None, False)

    def _add(self, start: datetime | date, minutes: int | None, all_day: bool) -> None:
        day = start.date() if isinstance(start, datetime) else start
        self.quick.begin(self._doing.draft(start, minutes, all_day=all_day), "", self._cell(day))

    def _type(self, text: str, day: date) -> None:
        self.quick.begin(self._doing.draft(day, None, all_day=True), text, self._cell(day))

    def _cell(self, day: date) -> QRect | None:
        """Where a day stands on the screen; None in the agenda."""
        view = self._current()
        if isinstance(view, AgendaView):
            return None
        cell = view.cell_of(day)
        return QRect(view.viewport().mapToGlobal(cell.topLeft()), cell.size())

    def _ask_filter(self) -> None:
        popup = FilterPopup(self, self._session, self._filter)
        popup.changed.connect(self._filtered)
        popup.open_below(self.head.filter)

    def _filtered(self, chosen: CalendarFilter) -> None:
        self._filter = chosen
        for view in self._views.values():
            view.set_filter(chosen)
            if not isinstance(view, AgendaView):
                view.set_bars(chosen.bars)
        self._read_whose()
        self._say()
        self._keep(**kept(self._session, chosen))

    def _read_whose(self) -> None:
        """Offer the choice between mine and everybody's where there is one."""
        own = mine(self._session)
        people = self._filter.people
        self.head.show_whose(offered=bool(own), everybody=not people, single=people not in ((), own))

    def _show_whose(self, everybody: bool) -> None:
        self._filtered(replace(self._filter, people=() if everybody else mine(self._session)))

    def shown_now(self) -> Shown:
        """What is on the screen, as paper asks for it."""
        view = self._current()
        days = holidays.holidays(self._store, view.first, view.last, language())
        start = self._preferences.first_weekday()
        return Shown(self._store, self._view, view.first, view.last, self._day, self._filter, days, start)

    def _passed(self) -> None:
        """A minute has passed: what was planned may be overdue now, and the day another one."""
        self.mini.show_today(self._today())
        if self.isVisible():
            self._reload()

    def _today(self) -> date:
        return self._store.clock.now().astimezone().date()

    def _keep(self, **values: object) -> None:
        settings = self._session.settings
        present = settings.current.calendar
        if {**present, **values} == present:
            return
        self._preferences = replace(self._preferences, view=self._view)
        try:
            settings.update(calendar={**present, **values})
        except UserError as error:
            self._tell.problem(error)
