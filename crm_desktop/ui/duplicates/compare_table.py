"""The table of clients side by side: up and down between fields, left and right between the values of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from crm_desktop.ui import icons, theme
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.ui.duplicates.compare_model import CompareModel

_PAD_X, _PAD_Y = 10, 7
_CHECK = 14
_LABELS = 136
_DOT = 6
_CORNER = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value


class CompareTable(QTableView):
    """A view on a ``CompareModel``.

    Signals:
        accepted: Return was pressed: the clients are to be merged as they stand.
    """

    accepted = Signal()

    def __init__(self, model: CompareModel) -> None:
        super().__init__()
        self.setObjectName("compare")
        self.setAccessibleName(tr("The clients side by side"))
        self.compare_model = model
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        model.modelReset.connect(self._reset)
        self.clicked.connect(lambda index: self._choose(index.row(), index.column() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accepted.emit()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._step(row, -1 if key == Qt.Key.Key_Left else 1)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._stand(row + (-1 if key == Qt.Key.Key_Up else 1))
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The header gives the columns their widths a moment later.
        QTimer.singleShot(0, self, self.resizeRowsToContents)

    def _reset(self) -> None:
        header = self.horizontalHeader()
        if header.count():
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(0, round(_LABELS * max(1.0, self.fontMetrics().height() / 16)))
        self.resizeRowsToContents()
        self._stand(self._first_difference())

    def _first_difference(self) -> int:
        """Where the keys begin: at the first field in which the clients differ."""
        lines = self.compare_model.comparison.lines if self.compare_model.comparison else ()
        return next((row for row, line in enumerate(lines) if line.is_choice and line.differs), 0)

    def _stand(self, row: int) -> None:
        if 0 <= row < self.compare_model.rowCount():
            column = max(0, self.compare_model.chosen(row)) + 1
            self.setCurrentIndex(self.compare_model.index(row, column))

    def _step(self, row: int, by: int) -> None:
        """The next client that has a value there."""
        client = self.compare_model.chosen(row) + by
        while 0 <= client < self.compare_model.columnCount() - 1 and not self._choose(row, client):
            client += by

    def _choose(self, row: int, client: int) -> bool:
        chosen = self.compare_model.choose(row, client)
        if chosen:
            self._stand(row)
        return chosen


class _Cells(QStyledItemDelegate):
    """What stays has a tick on a tinted ground; what gives way is quiet; a field in which they differ has a dot."""

    def __init__(self, table: CompareTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = self._table.columnWidth(index.column()) - 2 * _PAD_X - _CHECK - 6
        words = str(index.data() or "")
        width = max(20, width)
        wrap = _wrapped(option.fontMetrics, words, width)
        bounds = option.fontMetrics.boundingRect(QRect(0, 0, width, 10_000), wrap, words or "x")
        return QSize(bounds.width(), bounds.height() + 2 * _PAD_Y)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = self._table.compare_model
        line = model.line(index.row())
        if line is None:
            return
        colours = theme.colours(option.palette)
        words, stays = str(index.data() or ""), model.chosen(index.row()) == index.column() - 1
        painter.save()
        box = option.rect
        if index.column() and line.is_choice and stays and line.differs:
            painter.fillRect(box.adjusted(0, 0, -1, -1), QColor(colours.accent_soft))
        painter.setPen(QColor(colours.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        ink = colours.text
        if index.column() == 0 or (line.is_choice and line.differs and not stays):
            ink = colours.quiet
        text_box = box.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        if index.column() == 0 and line.differs:
            self._dot(painter, text_box, colours.care)
        if index.column():
            if line.differs and words and (stays or not line.is_choice):
                picture = "check" if line.is_choice else "plus"
                ratio = painter.device().devicePixelRatio()
                painter.drawPixmap(text_box.topLeft(), icons.pixmap(picture, colours.accent, _CHECK, ratio))
            text_box.adjust(_CHECK + 6, 0, 0, 0)
        else:
            text_box.adjust(0, 0, -_CHECK - 6, 0)
        painter.setPen(QColor(ink))
        painter.drawText(text_box, _wrapped(painter.fontMetrics(), words, text_box.width()), words)
        if index == self._table.currentIndex() and self._table.hasFocus():
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    @staticmethod
    def _dot(painter: QPainter, box: QRect, colour: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        middle = box.top() + painter.fontMetrics().height() // 2
        painter.drawEllipse(box.right() - _DOT, middle - _DOT // 2, _DOT, _DOT)


def _wrapped(metrics: QFontMetrics, words: str, width: int) -> int:
    """How a text breaks into lines: between words, anywhere only where a word (an e-mail) is wider than the cell."""
    widest = max((metrics.horizontalAdvance(word) for word in words.split()), default=0)
    anywhere = Qt.TextFlag.TextWrapAnywhere if widest > width else Qt.TextFlag.TextWordWrap
    return int(_CORNER | anywhere.value)
