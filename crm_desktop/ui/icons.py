"""The pictures of the program: one family of line icons, tinted with the colour of the text beside them.

An icon is drawn from its SVG when it is first painted, at the size and density asked for, and kept. Its colour is
taken from the application's palette at painting time, so a switch to dark needs no new icons.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap

from crm_desktop import paths
from crm_desktop.ui import theme

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 16
"""Side of an icon in a button or a menu, in logical pixels."""


def icon(name: str, colour: str = "") -> QIcon:
    """The icon of that name; ``colour`` names one of ``theme.Colours``, else it has the colour of the text."""
    return QIcon(_Engine(name, colour))


def pixmap(name: str, colour: str, side: int = SIZE, density: float = 1.0) -> QPixmap:
    """The picture in one colour, ``side`` logical pixels square at a device pixel ratio; cached."""
    return _drawn(name, colour, round(side * density), density)


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, pixels: int, density: float) -> QPixmap:
    # Imported here: the first icon is painted after the window is up.
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(_source(name).replace(b"currentColor", colour.encode()))
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter)
    painter.end()
    drawn.setDevicePixelRatio(density)
    return drawn


@lru_cache(maxsize=128)
def _source(name: str) -> bytes:
    return (_folder() / f"{name}.svg").read_bytes()


@lru_cache(maxsize=1)
def _folder() -> Path:
    return paths.resource("icons")


class _Engine(QIconEngine):
    """Draws an icon in the palette's colour of the moment."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        if side <= 0:
            return  # a button squeezed to nothing while its page is being laid out
        # Not painter.device(): to tell which of all paint devices it is, the binding would have to set up every one.
        density = painter.deviceTransform().m11()
        drawn = pixmap(self._name, self._tint(mode), side, density)
        left = rect.x() + (rect.width() - side) // 2
        top = rect.y() + (rect.height() - side) // 2
        painter.drawPixmap(QPoint(left, top), drawn)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return pixmap(self._name, self._tint(mode), min(size.width(), size.height()))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # Qt hands over the size in device pixels here.
        side = min(size.width(), size.height())
        return _drawn(self._name, self._tint(mode), side, scale)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour)

    def _tint(self, mode: QIcon.Mode) -> str:
        palette = QGuiApplication.palette()
        if self._colour and mode != QIcon.Mode.Disabled:
            return str(getattr(theme.colours(palette), self._colour))
        if mode == QIcon.Mode.Disabled:
            colour = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
            return colour.name(QColor.NameFormat.HexRgb)
        role = QPalette.ColorRole.HighlightedText if mode == QIcon.Mode.Selected else QPalette.ColorRole.Text
        return palette.color(role).name()
