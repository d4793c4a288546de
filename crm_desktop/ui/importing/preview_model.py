"""The first rows of a table with the meanings of its columns, as a Qt model. All words are ready before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.kinds import FieldKind, Gender
from crm_desktop.ui import formats, text_import, text_kinds
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.exchange.importing.preview import Preview, PreviewCell

Index = QModelIndex | QPersistentModelIndex

_DATES = frozenset({"birthday", "date", "created_at", "activity.date"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as its header shows it. ``tone``: "taken", "left_out" or "sensitive"."""

    index: int
    header: str
    meaning: str
    tone: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell in words: as it stands, and under it how it is understood or what is wrong (``care``)."""

    text: str
    below: str = ""
    care: bool = False


class PreviewModel(QAbstractTableModel):
    """Rows and columns of one preview."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: tuple[Heading, ...] = ()
        self._rows: tuple[tuple[Shown, ...], ...] = ()
        self._numbers: tuple[int, ...] = ()

    def show(self, plan: TablePlan, preview: Preview) -> None:
        """Show a table with the present meanings; the columns stay selected where they are the same ones."""
        headings = _headings(plan, preview.own_kinds)
        fields = [column.target.field for column in plan.columns]
        kinds = [preview.own_kinds.get(column.index) for column in plan.columns]
        rows = tuple(
            tuple(starmap(_shown, zip(row.cells, fields, kinds, strict=True))) for row in preview.rows
        )
        numbers = tuple(row.row for row in preview.rows)
        same = len(headings) == len(self.headings) and numbers == self._numbers
        if not same:
            self.beginResetModel()
        self.headings, self._rows, self._numbers = headings, rows, numbers
        if not same:
            self.endResetModel()
        elif rows and headings:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(headings) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(headings) - 1)

    def cell(self, index: Index) -> Shown:
        """The words of a cell."""
        return self._rows[index.row()][index.column()]

    def is_tall(self, row: int) -> bool:
        """Whether something stands under a cell of the row."""
        return any(cell.below for cell in self._rows[row])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{cell.text}, {cell.below}" if cell.below else cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (cell.text, cell.below)))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return str(self._numbers[section]) if role == Qt.ItemDataRole.DisplayRole else None
        heading = self.headings[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.header
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return tr("“{header}” is: {meaning}", header=heading.header, meaning=heading.meaning)
        return None


def _headings(plan: TablePlan, kinds: Mapping[int, FieldKind]) -> tuple[Heading, ...]:
    found = []
    for column in plan.columns:
        target = column.target
        words = text_import.target_name(target)
        if target.field == "own":
            kind = text_kinds.field_kind(kinds.get(column.index, FieldKind.TEXT)).lower()
            words = tr("Own field, {type}", type=kind)
        tone = (
            "sensitive"
            if target.field == "sensitive"
            else "left_out"
            if text_import.is_left_out(target)
            else "taken"
        )
        header = text_import.header_words(column.header, column.index)
        found.append(Heading(column.index, header, words, tone))
    return tuple(found)


def _shown(cell: PreviewCell, name: str, kind: FieldKind | None) -> Shown:
    text = " ".join(cell.text.split())
    if cell.problem:
        return Shown(text, text_import.problem(cell.problem), care=True)
    if not cell.reading:
        return Shown(text)
    return Shown(text, _reading(name, kind)(cell.reading))


def _reading(name: str, kind: FieldKind | None) -> Callable[[str], str]:
    if name in _DATES or kind == FieldKind.DATE:
        return formats.birthday
    if name == "gender":
        return lambda text: text_kinds.gender(Gender(text))
    if kind == FieldKind.YES_NO:
        return lambda text: tr("Yes") if text == "1" else tr("No")
    if kind == FieldKind.NUMBER:
        return formats.decimal
    return str
