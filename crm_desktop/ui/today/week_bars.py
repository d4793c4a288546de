"""The week so far as small bars, a day each: pink what went well, blue what failed, grey the rest; words beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui import formats, text_today, theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QPaintEvent

    from crm_desktop.services.attention_week import DayCount, Week

_HEIGHT = 78
_WORKDAYS = 5


class WeekBars(QWidget):
    """The picture."""

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[DayCount, ...] = ()
        self._before: tuple[DayCount, ...] = ()
        self._today: date | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_week(self, week: Week, today: date) -> None:
        """Show a week; Saturday and Sunday only where there is something on them."""
        count = max(
            [_WORKDAYS, today.weekday() + 1]
            + [place + 1 for days in (week.days, week.before) for place, day in enumerate(days) if day.held]
        )
        self._days, self._before, self._today = week.days[:count], week.before[:count], today
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT + self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.variant(self.font(), "small"))
        colours = theme.colours(self.palette())
        most = max(1, *(day.held for day in (*self._days, *self._before)))
        step = self.width() / len(self._days)
        foot = self.height() - painter.fontMetrics().height() - 4
        for place, (day, before) in enumerate(zip(self._days, self._before, strict=True)):
            left = place * step
            bar = QRectF(left + 4, 0, step - 8, foot)
            self._paint_day(painter, bar, day, before, foot / most)
            painter.setPen(QColor(colours.text if day.on == self._today else colours.quiet))
            under = QRectF(left, foot + 4, step, self.height() - foot - 4)
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter.value, formats.weekday(day.on))

    def _paint_day(
        self, painter: QPainter, bar: QRectF, day: DayCount, before: DayCount, unit: float
    ) -> None:
        """The day's contacts one part on the other; behind them, as an outline, those of a week before."""
        colours = theme.colours(self.palette())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.hover))
        high = before.held * unit
        painter.drawRoundedRect(QRectF(bar.x() - 3, bar.bottom() - high, bar.width() + 6, high), 4, 4)
        bottom = bar.bottom()
        rest = day.held - day.well - day.failed
        for count, colour in ((day.well, colours.well), (day.failed, colours.failed), (rest, colours.edge)):
            if count:
                high = count * unit
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(QRectF(bar.x(), bottom - high, bar.width(), max(high - 1, 2)), 3, 3)
                bottom -= high


class WeekCard(QWidget):
    """Title, picture and words."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("today_week_section")
        self._bars = WeekBars()
        self._counts = label("", wrap=True)
        self._before = label("", "quiet", wrap=True)
        box = QFrame()
        box.setProperty("look", "card")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(16, 14, 16, 12)
        inside.setSpacing(4)
        inside.addWidget(self._bars)
        inside.addSpacing(4)
        inside.addWidget(self._counts)
        inside.addWidget(self._before)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        title = label(tr("The week so far"), "section")
        title.setContentsMargins(2, 0, 2, 0)
        column.addWidget(title)
        column.addWidget(box)
        self.hide()

    def show_week(self, week: Week, today: date) -> None:
        """Show a week beside the one before; hidden where nothing was held in either."""
        now, before = week.so_far(today)
        self._bars.show_week(week, today)
        self._counts.setText(text_today.week_counts(now))
        self._before.setText(text_today.week_before(before))
        self.setAccessibleName(f"{tr('The week so far')}: {self._counts.text()}. {self._before.text()}")
        self._bars.setAccessibleName(self.accessibleName())
        self.setVisible(any(day.held for day in (*week.days, *week.before)))
