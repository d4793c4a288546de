"""The list of requests as Qt reads it: rows come a page at a time, as far as one scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.services import request_list
from crm_desktop.services.request_list import RequestQuery
from crm_desktop.ui import text_requests

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.services.base import Store
    from crm_desktop.services.request_list import RequestRow

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_PAGE = 60
_NO_INDEX = QModelIndex()


class RequestModel(QAbstractListModel):
    """The requests of one query.

    Attributes:
        query: what is listed.
        now: when it was read.
        understood, sought, total: as of ``request_list.Requests``.
    """

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._rows: list[RequestRow] = []
        self._whole = True
        self.query = RequestQuery()
        self.now: datetime = store.clock.now()
        self.understood = ""
        self.sought: tuple[str, ...] = ()
        self.total = 0

    def show_query(self, query: RequestQuery) -> None:
        """Show another query from its top."""
        self.query = query
        self._read(_PAGE)

    def reload(self) -> None:
        """Read again as many rows as were shown."""
        self._read(max(_PAGE, len(self._rows)))

    def row(self, number: int) -> RequestRow | None:
        """The row at a place."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place_of(self, request_id: bytes) -> int:
        """Where a request stands among the rows read; -1 where it is not."""
        return next((n for n, row in enumerate(self._rows) if row.id == request_id), -1)

    # --------------------------------------------------------------------------------------------------------- for Qt

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        spoken = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return text_requests.spoken(row, self.now) if spoken else None

    def canFetchMore(self, parent: Index = _NO_INDEX) -> bool:
        return not parent.isValid() and not self._whole

    def fetchMore(self, parent: Index = _NO_INDEX) -> None:
        if parent.isValid() or not self._rows:
            return
        found = request_list.page(self._store, self.query, self.now, _PAGE, self._rows[-1].cursor).rows
        self._whole = len(found) < _PAGE
        if found:
            self.beginInsertRows(_NO_INDEX, len(self._rows), len(self._rows) + len(found) - 1)
            self._rows += found
            self.endInsertRows()

    # --------------------------------------------------------------------------------------------------------- inside

    def _read(self, count: int) -> None:
        self.now = self._store.clock.now()
        found = request_list.page(self._store, self.query, self.now, count, counted=True)
        self.beginResetModel()
        self._rows, self.understood = list(found.rows), found.understood
        self.sought, self.total = found.sought, found.total or 0
        self._whole = len(found.rows) < count
        self.endResetModel()
