"""Settings of the diary elsewhere: the calendar file for the telephone, and the calendar on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.ui.remote.file_card import FileCard
from crm_desktop.ui.remote.server_card import ServerCard

if TYPE_CHECKING:
    from crm_desktop.ui.remote.elsewhere import Elsewhere
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_WIDEST = 720


class RemoteSettings(QScrollArea):
    """Two cards, one below the other."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self._session = session
        self._has_met = False
        self.file, self.server = FileCard(session, tell), ServerCard(session, tell)
        self.setObjectName("settings_remote")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 20, 0, 20)
        column.setSpacing(16)
        for card in (self.file, self.server):
            card.setMaximumWidth(_WIDEST)
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inside)

    def reload(self) -> None:
        """Show what is set now, and meet what keeps it, once."""
        if not self._has_met:
            self._session.signals.elsewhere.emit(self._meet)
        self.file.reload()
        self.server.reload()

    def _meet(self, elsewhere: Elsewhere) -> None:
        self._has_met = True
        self.file.meet(elsewhere)
        self.server.meet(elsewhere)
