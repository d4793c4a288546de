"""The file that a saved report writes by itself: where, as what, on which day and when; and how the last one went."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QTimeEdit, QVBoxLayout, QWidget

from crm_desktop.services import saved_reports
from crm_desktop.services.saved_reports import WeeklyFile
from crm_desktop.ui import formats
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label, tool_button

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from crm_desktop.services.saved_reports import SavedReport
    from crm_desktop.ui.session import Session

_MONDAY = date(2024, 1, 1)
_FRIDAY = 4
_USUAL_TIME = "17:00"


class WeeklySheet(QWidget):
    """The choices.

    Signals:
        saved: what to tell: it is written from now on, or no more.
        problem: an error to be told.
        left: the sheet is to be closed.
    """

    saved = Signal(str)
    problem = Signal(object)
    left = Signal()

    def __init__(self, session: Session, report: SavedReport) -> None:
        super().__init__()
        self.setObjectName("report_weekly_sheet")
        title = tr("“{name}” as a file, every week", name=report.name)
        self.setAccessibleName(title)
        self._session, self._report = session, report
        standing = report.weekly
        folder = standing.folder if standing else str(first_folder(session.settings.current.export_folder))
        self._folder = ElidedLabel(folder)
        self._folder.setObjectName("weekly_folder")
        self._form = ChoiceRow("weekly_form", tr("Kind of file"), [("xlsx", "Excel"), ("pdf", "PDF")])
        self._form.choose(standing.form if standing else "xlsx")
        days = [(number, formats.weekday(_MONDAY + timedelta(days=number))) for number in range(7)]
        self._day: ChoiceRow[int] = ChoiceRow("weekly_day", tr("Day of the week"), days)
        self._day.choose(standing.weekday if standing else _FRIDAY)
        self._time = QTimeEdit(QTime.fromString(standing.at_time if standing else _USUAL_TIME, "HH:mm"))
        self._time.setObjectName("weekly_time")
        self._time.setAccessibleName(tr("Time"))
        self._time.setDisplayFormat("HH:mm")
        self._build(title)

    def focus_first(self) -> None:
        """Where one begins."""
        self._day.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def weekly(self) -> WeeklyFile:
        """What is chosen."""
        time = self._time.time().toString("HH:mm")
        return WeeklyFile(self._folder.text(), self._form.value(), self._day.value(), time)

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(title, "title", wrap=True), 1)
        head.addWidget(tool_button("weekly_close", tr("Close"), "x", clicked=self.left.emit))
        column.addLayout(head)
        words = tr(
            "The program writes it by itself while it runs, also from the tray. What was missed is written at the "
            "next start."
        )
        column.addWidget(label(words, "quiet", wrap=True))
        where = QHBoxLayout()
        where.addWidget(self._folder, 1)
        where.addWidget(button("weekly_choose", tr("Another folder…"), clicked=self._choose))
        for section, widget in (
            (tr("Day of the week"), self._day),
            (tr("Time"), self._time),
            (tr("Kind of file"), self._form),
        ):
            column.addWidget(label(section, "section"))
            column.addWidget(widget)
        column.addWidget(label(tr("Into the folder"), "section"))
        column.addLayout(where)
        for line in self._last():
            column.addWidget(line)
        column.addStretch(1)
        column.addLayout(self._buttons())

    def _last(self) -> list[QWidget]:
        weekly = self._report.weekly
        if weekly is None:
            return []
        lines: list[QWidget] = []
        if weekly.problem:
            lines.append(
                label(tr("The last time it did not work: {why}", why=weekly.problem), "late", wrap=True)
            )
        if weekly.last_file:
            name = Path(weekly.last_file).name
            lines.append(label(tr("Last file: {name}", name=name), "quiet", wrap=True))
        now = self._session.store.clock.now()
        coming = saved_reports.next_of(weekly, now).isoformat()
        lines.append(label(tr("Next: {when}", when=formats.moment(coming)), "quiet"))
        return lines

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        if self._report.weekly is not None:
            row.addWidget(button("weekly_stop", tr("Write it no more"), clicked=self._stop))
        row.addStretch(1)
        row.addWidget(button("weekly_cancel", tr("Cancel"), clicked=self.left.emit))
        row.addWidget(button("weekly_save", tr("Save"), look="primary", clicked=self._save))
        return row

    def _choose(self) -> None:
        found = ask_folder(self, self._folder.text())
        if found:
            self._folder.setText(found)

    def _save(self) -> None:
        try:
            saved_reports.write_weekly(self._session.store, self._report.id, self.weekly())
        except Exception as error:
            self.problem.emit(error)
        else:
            self.saved.emit(tr("The file is written every week from now on"))

    def _stop(self) -> None:
        saved_reports.stop_weekly(self._session.store, self._report.id)
        self.saved.emit(tr("The file is written no more"))


def ask_folder(parent: QWidget, standing: str) -> str:
    """The folder that the user chooses; empty where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    found = QFileDialog.getExistingDirectory(parent, tr("Folder for the file"), standing)
    parent.activateWindow()  # where no window manager gives the keys back
    return found
