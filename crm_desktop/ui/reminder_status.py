"""The part of the status line about reminders: last checked, next, how many wait. Never silently off.

It counts the seconds itself while it is seen. The age is the greater of what the clock on the wall and the one that
only runs forward say: a clock set back must not make an old look fresh, nor a laptop that slept.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from crm_desktop.clock import utc_text
from crm_desktop.ui import formats, icons, theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_popups import LATE_S, spoken, status_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QFont, QHideEvent, QKeyEvent, QPaintEvent, QShowEvent

_TICK_MS = 1000
_ICON = 14
_GAP = 6
_PADDING = 6
_RADIUS = 6


class ReminderStatus(QAbstractButton):
    """Shows the longest wording that fits; pressed, it opens the reminders."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the clock on the wall and one that only runs forward (seconds)."""
        super().__init__()
        self.setObjectName("status_reminders")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._now = now
        self._ticks = ticks
        self._checked_at: datetime | None = None
        self._seen_at = 0.0
        self._next_at: datetime | None = None
        self._due = 0
        self._problem = ""
        self._texts: tuple[str, ...] = ()
        self._room = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._count)
        self._say()

    def show_look(
        self, checked_at: datetime | None, next_at: datetime | None, due: int, problem: str = ""
    ) -> None:
        """Take over the result of a look at the reminders; see ``StatusLine.show_reminders``."""
        if (next_at, due, problem) != (self._next_at, self._due, self._problem):
            self._room = 0
        self._checked_at, self._next_at, self._due, self._problem = checked_at, next_at, due, problem
        self._seen_at = self._ticks()
        self._say()

    def late(self) -> bool:
        """Whether reminders have not been looked at for too long."""
        age = self._age()
        return age is not None and age > LATE_S

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def sizeHint(self) -> QSize:
        return QSize(self._room, self.fontMetrics().height() + 6)

    def minimumSizeHint(self) -> QSize:
        widest = max((self._metrics_width(text) for text in self._texts[-1:]), default=0)
        return QSize(self._around() + min(widest, self._room), self.fontMetrics().height() + 6)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._say()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours(self.palette())
        box = QRectF(self.rect()).adjusted(1, 3, -1, -3)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(colours.focus))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        ink = self._ink(colours)
        drawn = icons.pixmap("bell", ink, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(_PADDING, (self.height() - _ICON) // 2), drawn)
        painter.setPen(QColor(ink))
        painter.setFont(self._font())
        place = self.rect().adjusted(_PADDING + _ICON + _GAP, 0, -_PADDING, 0)
        shown = painter.fontMetrics().elidedText(self.shown(), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def shown(self) -> str:
        """The wording that fits the present width."""
        room = self.width() - self._around()
        return next((text for text in self._texts if self._metrics_width(text) <= room), self._texts[-1])

    # ---------------------------------------------------------------------------------------------------------- inside

    def _count(self) -> None:
        before = self._texts
        self._say()
        if self._texts != before:
            self.update()

    def _say(self) -> None:
        """Make the words of this second; what is around moves only when they need more room than ever before."""
        age = self._age()
        following = self._following()
        self._texts = status_texts(age, following, self._due, self._problem)
        late = formats.clock_time(utc_text(self._checked_at)) if self._checked_at and self.late() else ""
        name = spoken(following, self._due, late, self._problem)
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setAccessibleDescription(tr("Opens the reminders"))
        self.setToolTip(self._texts[0])
        room = self._around() + self._metrics_width(self._texts[0])
        if room > self._room:
            self._room = room
            self.updateGeometry()
        self.update()

    def _age(self) -> float | None:
        if self._checked_at is None:
            return None
        return max((self._now() - self._checked_at).total_seconds(), self._ticks() - self._seen_at)

    def _following(self) -> str:
        if self._next_at is None:
            return ""
        moment = utc_text(self._next_at)
        today = self._now().astimezone().date()
        if self._next_at.astimezone().date() == today:
            return formats.clock_time(moment)
        return formats.moment(moment, today)

    def _ink(self, colours: theme.Colours) -> str:
        if self._problem or self.late():
            return colours.care
        return colours.accent if self._due else colours.quiet

    def _font(self) -> QFont:
        return theme.variant(theme.variant(self.font(), "small"), "figures")

    def _metrics_width(self, text: str) -> int:
        return QFontMetrics(self._font()).horizontalAdvance(text) + 1

    def _around(self) -> int:
        return _PADDING + _ICON + _GAP + _PADDING
