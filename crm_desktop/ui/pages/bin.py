"""The bin: deleted clients, found again and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.kinds import Op
from crm_desktop.services import clients, picked
from crm_desktop.services.lists import ClientQuery
from crm_desktop.ui import text_operations
from crm_desktop.ui.lists.columns import COLUMNS
from crm_desktop.ui.lists.names import read_names
from crm_desktop.ui.lists.source import ClientSource
from crm_desktop.ui.lists.table import ClientTable
from crm_desktop.ui.lists.window_model import WindowModel
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.changes import Changes
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_SHOWN = ("name", "company", "phone", "changed", "city")


class BinPage(QWidget):
    """The list of what was deleted. Nothing leaves it by itself."""

    def __init__(self, session: Session, tell: Tell, undo: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("page_bin")
        self.setAccessibleName(tr("Bin"))
        self._session = session
        self._tell = tell
        self._undo = undo
        self._source = ClientSource(session)
        columns = [column for name in _SHOWN for column in COLUMNS if column.id == name]
        self._query = ClientQuery(bin=True, sort="changed", descending=True)
        self._model = WindowModel(self._source, session.runner, self._query, columns)
        self.table = ClientTable(self._model)
        self.table.setObjectName("bin_list")
        self.table.setAccessibleName(tr("Bin"))
        for number, column in enumerate(columns):
            self.table.horizontalHeader().resizeSection(number, column.width)
        self._count = label("", "quiet")
        self._restore = button(
            "restore", tr("Put back"), look="primary", icon="archive-restore", clicked=self._put_back
        )
        self._build()
        self._model.counted.connect(self._counted)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._put_back)

    def search(self, text: str) -> None:
        """Show only deleted clients that match."""
        self._query = ClientQuery(
            text=text, bin=True, sort=self._query.sort, descending=self._query.descending
        )
        self._model.show_query(self._query)

    def shown(self, *, stale: bool) -> None:
        """Read when the page comes on the screen."""
        del stale
        self._model.set_names(read_names(self._session))
        self._model.show_query(self._query)

    def changed(self, changes: Changes) -> None:
        """Something was deleted or put back."""
        if changes.touches("client"):
            self._model.show_query(self._query)

    def states(self) -> tuple[str, ...]:
        """No command of the main list is possible here."""
        return ()

    def enter_list(self) -> None:
        """Take the focus into the list, to its first row where it has no current one."""
        if self._model.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.choose_row(0)
            self.table.setFocus()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 10)
        head.addWidget(label(tr("Bin"), "heading"))
        head.addSpacing(8)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._restore)
        column.addLayout(head)
        # Placed first: a stack that stands nowhere shows its first widget as a window, which takes the focus.
        self._places = QStackedLayout()
        column.addLayout(self._places, 1)
        self._places.addWidget(self.table)
        words = tr(
            "Deleted clients lie here until you want them back. They are never thrown away by themselves."
        )
        self._places.addWidget(EmptyState("bin_empty", "trash-2", tr("The bin is empty"), words))
        self._chosen()

    def _counted(self, count: int, capped: bool) -> None:
        self._count.setText(ntr("{n} client", "{n} clients", count) + ("+" if capped else ""))
        self._places.setCurrentIndex(0 if count or self._query.text else 1)
        self._count.setVisible(bool(count))
        self._chosen()

    def _chosen(self) -> None:
        self._restore.setEnabled(self.table.selected_count() > 0)

    def _put_back(self) -> None:
        spans = self.table.selected_spans()
        if not spans:
            return
        try:
            ids = picked.ids_at(self._session.store, self._model.positions(spans))
            clients.restore(self._session.store, ids)
        except Exception as error:
            self._tell.problem(error)
        else:
            self._tell.done(text_operations.op_done(Op.RESTORE_CLIENTS, len(ids)), self._undo)

    def close_model(self) -> None:
        """Stop what runs for this page."""
        self._model.close()
