"""A sheet that slides over the right side of a window: the form of a client, without leaving the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.card.form_keys import claim_all

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

_WIDTH = 720
_SHADE = 90


class SideSheet(QWidget):
    """Covers its parent with a shade and shows one widget at the right; the rest waits until it is closed."""

    def __init__(self, parent: QWidget, content: QWidget, width: int = _WIDTH) -> None:
        """``width``: the most that it takes, in logical pixels."""
        super().__init__(parent)
        self._over = parent
        self.setObjectName("side_sheet")
        self.setAccessibleName(content.accessibleName())
        self._content = content
        self._before = parent.window().focusWidget()
        self._frame = QFrame()
        self._frame.setObjectName("side_sheet_frame")
        self._frame.setAutoFillBackground(True)
        self._frame.setMaximumWidth(width)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(content)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addStretch(1)
        row.addWidget(self._frame, 100)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()

    def content(self) -> QWidget:
        """What it shows."""
        return self._content

    def close_sheet(self) -> None:
        """Go away; the focus returns to where it was, or near to it."""
        self._over.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        try:
            if self._before is not None:
                _near(self._before).setFocus(Qt.FocusReason.OtherFocusReason)
        except RuntimeError:
            # The widget that had the focus was deleted meanwhile; Qt says so only by this error.
            self._over.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        # The commands of the window mean what lies below the sheet.
        return claim_all(event) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A click beside the sheet must neither close it nor reach what lies below.
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QColor(0, 0, 0, _SHADE)
        QPainter(self).fillRect(self.rect(), shade)


def _near(widget: QWidget) -> QWidget:
    """The widget, or where saving took it off the screen the next one that Tab would come to."""
    near: QWidget | None = widget
    while near is not None and not _takes_focus(near, tabbed=near is not widget):
        near = near.nextInFocusChain()
        if near is widget:
            break
    return near or widget


def _takes_focus(widget: QWidget, *, tabbed: bool) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return widget.isVisible() and widget.isEnabled() and (by_tab or not tabbed)
