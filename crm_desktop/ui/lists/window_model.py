"""A table of any length that holds only the windows of rows that were looked at.

Order, filter and window are SQL (the ``Source``); the model keeps the positions of all rows in their order (8 bytes
each) and the rows of some windows. ``data`` never asks the source: the view calls ``ensure`` for the rows it is about
to paint, one query per window of rows not yet there.

A new query shows its first page at once; the whole order follows from the background, and the rows painted meanwhile
stay. A reload (something changed) keeps everything painted until the new order is there.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from crm_desktop.ui.lists.columns import Column, Names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crm_desktop.background.runner import Progress, Runner, Task

Index = QModelIndex | QPersistentModelIndex

WINDOW = 10
"""Rows are kept in pieces of so many: a first page is as many of them as the table shows at once."""

_PAUSE_MS = 40
_KEPT_WINDOWS = 240
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_NO_INDEX = QModelIndex()


class Page(Protocol):
    """The first rows of a list, how many there are, and the places of all that were found so far."""

    @property
    def rows(self) -> Sequence[Any]: ...
    @property
    def total(self) -> int: ...
    @property
    def capped(self) -> bool: ...
    @property
    def places(self) -> Sequence[int]: ...
    @property
    def understood(self) -> str | None: ...


class Source(Protocol):
    """Where the rows come from: a list service with its store bound. Queries and rows are that service's own."""

    def first_page(self, query: Any, limit: int) -> Page:
        """The first ``limit`` rows and, where it is cheap, how many there are."""

    def order(self, query: Any, cancelled: Callable[[], bool]) -> array[int]:
        """The positions of all rows in their order; called on a background thread."""

    def rows(self, positions: Sequence[int], query: Any) -> list[Any]:
        """The rows at some positions, in that order; None where a client is gone."""


class WindowModel(QAbstractTableModel):
    """Rows for a table view.

    Signals:
        counted: how many rows there are, and whether that is only the least number known so far.
        understood: how the typed text was understood, empty where as typed.
        reordered: the whole order is known (again).

    ``in_sight`` is how many rows the view shows at once: so many come with a first page.
    """

    counted = Signal(int, bool)
    understood = Signal(str)
    reordered = Signal()

    def __init__(self, source: Source, runner: Runner, query: Any, columns: Sequence[Column]) -> None:
        super().__init__()
        self._source = source
        self._runner = runner
        self.query = query
        self.columns: tuple[Column, ...] = tuple(columns)
        self._titles = [column.title for column in self.columns]
        self.names = Names()
        self.in_sight = 2 * WINDOW
        self._windows: dict[int, list[Any]] = {}
        self._order: array[int] = array("q")
        self._complete = True
        self._count = 0
        self._task: Task[array[int]] | None = None
        self._stale = False
        self._order_waits = QTimer(self)
        self._order_waits.setSingleShot(True)
        self._order_waits.timeout.connect(self._start_order)

    # ------------------------------------------------------------------------------------------------- what is shown

    def show_query(self, query: Any) -> None:
        """Show another query from its top: the first page at once, the rest as soon as its order is known."""
        resorted = (query.sort, query.descending) != (self.query.sort, self.query.descending)
        self.query = query
        page = self._source.first_page(query, _whole_windows(self.in_sight))
        self.beginResetModel()
        self._forget_task()
        self._order = array("q", page.places)
        self._complete = not page.capped
        self._windows = _in_windows(page.rows)
        self._count = len(self._order)
        self._stale = False
        self._drop_short_windows()
        self.endResetModel()
        if resorted:
            self._tell_titles()
        self.understood.emit(page.understood or "")
        self.counted.emit(page.total, page.capped)
        if page.capped or (query.text and not page.places):
            # Nothing at once: looked for in earnest behind the scenes, one typing error forgiven.
            # Not beside the painting of this page, which it would slow down, nor for a text that is typed on at once.
            self._order_waits.start(_PAUSE_MS if query.text else 0)

    def reload(self) -> None:
        """Something changed in the base: what is painted is fetched again at once, the order in the background.

        Rows that are gone leave at once, as far as they are in sight; new ones come with the order.
        """
        shown, self._windows = self._windows, {}
        for number in shown:
            self.ensure(number * WINDOW, number * WINDOW)
        gone = [
            n * WINDOW + at for n, rows in self._windows.items() for at, row in enumerate(rows) if row is None
        ]
        for first, last in reversed(_runs(sorted(gone))):
            self.beginRemoveRows(_NO_INDEX, first, last)
            del self._order[first : last + 1]
            self._count = len(self._order)
            self.endRemoveRows()
        if gone:
            self._windows = {}
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, self.columnCount() - 1))
        self._stale = True
        self._start_order()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._titles = [column.title for column in self.columns]
        self.endResetModel()
        self._tell_titles()

    def set_names(self, names: Names) -> None:
        """Take other words for stages, sources and colleagues."""
        self.names = names
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, self.columnCount() - 1))

    def ensure(self, first: int, last: int) -> None:
        """Have the rows ``first`` to ``last`` ready for painting, with one query for all windows that are missing."""
        wanted = range(max(0, first) // WINDOW, min(last, self._count - 1) // WINDOW + 1)
        missing = [number for number in wanted if number not in self._windows]
        if not missing:
            return
        places: list[int] = []
        for number in missing:
            places.extend(self._order[number * WINDOW : (number + 1) * WINDOW])
        found = _in_windows(self._source.rows(places, self.query))
        for number, rows in zip(missing, found.values(), strict=True):
            self._windows[number] = rows
            self._drop_far_windows(number)

    def close(self) -> None:
        """Stop what runs in the background for this model."""
        self._forget_task()

    # ------------------------------------------------------------------------------------------------------- look-ups

    def row(self, index: int) -> Any:
        """The row at that place if its window is here (see ``ensure``)."""
        window = self._windows.get(index // WINDOW)
        place = index % WINDOW
        return window[place] if window is not None and place < len(window) else None

    def row_of(self, client_id: bytes) -> int:
        """Where a client stands, as far as its window is here; else -1."""
        for number, window in self._windows.items():
            for place, row in enumerate(window):
                if row is not None and row.client_id == client_id:
                    return number * WINDOW + place
        return -1

    def positions(self, spans: Iterable[tuple[int, int]]) -> list[int]:
        """The positions of the rows in some spans (first and last row, both included)."""
        found: list[int] = []
        for first, last in spans:
            found.extend(self._order[first : last + 1])
        return found

    def row_at_place(self, place: int) -> int:
        """Where the client at a place of the base stands in this list; -1 where it is not in it."""
        return _find(self._order, place, near=0)

    def complete(self) -> bool:
        """Whether the order of all rows is known."""
        return self._complete

    # --------------------------------------------------------------------------------------------------------- for Qt

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            row = self.row(index.row())
            return "" if row is None else self.columns[index.column()].words(row, self.names)
        if role == Qt.ItemDataRole.UserRole:
            return self.row(index.row())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            title = self._titles[section]
            if self.columns[section].id != self.query.sort:
                return title
            return f"{title} {'↓' if self.query.descending else '↑'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    # --------------------------------------------------------------------------------------------------------- inside

    def _tell_titles(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def _start_order(self) -> None:
        self._forget_task()
        query, source = self.query, self._source

        def work(progress: Progress) -> array[int]:
            return source.order(query, progress.cancelled)

        self._task = self._runner.start(work, done=self._ordered)

    def _forget_task(self) -> None:
        self._order_waits.stop()
        if self._task is not None:
            self._task.forget()
            self._task = None

    def _ordered(self, order: array[int]) -> None:
        """Take the new order over; rows that are still there keep their selection."""
        self._task = None
        self._complete = True
        if order and not self._count and self.query.text:
            # What the search makes of the text is known now: the first page says it, with the places found.
            self.show_query(self.query)
            self.reordered.emit()
            return
        if len(order) >= self._count and order[: self._count] == self._order:
            self._grow(order)
        else:
            self._rearrange(order)
        self._stale = False
        self.counted.emit(self._count, False)
        self.reordered.emit()

    def _grow(self, order: array[int]) -> None:
        """What was known is right: rows behind it become known; after a reload what they say may have changed too."""
        if self._stale:
            self._windows = {}
        if len(order) > self._count:
            self.beginInsertRows(_NO_INDEX, self._count, len(order) - 1)
            self._order, self._count = order, len(order)
            self._drop_short_windows()
            self.endInsertRows()
        if self._stale and self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, self.columnCount() - 1))

    def _rearrange(self, order: array[int]) -> None:
        kept = self.persistentIndexList()
        at = {row: self._place(row, order) for row in {index.row() for index in kept}}
        if not kept:
            self.beginResetModel()
            self._order, self._count, self._windows = order, len(order), {}
            self.endResetModel()
            return
        self.layoutAboutToBeChanged.emit()
        self._order, self._count, self._windows = order, len(order), {}
        moved = [self.index(at[i.row()], i.column()) if at[i.row()] >= 0 else QModelIndex() for i in kept]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _place(self, row: int, order: array[int]) -> int:
        """Where a row that somebody holds on to (selected, current) stands in the new order; -1 where it is gone."""
        return _find(order, self._order[row], near=row) if row < len(self._order) else -1

    def _drop_short_windows(self) -> None:
        """A first page that fills no whole window would hide the rows behind it."""
        for number, window in list(self._windows.items()):
            if len(window) < min(WINDOW, self._count - number * WINDOW):
                del self._windows[number]

    def _drop_far_windows(self, near: int) -> None:
        if len(self._windows) > _KEPT_WINDOWS:
            far = max(self._windows, key=lambda number: abs(number - near))
            del self._windows[far]


def _whole_windows(rows: int) -> int:
    """So many rows, rounded up to whole windows."""
    return -(-rows // WINDOW) * WINDOW


def _in_windows(rows: Sequence[Any]) -> dict[int, list[Any]]:
    """Rows, the first one at the beginning of a window, by the number of the window."""
    return {start // WINDOW: list(rows[start : start + WINDOW]) for start in range(0, len(rows), WINDOW)}


def _find(order: array[int], position: int, near: int) -> int:
    """Where a position stands: looked for around its old place first, since little moves in one change."""
    for number in (near, near - 1, near + 1):
        if 0 <= number < len(order) and order[number] == position:
            return number
    try:
        return order.index(position)
    except ValueError:
        return -1


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Sorted numbers as spans, first and last included."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
