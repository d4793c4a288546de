"""A rounded button for one filter: what is filtered, a menu to change it, a cross to drop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from crm_desktop.ui import icons
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

_CROSS = 24


class Chip(QPushButton):
    """A chip that is set (tinted, with a cross) or only offered (with a small arrow).

    Signals:
        opened: clicked, the editor should open.
        dropped: its cross was clicked, or Delete was pressed on it.
    """

    opened = Signal()
    dropped = Signal()

    def __init__(self, name: str, text: str, *, chosen: bool) -> None:
        super().__init__(f"{text} ")
        self.setObjectName(name)
        self.setProperty("look", "chip")
        self.setProperty("set", "true" if chosen else "false")
        self._chosen = chosen
        self.setAccessibleName(text)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setIcon(icons.icon("x" if chosen else "chevron-down", "accent" if chosen else "quiet"))
        self.setIconSize(self.iconSize() * 0.75)
        if chosen:
            self.setToolTip(tr("Click to change, Delete to remove this filter"))
        self.setAutoDefault(False)
        self.clicked.connect(lambda _checked=False: self.opened.emit())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (
            self._chosen
            and event.position().x() > self.width() - _CROSS
            and self.rect().contains(event.pos())
        ):
            self.setDown(False)
            self.dropped.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._chosen and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.dropped.emit()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)
