"""The line at the foot of the window: saved or working, and where the base lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop import paths
from crm_desktop.ui import theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, label

if TYPE_CHECKING:
    from pathlib import Path

HEIGHT = 28


class StatusLine(QWidget):
    """Says only what is true now: nothing stands here that the program does not check."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAccessibleName(tr("Status"))
        self.setMinimumHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(8)
        self._dot = _Dot()
        self._saved = label(tr("All saved"), "small")
        self._saved.setObjectName("status_saved")
        self._chosen = label("", "small")
        self._chosen.setObjectName("status_selection")
        self._base = ElidedLabel("", "small", Qt.TextElideMode.ElideMiddle)
        self._base.setObjectName("status_base")
        self._base.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget in (self._dot, self._saved):
            row.addWidget(widget)
        row.addSpacing(16)
        row.addWidget(self._chosen)
        row.addWidget(self._base, 1)

    def show_work(self, text: str) -> None:
        """Say what is being done; empty says that all is saved."""
        self._saved.setText(text or tr("All saved"))
        self._dot.show_tone("care" if text else "accent")

    def show_selection(self, text: str) -> None:
        """Say what is selected."""
        self._chosen.setText(text)

    def show_base(self, path: Path) -> None:
        """Say which file is open."""
        self._base.setText(paths.shown(path))
        self._base.setToolTip(str(path))
        self._base.setAccessibleName(tr("The base lies at {path}", path=path))


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._tone = "accent"
        self.setFixedSize(QSize(9, 9))

    def show_tone(self, tone: str) -> None:
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(theme.colours(self.palette()), self._tone)))
        painter.drawEllipse(self.rect().adjusted(0, 0, -1, -1))
