"""A table of a report: numbers at the right, the total below; a click or Return on a number asks who is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from crm_desktop.services.reports.table import CellKind
from crm_desktop.ui import theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_reports import is_number
from crm_desktop.ui.widgets.column_widths import Wanted, in_two_lines, widths

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent

    from crm_desktop.exchange.reporting.worded import WordedColumn, WordedRow, WordedTable

Index = QModelIndex | QPersistentModelIndex

_ROW = 32
_MOST_ROWS = 14
"""More than these scroll inside the table."""
_PADDING, _SAMPLE = 30, 200
_LEAST_WORDS, _LEAST_NAME = 70, 150
"""Words may be cut to so much, names of rows and clients to a little more, numbers and days not at all."""
_NAMES = frozenset(("client", "deal"))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NO_PARENT = QModelIndex()


class ReportModel(QAbstractTableModel):
    """The cells as they are read; the total is the last row."""

    def __init__(self, table: WordedTable) -> None:
        super().__init__()
        self.table = table
        self.rows: list[WordedRow] = [*table.rows, *([table.total] if table.total else [])]
        self.heads = tuple(column.title for column in table.columns)
        self._in_two = False

    def show_heads(self, *, in_two: bool) -> None:
        """Whether the heads stand in two lines."""
        if in_two != self._in_two:
            self._in_two = in_two
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.heads) - 1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.table.columns):
            return None
        column = self.table.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section] if self._in_two else column.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if is_number(column.kind) else _LEFT
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        column, row = self.table.columns[index.column()], self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            shown = row.shown[index.column()]
            return shown if role == Qt.ItemDataRole.DisplayRole or len(shown) > 30 else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            shown = row.shown[index.column()]
            return tr("{value}, show who it is", value=shown) if self.drills(index) else shown
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if is_number(column.kind) else _LEFT
        if role == Qt.ItemDataRole.FontRole and row is self.table.total:
            return theme.variant(QApplication.font(), "strong")
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(index)
        return None

    def drills(self, index: Index) -> bool:
        """Whether there are people behind a cell."""
        value = self.rows[index.row()].values[index.column()]
        return self.table.columns[index.column()].drills and isinstance(value, int | float) and value != 0

    def _ink(self, index: Index) -> QColor | None:
        colours = theme.colours(QApplication.palette())
        if self.drills(index):
            return QColor(colours.accent)
        value = self.rows[index.row()].values[index.column()]
        return QColor(colours.quiet) if value is None or value == 0 else None


class ReportTable(QTableView):
    """The table.

    Signals:
        asked: the key of a row and the id of a column whose people are wanted.
        opened: the id of a client whose row was opened.
        stood: the keys stand on a cell.
    """

    asked = Signal(str, str)
    opened = Signal(object)
    stood = Signal()

    def __init__(self, table: WordedTable) -> None:
        super().__init__()
        self.setObjectName(f"table_{table.id}")
        self.setAccessibleName(table.title)
        self.report_model = ReportModel(table)
        self.report_model.setParent(self)
        self.setModel(self.report_model)
        self.setProperty("look", "report")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setAlternatingRowColors(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerWidget(QWidget())  # else the style draws one of its own between the scroll bars
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self._wanted: list[Wanted] = []
        self._row, self._line = _ROW, 0
        self._measure()
        self.clicked.connect(self._ask)

    def _measure(self) -> None:
        """What each column wants, from its words; then all is fitted into the room there is."""
        metrics = QFontMetrics(theme.variant(self.font(), "strong"))
        self._row = max(_ROW, metrics.height() + 14)
        self._line = metrics.lineSpacing()
        self.verticalHeader().setDefaultSectionSize(self._row)
        model, self._wanted = self.report_model, []
        heads = []
        for place, column in enumerate(model.table.columns):
            texts = [each.shown[place] for each in (*model.rows[:_SAMPLE], *model.rows[-1:])]
            widest = max(map(metrics.horizontalAdvance, texts), default=0)
            head, wide = in_two_lines(column.title, metrics.horizontalAdvance)
            heads.append(head)
            is_wide = metrics.horizontalAdvance(column.title)
            self._wanted.append(Wanted(is_wide, wide, widest, _least(place, column)))
        model.heads = tuple(heads)
        self._fit()

    def _fit(self) -> None:
        """As high as its rows, up to a screenful; columns as wide as their words, where there is room."""
        model = self.report_model
        scrolls = len(model.rows) > _MOST_ROWS
        bar = self.horizontalScrollBar().sizeHint().height()
        room = self.width() - 2 - (self.verticalScrollBar().sizeHint().width() if scrolls else 0)
        found = widths(self._wanted, room, _PADDING)
        model.show_heads(in_two=found.in_two)
        head = self._row + (self._line if found.in_two else 0)
        self.horizontalHeader().setFixedHeight(head)
        for place, width in enumerate(found.columns):
            self.setColumnWidth(place, width)
        below = bar + 2 if sum(found.columns) > room else 4
        self.setFixedHeight(head + self._row * min(len(model.rows), _MOST_ROWS) + below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _ask(self, index: QModelIndex) -> None:
        model = self.report_model
        if model.drills(index):
            self.asked.emit(model.rows[index.row()].key, model.table.columns[index.column()].id)
            return
        client = model.rows[index.row()].client_id
        if client is not None and not is_number(model.table.columns[index.column()].kind):
            self.opened.emit(client)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._ask(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)
            self.stood.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            return
        if not self.selectionModel().hasSelection():
            # Qt stands on the first cell without selecting it: nobody would see where the keys are.
            self.setCurrentIndex(self.report_model.index(0, 0))
        self.stood.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self.report_model.rows[index.row()] if index.isValid() else None
        hand = row is not None and (
            self.report_model.drills(index) or (row.client_id and index.column() == 0)
        )
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A table that shows all its rows lets the page scroll.
        if self.verticalScrollBar().maximum() and not event.angleDelta().isNull():
            super().wheelEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "report_model"):
            self._measure()

    def _copy(self) -> None:
        """The selected cells with tabs between, as every spreadsheet takes them."""
        places = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        if not places:
            return
        rows = sorted({row for row, _ in places})
        columns = sorted({column for _, column in places})
        lines = ["\t".join(self.report_model.rows[row].shown[column] for column in columns) for row in rows]
        QApplication.clipboard().setText("\n".join(lines))


def _least(place: int, column: WordedColumn) -> int | None:
    if column.kind is not CellKind.TEXT:
        return None
    return _LEAST_WORDS if place and column.id not in _NAMES else _LEAST_NAME
