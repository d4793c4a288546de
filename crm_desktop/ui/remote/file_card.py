"""The setting of the calendar file for the telephone: where it lies, what it tells, and when it was written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from crm_desktop import paths
from crm_desktop.clock import utc_text
from crm_desktop.errors import UserError
from crm_desktop.exchange.remote.chosen import Chosen, chosen, with_chosen
from crm_desktop.ui import formats
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import error_text, fault_text
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.page_frame import Card

if TYPE_CHECKING:
    from crm_desktop.ui.remote.elsewhere import Elsewhere
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

SUFFIX = ".ics"


def ask_file(parent: QWidget, folder: Path) -> Path | None:
    """Where the user wants the file; None where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    name, _kind = QFileDialog.getSaveFileName(
        parent,
        tr("Where to keep the calendar file"),
        str(folder / f"{tr('diary')}{SUFFIX}"),
        tr("Calendars (*.ics)"),
    )
    parent.activateWindow()  # where no window manager gives the keys back
    if not name:
        return None
    return Path(name) if name.lower().endswith(SUFFIX) else Path(f"{name}{SUFFIX}")


class FileCard(Card):
    """Works at once, like every setting."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__(tr("For the telephone: a calendar file"))
        self._session, self._tell = session, tell
        self._elsewhere: Elsewhere | None = None
        words = tr(
            "Planned contacts and those of the last month stand in one file, always up to date. Keep it in a folder "
            "that your cloud takes to the telephone, and open it there as a calendar. It can only be read there."
        )
        self.column.addWidget(label(words, "quiet", wrap=True))
        self._path = QLineEdit()
        self._path.setObjectName("elsewhere_file")
        self._path.setAccessibleName(tr("Calendar file"))
        self._path.setPlaceholderText(tr("None"))
        self._path.setReadOnly(True)
        self._off = button(
            "elsewhere_file_off", tr("Turn off"), look="quiet", clicked=lambda: self._keep(file="")
        )
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(button("elsewhere_file_choose", tr("Choose…"), clicked=self._choose))
        row.addWidget(self._off)
        self.column.addLayout(row)
        self._mine = _box("elsewhere_file_mine", tr("Only my own contacts, and those of nobody"))
        self._mine.toggled.connect(lambda on: self._keep(file_mine=on))
        self._brief = _box("elsewhere_file_brief", tr("Only when and with whom, not what it is about"))
        self._brief.toggled.connect(lambda on: self._keep(file_details=not on))
        self._status = label("", "small", wrap=True)
        self._status.setObjectName("elsewhere_file_status")
        for widget in (self._mine, self._brief, self._status):
            self.column.addWidget(widget)

    def meet(self, elsewhere: Elsewhere) -> None:
        """Show from now on what becomes of the file."""
        self._elsewhere = elsewhere
        elsewhere.file.changed.connect(self._show_status)

    def reload(self) -> None:
        """Show what is set now."""
        choice = self._choice()
        self._path.setText(paths.shown(Path(choice.file)) if choice.file else "")
        self._path.setCursorPosition(0)
        for box, on in ((self._mine, choice.file_mine), (self._brief, not choice.file_details)):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
            box.setVisible(bool(choice.file))
        self._off.setVisible(bool(choice.file))
        self._show_status()

    def _choice(self) -> Chosen:
        return chosen(self._session.settings.current.elsewhere, self._session.store.path)

    def _choose(self) -> None:
        before = self._choice().file
        path = ask_file(self, first_folder(str(Path(before).parent) if before else ""))
        if path is not None:
            self._keep(file=str(path))

    def _keep(self, **changes: Any) -> None:
        settings, base = self._session.settings, self._session.store.path
        try:
            choice = replace(self._choice(), **changes)
            settings.update(elsewhere=with_chosen(settings.current.elsewhere, base, choice))
        except UserError as error:
            self._tell.problem(error)
        if self._elsewhere is not None:
            self._elsewhere.file.start()
        self.reload()

    def _show_status(self) -> None:
        file = self._elsewhere.file if self._elsewhere is not None else None
        problem = file.problem if file is not None else None
        words = ""
        if problem is not None:
            words = error_text(problem) if isinstance(problem, UserError) else fault_text()
        elif file is not None and file.written_at is not None:
            words = tr("Up to date: {when}", when=formats.moment(utc_text(file.written_at)))
        self._status.setProperty("look", "late" if problem is not None else "small")
        self._status.style().polish(self._status)
        self._status.setText(words)
        self._status.setVisible(bool(words))


def _box(name: str, words: str) -> QCheckBox:
    made = QCheckBox(words)
    made.setObjectName(name)
    made.setAccessibleName(words)
    return made
