"""The picture in the tray: the program, and how many reminders wait. One picture for light and dark panels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from crm_desktop.ui import icons

GROUND = "#338069"
"""Between the accents of light and dark: told from a white and from a black panel (3 : 1, WCAG 1.4.11)."""
GLYPH = "#ffffff"
BADGE = "#c23a2c"

SIDES = (16, 22, 24, 32, 48, 64)
"""What panels ask for, in device pixels."""

_MOST = 9


def tray_icon(count: int) -> QIcon:
    """The icon with ``count`` on it; without a badge for 0."""
    icon = QIcon()
    for side in SIDES:
        icon.addPixmap(_drawn(side, count))
    return icon


def _drawn(side: int, count: int) -> QPixmap:
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(GROUND))
    painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.22, side * 0.22)
    glyph = round(side * (0.68 if side >= 24 else 0.82))  # thin lines need more room in few pixels
    place = (side - glyph) // 2
    painter.drawPixmap(place, place, icons.pixmap("notebook-pen", GLYPH, glyph))
    if count > 0:
        _paint_badge(painter, side, count)
    painter.end()
    return picture


def _paint_badge(painter: QPainter, side: int, count: int) -> None:
    """A disc in the lower right corner, parted from the ground by a gap through which the panel is seen."""
    radius = side * 0.32
    centre = QPointF(side - radius, side - radius)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.drawEllipse(centre, radius + max(1.0, side * 0.05), radius + max(1.0, side * 0.05))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setBrush(QColor(BADGE))
    painter.drawEllipse(centre, radius, radius)
    font = QFont("Inter")
    font.setWeight(QFont.Weight.Bold)
    words = str(count) if count <= _MOST else f"{_MOST}+"
    font.setPixelSize(max(7, round(radius * (1.45 if len(words) == 1 else 1.1))))
    painter.setFont(font)
    painter.setPen(QColor(GLYPH))
    box = QRectF(centre.x() - radius * 1.2, centre.y() - radius, radius * 2.4, radius * 2)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
