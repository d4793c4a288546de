"""A word on a tinted ground: stages, outcomes, kinds. Painted in lists, a widget on cards."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui import theme

_HEIGHT = 20
_PADDING = 7
_RADIUS = 5
_CENTRE = Qt.AlignmentFlag.AlignCenter.value  # of hundreds of cells: an enum of Qt's costs microseconds each


def tone_colours(colours: theme.Colours, tone: str) -> tuple[str, str]:
    """Text and ground of a tone."""
    if tone == "quiet":
        return colours.quiet, colours.hover
    return getattr(colours, tone), getattr(colours, f"{tone}_soft")


def badge_width(metrics: QFontMetrics, text: str) -> int:
    """The width of a badge with that text, in logical pixels."""
    return metrics.horizontalAdvance(text) + 2 * _PADDING


def paint_badge(
    painter: QPainter, rect: QRectF, text: str, tone: str, colours: theme.Colours, font: QFont
) -> None:
    """Draw a badge at the left of ``rect``, in its middle; the text is cut where there is no room."""
    ink, ground = tone_colours(colours, tone)
    metrics = QFontMetrics(font)
    width = min(float(badge_width(metrics, text)), rect.width())
    height = min(float(max(_HEIGHT, metrics.height() + 4)), rect.height())
    box = QRectF(rect.x(), rect.y() + (rect.height() - height) / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width) - 2 * _PADDING + 1)
    painter.drawText(box, _CENTRE, shown)
    painter.restore()


class Badge(QWidget):
    """A badge as a widget."""

    def __init__(self, text: str = "", tone: str = "quiet") -> None:
        super().__init__()
        self._text = text
        self._tone = tone
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The word shown."""
        return self._text

    def show_word(self, text: str, tone: str) -> None:
        """Show another word on another ground."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        return QSize(badge_width(metrics, self._text), max(_HEIGHT, metrics.height() + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours(self.palette())
        paint_badge(QPainter(self), QRectF(self.rect()), self._text, self._tone, colours, self._font())

    def _font(self) -> QFont:
        made = theme.variant(self.font(), "small")
        made.setWeight(QFont.Weight.DemiBold)
        return made
