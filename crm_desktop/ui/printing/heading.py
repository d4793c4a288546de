"""The head and the foot of a printed sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from crm_desktop.ui.paper import PAPER

if TYPE_CHECKING:
    from crm_desktop.ui.paper import Ink

HEADING = 34.0
"""Height of the head, in points."""
FOOT = 16.0
"""Height of the foot, in points."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_heading(ink: Ink, area: QRectF, title: str, beside: str) -> None:
    """The title at the left, quieter words at the right."""
    row = QRectF(area.x(), area.y(), area.width(), HEADING - 12)
    small = ink.font(9)
    room = ink.width(beside, small) + 8
    ink.text(row.adjusted(0, 0, -room, 0), title, ink.font(15, bold=True))
    ink.text(row, beside, small, PAPER.quiet, flags=_RIGHT)


def paint_foot(ink: Ink, area: QRectF, left: str, right: str) -> None:
    """Quiet words at both ends of the last line."""
    row = QRectF(area.x(), area.bottom() - FOOT + 4, area.width(), FOOT - 4)
    ink.text(row, left, ink.font(8), PAPER.quiet)
    ink.text(row, right, ink.font(8), PAPER.quiet, flags=_RIGHT)
