"""The card in a window of its own: beside another one, or on the second screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui.card.card_view import CardView
from crm_desktop.ui.tell import Tell
from crm_desktop.ui.toast import Toast
from crm_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from crm_desktop.changes import Changes
    from crm_desktop.ui.card.calls import Calls
    from crm_desktop.ui.session import Session

_WIDTH, _HEIGHT = 440, 760


class CardWindow(QWidget):
    """Hears of changes by itself; Esc or Ctrl+W closes it.

    Signals:
        closed: it is gone; carries the window.
    """

    closed = Signal(object)

    def __init__(self, session: Session, calls: Calls, undo: Callable[[], object]) -> None:
        """``calls`` opens further windows and forms; ``undo`` takes back the last operation (Ctrl+Z)."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card_window")
        self.resize(_WIDTH, _HEIGHT)
        self._session = session
        notice = NoticeBar()
        self.tell = Tell(Toast(self), notice)
        here = replace(calls, open_client=self.show_client)
        self.card = CardView(session, self.tell, here)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(notice)
        column.addWidget(self.card, 1)
        session.signals.changed.connect(self.changed)
        for keys, call in (
            ("Ctrl+L", self.card.log_contact),
            ("Ctrl+P", lambda: self.card.log_contact(planned=True)),
            ("F2", self.card.edit),
            ("Ctrl+Z", undo),
            ("Ctrl+W", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(call)

    def show_client(self, client_id: bytes) -> None:
        """Show a client, in place of the one before."""
        self.card.show_client(client_id)
        self.setWindowTitle(self.card.name or "CRM Desktop")

    def changed(self, changes: Changes) -> None:
        """Something was committed."""
        self.card.changed(changes)
        self.setWindowTitle(self.card.name or "CRM Desktop")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # No shortcut: a form or a list inside answers Esc first, and only what it leaves closes the window.
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.card.page.close_form()
        self._session.signals.changed.disconnect(self.changed)
        self.closed.emit(self)
        super().closeEvent(event)
