"""The setting of the watched folder: which one, or none, and whether lists that are in are moved out of the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop import paths
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell


def ask_folder(parent: QWidget, folder: Path) -> Path | None:
    """The folder that the user chooses; None where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    name = QFileDialog.getExistingDirectory(parent, tr("Which folder to watch"), str(folder))
    parent.activateWindow()  # where no window manager gives the keys back
    return Path(name) if name else None


class WatchedFolderRow(QWidget):
    """Works at once, like every setting."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self._session = session
        self._tell = tell
        self._path = QLineEdit()
        self._path.setObjectName("setting_watched")
        self._path.setAccessibleName(tr("Watched folder"))
        self._path.setPlaceholderText(tr("None"))
        self._path.setReadOnly(True)
        self._off = button(
            "setting_watched_off", tr("Turn off"), look="quiet", clicked=lambda: self._keep("")
        )
        self._move = QCheckBox(tr("Move files that were brought in into “{folder}”", folder=tr("done")))
        self._move.setObjectName("setting_watched_move")
        self._move.toggled.connect(self._keep_move)
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(button("setting_watched_choose", tr("Choose…"), clicked=self._choose))
        row.addWidget(self._off)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        hint = tr(
            "Lists that appear there, such as orders from your site, wait under “Lists brought in” for one click. "
            "Files are never deleted."
        )
        column.addWidget(label(hint, "small", wrap=True))
        column.addWidget(self._move)

    def reload(self) -> None:
        """Show what is set now."""
        current = self._session.settings.current
        self._path.setText(paths.shown(Path(current.watched_folder)) if current.watched_folder else "")
        self._path.setCursorPosition(0)
        self._off.setVisible(bool(current.watched_folder))
        self._move.setVisible(bool(current.watched_folder))
        self._move.blockSignals(True)
        self._move.setChecked(current.watched_move)
        self._move.blockSignals(False)

    def _choose(self) -> None:
        folder = ask_folder(self, first_folder(self._session.settings.current.watched_folder))
        if folder is not None:
            self._keep(str(folder))

    def _keep(self, folder: str) -> None:
        self._update(watched_folder=folder)
        self._session.signals.watched_folder.emit()
        self.reload()

    def _keep_move(self, on: bool) -> None:
        self._update(watched_move=on)

    def _update(self, **changes: object) -> None:
        try:
            self._session.settings.update(**changes)
        except Exception as error:
            self._tell.problem(error)
