"""Sums in several currencies on one line, each by itself; those without room are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

_BETWEEN = 14
"""Wide enough that two sums are never read as one."""


class SumsLine(QWidget):
    """The first sum in full strength, the others quiet behind it, then ``+2`` for those that do not fit."""

    def __init__(self) -> None:
        super().__init__()
        self._sums: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_sums(self, sums: Sequence[str]) -> None:
        """Show these sums; all of them stand in the tool tip."""
        self._sums = tuple(sums)
        self.setToolTip("\n".join(self._sums) if len(self._sums) > 1 else "")
        self.setAccessibleName(", ".join(self._sums))
        self.update()

    def fitting(self, width: int) -> list[str]:
        """What is written into so many logical pixels."""
        advance = QFontMetrics(self.font()).horizontalAdvance
        shown: list[str] = []
        used = 0
        for place, words in enumerate(self._sums):
            behind = len(self._sums) - place - 1
            more = advance(f"+{behind}") + _BETWEEN if behind else 0
            needed = advance(words) + (_BETWEEN if shown else 0)
            if shown and used + needed + more > width:
                return [*shown, f"+{behind + 1}"]
            shown.append(words)
            used += needed
        return shown

    def sizeHint(self) -> QSize:
        return QSize(80, QFontMetrics(self.font()).height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, metrics, left = QPainter(self), QFontMetrics(self.font()), 0
        colours = theme.colours(self.window().palette())
        for place, words in enumerate(self.fitting(self.width())):
            painter.setPen(QColor(colours.quiet if place else colours.text))
            cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.width() - left)
            painter.drawText(left, metrics.ascent() + 1, cut)
            left += metrics.horizontalAdvance(cut) + _BETWEEN
