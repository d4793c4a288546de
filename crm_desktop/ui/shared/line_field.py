"""A line to be filled and the button beside it that takes it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.ui.widgets.buttons import button


class LineField(QWidget):
    """Signals:
    given: the text, without blanks around it; a secret as it was typed, and the line is empty again.
    """

    given = Signal(str)

    def __init__(self, name: str, title: str, word: str, *, secret: bool = False) -> None:
        """``title`` says what is asked for, ``word`` stands on the button."""
        super().__init__()
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(title)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._is_secret = secret
        self.line.returnPressed.connect(self._give)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(button(f"{name}_use", word, clicked=self._give))

    def _give(self) -> None:
        text = self.line.text() if self._is_secret else " ".join(self.line.text().split())
        if self._is_secret:
            self.line.clear()
        self.line.setModified(False)
        if text:
            self.given.emit(text)
