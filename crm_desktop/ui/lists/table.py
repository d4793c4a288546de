"""The table of a list: windows of rows filled as they come into sight, keys, copying, a header that remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from crm_desktop.ui import formats
from crm_desktop.ui.lists.painting import ROW_HEIGHT, Line, Picture, Strip, natural_width, paint
from crm_desktop.ui.lists.pens import Pens
from crm_desktop.ui.text import tr
from crm_desktop.ui.theme import BASE_PX

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent

    from crm_desktop.ui.lists.window_model import Index, WindowModel

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_HEADER_HEIGHT = 36
_TOLD_ROWS = 50


class Titles(QHeaderView):
    """The titles of the columns: they stay when other rows come."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def reset(self) -> None:
        # A key in the search resets the model; all titles would be asked for and painted again. The ones that change
        # (columns, the arrow of the sorting) are told by headerDataChanged.
        if self.count() != self.model().columnCount():
            super().reset()


class ClientTable(QTableView):
    """A view on a ``WindowModel``.

    Signals:
        opened: Return or a double click on a client.
        typed: letters typed into the list; they belong to the search box.
        chosen: the selection or the current row changed.
        menu_wanted: a context menu for the selection, at a global point.
        left_up: Up was pressed in the first row; the search box should take the focus.
        copy_wanted: the selected rows should be put on the clipboard.
        resized: there is more or less room for the columns.
    """

    opened = Signal()
    typed = Signal(str)
    chosen = Signal()
    menu_wanted = Signal(QPoint)
    left_up = Signal()
    copy_wanted = Signal()
    resized = Signal()

    def __init__(self, model: WindowModel, name: str = "clients", title: str = "") -> None:
        """``name``: a stable English id; ``title``: what the list is of, in words ("Clients" where nothing is said)."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title or tr("Clients"))
        # A viewport of ours: asked for its own, the binding would set up every kind of widget to tell which it is.
        ground = QWidget()
        # Painted whole by paintEvent: else Qt paints the frames of all it stands in beneath it, at every key.
        ground.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setViewport(ground)
        self.window_model = model
        self._all_wanted = False
        self._pens: Pens | None = None
        self._hovered = -1
        self.setModel(model)
        self._set_up_rows()
        self._set_up_header()
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        model.reordered.connect(self._select_rest)
        model.modelReset.connect(self.chosen)
        model.layoutChanged.connect(self.chosen)

    # ------------------------------------------------------------------------------------------------------ selection

    def selected_spans(self) -> list[tuple[int, int]]:
        """The selected rows as sorted spans, first and last included; never one by one."""
        found: list[tuple[int, int]] = []
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(number) for number in range(chosen.count())]
        for first, last in sorted((r.top(), r.bottom()) for r in ranges):
            if found and first <= found[-1][1] + 1:
                found[-1] = (found[-1][0], max(last, found[-1][1]))
            else:
                found.append((first, last))
        return found

    def selected_count(self) -> int:
        """How many clients are selected."""
        return sum(last - first + 1 for first, last in self.selected_spans())

    def current_row(self) -> Any:
        """What the current row shows, None where there is none."""
        number = self.currentIndex().row()
        if number < 0:
            return None
        self.window_model.ensure(number, number)
        return self.window_model.row(number)

    def selectAll(self) -> None:
        """Select every client, also those whose order is still being worked out: they join when it is there."""
        super().selectAll()
        self._all_wanted = not self.window_model.complete()

    def _select_rest(self) -> None:
        if self._all_wanted:
            self.selectAll()

    def choose_row(self, number: int, *, scroll: bool = True) -> None:
        """Make one row current and the only selected one."""
        if 0 <= number < self.window_model.rowCount():
            self.window_model.ensure(number, number)
            index = self.window_model.index(number, self._first_column())
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            if scroll:
                self.scrollTo(index)

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        if _height(selected) + _height(deselected) <= _TOLD_ROWS:
            super().selectionChanged(selected, deselected)
        else:
            # Qt lists every single cell of the selection here to tell a screen reader of the first one: 15 seconds
            # for 200,000 rows. The current cell, which is what is read out, is told by currentChanged.
            self.viewport().update()
        self._all_wanted = False
        self.chosen.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        pens = self._ready()
        lines = self._lines(event.rect())
        shown = frozenset(self.window_model.columns[number].id for number in self.shown_columns())
        with QPainter(self.viewport()) as painter:
            # Not filled: to tell whether a filling is a gradient, the binding makes all its enumerations (3 ms).
            painter.setBackground(pens.ground)
            painter.eraseRect(event.rect())
            if lines:
                height = self.verticalHeader().defaultSectionSize()
                picture = Picture(self._strips(event.rect()), lines, height, self.window_model.names, shown)
                paint(painter, picture, pens)

    def sizeHintForColumn(self, column: int) -> int:
        first, last = self._seen(self.viewport().rect())
        rows = [row for number in range(first, last + 1) if (row := self.window_model.row(number))]
        return natural_width(self.window_model.columns[column], rows, self.window_model.names, self._ready())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.currentIndex().isValid():
                self.opened.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0 and not event.modifiers():
            self.left_up.emit()
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and not event.modifiers():
            self.choose_row(0 if event.key() == Qt.Key.Key_Home else self.window_model.rowCount() - 1)
        elif _is_letter(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_TAB and not self.selected_count() and self.window_model.rowCount():
            # Qt stands on a row without choosing it: Down on the only one, and Return, would do nothing.
            self.choose_row(max(self.currentIndex().row(), 0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._pens = None
            self._size_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._count_rows()
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        # Days may have passed since it was last seen; "today" must mean today.
        self._pens = None

    # --------------------------------------------------------------------------------------------------------- actions

    def shown_columns(self) -> list[int]:
        """The columns on the screen, left to right, as indexes of the model."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [number for number in order if not header.isSectionHidden(number)]

    # ---------------------------------------------------------------------------------------------------------- inside

    def _set_up_rows(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._size_rows()

    def _size_rows(self) -> None:
        height = round(ROW_HEIGHT * max(1.0, self.font().pixelSize() / BASE_PX))
        rows = self.verticalHeader()
        if rows.defaultSectionSize() != height:
            rows.setMinimumSectionSize(20)
            rows.setDefaultSectionSize(height)
            self.verticalScrollBar().setSingleStep(height)
            self._count_rows()

    def _count_rows(self) -> None:
        """Tell the model how many rows a first page needs: the last one in sight is often cut."""
        height = self.verticalHeader().defaultSectionSize()
        self.window_model.in_sight = self.viewport().height() // height + 1

    def _set_up_header(self) -> None:
        header = Titles(self)
        self.setHorizontalHeader(header)
        header.setObjectName(f"{self.objectName()}_header")
        header.setAccessibleName(tr("Columns of the list"))
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(56)
        header.setFixedHeight(_HEADER_HEIGHT)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # With the table's own selection the header asks, at every painting, whether each row of a column is selected:
        # seconds for 200,000 selected rows. It paints no selection, so it gets one that is always empty.
        header.setSelectionModel(QItemSelectionModel(self.window_model, header))

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            before, self._hovered = self._hovered, number
            for row in (before, number):
                self._update_row(row)

    def _update_row(self, number: int) -> None:
        """Have one row painted again."""
        if number >= 0:
            ground = self.viewport()
            height = self.verticalHeader().defaultSectionSize()
            ground.update(0, self.rowViewportPosition(number), ground.width(), height)

    def _ready(self) -> Pens:
        if self._pens is None:
            self._pens = Pens(self.palette(), self.font())
        return self._pens

    def _seen(self, area: QRect) -> tuple[int, int]:
        """The first and the last row within an area of the viewport, with their clients read; the last before the
        first where there are none.
        """
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return 0, -1
        if last < 0:
            last = self.window_model.rowCount() - 1
        self.window_model.ensure(first, last)
        return first, last

    def _lines(self, area: QRect) -> list[Line]:
        """The rows within an area of the viewport, as they are to be painted."""
        first, last = self._seen(area)
        chosen = [span for span in self.selected_spans() if span[0] <= last and span[1] >= first]
        current = self.currentIndex().row() if self.hasFocus() else -1
        height, top = self.verticalHeader().defaultSectionSize(), self.rowViewportPosition(first)
        return [
            Line(
                self.window_model.row(number),
                top + (number - first) * height,
                any(start <= number <= end for start, end in chosen),
                number == self._hovered,
                number == current,
            )
            for number in range(first, last + 1)
        ]

    def _strips(self, area: QRect) -> list[Strip]:
        """The columns within an area of the viewport, left to right."""
        header, columns = self.horizontalHeader(), self.window_model.columns
        strips = [
            Strip(columns[n], header.sectionViewportPosition(n), header.sectionSize(n))
            for n in self.shown_columns()
        ]
        return [each for each in strips if each.left <= area.right() and each.left + each.width > area.left()]

    def _menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid() and not self.selectionModel().isRowSelected(index.row()):
            self.choose_row(index.row())
        self.menu_wanted.emit(self.viewport().mapToGlobal(point))

    def _first_column(self) -> int:
        shown = self.shown_columns()
        return shown[0] if shown else 0


def _height(selection: QItemSelection) -> int:
    """How many rows the ranges of a selection have together."""
    return sum(selection.at(number).height() for number in range(selection.count()))


def _is_letter(event: QKeyEvent) -> bool:
    """A key that writes something and belongs to no command."""
    commands = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    text = event.text()
    return bool(text) and text.isprintable() and text != " " and not event.modifiers() & commands


def count_words(shown: int, total: int | None, *, capped: bool) -> str:
    """How many rows of how many: ``14 of 3,218``, ``1,000+ of 200,000``, ``3,218``."""
    found = f"{formats.number(shown)}{'+' if capped else ''}"
    if total is None or total == shown:
        return found
    return tr("{found} of {total}", found=found, total=formats.number(total))
