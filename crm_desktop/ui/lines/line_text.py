"""The text of a line, laid out and painted: the time, the name with what stands beside it, up to two lines below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from crm_desktop.ui import theme

if TYPE_CHECKING:
    from crm_desktop.ui.lines.line_words import LineWords

_MOST_LINES = 2
_SPACE = 6
_LEADING = 2
_DOT = " · "
_MIDDLE = Qt.AlignmentFlag.AlignVCenter.value


class LineText:
    """Painter of one line's text; keeps the layout of the last width."""

    def __init__(self) -> None:
        self._key: object = None
        self._below: QTextLayout | None = None
        self._care = ""

    def when_width(self, font: QFont, when: str) -> int:
        """The room a time needs."""
        return QFontMetrics(theme.variant(theme.variant(font, "strong"), "figures")).horizontalAdvance(when)

    def height(self, font: QFont, words: LineWords, width: int) -> int:
        """How high the text is in a column so wide."""
        below = self._laid_out(font, words, width)
        high = QFontMetrics(theme.variant(font, "strong")).height()
        return high if below is None else high + _LEADING + round(below.boundingRect().height())

    def paint(
        self, painter: QPainter, rect: QRect, words: LineWords, when_width: int, colours: theme.Colours
    ) -> None:
        """Paint it; the time stands at the left of ``rect``, in the middle of it."""
        font = painter.font()
        if when_width:
            painter.setFont(theme.variant(theme.variant(font, "strong"), "figures"))
            painter.setPen(QColor(getattr(colours, words.tone)))
            left = rect.x() - when_width - 16
            painter.drawText(QRect(left, rect.y(), when_width, rect.height()), _MIDDLE, words.when)
        top = _paint_title(painter, font, rect, words, colours)
        below = self._laid_out(font, words, rect.width(), colours.care)
        if below is not None:
            painter.setPen(QColor(colours.quiet))
            below.draw(painter, QPointF(rect.x(), top.bottom() + 1 + _LEADING))

    def _laid_out(self, font: QFont, words: LineWords, width: int, care: str = "") -> QTextLayout | None:
        """The text below in a column so wide; ``care``, the colour of an alert, where it is to be painted."""
        key = (
            words.title,
            words.beside,
            words.alert,
            words.detail,
            width,
            font.toString(),
            care or self._care,
        )
        if key != self._key:
            self._key, self._care = key, care or self._care
            self._below = _below(font, words, width, self._care)
        return self._below


def _paint_title(
    painter: QPainter, font: QFont, rect: QRect, words: LineWords, colours: theme.Colours
) -> QRect:
    """The name, and what stands beside it where the name leaves room for it; returns where."""
    strong = theme.variant(font, "strong")
    metrics = QFontMetrics(strong)
    top = QRect(rect.x(), rect.y(), rect.width(), metrics.height())
    title = metrics.elidedText(words.title, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(strong)
    painter.setPen(QColor(getattr(colours, words.title_tone)))
    painter.drawText(top, _MIDDLE, title)
    if has_room_beside(words, font, rect.width()):
        painter.setFont(font)
        painter.setPen(QColor(colours.quiet))
        after = top.adjusted(metrics.horizontalAdvance(title) + _SPACE, 0, 0, 0)
        painter.drawText(after, _MIDDLE, words.beside)
    return top


def has_room_beside(words: LineWords, font: QFont, width: int) -> bool:
    """Whether what stands beside the name can be read there whole; else it stands below: half of it says nothing."""
    name = QFontMetrics(theme.variant(font, "strong")).horizontalAdvance(words.title)
    return name + _SPACE + QFontMetrics(font).horizontalAdvance(words.beside) <= width


def _below(font: QFont, words: LineWords, width: int, care: str) -> QTextLayout | None:
    """Alert, what had no room beside the name, and detail in at most two lines, the second one cut."""
    beside = "" if has_room_beside(words, font, width) else words.beside
    text = _DOT.join(part for part in (words.alert, beside, words.detail) if part)
    if not text:
        return None
    alert = QTextLayout.FormatRange()
    alert.start, alert.length = 0, len(words.alert)
    alert.format.setFontWeight(QFont.Weight.DemiBold)
    if care:
        alert.format.setForeground(QColor(care))
    layout = _lines(font, text, width, alert)
    if layout.lineCount() > _MOST_LINES:
        second = layout.lineAt(_MOST_LINES - 1).textStart()
        strong = theme.variant(font, "strong") if second < len(words.alert) else font
        cut = QFontMetrics(strong).elidedText(text[second:], Qt.TextElideMode.ElideRight, width)
        layout = _lines(font, text[:second] + cut, width, alert, last=_MOST_LINES - 1)
    return layout


def _lines(
    font: QFont, text: str, width: int, alert: QTextLayout.FormatRange, last: int | None = None
) -> QTextLayout:
    """The text in lines so wide; the ``last`` one, which was cut to fit, is not broken for a fraction of a point."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    if alert.length:
        layout.setFormats([alert])
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width if line.lineNumber() != last else 2 * width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout
