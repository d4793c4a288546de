"""What rows are painted with: fonts and their measures, colours, badges; made once for a palette and a font."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen, QPixmap

from crm_desktop.ui import theme
from crm_desktop.ui.widgets.badge import paint_badge

if TYPE_CHECKING:
    from PySide6.QtGui import QPalette

_FITTED = 4096
_DOUBT = 4
"""Logical pixels that letters set together may take more than each by itself."""
_BADGES = 256


class Type:
    """A font with its measures, and the texts that were fitted into a width: the same ones come at every picture."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self.height = self.metrics.height()
        self.ascent = self.metrics.ascent()
        self._fitted: dict[tuple[str, int], tuple[str, int]] = {}
        self._widths: dict[str, int] = {"": 0}
        self._letters: dict[str, float] = {}

    def fit(self, text: str, room: int) -> tuple[str, int]:
        """The text, cut where it needs more than ``room`` logical pixels, and how many it takes."""
        found = self._fitted.get((text, room))
        if found is None:
            shown, width = text, self._about(text)
            if width + _DOUBT > room:
                width = self.metrics.horizontalAdvance(text)
            if width > room:
                shown, width = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room), room
            if len(self._fitted) >= _FITTED:
                self._fitted.clear()
            found = self._fitted[text, room] = shown, width
        return found

    def width(self, text: str) -> int:
        """How many logical pixels the text takes; the marked beginnings are the same in many rows."""
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) >= _FITTED:
                self._widths = {"": 0}
            found = self._widths[text] = self.metrics.horizontalAdvance(text)
        return found

    def _about(self, text: str) -> int:
        """The widths of the letters together: kerning apart that of the text, at a tenth of the cost."""
        letters = self._letters
        try:
            return ceil(sum([letters[letter] for letter in text]))
        except KeyError:
            measure = QFontMetricsF(self.font).horizontalAdvance
            if len(letters) >= _FITTED:
                letters.clear()
            letters.update({letter: measure(letter) for letter in text})
            return ceil(sum([letters[letter] for letter in text]))


class Pens:
    """Fonts, metrics and colours of one palette and font, made once and not per cell."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self.colours = theme.colours(palette)
        self.text = Type(font)
        self.strong = Type(theme.variant(font, "strong"))
        self.figures = Type(theme.variant(font, "figures"))
        self._badge = theme.variant(theme.variant(font, "small"), "strong")
        self._badges: dict[tuple[str, str, int, float], QPixmap] = {}
        colours = self.colours
        self.ground = QColor(colours.ground)
        self.ink = QColor(colours.text)
        self.quiet = QColor(colours.quiet)
        self.late = QColor(colours.late)
        self.mark = QColor(colours.mark)
        self.line = QPen(QColor(colours.line))
        self.chosen = QColor(colours.accent_soft)
        self.hover = QColor(colours.hover)
        self.bar = QColor(colours.accent)
        self.today = datetime.now().astimezone().date().isoformat()

    def badge(self, words: str, tone: str, size: QSize, density: float) -> QPixmap:
        """A badge drawn once and copied from then on: a list shows few stages, many times each.

        ``size`` is in logical pixels, of which each has ``density`` pixels of the screen in a row.
        """
        key = (words, tone, size.width(), density)
        drawn = self._badges.get(key)
        if drawn is None:
            if len(self._badges) >= _BADGES:
                self._badges.clear()
            drawn = self._badges[key] = QPixmap(size * density)
            drawn.setDevicePixelRatio(density)
            drawn.fill(Qt.GlobalColor.transparent)
            with QPainter(drawn) as inner:
                inside = QRectF(QPointF(0, 0), size.toSizeF())
                paint_badge(inner, inside, words, tone, self.colours, self._badge)
        return drawn
