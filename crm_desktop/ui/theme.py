"""Colours, type and the live switch between light and dark.

The colours are those of the sketches (accent, held well, failed, needs care, late), each pair of text and ground at a
contrast of 4.5 or more (WCAG AA; a test counts). Widgets ask ``colours(palette)`` when they paint, so a switch needs
no wiring: Qt repaints everything when the palette changes.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette

from crm_desktop import paths
from crm_desktop.ui.colours import DARK, LIGHT, Colours
from crm_desktop.ui.sheet import sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

__all__ = [
    "BASE_PX",
    "DARK",
    "LIGHT",
    "STYLE",
    "Colours",
    "apply",
    "colours",
    "dress",
    "font",
    "lay_ground",
    "load_fonts",
    "variant",
]

FONT_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")
"""Shipped so that the window is crisp on every Linux; 5 ms of a start [measured]."""

STYLE: tuple[str, ...] = () if sys.platform == "darwin" else ("-style", "fusion")
"""What the application is started with: Fusion everywhere but on macOS, whose own style people expect there.

As an argument, because ``setStyle`` hands a style to Python, and that costs 10 ms of a start.
"""

BASE_PX = 13
_HEADING_PX = 19
_TITLE_PX = 15
_SMALL_PX = 12
_DARK_BELOW = 128


def colours(palette: QPalette) -> Colours:
    """The set that belongs to a palette: dark where its window colour is dark."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < _DARK_BELOW else LIGHT


def apply(app: QApplication, theme: str, font_scale: float = 1.0) -> None:
    """Dress the application: ``light``, ``dark`` or ``system``; callable again at any time to switch.

    Args:
        app: the application.
        theme: ``system`` follows the desktop where it says anything, else light.
        font_scale: factor on the type sizes and on the row heights.
    """
    lay_ground(app, theme, font_scale)
    dress(app, theme, font_scale)


def lay_ground(app: QApplication, theme: str, font_scale: float = 1.0) -> None:
    """Set colours and type alone: what a first window is built on (``dress`` follows when it is built)."""
    app.setPalette(_palette(_chosen(app, theme)))
    app.setFont(font(app, scale=font_scale))


def dress(app: QApplication, theme: str, font_scale: float = 1.0) -> None:
    """Put the style sheet on.

    Under a style sheet each widget is dressed anew with every parent that it, or one around it, is given: a first
    window is built without (15 ms of a start) and dressed once, as a whole, before it is shown.
    """
    app.setStyleSheet(sheet(_chosen(app, theme), font_scale))


def load_fonts() -> None:
    """Make the shipped fonts known; once per process, before the first window."""
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(paths.resource(f"fonts/{name}")))


def font(app: QApplication, role: str = "text", scale: float = 1.0) -> QFont:
    """The type of the whole application by role: text, strong, small, title, heading."""
    made = QFont(app.font())
    if sys.platform.startswith("linux"):
        made.setFamilies(["Inter", *QFont().families()])
    pixels = {"small": _SMALL_PX, "title": _TITLE_PX, "heading": _HEADING_PX}.get(role, BASE_PX)
    made.setPixelSize(max(9, round(pixels * scale)))
    if role in {"strong", "title", "heading"}:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def variant(base: QFont, role: str) -> QFont:
    """A font made from a widget's own by role (strong, small, title, heading, figures), keeping the user's scale."""
    made = QFont(base)
    sizes = {"small": _SMALL_PX, "title": _TITLE_PX, "heading": _HEADING_PX}
    if role in sizes:
        # A font of the system's own is sized in points and has no size in pixels to multiply.
        pixels = base.pixelSize() if base.pixelSize() > 0 else QFontInfo(base).pixelSize()
        made.setPixelSize(max(1, round(pixels * sizes[role] / BASE_PX)))
    if role in {"strong", "title", "heading"}:
        made.setWeight(QFont.Weight.DemiBold)
    if role == "figures":
        # Digits of equal width stand under each other in a column.
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _chosen(app: QApplication, theme: str) -> Colours:
    hints = app.styleHints()
    if theme == "system":
        hints.setColorScheme(Qt.ColorScheme.Unknown)
        return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
    dark = theme == "dark"
    hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    return DARK if dark else LIGHT


def _palette(c: Colours) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: c.ground,
        QPalette.ColorRole.WindowText: c.text,
        QPalette.ColorRole.Base: c.ground,
        QPalette.ColorRole.AlternateBase: c.side,
        QPalette.ColorRole.Text: c.text,
        QPalette.ColorRole.PlaceholderText: c.quiet,
        QPalette.ColorRole.Button: c.raised,
        QPalette.ColorRole.ButtonText: c.text,
        QPalette.ColorRole.BrightText: c.on_accent,
        QPalette.ColorRole.ToolTipBase: c.text,
        QPalette.ColorRole.ToolTipText: c.ground,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.Accent: c.accent,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.LinkVisited: c.accent,
        QPalette.ColorRole.Light: c.raised,
        QPalette.ColorRole.Midlight: c.hover,
        QPalette.ColorRole.Mid: c.line,
        QPalette.ColorRole.Dark: c.edge,
        QPalette.ColorRole.Shadow: c.edge,
    }
    palette = QPalette()
    for role, name in roles.items():
        palette.setColor(role, QColor(name))
    faint = QColor(c.quiet)
    faint.setAlpha(150)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return palette
