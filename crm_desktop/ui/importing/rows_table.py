"""The list of rehearsed rows: who, what will happen, and why."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from crm_desktop.exchange.importing.staging import StagedRow, Verdict
from crm_desktop.ui import theme
from crm_desktop.ui.importing.rows_model import CLIENT, REACH, REASON, ROW, VERDICT, RowsModel
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.badge import paint_badge

ROW_HEIGHT = 36
_LEFT = 16
_BAR = 3

TONES = {
    Verdict.NEW: "accent",
    Verdict.COMPLETES: "failed",
    Verdict.SAME: "quiet",
    Verdict.DUPLICATE: "quiet",
    Verdict.REJECTED: "late",
}
"""The tone of each verdict's badge."""


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, view: QTableView, model: RowsModel) -> None:
        super().__init__(view)
        self._view = view
        self._rows = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme.colours(option.palette)
        rect = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_soft))
            if index.column() == ROW and self._view.hasFocus():
                painter.fillRect(QRectF(rect.x(), rect.y(), _BAR, rect.height()), QColor(colours.accent))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        row = self._rows.row(index.row())
        if row is not None:
            self._paint_cell(painter, rect.adjusted(_LEFT, 0, -6, -1), row, index.column(), colours)
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, rect: QRectF, row: StagedRow, column: int, colours: theme.Colours
    ) -> None:
        words = self._rows.words(row, column)
        if column == VERDICT:
            font = theme.variant(theme.variant(self._view.font(), "small"), "strong")
            paint_badge(painter, rect, words, TONES[row.verdict], colours, font)
            return
        strong = column == CLIENT and bool(row.name)
        painter.setFont(theme.variant(self._view.font(), "strong" if strong else "figures"))
        ink = colours.quiet if column in {ROW, REASON} or (column == CLIENT and not strong) else colours.text
        if column == REASON and row.look:
            ink = colours.late if row.verdict is Verdict.REJECTED else colours.care
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)


class RowsTable(QTableView):
    """A view on a ``RowsModel``.

    Signals:
        stood_on: another row is current (its place in the list, -1 for none).
    """

    stood_on = Signal(int)

    def __init__(self, model: RowsModel) -> None:
        super().__init__()
        self.setObjectName("import_rows")
        self.setAccessibleName(tr("Rows of the list"))
        self.setModel(model)
        self.setItemDelegate(_RowDelegate(self, model))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setFixedHeight(34)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.stood_on.emit(now.row()))

    def choose(self, place: int) -> None:
        """Stand on a row."""
        if 0 <= place < self.model().rowCount():
            self.selectRow(place)
            self.scrollTo(self.model().index(place, CLIENT))
        else:
            self.stood_on.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_F2, Qt.Key.Key_F4}:
            event.ignore()  # they go into the row in detail; Qt would try to edit here
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(self.font())
        width = self.viewport().width()
        narrow = width < 720
        self.setColumnHidden(REACH, narrow)
        fixed = {ROW: metrics.horizontalAdvance("00000") + 2 * _LEFT, VERDICT: 116}
        for column, size in fixed.items():
            self.setColumnWidth(column, size)
        rest = max(120, width - sum(fixed.values()))
        self.setColumnWidth(CLIENT, int(rest * (0.5 if narrow else 0.3)))
        self.setColumnWidth(REACH, int(rest * 0.25))
