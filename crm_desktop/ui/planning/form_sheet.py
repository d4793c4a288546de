"""The side of the window in which a small form stands: with room around it, and scrolled where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.ui.card.side_sheet import SideSheet

if TYPE_CHECKING:
    from crm_desktop.ui.card.small_form import SmallForm

WIDTH = 520
_MARGIN = 24
_SCROLL_BAR = 16


def over(parent: QWidget, form: SmallForm) -> SideSheet:
    """Show a small form over the right side of a window, the focus where one begins.

    The side is as wide as the longest words of the form want; what still has no room is scrolled to, never cut off.
    """
    area = QScrollArea()
    area.setObjectName("form_area")
    area.setAccessibleName(form.accessibleName())
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(_MARGIN, 18, _MARGIN, 12)
    column.addWidget(form)
    area.setWidget(inside)
    sheet = SideSheet(parent, area, max(WIDTH, inside.minimumSizeHint().width() + _SCROLL_BAR))
    form.show()
    form.focus_first()
    return sheet
