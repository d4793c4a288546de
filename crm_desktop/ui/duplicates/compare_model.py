"""Clients side by side as a Qt model: a line for each field, a column for each client, and whose value stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.ui import text_duplicates
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.services.duplicates.choosing import Field
    from crm_desktop.services.duplicates.comparing import ComparedLine, Comparison

Index = QModelIndex | QPersistentModelIndex


class CompareModel(QAbstractTableModel):
    """One ``Comparison`` and what the user chose. Column 0 names the field, client ``n`` stands in column ``n + 1``."""

    def __init__(self) -> None:
        super().__init__()
        self.comparison: Comparison | None = None
        self._chosen: dict[Field, int] = {}

    def show(self, comparison: Comparison | None) -> None:
        """Show other clients; choices made for the same clients before stay."""
        same = (
            comparison is not None
            and self.comparison is not None
            and [client.id for client in comparison.clients]
            == [client.id for client in self.comparison.clients]
        )
        self.beginResetModel()
        self.comparison = comparison
        if not same:
            self._chosen = {}
        self.endResetModel()

    def line(self, row: int) -> ComparedLine | None:
        """The field of a row."""
        lines = self.comparison.lines if self.comparison else ()
        return lines[row] if 0 <= row < len(lines) else None

    def chosen(self, row: int) -> int:
        """Which client's value stays; -1 where all are kept."""
        line = self.line(row)
        if line is None or not line.is_choice:
            return -1
        return self._chosen.get(line.field, line.chosen)

    def choose(self, row: int, client: int) -> bool:
        """Let the value of a client stay, if it has one; whether it does now."""
        line = self.line(row)
        if (
            line is None
            or not line.is_choice
            or not 0 <= client < len(line.values)
            or not line.values[client]
        ):
            return False
        self._chosen[line.field] = client
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        return True

    def choices(self) -> dict[Field, bytes]:
        """What the user has chosen, as ``merging.merge`` takes it."""
        if self.comparison is None:
            return {}
        return {field: self.comparison.clients[client].id for field, client in self._chosen.items()}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() or self.comparison is None else len(self.comparison.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() or self.comparison is None else len(self.comparison.clients) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row())
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(line, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line, index.row(), index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if (
            role != Qt.ItemDataRole.DisplayRole
            or self.comparison is None
            or orientation != Qt.Orientation.Horizontal
        ):
            return None
        if not 1 <= section <= len(self.comparison.clients):
            return ""
        client = self.comparison.clients[section - 1]
        number = (
            tr("No {number}", number=client.number) if client.number is not None else tr("without a number")
        )
        return tr("{number} · stays", number=number) if section == 1 else number

    def words(self, line: ComparedLine, column: int) -> str:
        """The words of a cell."""
        if column == 0:
            return text_duplicates.line_label(line.field, line.name)
        value = line.values[column - 1]
        if line.kind is not None and value:
            return text_duplicates.own_value_words(line.kind, value)
        if line.is_choice:
            return text_duplicates.value_words(line.field, value)
        return "\n".join(text_duplicates.value_words(line.field, each) for each in value.split("\n"))

    def _spoken(self, line: ComparedLine, row: int, column: int) -> str:
        """A cell as a screen reader says it: with its field, and whether it stays."""
        heading, words = self.words(line, 0), self.words(line, column)
        if column == 0:
            return tr("{field}: they differ", field=heading) if line.differs else heading
        if not words:
            return tr("{field}: empty", field=heading)
        if not line.is_choice or self.chosen(row) == column - 1:
            return tr("{field}: {value}, stays", field=heading, value=words)
        return tr("{field}: {value}, goes into the notes", field=heading, value=words)
