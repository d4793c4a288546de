"""The smallest of dialogs: one line of text. Asked through one function, so that tests replace one name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label


class TextDialog(QDialog):
    """Asks for one line."""

    def __init__(self, parent: QWidget, name: str, title: str, text: str, value: str = "") -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_dialog")
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.addWidget(label(title, "title"))
        column.addWidget(label(text, "quiet"))
        self.line = QLineEdit(value)
        self.line.setObjectName(name)
        self.line.setAccessibleName(text)
        self.line.selectAll()
        column.addWidget(self.line)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(f"{name}_cancel", tr("Cancel"), clicked=self.reject))
        self._save = button(f"{name}_save", tr("Save"), look="primary", clicked=self.accept)
        self._save.setDefault(True)
        row.addWidget(self._save)
        column.addSpacing(8)
        column.addLayout(row)
        self.line.textChanged.connect(self._check)
        self._check()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check(self) -> None:
        self._save.setEnabled(bool(self.line.text().strip()))


def ask_text(parent: QWidget, name: str, title: str, text: str, value: str = "") -> str:
    """The line that the user wrote, or nothing where they thought better of it."""
    dialog = TextDialog(parent, name, title, text, value)
    try:
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        return dialog.line.text().strip() if accepted else ""
    finally:
        dialog.deleteLater()
