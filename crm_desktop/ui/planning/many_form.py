"""The same contact for many clients, spread over days; what would come of it is said before it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.errors import DateRefused, LengthRefused, NumberRefused, TimeRefused, UserError
from crm_desktop.kinds import ActivityKind, Op
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.planning_many import Spread, foreseen, plan_for, willing
from crm_desktop.services.typed_span import read_clock, read_length
from crm_desktop.services.work_days import work_days
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.card.activity_layout import titled
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.entry_choice import EntryChoice, colleague_choices
from crm_desktop.ui.card.multi_row import MultiRow
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.card.when_field import WhenField, typed_text
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.text_repeats import weekday_letters
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import time

    from crm_desktop.services.bulk import Progress
    from crm_desktop.ui.session import Session

AT_ONCE = 50
"""More contacts than these are planned on a thread, so that the window stays alive."""

_KINDS = (ActivityKind.CALL, ActivityKind.MEETING, ActivityKind.VISIT, ActivityKind.EMAIL, ActivityKind.TASK)
_A_DAY, _FROM, _EVERY = "10", "10:00", "30"
_NARROW = 64


class ManyForm(SmallForm):
    """Kind, days, times, what about; a line tells how many contacts on how many days.

    Signals:
        long_work: many are to be planned: carries the work, which takes what shows its progress and gives the count.
    """

    long_work = Signal(object)

    def __init__(self, session: Session, client_ids: Sequence[bytes], wanted: str = "") -> None:
        """``wanted`` is what about, as far as it is known."""
        self._willing, self._shy = willing(session.store, list(dict.fromkeys(client_ids)))
        self._asked = len(set(client_ids))
        super().__init__("many_form", tr("Plan contacts"), session, "plan_many")
        self._add_widgets()
        self._wanted.set_text(wanted)
        self._look_ahead()
        self.ready()

    def focus_first(self) -> None:
        self._wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        return {}  # the clients are not kept, and without them the rest is nothing

    def show_state(self, state: Mapping[str, Any]) -> None:
        del state

    def save(self) -> None:
        """Plan them; many beside the window."""
        if len(self._willing) <= AT_ONCE:
            super().save()
            return
        try:
            draft, spread = self._draft(), self._spread()
            foreseen(len(self._willing), spread)
        except UserError as error:
            self.show_error(error)
            return
        self.long_work.emit(self._planner(draft, spread))

    def write(self) -> str:
        self.written = self._planner(self._draft(), self._spread())(None)
        return Op.PLAN_CONTACTS

    def _planner(self, draft: ActivityDraft, spread: Spread) -> Callable[[Progress | None], int]:
        """What plans them, also on another thread: it takes what shows its progress and gives how many there are."""
        store, clients = self.session.store, self._willing
        return lambda progress: len(plan_for(store, clients, draft, spread=spread, progress=progress).ids)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _add_widgets(self) -> None:
        store = self.session.store
        kinds = [(kind, text_kinds.activity_kind(kind)) for kind in _KINDS]
        self._kind: ChoiceRow[ActivityKind] = ChoiceRow(
            "many_kind", tr("Kind of contact"), kinds, mnemonics=True
        )
        self._wanted = TextBox("many_wanted", tr("What about"))
        self._first = WhenField("many_first", tr("First day"), store.clock, ahead=True, day=True)
        tomorrow = store.clock.now().astimezone().date() + timedelta(days=1)
        self._first.line.setText(typed_text(tomorrow.isoformat()))
        self._a_day = _line("many_a_day", tr("How many on a day"), _A_DAY)
        self._days: MultiRow[int] = MultiRow(
            "many_days", tr("On which days"), list(enumerate(weekday_letters()))
        )
        self._days.choose(work_days(store))
        self._from = _line("many_from", tr("Time of the day's first"), _FROM)
        self._every = _line("many_every", tr("Minutes from one to the next"), _EVERY)
        self._until = _line("many_until", tr("None later than"), "")
        self._responsible = EntryChoice(
            "many_responsible", tr("Responsible"), colleague_choices(self.session, None)
        )
        self._responsible.choose(self.session.base.me)
        self._preview = label("", "strong", wrap=True)
        self._preview.setObjectName("many_preview")
        self._add_rows()
        for choice in (self._kind, self._days):
            choice.told.changed.connect(self._look_ahead)
        for line in (self._first.line, self._a_day, self._from, self._every, self._until):
            line.textChanged.connect(lambda _text: self._look_ahead())

    def _add_rows(self) -> None:
        self.add_row("", self._kind)
        self.add_row(trc("activity row", "About"), self._wanted, "wanted")
        self.add_row(trc("many contacts", "From"), self._first, "first", self._first.line)
        self.add_row(trc("many contacts", "A day"), self._a_day, "a_day")
        self.add_row("", titled(trc("many contacts", "On"), self._days))
        self.add_row(trc("many contacts", "At"), self._times())
        self.add_row(trc("activity row", "By whom"), self._responsible, "responsible_id")
        self.show_row(self._responsible, shown=self._responsible.count() > 2)
        self.add_row("", self._preview)
        for field, line in (("at", self._from), ("every", self._every), ("until", self._until)):
            self.know(field, line)

    def _times(self) -> QWidget:
        made = QWidget()
        row = FlowLayout(made, gap=6)
        for widget in (
            self._from,
            label(trc("many contacts", "every"), "quiet"),
            self._every,
            label(trc("many contacts", "min, until"), "quiet"),
            self._until,
        ):
            widget.setMinimumHeight(
                self._from.sizeHint().height()
            )  # words in the middle of the fields beside them
            row.addWidget(widget)
        return made

    def _look_ahead(self) -> None:
        """Say what would come of it; what is not understood is told when it is to be saved."""
        count = len(self._willing)
        self.name_save(ntr("Plan {n} contact", "Plan {n} contacts", count))
        self.allow_save(allowed=count > 0)
        try:
            ahead = foreseen(max(count, 1), self._spread())
        except UserError:
            self._preview.setText(tr("not understood"))
            return
        parts = [ntr("{n} contact", "{n} contacts", count)]
        if count:
            today = self.session.store.clock.now().astimezone().date()
            first, last = (formats.moment(day.isoformat(), today) for day in (ahead.first, ahead.last))
            days = ntr("on {n} day", "on {n} days", ahead.days)
            span = first if ahead.days == 1 else tr("{first} to {last}", first=first, last=last)
            parts = [f"{parts[0]} {days}: {span}"]
        self._preview.setText(" · ".join([*parts, *self._left_out()]))

    def _left_out(self) -> list[str]:
        gone = self._asked - len(self._willing) - self._shy
        said = []
        if self._shy:
            said.append(ntr("{n} left out: do not contact", "{n} left out: do not contact", self._shy))
        if gone:
            said.append(ntr("{n} left out: in the bin", "{n} left out: in the bin", gone))
        return said

    def _draft(self) -> ActivityDraft:
        empty = ActivityDraft(kind=self._kind.value(), wanted=self._wanted.text())
        return replace(empty, responsible_id=self._responsible.value())

    def _spread(self) -> Spread:
        """Over which days and times. Raises UserError for what is not understood."""
        first = self._first.when()
        if first is None:
            raise DateRefused(field="first", value=self._first.text())
        a_day = self._a_day.text().strip()
        if a_day and not a_day.isdecimal():
            raise NumberRefused(field="a_day", value=a_day, least=1, most=1000)
        at = _clock("at", self._from)
        return Spread(
            first.day,
            int(a_day) if a_day else None,
            tuple(self._days.values()),
            at,
            0 if at is None else self._minutes(),
            None if at is None else _clock("until", self._until),
        )

    def _minutes(self) -> int:
        text = self._every.text().strip()
        minutes = read_length(text) if text else 0
        if minutes is None:
            raise LengthRefused(field="every", value=text)
        return minutes


def _clock(field: str, line: QLineEdit) -> time | None:
    text = line.text().strip()
    found = read_clock(text)
    if text and found is None:
        raise TimeRefused(field=field, value=text)
    return found


def _line(name: str, title: str, text: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setToolTip(title)
    made.setFixedWidth(_NARROW)
    if not text:
        made.setPlaceholderText("18:00")
    return made
