"""A text of several looks, wrapped to a width: measured and drawn by the same layout, so that nothing is cut."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextLayout, QTextOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from crm_desktop.ui.theme import Colours

Piece = tuple[str, str]
"""A text and its look: a name of ``theme.Colours`` for its ink, ``strong`` before it for a heavier type."""

_LINE_SEPARATOR = "\u2028"


class Paragraph:
    """Pieces one after the other, broken at words, within words only where one is wider than a line."""

    def __init__(
        self, pieces: Sequence[Piece], font: QFont, colours: Colours, width: int, most_lines: int = 0
    ) -> None:
        """``most_lines``: lines beyond that are left out (0: none are)."""
        text = "".join(piece for piece, _ in pieces).replace("\r", "").replace("\n", _LINE_SEPARATOR)
        self._layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        # Before the lines are broken: the heavier type is wider.
        self._layout.setFormats(_ranges(pieces, colours))
        self.height = self._break(max(20, width), most_lines)

    def draw(self, painter: QPainter, left: float, top: float) -> None:
        """Draw it with its corner there."""
        self._layout.draw(painter, QPointF(left, top))

    def _break(self, width: int, most_lines: int) -> int:
        layout, top = self._layout, 0.0
        layout.beginLayout()
        while not most_lines or layout.lineCount() < most_lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return round(top)


def _ranges(pieces: Sequence[Piece], colours: Colours) -> list[QTextLayout.FormatRange]:
    found: list[QTextLayout.FormatRange] = []
    start = 0
    for text, look in pieces:
        made = QTextLayout.FormatRange()
        # Qt counts in UTF-16 units.
        made.start, made.length = start, len(text.replace("\r", "").encode("utf-16-le")) // 2
        weight, _, ink = look.rpartition("-")
        made.format = _format(getattr(colours, ink), strong=weight == "strong")
        found.append(made)
        start += made.length
    return found


@lru_cache(maxsize=64)
def _format(ink: str, *, strong: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(ink))
    if strong:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made
