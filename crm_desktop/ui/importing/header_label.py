"""The header of a column beside a cell: says what it means, and asks for another meaning when clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal

from crm_desktop.ui import text_import
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QMouseEvent

    from crm_desktop.exchange.importing.hints import Column

_WIDTH = 100


class HeaderLabel(ElidedLabel):
    """A label to be clicked. Keys reach the same choice by the menu of all columns.

    Signals:
        clicked: asked for another meaning, at a global point.
    """

    clicked = Signal(QPoint)

    def __init__(self, column: Column) -> None:
        header = text_import.header_words(column.header, column.index)
        self._words = tr(
            "“{header}” is: {meaning}", header=header, meaning=text_import.target_name(column.target)
        )
        super().__init__(header, "quiet")
        self.setObjectName(f"import_meaning_{column.index}")
        self.setAccessibleName(self._words)
        self.setFixedWidth(_WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._underline(on=True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._underline(on=False)

    def _underline(self, *, on: bool) -> None:
        font = self.font()
        font.setUnderline(on)
        self.setFont(font)

    def _hint(self) -> None:
        self.setToolTip(self._words)
