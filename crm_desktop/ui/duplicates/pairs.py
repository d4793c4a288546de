"""The list of pairs beside the comparison: who, why, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.services.duplicates.finding import Certainty, DuplicatePair
from crm_desktop.ui import text_duplicates, theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.badge import badge_width, paint_badge

if TYPE_CHECKING:
    from crm_desktop.services.duplicates.finding import Side

Index = QModelIndex | QPersistentModelIndex

TONES = {Certainty.CERTAIN: "accent", Certainty.LIKELY: "care", Certainty.POSSIBLE: "quiet"}
_PAD, _GAP = 12, 4


class PairsModel(QAbstractListModel):
    """Pairs in the order in which they are judged."""

    def __init__(self) -> None:
        super().__init__()
        self._pairs: list[DuplicatePair] = []

    @property
    def pairs(self) -> tuple[DuplicatePair, ...]:
        """All pairs that wait."""
        return tuple(self._pairs)

    def show(self, pairs: Sequence[DuplicatePair]) -> None:
        """Show other pairs."""
        self.beginResetModel()
        self._pairs = list(pairs)
        self.endResetModel()

    def pair(self, row: int) -> DuplicatePair | None:
        """The pair of a row."""
        return self._pairs[row] if 0 <= row < len(self._pairs) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._pairs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        pair = self.pair(index.row())
        if pair is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return names(pair)
        if role == Qt.ItemDataRole.ToolTipRole:
            return text_duplicates.reasons_words(pair)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr(
                "{names}: {certainty}; {reasons}",
                names=names(pair),
                certainty=text_duplicates.certainty(pair.certainty),
                reasons=text_duplicates.reasons_words(pair),
            )
        return None


def names(pair: DuplicatePair) -> str:
    """Both names, once where they are the same."""
    one, other = pair.one.name, pair.other.name
    return one if one == other else f"{one} · {other}"


def without(pairs: Sequence[DuplicatePair], gone: bytes, kept: Side) -> list[DuplicatePair]:
    """The pairs that are left when a client went into another: its own pairs are the other's now, each once."""
    left: dict[frozenset[bytes], DuplicatePair] = {}
    for pair in pairs:
        if gone in pair.ids:
            pair = (
                replace(pair, one=kept, other=pair.other)
                if pair.one.id == gone
                else replace(pair, one=pair.one, other=kept)
            )
        if pair.one.id != pair.other.id:
            left.setdefault(frozenset(pair.ids), pair)
    return list(left.values())


class PairDelegate(QStyledItemDelegate):
    """Two lines: the names with the certainty at their right, and the reasons, quiet."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del index
        return QSize(200, 2 * option.fontMetrics.height() + 2 * _PAD + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        pair = model.pair(index.row()) if isinstance(model, PairsModel) else None
        if pair is None:
            return
        colours = theme.colours(option.palette)
        painter.save()
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(option.rect, QColor(colours.accent_soft))
        painter.setPen(QColor(colours.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        box = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        word = text_duplicates.certainty(pair.certainty)
        small = theme.variant(option.font, "small")
        width = badge_width(option.fontMetrics, word)
        height = option.fontMetrics.height()
        badge = QRectF(box.right() - width, box.top() - 2, width, height + 4)
        paint_badge(painter, badge, word, TONES[pair.certainty], colours, small)
        self._line(
            painter, QRect(box.left(), box.top(), box.width() - width - 8, height), names(pair), colours.text
        )
        reasons = ", ".join(
            text_duplicates.why(reason.why) for reason in pair.reasons if not reason.why.against
        )
        below = QRect(box.left(), box.top() + height + _GAP, box.width(), height)
        painter.setFont(small)
        self._line(painter, below, reasons, colours.quiet)
        if current and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.focus))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, box: QRect, text: str, ink: str) -> None:
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
