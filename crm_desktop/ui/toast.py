"""A short word over the page about what was just done, with Undo; it goes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QEnterEvent

_SHOWN_MS = 6000
_BOTTOM = 44
_MARGIN = 16


class Toast(QWidget):
    """One word at a time at the foot of its parent. It waits while the pointer or the focus is on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        self._label = QLabel()
        self._label.setObjectName("toast_text")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._button: QPushButton = button("toast_undo", tr("Undo"), look="onToast", clicked=self._undo)
        self._close = button("toast_close", "", look="onToast", clicked=self.hide)
        self._close.setAccessibleName(tr("Close"))
        self._call: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._label)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def tell(self, text: str, undo: Callable[[], object] | None = None, word: str = "") -> None:
        """Show a word; ``undo`` is called by its button, which says ``word`` (Undo where empty)."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self._call = undo
        self._button.setText(word or tr("Undo"))
        self._button.setAccessibleName(word or tr("Undo"))
        self._button.setVisible(undo is not None)
        self._dress()
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def text(self) -> str:
        """The word shown last."""
        return self._label.text()

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.isVisible():
            self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours(self.palette()).text))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)

    def _dress(self) -> None:
        ground = theme.colours(self.palette()).ground
        self._label.setStyleSheet(f"color: {ground}; background: transparent;")
        self._close.setIcon(icons.icon("x", "ground"))

    def _place(self) -> None:
        parent = self._over
        widest = parent.width() - 2 * _MARGIN
        if self.width() > widest:
            self.resize(widest, self.height())
        self.move(QPoint((parent.width() - self.width()) // 2, parent.height() - self.height() - _BOTTOM))

    def _undo(self) -> None:
        call, self._call = self._call, None
        self.hide()
        if call is not None:
            call()
