"""Fields that say beside themselves what is wrong with them: a password with its eye, a file that can be dropped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crm_desktop import paths
from crm_desktop.ui import icons
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label, restyle, tool_button

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

_EYE = QSize(icons.SIZE, icons.SIZE)


def line_field(name: str, words: str, hint: str = "") -> QLineEdit:
    """A field of one line; ``words`` are its accessible name, ``hint`` what may stand in it."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setPlaceholderText(hint)
    return made


class PasswordField(QWidget):
    """A password that can be looked at while the eye is pressed down."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = line_field(name, tr("Password"))
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = tool_button(f"{name}_show", tr("Show the password"), "eye")
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self._eye)

    def hide_again(self) -> None:
        """Put the dots back, as before anything is asked of the server."""
        self._eye.setChecked(False)

    def _show(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        words = tr("Hide the password") if is_shown else tr("Show the password")
        self._eye.setIcon(icons.icon("eye-off" if is_shown else "eye"))
        self._eye.setIconSize(_EYE)
        self._eye.setToolTip(words)
        self._eye.setAccessibleName(words)


def ask_certificate(parent: QWidget) -> Path | None:
    """The file that the user chooses; None where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    kinds = ";;".join(
        (tr("Certificates") + " (*.pem *.crt *.cer *.ca *.ca-bundle)", tr("All files") + " (*)")
    )
    name, _kind = QFileDialog.getOpenFileName(parent, tr("Choose the CA file"), str(first_folder("")), kinds)
    parent.activateWindow()  # where no window manager gives the keys back
    return Path(name) if name else None


class AuthorityField(QWidget):
    """Who has to vouch for the server: those the system trusts, or a file that is chosen or dropped.

    Signals:
        edited: another one was chosen.
    """

    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self._path: Path | None = None
        self._shown = ElidedLabel("", "", Qt.TextElideMode.ElideMiddle)
        self._shown.setObjectName(f"{name}_shown")
        self._choose = button(f"{name}_choose", tr("Choose a file…"), clicked=self._ask)
        self._clear = tool_button(
            f"{name}_clear", tr("Back to what the system trusts"), "x", clicked=lambda: self.take(None)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._shown, 1)
        row.addWidget(self._clear)
        row.addWidget(self._choose)
        self.setFocusProxy(self._choose)
        self._show()

    def path(self) -> Path | None:
        """The file; None: those the system trusts."""
        return self._path

    def take(self, path: Path | None) -> None:
        """Use a file, or those the system trusts."""
        self._path = path
        self._show()
        self.edited.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.take(path)

    def _ask(self) -> None:
        path = ask_certificate(self)
        if path is not None:
            self.take(path)

    def _show(self) -> None:
        words = tr("Those this computer trusts") if self._path is None else paths.shown(self._path)
        self._shown.setText(words)
        self._choose.setAccessibleName(tr("CA file: {file}. Choose another…", file=words))
        self._clear.setVisible(self._path is not None)


def dropped_file(data: QMimeData) -> Path | None:
    """The one file of this computer in a drag."""
    found = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return found[0] if len(found) == 1 and found[0].is_file() else None


class Answering(QWidget):
    """A field with room below for what is wrong with it; without trouble it takes no room."""

    def __init__(self, name: str, field: QWidget) -> None:
        super().__init__()
        self.field = field
        self._trouble = label("", "late", wrap=True)
        self._trouble.setObjectName(f"{name}_trouble")
        self._trouble.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(field)
        column.addWidget(self._trouble)

    def show_trouble(self, words: str) -> None:
        """Say what is wrong; '' for nothing any more."""
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
        marked = self.field.focusProxy() or self.field
        marked.setAccessibleDescription(words)
        if isinstance(marked, QLineEdit):
            marked.setProperty("wrong", bool(words))
            restyle(marked)

    def trouble(self) -> QLabel:
        """What says it."""
        return self._trouble
