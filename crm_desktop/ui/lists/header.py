"""The header of a list: which columns are shown, in which order, how wide; sorted by a click; remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from crm_desktop.ui.lists.columns import SHOWN_AT_FIRST
from crm_desktop.ui.text import tr
from crm_desktop.ui.theme import BASE_PX

if TYPE_CHECKING:
    from crm_desktop.ui.lists.columns import Column
    from crm_desktop.ui.lists.table import ClientTable

_SETTLE_MS = 400
_NARROWEST = 56


class Header(QObject):
    """Wires the header of a table to a remembered layout.

    The layout is a plain mapping ``{"order": [column ids], "shown": [...], "widths": {id: px}}``; columns that it
    does not name (of a newer program, or new own fields) stay hidden at the end. Only widths that the user chose are
    in it; of the others those that gain by it share the room to spare, and the last column takes what is left.

    Signals:
        sorted_by: a column was clicked; its id.
        arranged: the user moved, sized, showed or hid something; the layout should be kept.
    """

    sorted_by = Signal(str)
    arranged = Signal()

    def __init__(self, table: ClientTable, first: Sequence[str] = SHOWN_AT_FIRST) -> None:
        """``first``: the columns that are shown until somebody chooses others, in their order."""
        super().__init__(table)
        self._table = table
        self._first = tuple(first)
        self._header = table.horizontalHeader()
        self._applying = False
        self._chosen: dict[str, int] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.arranged)
        self._header.sectionClicked.connect(lambda number: self.sorted_by.emit(self._columns()[number].id))
        self._header.sectionMoved.connect(lambda *_args: self._touched())
        self._header.sectionResized.connect(self._resized)
        table.resized.connect(self._spread)
        self._header.customContextMenuRequested.connect(self._open_menu)

    def apply(self, layout: Mapping[str, Any]) -> None:
        """Arrange the columns as remembered, or as at first where nothing is."""
        self._applying = True
        columns = self._columns()
        ids = [column.id for column in columns]
        order = [name for name in layout.get("order", ()) if name in ids] or list(self._first)
        order += [name for name in ids if name not in order]
        shown = set(layout.get("shown") or self._first)
        # The first width of a column is nobody's choice: earlier versions wrote down the widths of all columns.
        firsts = {column.id: self._first_width(column) for column in columns}
        self._chosen = {
            name: int(width)
            for name, width in layout.get("widths", {}).items()
            if name in firsts and int(width) != firsts[name]
        }
        for place, name in enumerate(order):
            number = ids.index(name)
            self._header.moveSection(self._header.visualIndex(number), place)
            self._header.setSectionHidden(number, name not in shown)
        self._spread()
        self._applying = False

    def layout(self) -> dict[str, Any]:
        """The present arrangement, to be remembered."""
        columns = self._columns()
        places = [self._header.logicalIndex(place) for place in range(self._header.count())]
        ids = [column.id for column in columns]
        return {
            "order": [ids[n] for n in places],
            "shown": [ids[n] for n in places if not self._header.isSectionHidden(n)],
            "widths": dict(self._chosen),
        }

    def show_column(self, name: str, *, shown: bool) -> None:
        """Show or hide a column. One column always stays."""
        columns = self._columns()
        number = [column.id for column in columns].index(name)
        if not shown and len(self._table.shown_columns()) == 1:
            return
        self._header.setSectionHidden(number, not shown)
        self._spread()
        self._touched()

    def fill_menu(self, menu: QMenu) -> None:
        """The columns as a menu of check marks, and the way back to the first arrangement."""
        hidden = self._header.isSectionHidden
        for number, column in enumerate(self._columns()):
            action = QAction(column.title, menu)
            action.setCheckable(True)
            action.setChecked(not hidden(number))
            action.toggled.connect(self._toggler(column.id))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(tr("Columns as at first")).triggered.connect(lambda _checked=False: self._reset())

    def _toggler(self, name: str) -> Callable[[bool], None]:
        return lambda on: self.show_column(name, shown=on)

    def _open_menu(self, point: QPoint) -> None:
        menu = QMenu(self._table)
        menu.setObjectName("columns_menu")
        self.fill_menu(menu)
        menu.popup(self._header.mapToGlobal(point))

    def _reset(self) -> None:
        self.apply({})
        self._touched()

    def _resized(self, number: int, _before: int, width: int) -> None:
        """A width was dragged: the user's own from now on. What the last column takes is nobody's choice."""
        if not self._applying and number != self._table.shown_columns()[-1]:
            self._chosen[self._columns()[number].id] = width
            # The others stay as they are: the edge that is dragged would run away from the pointer.
            self._touched()

    def _spread(self) -> None:
        """Give each column its width for the room there is."""
        was, self._applying = self._applying, True
        columns, shown = self._columns(), self._table.shown_columns()
        least, most = [], []
        for number in shown:
            column = columns[number]
            chosen = self._chosen.get(column.id)
            least.append(max(_NARROWEST, self._first_width(column) if chosen is None else chosen))
            most.append(int(column.most * self._scale()) if chosen is None else 0)
        for number, width in zip(shown, widths(least, most, self._table.viewport().width()), strict=True):
            if self._header.sectionSize(number) != width:
                self._header.resizeSection(number, width)
        self._applying = was

    def _first_width(self, column: Column) -> int:
        return int(column.width * self._scale())

    def _scale(self) -> float:
        """First widths are for letters of the usual size; a width that somebody chose stays as it is."""
        return max(1.0, self._table.font().pixelSize() / BASE_PX)

    def _touched(self) -> None:
        if not self._applying:
            self._settle.start()

    def _columns(self) -> Any:
        return self._table.window_model.columns


def widths(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """How wide columns are that need ``least`` and gain by up to ``most``, in ``room`` logical pixels.

    Where there is more room than they need, each grows by the same share of what it gains by.
    """
    spare = room - sum(least)
    gains = [max(0, widest - needed) for needed, widest in zip(least, most, strict=True)]
    share = min(1.0, max(0, spare) / (sum(gains) or 1))
    return [needed + int(gain * share) for needed, gain in zip(least, gains, strict=True)]
