"""Paints entries: title, badge and date on one line, the texts below, a quiet line at the left.

Heights depend on the width and are kept per entry, so that scrolling measures nothing twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.ui import theme
from crm_desktop.ui.card.paragraph import Paragraph, Piece
from crm_desktop.ui.widgets.badge import badge_width, paint_badge

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

    from crm_desktop.ui.card.entries import Entry

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)

_LEFT, _TOP, _BOTTOM, _RIGHT = 16, 5, 8, 4
_HEAD, _BADGE_GAP, _GAP = 20, 6, 1
_FOOT = 17
_MOST_LINES = 12
"""A longer text is cut in the list and whole in its form and tool tip."""
_MOST_KEPT = 2000

Index = QModelIndex | QPersistentModelIndex


class EntryDelegate(QStyledItemDelegate):
    """For views whose model gives an ``Entry`` under ``ENTRY_ROLE``."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._kept: dict[tuple[bytes, int], tuple[Entry, tuple[list[Paragraph], int]]] = {}
        self._dress = ("", "")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY_ROLE)
        width = self._width()
        return QSize(width, self._laid_out(entry, width, option)[1])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        colours = theme.colours(option.palette)
        painter.save()
        self._paint_ground(painter, option, colours)
        inside = option.rect.adjusted(_LEFT, _TOP, 0, 0)
        inside.setWidth(self._width() - _LEFT - _RIGHT)
        self._paint_head(painter, inside, entry, colours, option.font)
        paragraphs, _ = self._laid_out(entry, self._width(), option)
        top = inside.top() + self._head_height(option.font)
        for paragraph in paragraphs:
            paragraph.draw(painter, inside.left(), top)
            top += paragraph.height + _GAP
        if entry.foot:
            small = theme.variant(option.font, "small")
            painter.setFont(small)
            painter.setPen(QColor(colours.quiet))
            foot = QFontMetrics(small).elidedText(entry.foot, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(QPoint(inside.left(), top + QFontMetrics(small).ascent() + 1), foot)
        painter.restore()

    # -------------------------------------------------------------------------------------------------------- measures

    def _width(self) -> int:
        """The width of entries, with room kept for the scroll bar: its coming and going must break no line anew."""
        return max(80, self._view.width() - self._view.verticalScrollBar().sizeHint().width())

    def _laid_out(
        self, entry: Entry, width: int, option: QStyleOptionViewItem
    ) -> tuple[list[Paragraph], int]:
        """The texts broken for a width, and the height of the whole entry; kept until the entry changes."""
        font, colours = option.font, theme.colours(option.palette)
        dress = (font.key(), colours.text)
        if self._dress != dress:
            self._dress = dress
            self._kept.clear()
        known = self._kept.get((entry.id, width))
        if known is not None and known[0] == entry:
            return known[1]
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        room = width - _LEFT - _RIGHT
        paragraphs = [
            Paragraph(_pieces(word, text), font, colours, room, _MOST_LINES) for word, text in entry.texts
        ]
        height = _TOP + self._head_height(font) + _BOTTOM + (_FOOT if entry.foot else 0)
        made = (paragraphs, height + sum(paragraph.height + _GAP for paragraph in paragraphs))
        self._kept[entry.id, width] = (entry, made)
        return made

    @staticmethod
    def _head_height(font: QFont) -> int:
        return max(_HEAD, QFontMetrics(font).height() + 5)

    # ---------------------------------------------------------------------------------------------------------- colour

    @staticmethod
    def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, colours: theme.Colours) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QColor(colours.focus) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if focused else colours.hover))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(6.5, 0.5, -0.5, -1.5), 6, 6)
        painter.fillRect(
            QRect(option.rect.left(), option.rect.top(), 2, option.rect.height()), QColor(colours.line)
        )

    def _paint_head(
        self, painter: QPainter, inside: QRect, entry: Entry, colours: theme.Colours, font: QFont
    ) -> None:
        strong = theme.variant(font, "strong")
        small = theme.variant(font, "small")
        small.setWeight(QFont.Weight.DemiBold)
        height = self._head_height(font)
        metrics = QFontMetrics(strong)
        date_width = QFontMetrics(font).horizontalAdvance(entry.when)
        room = inside.width() - date_width - 8
        badge = badge_width(QFontMetrics(small), entry.badge) if entry.badge else 0
        title = metrics.elidedText(
            entry.title, Qt.TextElideMode.ElideRight, max(40, room - badge - _BADGE_GAP)
        )
        painter.setFont(strong)
        painter.setPen(QColor(colours.text))
        base = inside.top() + (height - metrics.height()) // 2 + metrics.ascent()
        painter.drawText(QPoint(inside.left(), base), title)
        if entry.badge:
            left = inside.left() + metrics.horizontalAdvance(title) + _BADGE_GAP
            box = QRectF(left, inside.top(), max(20, inside.left() + room - left), height)
            paint_badge(painter, box, entry.badge, entry.tone, colours, small)
        painter.setFont(font)
        painter.setPen(QColor(colours.quiet))
        painter.drawText(QPoint(inside.right() - date_width, base), entry.when)


def _pieces(word: str, text: str) -> list[Piece]:
    return [(f"{word}: ", "quiet"), (text, "text")] if word else [(text, "text")]
