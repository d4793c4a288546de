"""A request as two lines: how long it waits, who, what kind and how it stands; below what was said and who has it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.services.request_words import spans
from crm_desktop.ui import text_kinds, text_requests, theme
from crm_desktop.ui.requests.model import ROW_ROLE, RequestModel
from crm_desktop.ui.widgets.badge import badge_width, paint_badge
from crm_desktop.ui.widgets.line_list import paint_ground

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

    from crm_desktop.services.request_list import RequestRow

_SIDE, _ABOVE, _GAP = 16, 9, 8
_CLOCK = 94
_WHOSE = 0.32
_BEFORE = 28
"""Letters before a word that was looked for: where there are more, the line begins with some of them."""
_LONGEST = 400
_MIDDLE = Qt.AlignmentFlag.AlignVCenter.value
_RIGHT = (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight).value

Index = QModelIndex | QPersistentModelIndex


class RequestDelegate(QStyledItemDelegate):
    """For the list of requests; all its lines are equally high."""

    def __init__(self, view: QAbstractItemView, model: RequestModel) -> None:
        super().__init__(view)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del index
        return QSize(240, 2 * QFontMetrics(option.font).height() + 2 * _ABOVE + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RequestRow | None = index.data(ROW_ROLE)
        if row is None:
            return
        colours = theme.colours(option.palette)
        painter.save()
        paint_ground(painter, option, colours)
        line = option.rect
        painter.fillRect(QRect(line.left(), line.bottom(), line.width(), 1), QColor(colours.line))
        high = QFontMetrics(option.font).height() + 2
        inside = option.rect.adjusted(_SIDE, _ABOVE, -_SIDE, -_ABOVE)
        top = QRect(inside.left(), inside.top(), inside.width(), high)
        below = top.translated(0, high)
        self._paint_clock(painter, top, row, option.font, colours)
        self._paint_title(painter, top.adjusted(_CLOCK, 0, 0, 0), row, option.font, colours)
        self._paint_below(painter, below.adjusted(_CLOCK, 0, 0, 0), row, option.font, colours)
        painter.restore()

    def _paint_clock(
        self, painter: QPainter, rect: QRect, row: RequestRow, font: QFont, colours: theme.Colours
    ) -> None:
        now = self._model.now
        tone = "quiet" if row.resolved_at else text_requests.tone(row.received_at, row.due_at, now)
        strong = theme.variant(theme.variant(font, "strong"), "figures")
        painter.setFont(strong)
        painter.setPen(QColor(getattr(colours, tone)))
        room = QRect(rect.left(), rect.top(), _CLOCK - _GAP, rect.height())
        words = text_requests.clock(row, now)
        painter.drawText(
            room, _MIDDLE, QFontMetrics(strong).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        )

    def _paint_title(
        self, painter: QPainter, rect: QRect, row: RequestRow, font: QFont, colours: theme.Colours
    ) -> None:
        small = theme.variant(font, "small")
        small.setWeight(QFont.Weight.DemiBold)
        word, tone = text_requests.badge(row, self._model.now)
        if word:
            width = badge_width(QFontMetrics(small), word)
            box = QRectF(rect.right() - width, rect.top(), width, rect.height())
            paint_badge(painter, box, word, tone, colours, small)
            rect = rect.adjusted(0, 0, -width - _GAP, 0)
        strong, quiet = theme.variant(font, "strong"), QFontMetrics(font)
        kind = text_kinds.request_kind(row.kind).lower()
        room = rect.width() - quiet.horizontalAdvance(kind) - _GAP
        name = QFontMetrics(strong).elidedText(row.client, Qt.TextElideMode.ElideRight, max(room, 60))
        painter.setFont(strong)
        painter.setPen(QColor(colours.text))
        painter.drawText(rect, _MIDDLE, name)
        after = rect.adjusted(QFontMetrics(strong).horizontalAdvance(name) + _GAP, 0, 0, 0)
        painter.setFont(font)
        painter.setPen(QColor(colours.quiet))
        painter.drawText(
            after, _MIDDLE, quiet.elidedText(kind, Qt.TextElideMode.ElideRight, max(0, after.width()))
        )

    def _paint_below(
        self, painter: QPainter, rect: QRect, row: RequestRow, font: QFont, colours: theme.Colours
    ) -> None:
        small = theme.variant(font, "small")
        metrics = QFontMetrics(small)
        whose = metrics.elidedText(
            text_requests.whose(row), Qt.TextElideMode.ElideRight, int(rect.width() * _WHOSE)
        )
        painter.setFont(small)
        painter.setPen(QColor(colours.quiet))
        painter.drawText(rect, _RIGHT, whose)
        room = rect.adjusted(0, 0, -metrics.horizontalAdvance(whose) - 2 * _GAP, 0)
        painter.setFont(font)
        painter.setPen(QColor(colours.text if row.resolved_at is None else colours.quiet))
        metrics = QFontMetrics(font)
        whole, found = _said(row.text, self._model.sought)
        said = metrics.elidedText(whole, Qt.TextElideMode.ElideRight, room.width())
        for first, last in found:
            start, end = (metrics.horizontalAdvance(said[:place]) for place in (first, last))
            mark = QRect(
                room.left() + start, room.center().y() - metrics.height() // 2, end - start, metrics.height()
            )
            painter.fillRect(mark, QColor(colours.mark))
        painter.drawText(room, _MIDDLE, said)


@lru_cache(maxsize=512)
def _said(text: str, sought: tuple[str, ...]) -> tuple[str, Sequence[tuple[int, int]]]:
    """A text in one line from shortly before the first word that was looked for, and where such words stand in it."""
    said = " ".join(text.split())
    found = spans(said, sought) if sought else []
    if found and found[0][0] > _BEFORE:
        start = said.rfind(" ", 0, found[0][0] - _BEFORE // 2) + 1
        said, moved = f"… {said[start:]}", start - 2
        found = [(first - moved, last - moved) for first, last in found]
    return said[:_LONGEST], [(first, last) for first, last in found if last <= _LONGEST]
