"""The line at the foot of the window: saved or working, the shared base, reminders, and where the base lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop import paths
from crm_desktop.ui import theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, label

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from crm_desktop.ui.reminder_status import ReminderStatus
    from crm_desktop.ui.shared_status import SharedStatus
    from crm_desktop.ui.standing import Standing

HEIGHT = 28


class StatusLine(QWidget):
    """Says only what is true now: nothing stands here that the program does not check.

    Signals:
        reminders_wanted: the part about reminders was pressed.
        shared_wanted: the part about the shared base was pressed.
    """

    reminders_wanted = Signal()
    shared_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAccessibleName(tr("Status"))
        self.setMinimumHeight(HEIGHT)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(8)
        self._dot = _Dot()
        self._saved = label(tr("All saved"), "small")
        self._saved.setObjectName("status_saved")
        self._chosen = label("", "small")
        self._chosen.setObjectName("status_selection")
        self._reminders: ReminderStatus | None = None
        self._shared: SharedStatus | None = None
        self._base = ElidedLabel("", "small", Qt.TextElideMode.ElideMiddle)
        self._base.setObjectName("status_base")
        self._base.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget in (self._dot, self._saved):
            row.addWidget(widget)
        row.addSpacing(16)
        row.addWidget(self._chosen)
        row.addWidget(self._base, 1)

    def show_work(self, text: str) -> None:
        """Say what is being done; empty says that all is saved."""
        self._saved.setText(text or tr("All saved"))
        self._dot.show_tone("care" if text else "accent")

    def show_selection(self, text: str) -> None:
        """Say what is selected."""
        self._chosen.setText(text)

    def show_reminders(
        self, checked_at: datetime | None, next_at: datetime | None, due: int, problem: str = ""
    ) -> None:
        """Say when reminders were last looked at and what comes next; from then on it counts by itself.

        Args:
            checked_at: the instant of the last look; None where there was none yet.
            next_at: the instant of the next reminder; None for none.
            due: so many reminders wait for an answer.
            problem: what does not work with them, in words.
        """
        self._reminder_part().show_look(checked_at, next_at, due, problem)

    def show_shared(self, standing: Standing | None) -> None:
        """Say how the exchange with the shared base stands; None: there is none."""
        if standing is None:
            if self._shared is not None:
                self._row.removeWidget(self._shared)
                self._shared.hide()
                self._shared.deleteLater()
                self._shared = None
        elif self._shared is not None:
            self._shared.show_standing(standing)
        else:
            from crm_desktop.ui.shared_status import SharedStatus  # a base that works alone does without

            self._shared = SharedStatus(standing)
            self._shared.clicked.connect(self.shared_wanted)
            self._row.insertWidget(self._row.indexOf(self._chosen) + 1, self._shared)

    def show_base(self, path: Path) -> None:
        """Say which file is open."""
        self._base.setText(paths.shown(path))
        self._base.setToolTip(str(path))
        self._base.setAccessibleName(tr("The base lies at {path}", path=path))

    def _reminder_part(self) -> ReminderStatus:
        """Made with the first look, which comes after the first picture."""
        if self._reminders is None:
            from crm_desktop.ui.reminder_status import ReminderStatus

            self._reminders = ReminderStatus()
            self._reminders.clicked.connect(self.reminders_wanted)
            self._row.insertWidget(self._row.indexOf(self._base), self._reminders)
        return self._reminders


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._tone = "accent"
        self.setFixedSize(QSize(9, 9))

    def show_tone(self, tone: str) -> None:
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(theme.colours(self.palette()), self._tone)))
        painter.drawEllipse(self.rect().adjusted(0, 0, -1, -1))
