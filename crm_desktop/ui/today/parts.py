"""The parts of the page of today in two columns, or in one where it is narrow, and the way of the keys through them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.lines.section import Section
from crm_desktop.ui.text import tr
from crm_desktop.ui.today.next_step import NextStep
from crm_desktop.ui.today.nothing import NothingPlanned
from crm_desktop.ui.today.week_bars import WeekCard

if TYPE_CHECKING:
    from crm_desktop.services.drafts import FeedbackDraft
    from crm_desktop.ui.card.mark_row import MarkRow
    from crm_desktop.ui.lines.line import Line
    from crm_desktop.ui.today.doing import Doing

_WIDE = ("late", "today", "slipping", "occasions", "waiting", "low", "due")
_NARROW = ("late", "today", "waiting", "low", "occasions", "slipping", "due")
_SPACE = 18


class Parts(QWidget):
    """Sections by name, and what stands between them.

    Signals:
        more_wanted: a section should show more lines: its name, how many.
        reached: a line got the focus; carries it.
    """

    more_wanted = Signal(str, int)
    reached = Signal(QWidget)

    def __init__(self, doing: Doing) -> None:
        super().__init__()
        self.next_step = NextStep(can_plan=doing.hosts.plan_activity is not None)
        self.next_step.call_wanted.connect(doing.call_on)
        self.next_step.plan_wanted.connect(doing.plan)
        self._doing = doing
        self.marks: MarkRow | None = None
        doing.served = self._ask_mark
        self.nothing = NothingPlanned(doing)
        self.week = WeekCard()
        titles = {
            "late": tr("Late"),
            "today": tr("Planned for today"),
            "slipping": tr("Slipping: longer than their group allows"),
            "occasions": tr("Birthdays and dates"),
            "waiting": tr("Waiting for an answer"),
            "low": tr("Not satisfied"),
            "due": tr("Money"),
        }
        self.sections = {name: self._section(name, title) for name, title in titles.items()}
        self.current: Line | None = None
        self._stops: list[QWidget] = []
        self._order: tuple[str, ...] = ()
        left_side, self.right_side = QWidget(), QWidget()
        self._left, self._right = _column(left_side), _column(self.right_side)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addWidget(left_side, 5, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.right_side, 4, Qt.AlignmentFlag.AlignTop)
        self.arrange(wide=True)

    def arrange(self, *, wide: bool) -> None:
        """Stand in two columns, or in one: there what somebody waits for comes before what may wait."""
        order = _WIDE if wide else _NARROW
        if order == self._order:
            return
        self._order = order
        parts = self.sections
        left: list[QWidget] = [self.next_step, parts["late"], parts["today"], self.nothing]
        right: list[QWidget] = []
        if wide:
            left += [parts["slipping"]]
            right += [parts["occasions"], parts["waiting"], parts["low"], parts["due"], self.week]
        else:
            left += [*(parts[name] for name in _NARROW[2:]), self.week]
        for column, widgets in ((self._left, left), (self._right, right)):
            for widget in widgets:
                column.addWidget(widget)
        self._place_marks()
        self.right_side.setVisible(wide)
        self._chain()

    def lines(self) -> list[Line]:
        """All lines from top to bottom, of two columns the left one first."""
        return [each for name in self._order for each in self.sections[name].lines]

    def focus_first(self) -> None:
        """Take the focus to the line stood on last, else to the first one."""
        lines = self.lines()
        if lines:
            first = self.current if self.current is not None and self.current in lines else lines[0]
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def standing(self) -> int | None:
        """The place of the line with the focus among all; None where the focus is elsewhere."""
        # The window's own, which it has also while another window is in front.
        focus: QWidget | None = self.window().focusWidget()
        if focus is None:
            return None
        found = (n for n, each in enumerate(self.lines()) if focus is each or each.isAncestorOf(focus))
        return next(found, None)

    def stand_again(self, stood: int | None) -> None:
        """Where the line with the focus went away, the one that took its place gets it."""
        lines = self.lines()
        self._chain()
        if self.current in lines:
            return
        self.current = lines[min(stood or 0, len(lines) - 1)] if lines else None
        if self.current is not None:
            self.current.take_tab(taken=True)
            if stood is not None:
                self.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Go so many lines on, or back."""
        lines = self.lines()
        if self.current in lines:
            place = max(0, min(len(lines) - 1, lines.index(self.current) + by))
            lines[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _ask_mark(self, draft: FeedbackDraft, name: str) -> None:
        if self.marks is None:
            # Made when it is first asked: of all mornings few need its buttons, and what it imports.
            from crm_desktop.ui.card.mark_row import MarkRow

            self.marks = MarkRow("today_mark")
            self.marks.given.connect(self._doing.marked)
            self.marks.words_wanted.connect(self._doing.mark_with_words)
            self._place_marks()
        self.marks.ask(draft, name)

    def _place_marks(self) -> None:
        """Below the question of the next step."""
        if self.marks is not None:
            self._left.insertWidget(1, self.marks)

    def _chain(self) -> None:
        """Let Tab go as the eye does: through the lines of a section, then to the way to more of them."""
        stops: list[QWidget] = []
        for name in self._order:
            for each in self.sections[name].lines:
                stops += each.stops()
            stops.append(self.sections[name].more)
        if stops != self._stops:
            self._stops = stops
            for one, following in pairwise(stops):
                QWidget.setTabOrder(one, following)

    def _entered(self, shown: Line) -> None:
        if self.current is not None and self.current is not shown and self.current in self.lines():
            self.current.take_tab(taken=False)
        self.current = shown
        shown.take_tab(taken=True)
        self.reached.emit(shown)

    def _section(self, name: str, title: str) -> Section:
        made = Section(name, title)
        made.more_wanted.connect(lambda count: self.more_wanted.emit(name, count))
        made.stepped.connect(self.step)
        made.entered.connect(self._entered)
        return made


def _column(side: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(_SPACE)
    return column
