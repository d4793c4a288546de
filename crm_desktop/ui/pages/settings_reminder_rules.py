"""When reminders come where a contact says nothing itself: common to all who share the base."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QComboBox, QFormLayout

from crm_desktop.kinds import ActivityKind, RequestKind
from crm_desktop.services import reminders
from crm_desktop.services.colleagues import are_several
from crm_desktop.ui import text_kinds
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_planning import leads as lead_words
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.calm_fields import CalmChoice, CalmTime
from crm_desktop.ui.widgets.page_frame import Card

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_KINDS = (ActivityKind.CALL, ActivityKind.MEETING, ActivityKind.VISIT, ActivityKind.TASK)
_DAY = 24 * 60
_LEADS = ((), (0,), (5,), (10,), (15,), (30,), (60,), (120,), (60, 15), (_DAY, 15), (_DAY, 60), (_DAY,))
_ALL_DAY = ((), (0,), (_DAY,), (_DAY, 0), (2 * _DAY, 0), (7 * _DAY, 0))
_AHEAD = ((), (0,), (1, 0), (2, 0), (3, 0), (7, 0), (7, 1, 0), (14, 0))
_WAITING = (None, 0, 1, 2, 3, 5, 7, 14)


class ReminderRules(Card):
    """One box per rule; a rule that no box has (from a colleague, from an import) is shown as one more choice."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__(tr("For all who share this base"))
        self._session = session
        self._tell = tell
        self._form = QFormLayout()
        self._form.setVerticalSpacing(10)
        self._form.setHorizontalSpacing(24)
        # Where both have no room in a row the choice stands below its words.
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.column.addWidget(
            label(tr("When reminders come, where a contact itself says nothing else."), "small", wrap=True)
        )
        if are_several(session.store):
            words = tr(
                "A contact reminds whoever does it, all else whoever is responsible for the client. What nobody has "
                "reminds everybody. Answered on one computer, it is answered on all."
            )
            self.column.addWidget(label(words, "small", wrap=True))
        self.column.addLayout(self._form)
        self._leads = {
            kind: self._box(f"rule_{kind}", text_kinds.activity_kind(kind), self._keep) for kind in _KINDS
        }
        self._all_day = self._box("rule_all_day", tr("Something for a whole day"), self._keep)
        self._ahead = self._box("rule_days_ahead", tr("Birthdays and dates"), self._keep)
        self._waiting = {
            kind: self._box(f"rule_{kind}", text_kinds.request_kind(kind), self._keep) for kind in RequestKind
        }
        self._morning = CalmTime()
        self._morning.setObjectName("rule_morning")
        self._morning.setAccessibleName(tr("What has no time of its own comes at"))
        self._morning.timeChanged.connect(lambda _time: self._keep())
        self._form.addRow(label(self._morning.accessibleName(), "quiet"), self._morning)

    def reload(self) -> None:
        """Show the rules that hold now."""
        rules = reminders.rules(self._session.store)
        for kind, box in self._leads.items():
            _fill(box, _LEADS, rules.leads[kind], _lead)
        _fill(self._all_day, _ALL_DAY, rules.all_day, _day_lead)
        _fill(self._ahead, _AHEAD, rules.days_ahead, _ahead)
        for request, box in self._waiting.items():
            _fill(box, _WAITING, rules.waiting_days[request], _waiting)
        self._morning.blockSignals(True)
        self._morning.setTime(QTime(rules.morning.hour, rules.morning.minute))
        self._morning.blockSignals(False)

    def _keep(self) -> None:
        store = self._session.store
        try:
            before = reminders.rules(store)
            chosen = self._morning.time()
            reminders.set_rules(
                store,
                replace(
                    before,
                    leads={**before.leads, **{kind: box.currentData() for kind, box in self._leads.items()}},
                    all_day=self._all_day.currentData(),
                    days_ahead=self._ahead.currentData(),
                    waiting_days={
                        **before.waiting_days,
                        **{kind: box.currentData() for kind, box in self._waiting.items()},
                    },
                    morning=time(chosen.hour(), chosen.minute()),
                ),
            )
        except Exception as error:
            self._tell.problem(error)
            self.reload()

    def _box(self, name: str, words: str, call: Callable[[], object]) -> QComboBox:
        made = CalmChoice()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        made.activated.connect(lambda _index: call())
        self._form.addRow(label(words, "quiet"), made)
        return made


def _fill(
    box: QComboBox, offered: Sequence[Hashable], chosen: Hashable, words: Callable[[object], str]
) -> None:
    choices = list(offered) if chosen in offered else [*offered, chosen]
    box.clear()
    for choice in choices:
        said = words(choice)
        box.addItem(said[:1].upper() + said[1:], choice)
    box.setCurrentIndex(choices.index(chosen))


def _lead(minutes: object) -> str:
    assert isinstance(minutes, tuple)  # what _LEADS and Rules hold
    return lead_words(minutes) if minutes else tr("No reminder")


def _day_lead(minutes: object) -> str:
    assert isinstance(minutes, tuple)
    whole = all(minute % _DAY == 0 for minute in minutes)
    return _ahead(tuple(minute // _DAY for minute in minutes)) if whole else _lead(minutes)


def _ahead(days: object) -> str:
    """``on the day``, ``1 day before and on the day``."""
    assert isinstance(days, tuple)
    if not days:
        return tr("No reminder")
    before = [ntr("{n} day before", "{n} days before", number) for number in days if number]
    return ", ".join([*before, *([tr("on the day itself")] if 0 in days else [])])


def _waiting(days: object) -> str:
    if days is None:
        return tr("No reminder")
    assert isinstance(days, int)
    return (
        ntr("after {n} day of waiting", "after {n} days of waiting", days)
        if days
        else tr("at once, in the morning")
    )
