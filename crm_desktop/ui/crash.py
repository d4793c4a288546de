"""A fault of the program, told without a traceback: what is safe, and where the details stand for whoever helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import fault_text
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


class CrashDialog(QDialog):
    """Shown where there is no window to show a notice in: the program could not start, or lost its window."""

    def __init__(self, parent: QWidget | None, text: str, log_folder: Path | None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle("CRM Desktop")
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(8)
        column.addWidget(label(tr("This did not work"), "title"))
        words = label(text or fault_text(), wrap=True)
        words.setObjectName("crash_text")
        column.addWidget(words)
        row = QHBoxLayout()
        if log_folder is not None:
            self._folder = log_folder
            row.addWidget(button("crash_log", tr("Show the details"), look="link", clicked=self._show_log))
        row.addStretch(1)
        close = button("crash_close", tr("Close"), look="primary", clicked=self.accept)
        close.setDefault(True)
        row.addWidget(close)
        column.addSpacing(10)
        column.addLayout(row)

    def _show_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
