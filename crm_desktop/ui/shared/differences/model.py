"""The list of differences as Qt reads it: grouped by record, read a window at a time as far as one scrolls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.services import differences
from crm_desktop.ui import text_difference_values, text_differences

if TYPE_CHECKING:
    from crm_desktop.services.base import Store
    from crm_desktop.services.difference_records import Record
    from crm_desktop.services.difference_rows import Difference
    from crm_desktop.services.differences import Cursor

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Head:
    """The line above the differences of one record."""

    record: Record
    count: int


class DifferenceModel(QAbstractListModel):
    """The open ones, or the answered ones."""

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._found: list[Difference] = []
        self._rows: list[Head | Difference] = []
        self._after: Cursor | None = None
        self.answered = False

    def show(self, *, answered: bool) -> None:
        """Show the ones or the others from their top."""
        self.answered = answered
        self._read(1)

    def reload(self) -> None:
        """Read again as many as were shown."""
        self._read(max(1, len(self._found)))

    def row(self, place: int) -> Head | Difference | None:
        """The line at a place."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def difference(self, place: int) -> Difference | None:
        """The difference at a place; None where a record has its line."""
        row = self.row(place)
        return None if isinstance(row, Head) else row

    def place_of(self, difference_id: bytes) -> int:
        """Where a difference stands among those read; -1 where it is not."""
        return next(
            (n for n, row in enumerate(self._rows) if not isinstance(row, Head) and difference_id in row.ids),
            -1,
        )

    def next_place(self, place: int) -> int:
        """The difference at this place or the next one after it, else the last one; -1 where there is none."""
        later = (n for n in range(max(place, 0), len(self._rows)) if self.difference(n) is not None)
        earlier = (n for n in range(len(self._rows) - 1, -1, -1) if self.difference(n) is not None)
        return next(later, next(earlier, -1))

    # --------------------------------------------------------------------------------------------------------- for Qt

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.row(index.row()), Head):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return spoken(row)
        return None

    def canFetchMore(self, parent: Index = _NO_INDEX) -> bool:
        return not parent.isValid() and self._after is not None

    def fetchMore(self, parent: Index = _NO_INDEX) -> None:
        if parent.isValid() or self._after is None:
            return
        # A record that has a line already gets more under it: everything below moves.
        self.layoutAboutToBeChanged.emit()
        before = {row.id: n for n, row in enumerate(self._rows) if not isinstance(row, Head)}
        self._take(differences.window(self._store, answered=self.answered, after=self._after))
        after = {row.id: n for n, row in enumerate(self._rows) if not isinstance(row, Head)}
        for id_, place in before.items():
            self.changePersistentIndex(self.index(place), self.index(after[id_]))
        self.layoutChanged.emit()

    # --------------------------------------------------------------------------------------------------------- inside

    def _read(self, least: int) -> None:
        self.beginResetModel()
        self._found, self._after = [], None
        window = differences.window(self._store, answered=self.answered)
        self._take(window)
        while window.after is not None and len(self._found) < least:
            window = differences.window(self._store, answered=self.answered, after=window.after)
            self._take(window)
        self.endResetModel()

    def _take(self, found: differences.Window) -> None:
        self._found += found.rows
        self._after = found.after
        groups: dict[tuple[str, bytes], list[Difference]] = {}
        for each in self._found:
            groups.setdefault((each.record.table, each.record.id), []).append(each)
        self._rows = []
        for group in groups.values():
            self._rows += [Head(group[0].record, len(group)), *group]


def spoken(row: Head | Difference) -> str:
    """A line as a screen reader says it."""
    if isinstance(row, Head):
        words = text_difference_values.title(row.record), text_difference_values.beside(row.record)
    else:
        words = text_difference_values.field(row), text_differences.sentence(row)
    return ", ".join(word for word in words if word)
