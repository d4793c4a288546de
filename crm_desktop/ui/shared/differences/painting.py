"""Lines of the list: a record with what it is, and below it what differs, with both values or what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate

from crm_desktop.ui import text_difference_values, text_differences, theme
from crm_desktop.ui.shared.differences.model import ROW_ROLE, Head, Index
from crm_desktop.ui.widgets.line_list import paint_ground

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

    from crm_desktop.services.difference_rows import Difference

_SIDE, _INDENT, _ABOVE, _GAP = 16, 14, 7, 8
_HEAD_ABOVE = 12
_MIDDLE = Qt.AlignmentFlag.AlignVCenter.value


class DifferenceDelegate(QStyledItemDelegate):
    """For the list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = QFontMetrics(option.font).height() + 2
        row = index.data(ROW_ROLE)
        if isinstance(row, Head):
            return QSize(220, height + _HEAD_ABOVE + 4)
        return QSize(220, height * (2 if _below(row) else 1) + 2 * _ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Head | Difference | None = index.data(ROW_ROLE)
        if row is None:
            return
        colours = theme.colours(option.palette)
        painter.save()
        if isinstance(row, Head):
            self._paint_head(painter, option, row, colours, first=index.row() == 0)
        else:
            paint_ground(painter, option, colours)
            self._paint_difference(painter, option, row, colours)
        painter.restore()

    def _paint_head(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        head: Head,
        colours: theme.Colours,
        *,
        first: bool,
    ) -> None:
        if not first:
            line = QRect(option.rect.left(), option.rect.top(), option.rect.width(), 1)
            painter.fillRect(line, QColor(colours.line))
        inside = option.rect.adjusted(_SIDE, _HEAD_ABOVE - 2, -_SIDE, 0)
        used = _draw(
            painter,
            inside,
            text_difference_values.title(head.record),
            theme.variant(option.font, "strong"),
            colours.text,
        )
        rest = inside.adjusted(used + _GAP, 0, 0, 0)
        _draw(
            painter,
            rest,
            text_difference_values.beside(head.record),
            theme.variant(option.font, "small"),
            colours.quiet,
        )

    def _paint_difference(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Difference, colours: theme.Colours
    ) -> None:
        high = QFontMetrics(option.font).height() + 2
        inside = option.rect.adjusted(_SIDE + _INDENT, _ABOVE, -_SIDE, -_ABOVE)
        top = QRect(inside.left(), inside.top(), inside.width(), high)
        _draw(painter, top, text_difference_values.field(row), option.font, colours.text)
        _draw(
            painter, top.translated(0, high), _below(row), theme.variant(option.font, "small"), colours.quiet
        )


def _below(row: Difference) -> str:
    if row.answered_at:
        return text_differences.decided(row)
    return text_difference_values.preview(row) or text_differences.short_kind(row)


def _draw(painter: QPainter, rect: QRect, text: str, font: QFont, ink: str) -> int:
    """Draw a text, cut where there is no room; how wide it is."""
    if rect.width() <= 0 or not text:
        return 0
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(rect, _MIDDLE, shown)
    return metrics.horizontalAdvance(shown)
