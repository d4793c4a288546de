"""Over the calendar: which days are shown, what they hold, and the ways to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui import icons
from crm_desktop.ui.calendar_preferences import View
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.colleagues.whose_row import Whose, whose_row
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, tool_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

_NARROW = 900


class _Title(ElidedLabel):
    """The longest of several titles that has room."""

    def __init__(self) -> None:
        super().__init__("", "heading")
        self._titles: Sequence[str] = ("",)

    def show_longest(self, titles: Sequence[str]) -> None:
        """Take titles, longest first; the last one is cut where it has no room either."""
        self._titles = titles
        room, measure = self.contentsRect().width(), self.fontMetrics().horizontalAdvance
        self.setText(next((each for each in titles if measure(each) <= room), titles[-1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_longest(self._titles)

    def _hint(self) -> None:
        super()._hint()
        if self.text() != self._titles[0]:
            self.setToolTip(self._titles[0])


class CalendarHead(QWidget):
    """Title and buttons.

    Signals:
        stepped: -1 or 1, the range before or after.
        today_wanted: the range of today.
        view_chosen: carries a ``View``.
        plan_wanted: a new contact.
        print_wanted: what is shown, on paper.
        filter_wanted: which contacts to show.
        whose_chosen: whether everybody's contacts are to be shown, or mine.
    """

    stepped = Signal(int)
    today_wanted = Signal()
    view_chosen = Signal(object)
    plan_wanted = Signal()
    print_wanted = Signal()
    filter_wanted = Signal()
    whose_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("calendar_head")
        self._title = _Title()
        self._title.setObjectName("calendar_title")
        self._beside = ElidedLabel("", "quiet")
        self._beside.setObjectName("calendar_counts")
        self._views = ChoiceRow(
            "calendar_views",
            tr("View"),
            [
                (View.DAY, tr("Day")),
                (View.WEEK, tr("Week")),
                (View.MONTH, tr("Month")),
                (View.AGENDA, trc("view of the calendar", "Agenda")),
            ],
        )
        self._views.keep_one_row()
        self._views.told.changed.connect(lambda: self.view_chosen.emit(self._views.value()))
        self.filter = tool_button(
            "calendar_filter", tr("Which contacts"), "funnel", clicked=self.filter_wanted.emit
        )
        # The counts have the whole width: under the buttons, too.
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 8)
        column.setSpacing(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title, 1)
        column.addLayout(row)
        self._below = QHBoxLayout()
        self._below.addWidget(self._beside, 1)
        column.addLayout(self._below)
        self._whose: ChoiceRow[Whose] | None = None
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(
            tool_button(
                "calendar_before", tr("Before"), "chevron-left", clicked=lambda: self.stepped.emit(-1)
            ),
            0,
            middle,
        )
        row.addWidget(button("calendar_today", tr("Today"), clicked=self.today_wanted.emit), 0, middle)
        row.addWidget(
            tool_button("calendar_after", tr("After"), "chevron-right", clicked=lambda: self.stepped.emit(1)),
            0,
            middle,
        )
        row.addWidget(self._views, 0, middle)
        row.addWidget(self.filter, 0, middle)
        self._print = tool_button("calendar_print", tr("Print…"), "printer", clicked=self.print_wanted.emit)
        row.addWidget(self._print, 0, middle)
        self._plan = button(
            "calendar_plan", tr("Plan"), look="primary", icon="plus", clicked=self.plan_wanted.emit
        )
        row.addWidget(self._plan, 0, middle)

    def show_words(self, titles: Sequence[str], beside: str) -> None:
        """Say which days are shown, and what they hold; of ``titles``, longest first, the first that has room."""
        self._title.show_longest(titles)
        self._beside.setText(beside)
        self.setAccessibleName(titles[0])
        self.setAccessibleDescription(beside)

    def show_filter(self, *, on: bool) -> None:
        """Mark the button of the filter while that leaves something out."""
        words = tr("Which contacts: not all are shown") if on else tr("Which contacts")
        self.filter.setIcon(icons.icon("funnel", "accent" if on else ""))
        self.filter.setText("•" if on else "")
        self.filter.setToolTip(words)
        self.filter.setAccessibleName(words)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if on else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.filter.setToolButtonStyle(style)

    def show_whose(self, *, offered: bool, everybody: bool, single: bool) -> None:
        """Offer the choice between mine and everybody's; ``single``: neither, for single people are chosen."""
        if self._whose is None and not offered:
            return
        if self._whose is None:
            self._whose = whose = whose_row("calendar_whose")
            whose.told.changed.connect(lambda: self.whose_chosen.emit(whose.value() is Whose.EVERYBODY))
            self._below.addWidget(whose)
        self._whose.setVisible(offered)
        self._whose.choose(Whose.SINGLE if single else Whose.EVERYBODY if everybody else Whose.MINE)

    def show_view(self, view: View) -> None:
        """Mark the view that is shown."""
        self._views.choose(view)
        self._print.setVisible(view is not View.AGENDA)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._views.keep_one_row()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._plan.setText("" if self.width() < _NARROW else tr("Plan"))
        self._plan.setAccessibleName(tr("Plan"))
