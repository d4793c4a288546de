"""Merging the clients that were selected in the list: side by side, two or more at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.kinds import Op
from crm_desktop.services.duplicates.comparing import compare, oldest_first
from crm_desktop.services.duplicates.merging import merge
from crm_desktop.ui import text_duplicates, text_operations
from crm_desktop.ui.duplicates.compare_model import CompareModel
from crm_desktop.ui.duplicates.compare_table import CompareTable
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import button, label, line

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

MOST = 6
"""So many clients still stand side by side on a laptop's screen."""


class MergeSheet(QWidget):
    """Fills the place of a page until it is left.

    Signals:
        merged: the clients are one now; carries the id of the one kept.
        left: the user thought better of it.
    """

    merged = Signal(object)
    left = Signal()

    def __init__(
        self, session: Session, tell: Tell, undo: Callable[[], object], client_ids: Sequence[bytes]
    ) -> None:
        """Take the clients; the one that is longest in the base is kept. Raises RecordNotFound."""
        super().__init__()
        self.setObjectName("merge_sheet")
        self._session, self._tell, self._undo = session, tell, undo
        self.model = CompareModel()
        self.table = CompareTable(self.model)
        self.model.show(compare(session.store, oldest_first(session.store, client_ids)))
        self.table.accepted.connect(self.merge)
        self._build(ntr("Merge {n} client", "Merge {n} clients", len(client_ids)))

    def merge(self) -> None:
        """Make them one, with the values chosen."""
        comparison = self.model.comparison
        if comparison is None:
            return
        keep, *others = (client.id for client in comparison.clients)
        try:
            merge(self._session.store, keep, others, self.model.choices(), say=text_duplicates.lost_words)
        except Exception as error:
            self._tell.problem(error)
            return
        self.merged.emit(keep)
        self._tell.done(text_operations.op_done(Op.MERGE_CLIENTS, len(others)), self._undo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, title: str) -> None:
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(8)
        column.addWidget(label(title, "heading"))
        column.addWidget(
            label(
                tr(
                    "Phones, e-mails, history, deals and tags of all cards are kept. Where a client has only one of "
                    "something, choose with ← → what stays; the rest goes into the notes."
                ),
                "quiet",
                wrap=True,
            )
        )
        column.addWidget(self.table, 1)
        column.addWidget(line())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(button("merge_cancel", tr("Cancel"), clicked=self.left.emit))
        row.addWidget(button("merge_do", tr("Merge"), look="primary", icon="users", clicked=self.merge))
        column.addLayout(row)
