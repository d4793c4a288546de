"""One part of the status line: a picture and words that say more where there is more room. It can be pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from crm_desktop.ui import icons, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QFont, QHideEvent, QKeyEvent, QPaintEvent, QShowEvent

_ICON = 14
_GAP = 6
_PADDING = 6
_RADIUS = 6


class StatusPart(QAbstractButton):
    """Shows the longest wording that fits. It speaks again by itself (``say``) while it is seen."""

    def __init__(self, name: str, icon: str, tick_ms: int) -> None:
        """``tick_ms``: how often it speaks again."""
        super().__init__()
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._icon = icon
        self._texts: tuple[str, ...] = ()
        self._room = 0
        self._timer = QTimer(self)
        self._timer.setInterval(tick_ms)
        self._timer.timeout.connect(self.say)

    def say(self) -> None:
        """Make the words of this moment (``show_words``)."""
        raise NotImplementedError

    def ink(self, colours: theme.Colours) -> str:
        """The colour it is written in."""
        return colours.quiet

    def forget_room(self) -> None:
        """Something else is said from now on: it need not be as wide as before."""
        self._room = 0

    def show_words(self, texts: tuple[str, ...], name: str, description: str) -> None:
        """Say these, the fullest first; ``name``: for a screen reader, without what changes at every tick.

        What is around moves only when they need more room than ever before.
        """
        self._texts = texts
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setAccessibleDescription(description)
        self.setToolTip(texts[0])
        room = self._around() + self._metrics_width(texts[0])
        if room > self._room:
            self._room = room
            self.updateGeometry()
        self.update()

    def shown(self) -> str:
        """The wording that fits the present width."""
        room = self.width() - self._around()
        return next((text for text in self._texts if self._metrics_width(text) <= room), self._texts[-1])

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def sizeHint(self) -> QSize:
        return QSize(self._room, self.fontMetrics().height() + 6)

    def minimumSizeHint(self) -> QSize:
        widest = max((self._metrics_width(text) for text in self._texts[-1:]), default=0)
        return QSize(self._around() + min(widest, self._room), self.fontMetrics().height() + 6)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.say()
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
        ink = self.ink(colours)
        drawn = icons.pixmap(self._icon, ink, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(_PADDING, (self.height() - _ICON) // 2), drawn)
        painter.setPen(QColor(ink))
        painter.setFont(self._font())
        place = self.rect().adjusted(_PADDING + _ICON + _GAP, 0, -_PADDING, 0)
        shown = painter.fontMetrics().elidedText(self.shown(), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _font(self) -> QFont:
        return theme.variant(theme.variant(self.font(), "small"), "figures")

    def _metrics_width(self, text: str) -> int:
        return QFontMetrics(self._font()).horizontalAdvance(text) + 1

    def _around(self) -> int:
        return _PADDING + _ICON + _GAP + _PADDING
