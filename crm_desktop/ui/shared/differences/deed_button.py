"""A button with the key that presses it, painted as a key cap behind its word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QPainter

from crm_desktop.ui import theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import Button, restyle

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_CAP, _GAP, _SIDE, _RADIUS = 18, 7, 10, 4


class DeedButton(Button):
    """A push button whose key is seen."""

    def __init__(self, name: str, look: str = "plain") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("look", look)
        self.key = ""

    def show_deed(self, text: str, key: str, look: str) -> None:
        """Say what it does and by which key."""
        self.key = key
        self._room(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tr("Key: {key}", key=key))
        self.setToolTip(tr("Key: {key}", key=key))
        if self.property("look") != look:
            self.setProperty("look", look)
            restyle(self)

    def _room(self, text: str) -> None:
        # The style centres the word: blanks behind it leave the room that the cap takes.
        blank = max(1, QFontMetrics(self.font()).horizontalAdvance("\N{NO-BREAK SPACE}"))
        self.setText(text.replace("&", "&&") + "\N{NO-BREAK SPACE}" * round((_CAP + _GAP) / blank))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # Not its own palette: in that the style sheet has put the colour of the button.
        colours = theme.colours(QGuiApplication.palette())
        primary = self.property("look") == "primary"
        ink = QColor(colours.on_accent if primary else colours.quiet)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.width() - _SIDE - _CAP, (self.height() - _CAP) / 2, _CAP, _CAP)
        painter.setPen(ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.setFont(theme.variant(self.font(), "small"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.key)
