"""The preview: under each header of the file what it means, and the first rows as they will be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.ui import icons, theme
from crm_desktop.ui.importing.preview_model import PreviewModel
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.ui.importing.preview_model import Heading

_LEFT = 14
_HEADER = 68
_TALL = 46
_LOW = 32
_NARROW, _WIDE = 118, 250
_CHIP_TOP = 34
_CHIP_HEIGHT = 26


class MeaningHeader(QHeaderView):
    """Two lines per column: the header of the file, and a chip with its meaning that opens the choice."""

    def __init__(self, parent: QWidget, model: PreviewModel) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._preview = model
        self._hovered = -1
        self.setObjectName("import_meanings")
        self.setAccessibleName(tr("What the columns mean"))
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(72)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEADER)

    def chip(self, section: int) -> QRect:
        """Where the chip of a column is."""
        left = self.sectionViewportPosition(section)
        return QRect(left + 8, _CHIP_TOP, self.sectionSize(section) - 14, _CHIP_HEIGHT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hovered = self.logicalIndexAt(event.position().toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if not 0 <= section < len(self._preview.headings):
            return
        heading = self._preview.headings[section]
        colours = theme.colours(self.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(colours.ground))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(theme.variant(self.font(), "strong"))
        painter.setPen(QColor(colours.text if heading.tone == "taken" else colours.quiet))
        words = painter.fontMetrics().elidedText(
            heading.header, Qt.TextElideMode.ElideRight, rect.width() - _LEFT - 4
        )
        painter.drawText(
            QRect(rect.x() + _LEFT, rect.y() + 4, rect.width() - _LEFT, 28),
            Qt.AlignmentFlag.AlignVCenter,
            words,
        )
        self._paint_chip(painter, rect, heading, colours, hovered=section == self._hovered)
        painter.restore()

    def _paint_chip(
        self, painter: QPainter, rect: QRect, heading: Heading, colours: theme.Colours, *, hovered: bool
    ) -> None:
        tones = {
            "taken": (colours.accent, colours.accent_soft),
            "left_out": (colours.quiet, colours.hover),
            "sensitive": (colours.care, colours.care_soft),
        }
        ink, ground = tones[heading.tone]
        box = QRectF(rect.x() + 8, rect.y() + _CHIP_TOP, rect.width() - 14, _CHIP_HEIGHT)
        painter.setPen(QPen(QColor(ink), 1) if hovered else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        painter.setFont(theme.variant(self.font(), "small"))
        painter.setPen(QColor(ink))
        words = painter.fontMetrics().elidedText(
            heading.meaning, Qt.TextElideMode.ElideRight, int(box.width()) - 28
        )
        painter.drawText(box.adjusted(8, 0, -20, 0), Qt.AlignmentFlag.AlignVCenter, words)
        arrow = icons.pixmap("chevron-down", ink, 12, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(int(box.right()) - 18, int(box.center().y()) - 6), arrow)


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, view: QTableView, model: PreviewModel) -> None:
        super().__init__(view)
        self._view = view
        self._preview = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme.colours(option.palette)
        cell = self._preview.cell(index)
        tone = self._preview.headings[index.column()].tone
        rect = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, QColor(colours.accent_soft))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(_LEFT, 0, -6, -1)
        top = QRectF(inside.x(), inside.y() + 5, inside.width(), 18) if cell.below else inside
        painter.setFont(self._view.font())
        painter.setPen(QColor(colours.text if tone == "taken" else colours.quiet))
        self._text(painter, top, "••••••" if tone == "sensitive" and cell.text else cell.text)
        if cell.below:
            painter.setFont(theme.variant(self._view.font(), "small"))
            painter.setPen(QColor(colours.care if cell.care else colours.quiet))
            self._text(painter, QRectF(inside.x(), inside.y() + 23, inside.width(), 17), cell.below)
        painter.restore()

    @staticmethod
    def _text(painter: QPainter, rect: QRectF, words: str) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)


class PreviewTable(QTableView):
    """The table of the first rows.

    Signals:
        meaning_wanted: the choice of a meaning for a column, at a global point.
    """

    meaning_wanted = Signal(int, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_preview")
        self.setAccessibleName(tr("The first rows, as they will be understood"))
        self.preview = PreviewModel()
        self._meanings = MeaningHeader(self, self.preview)
        self.setHorizontalHeader(self._meanings)
        self.setModel(self.preview)
        self.setItemDelegate(_CellDelegate(self, self.preview))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(20)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        rows.setAccessibleName(tr("Rows of the file"))
        self._meanings.sectionClicked.connect(self.ask_meaning)
        self.preview.modelReset.connect(self._size_columns)

    def fit_rows(self) -> None:
        """Give each row the height that it needs."""
        for row in range(self.preview.rowCount()):
            self.setRowHeight(row, _TALL if self.preview.is_tall(row) else _LOW)

    def ask_meaning(self, section: int) -> None:
        """Ask for the choice of a meaning for a column."""
        if self.preview.rowCount():
            row = max(0, self.currentIndex().row())
            self.setCurrentIndex(self.preview.index(row, section))
        chip = self._meanings.chip(section)
        point = self._meanings.viewport().mapToGlobal(chip.bottomLeft())
        self.meaning_wanted.emit(section, point + QPoint(0, 4))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_F2, Qt.Key.Key_Space, Qt.Key.Key_F4}
        plain_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers()
        if (event.key() in keys or plain_enter) and self.preview.columnCount():
            self.ask_meaning(max(0, self.currentIndex().column()))
        else:
            super().keyPressEvent(event)

    def _size_columns(self) -> None:
        metrics = self.fontMetrics()
        for section, heading in enumerate(self.preview.headings):
            words = [heading.header, f"{heading.meaning}     "]
            cells = [self.preview.index(row, section) for row in range(min(12, self.preview.rowCount()))]
            words += [self.preview.cell(cell).text for cell in cells]
            widest = max(map(metrics.horizontalAdvance, words)) + 2 * _LEFT
            self.setColumnWidth(section, max(_NARROW, min(_WIDE, widest)))
