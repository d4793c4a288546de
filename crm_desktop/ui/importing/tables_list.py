"""The tables found in the files, to be taken or left, where there is more than one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from crm_desktop.ui import icons
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.ui.importing.opened import OpenFile, OpenTable

Place = tuple[int, int]
"""File and table, counted from 0; table -1: the file itself, which could not be read or holds none."""

_WIDTH = 232
_HEIGHT = 50


class TablesList(QListWidget):
    """One line per table, with a tick for those that are brought in.

    Signals:
        stood_on: another line is current; its ``Place``.
        ticked: a table was taken or left; its ``Place`` and whether.
    """

    stood_on = Signal(object)
    ticked = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_tables")
        self.setAccessibleName(tr("Tables in the files"))
        self.setFixedWidth(_WIDTH)
        self.setProperty("look", "boxed")
        self.setViewportMargins(6, 6, 0, 6)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._moved)
        self.itemChanged.connect(self._changed)

    def show_files(self, files: Sequence[OpenFile], current: Place) -> None:
        """Show all tables of these files and stand on one."""
        self.blockSignals(True)
        self.clear()
        for number, file in enumerate(files):
            for place, table in enumerate(file.tables):
                self._add((number, place), *_words(file, table))
                self.item(self.count() - 1).setCheckState(
                    Qt.CheckState.Checked if table.plan.chosen else Qt.CheckState.Unchecked
                )
            if not file.tables:
                self._add(
                    (number, -1), file.path.name, tr("cannot be read") if file.error else tr("is empty")
                )
                self.item(self.count() - 1).setIcon(icons.icon("triangle-alert", "care"))
        for row in range(self.count()):
            if self._place(self.item(row)) == current:
                self.setCurrentRow(row)
        self.blockSignals(False)
        self.setVisible(self.count() > 1)

    def _add(self, place: Place, title: str, below: str) -> None:
        item = QListWidgetItem(f"{title}\n{below}")
        item.setData(Qt.ItemDataRole.UserRole, place)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}, {below}")
        item.setToolTip(f"{title}\n{below}")
        item.setSizeHint(QSize(10, _HEIGHT))
        self.addItem(item)

    @staticmethod
    def _place(item: QListWidgetItem) -> Place:
        file, table = item.data(Qt.ItemDataRole.UserRole)
        return int(file), int(table)

    def _moved(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.stood_on.emit(self._place(item))

    def _changed(self, item: QListWidgetItem) -> None:
        self.ticked.emit(self._place(item), item.checkState() == Qt.CheckState.Checked)


def _words(file: OpenFile, table: OpenTable) -> tuple[str, str]:
    rows = ntr("{n} row", "{n} rows", table.rows)
    name = table_name(file, table)
    return (name, f"{file.path.name} · {rows}") if name != file.path.name else (name, rows)


def table_name(file: OpenFile, table: OpenTable) -> str:
    """The sheet of a workbook; a text file has none, and a sheet with several tables says where this one begins."""
    sheet = table.plan.sheet.name
    if not sheet or sheet == Path(file.path).stem:
        return file.path.name
    several = sum(other.plan.sheet.name == sheet for other in file.tables) > 1
    row = table.plan.table.header_row or table.plan.table.first_row
    return tr("{sheet}, from row {row}", sheet=sheet, row=row) if several else sheet
