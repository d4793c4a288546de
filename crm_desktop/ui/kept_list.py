"""What stays after something was taken back: whose it is, the field, what it holds now and what was written first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout

from crm_desktop.services import kept
from crm_desktop.ui import text_kept
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.operations import TakenBack
    from crm_desktop.ui.session import Session

Index = QModelIndex | QPersistentModelIndex

_WINDOW = 100
_WIDTH, _HEIGHT = 760, 460


class KeptModel(QAbstractTableModel):
    """One line per thing that stays; its values are read when it comes into sight."""

    def __init__(self, session: Session, taken: TakenBack) -> None:
        super().__init__()
        self._store = session.store
        self._taken = taken
        self._windows: dict[int, list[text_kept.KeptWords]] = {}

    def words(self, place: int) -> text_kept.KeptWords:
        """A line in words."""
        window, inside = divmod(place, _WINDOW)
        if window not in self._windows:
            rows = self._taken.kept[window * _WINDOW : (window + 1) * _WINDOW]
            found = kept.details(self._store, self._taken, rows)
            self._windows[window] = [text_kept.words(each) for each in found]
        return self._windows[window][inside]

    def client(self, place: int) -> bytes | None:
        """Whose it is."""
        link = self._taken.kept[place].client if 0 <= place < len(self._taken.kept) else None
        return link.id if link else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._taken.kept)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        said = self.words(index.row())
        return " ".join((said.client, said.field, said.now, said.written)[index.column()].split())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Client"), tr("Field"), tr("Now"), tr("As it was written"))[section]


class KeptList(QDialog):
    """A small window over the page; Return or a double click opens the client, Esc closes it.

    Signals:
        client_wanted: the id of a client to be shown.
    """

    client_wanted = Signal(bytes)

    def __init__(self, parent: QWidget, session: Session, taken: TakenBack) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("kept")
        self.setWindowTitle(tr("What stays"))
        self.resize(_WIDTH, _HEIGHT)
        self.model = KeptModel(session, taken)
        self.table = QTableView()
        self._build(len(taken.kept))
        self.table.selectRow(0)
        self.table.setFocus()

    def _open(self) -> None:
        client = self.model.client(self.table.currentIndex().row())
        if client is not None:
            self.client_wanted.emit(client)
            self.close()

    def _build(self, count: int) -> None:
        table = self.table
        table.setObjectName("kept_rows")
        table.setAccessibleName(tr("What stays"))
        table.setModel(self.model)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setProperty("look", "boxed")
        table.setStyleSheet("QTableView::item { padding-left: 13px; }")  # where the words of the header begin
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(34)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.activated.connect(lambda _index: self._open())
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(text_kept.stays(count), "title", wrap=True))
        hint = tr("They were worked with afterwards. Nothing of that is taken back.")
        column.addWidget(label(hint, "quiet", wrap=True))
        column.addWidget(table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("kept_open", tr("Show the client"), icon="user", clicked=self._open))
        row.addWidget(button("kept_close", tr("Close"), look="primary", clicked=self.close))
        column.addLayout(row)
