"""After a contact was held: what comes next with this client? Asked in passing, never in the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from crm_desktop.kinds import Outcome
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WEEK = timedelta(days=7)
_SATURDAY = 5


def next_workday(after: date) -> date:
    """The next day that is neither Saturday nor Sunday."""
    day = after + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


class NextStep(QFrame):
    """One question with three answers.

    Signals:
        call_wanted: a call on a day: the client, its name, the day.
        plan_wanted: the form of another contact: the client.
    """

    call_wanted = Signal(object, str, object)
    plan_wanted = Signal(object)

    def __init__(self, *, can_plan: bool) -> None:
        """``can_plan``: there is a form for another time."""
        super().__init__()
        self.setObjectName("today_next_step")
        self.setProperty("look", "notice-info")
        self._client: bytes | None = None
        self._name = ""
        self._day = date.min
        self._question = label("")
        self._call = button("next_step_call", "", look="row", clicked=self._want_call)
        self._other = button("next_step_other", tr("Another &time…"), look="row", clicked=self._want_plan)
        self._no = button("next_step_no", tr("&No"), look="row", clicked=self.hide)
        row = FlowLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        self._question.setMinimumHeight(self._no.sizeHint().height())
        for each in self._widgets():
            row.addWidget(each)
        # Only now that it has a parent: else it would flash as a window.
        self._other.setVisible(can_plan)
        self.hide()

    def ask(self, client_id: bytes, name: str, outcome: Outcome, today: date) -> None:
        """Ask about a client; a question that nobody answered gives way."""
        self._client, self._name = client_id, name
        again = outcome in (Outcome.FAILED, Outcome.NO_ANSWER)
        self._day = next_workday(today) if again else today + _WEEK
        self._question.setText(tr("Next step with {name}?", name=name))
        self._call.setText(tr("&Call again next work day") if again else tr("&Call in a week"))
        self._call.setAccessibleName(self._call.text().replace("&", ""))
        self.setAccessibleName(self._question.text())
        self.show()

    def _widgets(self) -> tuple[QWidget, ...]:
        return self._question, self._call, self._other, self._no

    def _want_call(self) -> None:
        self.hide()
        self.call_wanted.emit(self._client, self._name, self._day)

    def _want_plan(self) -> None:
        self.hide()
        self.plan_wanted.emit(self._client)
