"""Who changed what, when, from what to what: of one field, of a record, or of the whole card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from crm_desktop.services import field_history
from crm_desktop.ui.card.change_entries import of_change
from crm_desktop.ui.card.entries_model import EntriesModel
from crm_desktop.ui.card.history_pane import EntryView
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.field_history import FieldChangeRow
    from crm_desktop.ui.session import Session

_WIDTH, _HEIGHT = 440, 480


class HistoryDialog(QDialog):
    """A small window over the card; Esc closes it."""

    def __init__(
        self, parent: QWidget, title: str, changes: Sequence[FieldChangeRow], session: Session
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("field_history")
        self.setWindowTitle(tr("History of changes"))
        self.resize(_WIDTH, _HEIGHT)
        today = session.store.clock.now().astimezone().date()
        self._model = EntriesModel(self)
        self._model.show_entries([of_change(change, number, today) for number, change in enumerate(changes)])
        self.view = EntryView("field_history_list", tr("History of changes"), self._model)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(ElidedLabel(title, "title"))
        if changes:
            column.addWidget(self.view, 1)
        else:
            column.addWidget(label(tr("Never changed since it was first written."), "quiet", wrap=True))
            column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("field_history_close", tr("Close"), clicked=self.close))
        column.addLayout(row)
        close = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        close.activated.connect(self.close)

    def count(self) -> int:
        """How many changes are shown."""
        return self._model.rowCount()


def card_history(
    parent: QWidget, session: Session, client_id: bytes, field: str | bytes | None, title: str
) -> HistoryDialog:
    """The history of one field of a card, or of the whole card. Raises RecordNotFound."""
    return HistoryDialog(parent, title, field_history.of(session.store, client_id, field), session)


def record_history(parent: QWidget, session: Session, table: str, row_id: bytes, title: str) -> HistoryDialog:
    """The history of an activity, a request, a deal or a payment."""
    return HistoryDialog(parent, title, field_history.of_row(session.store, table, row_id), session)
