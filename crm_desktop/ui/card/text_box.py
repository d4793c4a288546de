"""A field for several lines that grows with its text and leaves the Tab key to the form."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_EDGES = 14


class TextBox(QPlainTextEdit):
    """Shows from ``least`` to ``most`` lines, then scrolls."""

    def __init__(self, name: str, title: str, placeholder: str = "", least: int = 1, most: int = 6) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self._least, self._most = least, most
        self.document().setDocumentMargin(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._grow)
        self._grow()

    def text(self) -> str:
        """The text, without blanks at its ends."""
        return self.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Put a text in, the cursor behind it."""
        self.setPlainText(text)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow()

    def _grow(self) -> None:
        # The height of a plain text document is told in lines.
        lines = math.ceil(self.document().size().height())
        shown = min(max(lines, self._least), self._most)
        scrolls = lines > self._most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        height = shown * self.fontMetrics().lineSpacing() + _EDGES
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
