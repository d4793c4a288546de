"""How a row of clients is painted: the name strong, what was found marked and explained, quiet lines between."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.ui import formats, theme
from crm_desktop.ui.lists.reasons import marked, reason
from crm_desktop.ui.widgets.badge import paint_badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPalette
    from PySide6.QtWidgets import QTableView

    from crm_desktop.services.lists import ClientRow
    from crm_desktop.ui.lists.columns import Column
    from crm_desktop.ui.lists.window_model import WindowModel

ROW_HEIGHT = 38
_LEFT = 16
_RIGHT = 8
_BAR = 3
_NAME_SHARE = 0.7


class Pens:
    """Fonts, metrics and colours of one palette and font, made once and not per cell."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self.colours = theme.colours(palette)
        self.text = font
        self.strong = theme.variant(font, "strong")
        self.figures = theme.variant(font, "figures")
        self.badge = theme.variant(theme.variant(font, "small"), "strong")
        self.text_metrics = QFontMetrics(self.text)
        self.strong_metrics = QFontMetrics(self.strong)
        colours = self.colours
        self.ink = QColor(colours.text)
        self.quiet = QColor(colours.quiet)
        self.late = QColor(colours.late)
        self.mark = QColor(colours.mark)
        self.line = QPen(QColor(colours.line))
        self.chosen = QColor(colours.accent_soft)
        self.hover = QColor(colours.hover)
        self.bar = QColor(colours.accent)
        self.today = datetime.now().astimezone().date().isoformat()


class ClientDelegate(QStyledItemDelegate):
    """Paints the cells of a list of clients. It asks the model for the whole row, once per cell, and for no roles."""

    def __init__(self, view: QTableView, model: WindowModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._pens: Pens | None = None
        self._hovered = -1

    def refresh(self) -> None:
        """Forget fonts and colours: the palette, the font or the day changed."""
        self._pens = None

    def hover(self, row: int) -> None:
        """Tint the row under the pointer; -1 for none."""
        self._hovered = row

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = self._model.row(index.row())
        column = self._model.columns[index.column()]
        words = column.words(row, self._model.names) if row else ""
        pens = self._ready()
        metrics = pens.strong_metrics if column.paint == "name" else pens.text_metrics
        return QSize(metrics.horizontalAdvance(words) + _LEFT + 2 * _RIGHT, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        pens = self._ready()
        number = index.row()
        rect = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, pens.chosen)
        elif number == self._hovered:
            painter.fillRect(rect, pens.hover)
        painter.setPen(pens.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if (
            index.column() == self._first_shown()
            and number == self._view.currentIndex().row()
            and self._view.hasFocus()
        ):
            painter.fillRect(QRectF(rect.x(), rect.y(), _BAR, rect.height() - 1), pens.bar)
        row = self._model.row(number)
        if row is not None:
            inside = rect.adjusted(_LEFT, 0, -_RIGHT, -1)
            self._paint_cell(painter, inside, row, self._model.columns[index.column()], pens)

    def _paint_cell(
        self, painter: QPainter, rect: QRectF, row: ClientRow, column: Column, pens: Pens
    ) -> None:
        if column.paint == "name":
            self._paint_name(painter, rect, row, pens)
            return
        words = column.words(row, self._model.names)
        if column.paint == "badge":
            if words:
                stage = self._model.names.stages[row.stage_id or b""]
                paint_badge(painter, rect, words, stage.tone, pens.colours, pens.badge)
            return
        late = column.paint == "future" and bool(row.next_contact) and str(row.next_contact)[:10] < pens.today
        ink = pens.late if late else pens.ink if words else pens.quiet
        font = pens.figures if column.paint == "figures" else pens.text
        spans = marked(row.match, column.id, words)
        _paint_text(painter, rect, words or formats.DASH, font, ink, spans, pens.mark)

    def _paint_name(self, painter: QPainter, rect: QRectF, row: ClientRow, pens: Pens) -> None:
        name = row.name or row.phone or row.email or formats.DASH
        spans = marked(row.match, "name", name)
        why, why_spans = reason(row.match, self._shown_ids())
        room = rect.width()
        if why:
            room = max(room * _NAME_SHARE, room - pens.text_metrics.horizontalAdvance(f" · {why}"))
        used = _paint_text(
            painter,
            QRectF(rect.x(), rect.y(), room, rect.height()),
            name,
            pens.strong,
            pens.ink,
            spans,
            pens.mark,
        )
        if why and rect.width() - used > 40:
            rest = QRectF(rect.x() + used, rect.y(), rect.width() - used, rect.height())
            shifted = [(first + 3, last + 3) for first, last in why_spans]
            _paint_text(painter, rest, f" · {why}", pens.text, pens.quiet, shifted, pens.mark)

    def _ready(self) -> Pens:
        if self._pens is None:
            self._pens = Pens(self._view.palette(), self._view.font())
        return self._pens

    def _shown_ids(self) -> set[str]:
        return {column.id for column in self._model.columns}

    def _first_shown(self) -> int:
        return self._view.horizontalHeader().logicalIndex(0)


def _paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    ink: QColor,
    spans: Sequence[tuple[int, int]],
    mark: QColor,
) -> float:
    """Draw one line, cut where there is no room, with some spans marked; return the width it took."""
    painter.setFont(font)
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text)
    shown = (
        text
        if width <= rect.width()
        else metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    )
    if spans:
        height = metrics.height()
        top = rect.y() + (rect.height() - height) / 2
        for first, last in spans:
            left = metrics.horizontalAdvance(shown[:first])
            right = metrics.horizontalAdvance(shown[: min(last, len(shown))])
            if right > left:
                painter.fillRect(QRectF(rect.x() + left, top, right - left, height), mark)
    painter.setPen(ink)
    painter.drawText(
        rect,
        int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine),
        shown,
    )
    return float(min(width, rect.width()))
