"""The rehearsed rows as a Qt model: any of 200,000 at once, since only those on the screen are read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.exchange.importing.staging import Verdict
from crm_desktop.kinds import PointKind
from crm_desktop.ui import formats, text_import
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.exchange.calendars.entries import EventEntry
    from crm_desktop.exchange.importing.session import Session
    from crm_desktop.exchange.importing.staging import StagedRow
    from crm_desktop.ui.importing.tiles import Shown

Index = QModelIndex | QPersistentModelIndex

_WINDOW = 100
_WINDOWS_KEPT = 30
ROW, CLIENT, REACH, VERDICT, REASON = range(5)
_REACH = (PointKind.PHONE, PointKind.EMAIL, PointKind.MESSENGER)


class RowsModel(QAbstractTableModel):
    """Rows of one ``Shown``, read in windows when they come into sight."""

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._numbers: Sequence[int] = ()
        self._windows: OrderedDict[int, tuple[StagedRow | None, ...]] = OrderedDict()
        self._twins: dict[int, int] = {}

    def show(self, session: Session | None, shown: Shown, reason: str | None = None) -> None:
        """Show some rows of a rehearsal, only those of one reason where one is given."""
        self.beginResetModel()
        self._session = session
        self._numbers = (
            session.staging.numbers(shown.verdict, look=shown.look, reason=reason) if session else ()
        )
        self._windows.clear()
        self._twins.clear()
        self.endResetModel()

    def row(self, place: int) -> StagedRow | None:
        """The row at a place of the list; None while it is being judged anew."""
        if self._session is None or not 0 <= place < len(self._numbers):
            return None
        number = place // _WINDOW
        if number not in self._windows:
            wanted = self._numbers[number * _WINDOW : (number + 1) * _WINDOW]
            found = {row.number: row for row in self._session.staging.rows(wanted)}
            self._windows[number] = tuple(found.get(each) for each in wanted)
            if len(self._windows) > _WINDOWS_KEPT:
                self._windows.popitem(last=False)
        return self._windows[number][place % _WINDOW]

    def place_of(self, number: int) -> int:
        """Where the row of this number stands, or where it would; -1 in an empty list."""
        from bisect import bisect_left

        return min(bisect_left(self._numbers, number), len(self._numbers) - 1)

    def words(self, row: StagedRow, column: int) -> str:
        """The words of a cell."""
        if column == ROW:
            return str(row.row)
        if column == CLIENT:
            return row.name or " | ".join(filter(None, map(_one_line, self._shown_cells(row))))
        if column == REACH and row.record and row.record.event:
            return _when_and_with_whom(row.record.event)
        if column == REACH:
            points = row.record.main.points if row.record else ()
            return ", ".join(point.value for point in points if point.kind in _REACH)
        if column == VERDICT:
            return text_import.verdict(row.verdict)
        return text_import.reason(row, self._twin_row(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else REASON + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        row = self.row(index.row())
        return self.words(row, index.column()) if row else ""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        if self._session is not None and self._session.summary.events:
            who, reach = tr("Client or contact"), tr("When, with whom")
        else:
            who, reach = tr("Client"), tr("Phone, e-mail")
        return (tr("Row"), who, reach, tr("What happens"), tr("Why"))[section]

    def _shown_cells(self, row: StagedRow) -> list[object]:
        """The cells that are columns: what a calendar keeps beside them is for no eyes."""
        if self._session is None:
            return list(row.cells)
        columns = self._session.plans[row.source].columns
        return [row.cells[column.index] for column in columns if column.index < len(row.cells)]

    def _twin_row(self, row: StagedRow) -> int | None:
        """The row in the sheet of the earlier row of the same client."""
        if row.twin is None or self._session is None or row.verdict is not Verdict.DUPLICATE:
            return None
        if row.twin not in self._twins:
            found = self._session.staging.rows([row.twin])
            self._twins[row.twin] = found[0].row if found else 0
        return self._twins[row.twin]


def _when_and_with_whom(event: EventEntry) -> str:
    people = ", ".join(name or address for name, address in event.people)
    return " · ".join(filter(None, (formats.moment(event.start), people)))


def _one_line(cell: object) -> str:
    return " ".join(cell_text(cell).split())
