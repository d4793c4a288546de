"""A file that cannot be read: what is the matter, in one calm sentence, and what can be done; asks for passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.errors import FileNeedsPassword, FilePasswordWrong
from crm_desktop.ui import icons
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import error_text
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from crm_desktop.ui.importing.opened import OpenFile

_PICTURE = 40
_WIDTH = 460


class Trouble(QWidget):
    """The middle of the page for one file.

    Signals:
        password_given: the password of the file.
        again: read the file once more (it was closed elsewhere, or mended).
        other_wanted: choose another file instead.
        left: go on without this file.
    """

    password_given = Signal(str)
    again = Signal()
    other_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_trouble")
        self._picture = QLabel()
        self._title = label("", "title", wrap=True)
        self._text = label("", "quiet", wrap=True)
        self._text.setObjectName("import_trouble_text")
        self._password = QLineEdit()
        self._password.setObjectName("import_password")
        self._password.setAccessibleName(tr("Password of the file"))
        self._password.setPlaceholderText(tr("Password"))
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.returnPressed.connect(self._give)
        self._open = button("import_unlock", tr("Open"), look="primary", clicked=self._give)
        self._again = button("import_again", tr("Try again"), icon="rotate-ccw", clicked=self.again.emit)
        self._other = button(
            "import_other", tr("Choose another file…"), look="primary", clicked=self.other_wanted.emit
        )
        self._leave = button("import_leave_file", tr("Go on without it"), clicked=self.left.emit)
        self._build()

    def show_file(self, file: OpenFile, *, alone: bool) -> None:
        """Say what is the matter with a file; ``alone``: there is no other to go on with."""
        error = file.error
        locked = isinstance(error, FileNeedsPassword | FilePasswordWrong)
        name = "shield-check" if locked else "file-spreadsheet"
        self._picture.setPixmap(icons.icon(name, "care").pixmap(_PICTURE, _PICTURE))
        title = tr("This file is locked") if locked else tr("This file cannot be brought in")
        self._title.setText(title)
        words = error_text(error) if error else tr("There is nothing in this file: no row is filled in.")
        self._text.setText(words)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        for each in (self._password, self._open):
            each.setVisible(locked)
        self._again.setVisible(not locked)
        self._other.setVisible(not locked)
        self._leave.setVisible(not alone)
        if locked:
            self._password.clear()
            self._password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._other.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        if self._password.text():
            self.password_given.emit(self._password.text())

    def _build(self) -> None:
        words = QWidget()
        words.setMaximumWidth(_WIDTH)
        lines = QVBoxLayout(words)
        lines.setContentsMargins(16, 0, 16, 0)
        lines.setSpacing(8)
        for each in (self._picture, self._title, self._text):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(each)
        lines.addSpacing(8)
        unlock = QHBoxLayout()
        unlock.addStretch(1)
        unlock.addWidget(self._password, 4)
        unlock.addWidget(self._open)
        unlock.addStretch(1)
        lines.addLayout(unlock)
        row = QHBoxLayout()
        row.addStretch(1)
        for each_button in (self._again, self._other, self._leave):
            row.addWidget(each_button)
        row.addStretch(1)
        lines.addLayout(row)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(words, 1000)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)
