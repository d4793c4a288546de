"""The morning page: at the left what is planned today, at the right (below, where it is narrow) what else waits.

It is read again at every change, when a contact begins or ends, and at midnight. In a big base what stands around the
plan is read beside the window.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.changes import LOCAL
from crm_desktop.errors import UserError
from crm_desktop.kinds import Op, Outcome
from crm_desktop.services import colleagues, today
from crm_desktop.services.difference_counts import count_open
from crm_desktop.services.whose import EVERYBODY, Others
from crm_desktop.ui import formats, text_differences, text_today
from crm_desktop.ui.text import tr
from crm_desktop.ui.today.contact_lines import contact_line
from crm_desktop.ui.today.nothing import nobody_yet
from crm_desktop.ui.today.other_lines import due_line, low_line, occasion_line, slipping_line, waiting_line
from crm_desktop.ui.today.parts import Parts
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from datetime import date, datetime

    from PySide6.QtGui import QHideEvent, QPaintEvent, QResizeEvent, QShowEvent

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.changes import Changes
    from crm_desktop.services.attention import Waiting
    from crm_desktop.services.base import Store
    from crm_desktop.services.today import Around, Planned
    from crm_desktop.ui.card.choice_row import ChoiceRow
    from crm_desktop.ui.colleagues.whose_row import Whose
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.today.doing import Doing

_MARGIN = 26
_WIDEST = 1240
_TWO_COLUMNS = 940
"""Narrower than this the parts stand below each other."""
_LOOK_MS = 20_000
_SOON_MS = 200
_STALE = timedelta(minutes=5)
"""Words such as "waits 3 h" are that old at most."""
_LONG_WORK = frozenset((Op.IMPORT, Op.MAKE_SAMPLE))
_TABLES = (
    "client", "contact_point", "activity", "activity_client", "activity_move", "request", "payment", "named_date",
    "reminder_answer", "group_member", "client_group", "colleague", "feedback", "setting",
    "conflict",
)  # fmt: skip


class TodayPage(QWidget):
    """The page; ``doing`` carries out what its lines are told to."""

    def __init__(self, session: Session, doing: Doing) -> None:
        super().__init__()
        self.setObjectName("page_today")
        self.setAccessibleName(tr("Today"))
        self._session, self._doing = session, doing
        self._big: bool | None = None
        self._limits = today.Limits()
        self._planned: Planned | None = None
        self._around: Around | None = None
        self._missed: date | None = None
        self._read_at: datetime | None = None
        self._task: Task[tuple[date, Around]] | None = None
        self._was_painted = False
        self._whose: ChoiceRow[Whose] | None = None
        self._build()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_at_clock)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.reload)
        doing.held = self._ask_next
        doing.whom_wanted = self._ask_whom

    # ---------------------------------------------------------------------------------------------------- for the frame

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen."""
        if stale or self._planned is None or self._is_old():
            self.reload()

    def changed(self, changes: Changes) -> None:
        """Something was committed: what was done here shows at once, long work now and then."""
        if not changes.touches(*_TABLES):
            return
        if changes.origin == LOCAL and changes.op not in _LONG_WORK:
            self.reload()
        elif not self._soon.isActive():
            self._soon.start()

    def states(self) -> tuple[str, ...]:
        """No command of the list is possible here."""
        return ()

    def stop(self) -> None:
        """The window goes: hear nothing more of what runs."""
        task, self._task = self._task, None
        if task is not None:
            task.forget()
        self._look.stop()
        self._soon.stop()

    def focus_first(self) -> None:
        """Take the focus to the line stood on last, else to the first one."""
        self.parts.focus_first()

    # --------------------------------------------------------------------------------------------------------- reading

    def reload(self) -> None:
        """Read everything again."""
        store, now = self._session.store, self._session.store.clock.now()
        if self._big is None:
            self._big = today.is_big(store)
        day = now.astimezone().date()
        if self._planned is None or self._planned.on != day:
            self._missed = None
        self._read_at = now
        if not self._big:
            self._missed = self._missed or _missed_since(store, day)
            read = today.today(store, now, self._missed, self._limits, self._others())
            self._show(read.planned, read.around)
            return
        self._show(today.planned(store, now, self._limits, self._others()), self._around)
        self._read_around(now, day)

    def _read_around(self, now: datetime, day: date) -> None:
        store, limits, known, others = self._session.store, self._limits, self._missed, self._others()

        def read(_progress: Progress) -> tuple[date, Around]:
            missed = known or _missed_since(store, day)
            return missed, today.around(store, now, missed, limits, others)

        if self._task is not None:
            self._task.forget()
        self._task = self._session.runner.start(read, done=self._take_around)

    def _take_around(self, found: tuple[date, Around]) -> None:
        self._task = None
        self._missed, around = found
        if self._planned is not None:
            self._show(self._planned, around)

    def _others(self) -> Others:
        """Whose work is left out: that of the colleagues, unless everybody's is to be shown."""
        others = colleagues.others(self._session.store)
        everybody = self._session.settings.current.everybody
        if others or self._whose is not None:
            self._offer_whose(offered=bool(others), everybody=everybody)
        return EVERYBODY if everybody else others

    def _offer_whose(self, *, offered: bool, everybody: bool) -> None:
        from crm_desktop.ui.colleagues.whose_row import Whose, whose_row  # who works alone does without

        if self._whose is None:
            self._whose = whose_row("today_whose")
            self._whose.told.changed.connect(self._choose_whose)
            self._beside_heading.addWidget(self._whose)
        self._whose.setVisible(offered)
        self._whose.choose(Whose.EVERYBODY if everybody else Whose.MINE)

    def _choose_whose(self) -> None:
        from crm_desktop.ui.colleagues.whose_row import Whose

        assert self._whose is not None  # it is what was clicked
        try:
            self._session.settings.update(everybody=self._whose.value() is Whose.EVERYBODY)
        except UserError as error:
            self._doing.tell_problem(error)
        self._session.signals.whose.emit()
        self.reload()

    def _is_old(self) -> bool:
        """Whether the page looks different by now, though nobody did anything; also after the clock was set."""
        if self._planned is None or self._read_at is None:
            return True
        now = self._session.store.clock.now()
        return (
            now >= self._planned.next_change
            or not self._read_at <= now < self._read_at + _STALE
            or self._planned.on != now.astimezone().date()
        )

    def _look_at_clock(self) -> None:
        if self._is_old():
            self.reload()

    def _more(self, name: str, count: int) -> None:
        known = {field.name: getattr(self._limits, field.name) for field in fields(self._limits)}
        self._limits = replace(self._limits, **{name: known[name] + count})
        section = self.parts.sections[name]
        first_new = len(section.lines)
        self.reload()
        if first_new < len(section.lines):
            section.lines[first_new].setFocus(Qt.FocusReason.OtherFocusReason)

    # --------------------------------------------------------------------------------------------------------- showing

    def _show(self, planned: Planned, around: Around | None) -> None:
        stood = self.parts.standing()
        self._planned, self._around = planned, around
        self._heading.setText(formats.day_title(planned.on))
        self._say_differences()
        self._summary.setText(text_today.summary(planned.contacts, _held_on(planned.on, around)))
        self._places.setCurrentWidget(self._nobody if planned.empty else self._scroll)
        contacts = planned.contacts
        for name, listed in (("late", contacts.late), ("today", contacts.today)):
            lines = [contact_line(each, planned.on, self._doing) for each in listed.rows]
            self.parts.sections[name].show_lines(lines, listed.total)
        self._align()
        self.parts.nothing.setVisible(not contacts.today.total)
        slipping = around is not None and bool(around.slipping.total)
        self.parts.nothing.suggest(late=bool(contacts.late.total), slipping=slipping)
        if around is not None:
            self._show_around(planned, around)
        self.parts.stand_again(stood)

    def _say_differences(self) -> None:
        """One quiet line where colleagues wrote different things; a base that works alone never has it."""
        count = count_open(self._session.store) if self._doing.hosts.show_differences is not None else 0
        self._differences.setText(text_differences.counted(count) if count else "")
        self._differences.setAccessibleName(self._differences.text())
        self._differences.setVisible(bool(count))

    def _show_differences(self) -> None:
        if self._doing.hosts.show_differences is not None:
            self._doing.hosts.show_differences(None)

    def _align(self) -> None:
        """Leave as much room for the times in both parts as the widest needs."""
        both = (self.parts.sections["late"], self.parts.sections["today"])
        width = max(each.when_width() for each in both)
        for each in both:
            each.align(width)

    def _show_around(self, planned: Planned, around: Around) -> None:
        doing, on = self._doing, planned.on
        now = self._session.store.clock.now()
        parts = self.parts.sections
        slipping, occasions, waiting = around.slipping, around.occasions, around.waiting
        parts["slipping"].show_lines([slipping_line(each, doing) for each in slipping.rows], slipping.total)
        parts["occasions"].show_lines(
            [occasion_line(each, on, doing) for each in occasions.rows], occasions.total
        )
        parts["waiting"].show_lines([waiting_line(each, now, doing) for each in waiting.rows], waiting.total)
        parts["low"].show_lines([low_line(each, now, doing) for each in around.low.rows], around.low.total)
        if self._was_painted:
            self._show_money()
        self.parts.week.show_week(around.week, on)

    def _show_money(self) -> None:
        """Payments; sums of money need Babel, whose import the first picture does not wait for."""
        if self._planned is None or self._around is None:
            return
        due = self._around.due
        lines = [due_line(each, self._planned.on, self._doing) for each in due.rows]
        totals = text_today.due_totals(self._around.due_sums) if lines else ""
        self.parts.sections["due"].show_lines(lines, due.total, totals)

    # -------------------------------------------------------------------------------------------------------- next step

    def _ask_next(self, client_id: bytes, name: str, outcome: Outcome) -> None:
        day = self._session.store.clock.now().astimezone().date()
        self.parts.next_step.ask(client_id, name, outcome, day)

    def _ask_whom(self, row: Waiting) -> None:
        """Ask over its line who takes care of a request."""
        # Imported here: few are handed over, and the first picture does without.
        from crm_desktop.ui.card.whom_menu import ask_whom

        lines = self.parts.sections["waiting"].lines
        over = next((each for each in lines if each.words.id == f"request_{row.id.hex()}"), self)
        ask_whom(
            over,
            self._session.store,
            {row.responsible_id},
            lambda colleague_id, name: self._doing.hand_over(row, colleague_id, name),
        )

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()
        self.parts.next_step.hide()
        if self.parts.marks is not None:
            self.parts.marks.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._was_painted:
            QTimer.singleShot(0, self, self._align)  # when the lines have their new type, too

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._show_money)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.parts.arrange(wide=self.width() >= _TWO_COLUMNS)

    # ---------------------------------------------------------------------------------------------------------- widgets

    def _build(self) -> None:
        self._heading = label("", "heading")
        self._heading.setObjectName("today_heading")
        self._summary = label("", "quiet", wrap=True)
        self._summary.setObjectName("today_summary")
        self._differences = button("today_differences", "", look="link", clicked=self._show_differences)
        self.parts = Parts(self._doing)
        self.parts.more_wanted.connect(self._more)
        body = QWidget()
        body.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._beside_heading = row = QHBoxLayout()
        row.addWidget(self._heading, 1)
        column.addLayout(row)
        column.addWidget(self._summary)
        column.addWidget(self._differences, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(12)
        column.addWidget(self.parts)
        column.addStretch(1)
        self._scroll = _scrolled(body)
        self.parts.reached.connect(lambda line: self._scroll.ensureWidgetVisible(line, 0, 24))
        self._nobody = nobody_yet(self._doing)
        self._places = QStackedWidget()
        self._places.addWidget(self._scroll)
        self._places.addWidget(self._nobody)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._places)


def _missed_since(store: Store, day: date) -> date:
    # Imported here: in a big base the first picture does without the rules of dates.
    from crm_desktop.services.attention_dates import missed_since

    return missed_since(store, day)


def _held_on(on: date, around: Around | None) -> int:
    """How many contacts were held on a day of this week, as far as that was read yet."""
    return sum(day.held for day in around.week.days if day.on == on) if around is not None else 0


def _scrolled(body: QWidget) -> QScrollArea:
    inside = QWidget()
    row = QHBoxLayout(inside)
    row.setContentsMargins(_MARGIN, 22, _MARGIN, _MARGIN)
    row.addWidget(body, 1)
    area = QScrollArea()
    area.setObjectName("today_scroll")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
