"""A short list of entries that is read whole: requests and money of one client, changes of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.ui.card.entry_delegate import ENTRY_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.ui.card.entries import Entry

Index = QModelIndex | QPersistentModelIndex


class EntriesModel(QAbstractListModel):
    """Entries as they are given."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these."""
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        spoken = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return entry.spoken() if spoken else None

    def row_of(self, id_: bytes) -> int:
        """The row of an entry, -1 where it is not there."""
        return next((row for row, entry in enumerate(self._entries) if entry.id == id_), -1)
