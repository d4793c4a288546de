"""Paints entries: title, badge and date on one line, the texts below, a quiet line at the left.

Heights depend on the width and are kept per entry, so that scrolling measures nothing twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.ui import theme
from crm_desktop.ui.widgets.badge import badge_width, paint_badge

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from crm_desktop.ui.card.entries import Entry

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)

_LEFT, _TOP, _BOTTOM, _RIGHT = 16, 5, 8, 4
_HEAD, _BADGE_GAP, _GAP = 20, 6, 1
_FOOT = 17
_MOST_LINES = 12
"""A longer text is cut in the list and whole in its form and tool tip."""
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)

Index = QModelIndex | QPersistentModelIndex


class EntryDelegate(QStyledItemDelegate):
    """For views whose model gives an ``Entry`` under ``ENTRY_ROLE``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[bytes, int], tuple[Entry, int]] = {}
        self._font_key = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY_ROLE)
        view = self.parent()
        width = view.viewport().width() if hasattr(view, "viewport") else option.rect.width()
        return QSize(width, self._height(entry, width, option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        colours = theme.colours(option.palette)
        painter.save()
        self._paint_ground(painter, option, colours)
        inside = option.rect.adjusted(_LEFT, _TOP, -_RIGHT, 0)
        self._paint_head(painter, inside, entry, colours, option.font)
        top = inside.top() + self._head_height(option.font)
        for word, text in entry.texts:
            top = self._paint_text(painter, QRect(inside.left(), top, inside.width(), 0), word, text, colours, option)
        if entry.foot:
            small = theme.variant(option.font, "small")
            painter.setFont(small)
            painter.setPen(QColor(colours.quiet))
            foot = QFontMetrics(small).elidedText(entry.foot, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(QPoint(inside.left(), top + QFontMetrics(small).ascent() + 1), foot)
        painter.restore()

    # -------------------------------------------------------------------------------------------------------- measures

    def _height(self, entry: Entry, width: int, font: QFont) -> int:
        if self._font_key != font.key():
            self._font_key = font.key()
            self._heights.clear()
        known = self._heights.get((entry.id, width))
        if known is not None and known[0] == entry:
            return known[1]
        room = width - _LEFT - _RIGHT
        height = _TOP + self._head_height(font) + _BOTTOM
        height += sum(self._text_box(word, text, room, font).height() + _GAP for word, text in entry.texts)
        height += _FOOT if entry.foot else 0
        self._heights[entry.id, width] = (entry, height)
        return height

    @staticmethod
    def _head_height(font: QFont) -> int:
        return max(_HEAD, QFontMetrics(font).height() + 5)

    @staticmethod
    def _text_box(word: str, text: str, width: int, font: QFont) -> QRect:
        metrics = QFontMetrics(font)
        joined = f"{word}: {text}" if word else text
        most = metrics.lineSpacing() * _MOST_LINES
        box = metrics.boundingRect(QRect(0, 0, width, 100_000), _WRAP, joined)
        box.setHeight(min(box.height(), most))
        return box

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
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), 2, option.rect.height()), QColor(colours.line))

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
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, max(40, room - badge - _BADGE_GAP))
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

    def _paint_text(
        self,
        painter: QPainter,
        room: QRect,
        word: str,
        text: str,
        colours: theme.Colours,
        option: QStyleOptionViewItem,
    ) -> int:
        """Draw one paragraph below the last; returns where the next begins."""
        box = self._text_box(word, text, room.width(), option.font).translated(room.topLeft())
        box.setWidth(room.width())
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.setClipRect(box.adjusted(0, 0, 4, 0))
        painter.drawText(box, _WRAP, f"{word}: {text}" if word else text)
        if word:
            # The word before stands over its own copy, in the quiet colour: so the text behind it wraps as one piece.
            painter.setPen(QColor(colours.quiet))
            metrics = QFontMetrics(option.font)
            head = QRect(box.left(), box.top(), metrics.horizontalAdvance(f"{word}: "), metrics.lineSpacing())
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            ground = colours.accent_soft if selected and focused else colours.hover if selected else colours.ground
            painter.fillRect(head, QColor(ground))
            painter.drawText(head, int(Qt.AlignmentFlag.AlignLeft), f"{word}: ")
        painter.setClipping(False)
        return box.bottom() + 1 + _GAP
