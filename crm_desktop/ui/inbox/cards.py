"""The waiting files on the page of lists: what would come of each, and three buttons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop import paths
from crm_desktop.ui import text_inbox
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label
from crm_desktop.ui.widgets.page_frame import Card, clear

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.inbox.inbox import Inbox
    from crm_desktop.ui.inbox.waiting import Waiting
    from crm_desktop.ui.session import Session


class InboxCards(QWidget):
    """One card per file; nothing where none waits."""

    def __init__(self, session: Session, inbox: Inbox, look: Callable[[Path], object]) -> None:
        """Take what opens a file in the import, at its check."""
        super().__init__()
        self.setObjectName("inbox")
        self._session = session
        self._inbox = inbox
        self._look = look
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(10)
        inbox.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        clear(self._column)
        waiting, folder = self._inbox.waiting, self._session.settings.current.watched_folder
        self.setVisible(bool(waiting or (folder and self._inbox.is_missing)))
        if waiting:
            words = ntr("{n} file waits in the folder", "{n} files wait in the folder", len(waiting))
            self._column.addWidget(label(words, "section"))
        elif folder:
            words = tr(
                "The watched folder is not there at the moment: {folder}", folder=paths.shown(Path(folder))
            )
            self._column.addWidget(label(words, "quiet", wrap=True))
        for number, each in enumerate(waiting):
            self._column.addWidget(self._card(number, each))

    def _card(self, number: int, waiting: Waiting) -> Card:
        card = Card()
        card.setObjectName(f"inbox_file_{number}")
        card.setAccessibleName(waiting.file.path.name)
        card.column.addWidget(ElidedLabel(waiting.file.path.name, "title"))
        look = "care" if waiting.error else "quiet"
        card.column.addWidget(label(text_inbox.what(waiting.counts, waiting.error), look, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        file, is_busy = waiting.file, self._inbox.bringing == waiting.file
        if is_busy:
            row.addWidget(label(tr("Is being brought in…"), "quiet"))
        else:
            if waiting.is_ready:
                row.addWidget(
                    button(
                        f"inbox_bring_{number}",
                        tr("Bring in"),
                        look="primary",
                        icon="import",
                        clicked=lambda: self._inbox.bring(file),
                    )
                )
            look_name = f"inbox_look_{number}"
            row.addWidget(button(look_name, tr("Look"), icon="list", clicked=lambda: self._look(file.path)))
            leave_name = f"inbox_leave_{number}"
            row.addWidget(
                button(leave_name, tr("Not this one"), look="quiet", clicked=lambda: self._inbox.leave(file))
            )
        row.addStretch(1)
        card.column.addLayout(row)
        return card
