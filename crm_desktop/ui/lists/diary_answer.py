"""The bar over the list of clients in which the diary answers what was typed into the search."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm_desktop.kinds import Outcome
from crm_desktop.services.moves import local_day
from crm_desktop.ui import icons, text_diary, theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crm_desktop.services.finding.diary import DiaryAnswer, DiaryHit

_HEIGHT, _PADDING, _ICON, _GAP = 26, 9, 14, 5
_TONES = {
    Outcome.SUCCESSFUL: ("well", "check"),
    Outcome.FAILED: ("failed", "x"),
    Outcome.NO_ANSWER: ("quiet", "circle-help"),
    Outcome.CANCELLED: ("quiet", "ban"),
    Outcome.NONE: ("quiet", "circle-check"),
}
"""Held well is pink, failed is blue, as in the diary of paper; each has a mark beside its colour."""


class DateChip(QPushButton):
    """A date that answers: tinted by how the contact ended, with an edge where it is planned."""

    def __init__(self, number: int, text: str, hit: DiaryHit) -> None:
        super().__init__(text)
        self.setObjectName(f"diary_date_{number}")
        self.setAccessibleName(text_diary.spoken(hit))
        self.setToolTip(text_diary.spoken(hit))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._tone, self._mark = _TONES[hit.outcome] if hit.held else ("accent", "calendar")
        self._held = hit.held
        struck = self.font()
        struck.setStrikeOut(hit.outcome is Outcome.CANCELLED)
        self.setFont(struck)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 2 * _PADDING + _ICON + _GAP
        return QSize(width, max(_HEIGHT, metrics.height() + 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.colours(self.palette())
        ground = colours.ground if not self._held else getattr(colours, f"{self._tone}_soft", colours.hover)
        ink = colours.text if not self._held else getattr(colours, self._tone)
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        path = QPainterPath()
        path.addRoundedRect(box, box.height() / 2, box.height() / 2)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(path, QColor(ground))
            edge = self._edge(colours)
            if edge:
                painter.setPen(QPen(QColor(edge), 1.5 if self.hasFocus() else 1))
                painter.drawPath(path)
            mark = icons.pixmap(self._mark, getattr(colours, self._tone), _ICON, self.devicePixelRatioF())
            painter.drawPixmap(_PADDING, (self.height() - _ICON) // 2, mark)
            painter.setPen(QColor(ink))
            room = self.rect().adjusted(_PADDING + _ICON + _GAP, 0, -_PADDING, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

    def _edge(self, colours: theme.Colours) -> str:
        if self.hasFocus():
            return colours.focus
        if self.underMouse():
            return str(getattr(colours, self._tone))
        return "" if self._held else colours.edge


class DiaryAnswerBar(QFrame):
    """Whom the diary was asked about, the dates as chips that open their contact, and a way to the calendar.

    Args:
        open_contact: opens a contact by its id and, of a series, its moment; None: chips open the day.
        show_day: shows a day in the calendar; None: no calendar is offered.
    """

    def __init__(
        self,
        open_contact: Callable[[bytes, str | None], object] | None,
        show_day: Callable[[date], object] | None,
    ) -> None:
        super().__init__()
        self.setObjectName("diary_answer")
        self._open_contact, self._show_day = open_contact, show_day
        self._shown: DiaryAnswer | None = None
        self._below: QWidget | None = None
        self._heading = label("", "strong")
        self._heading.setObjectName("diary_heading")
        self._row = QWidget()
        self._flow = FlowLayout(self._row, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(6)
        self._calendar = button("diary_calendar", tr("Show in the calendar"), look="link")
        self._calendar.clicked.connect(self._open_calendar)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._heading)
        head.addWidget(self._calendar)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._row)
        self.hide()

    def tell(self, answer: DiaryAnswer | None) -> None:
        """Show an answer; None: nothing was asked, the bar goes."""
        if answer == self._shown:
            return
        self._shown = answer
        while self._flow.count():
            gone = self._flow.takeAt(0)
            if gone is not None and (widget := gone.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if answer is None:
            self.hide()
            return
        self._heading.setText(text_diary.heading(answer))
        self.setAccessibleName(self._heading.text())
        for number, hit in enumerate(answer.hits, 1):
            made = DateChip(number, text_diary.chip(hit, answer), hit)
            made.clicked.connect(lambda _checked=False, hit=hit: self._open(hit))
            self._flow.addWidget(made)
            made.show()  # the row may be on the screen already
        counts = answer.count is not None
        self._calendar.setVisible(self._show_day is not None and (counts or bool(answer.hits)))
        self._row.setVisible(bool(self._flow.count()))
        self._order_keys()
        self.show()

    def answers_nothing(self) -> bool:
        """Whether somebody was asked about of whom nothing was found."""
        shown = self._shown
        return shown is not None and shown.count is None and not shown.whom

    def stand_before(self, widget: QWidget) -> None:
        """Have Tab come here right before ``widget``, which stands below."""
        self._below = widget
        self._order_keys()

    def _order_keys(self) -> None:
        """Tab goes as the eye does; left alone, what was made last would be reached last in the whole window."""
        if self._below is None:
            return
        before = self._below.previousInFocusChain()
        while before is not None and (
            self.isAncestorOf(before) or not before.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            before = before.previousInFocusChain()
        chips = [chip for chip in self._row.findChildren(DateChip) if not chip.isHidden()]
        if before is not None:
            for first, second in pairwise([before, self._calendar, *chips]):
                QWidget.setTabOrder(first, second)

    def _open(self, hit: DiaryHit) -> None:
        if self._open_contact is not None:
            self._open_contact(hit.id, hit.occurrence)
        elif self._show_day is not None:
            self._show_day(local_day(hit.at))

    def _open_calendar(self) -> None:
        """Show the days that were counted, or the first of the dates."""
        if self._shown is None or self._show_day is None:
            return
        count = self._shown.count
        self._show_day(count.period.first if count is not None else local_day(self._shown.hits[0].at))
