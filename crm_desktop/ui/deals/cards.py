"""Deals as cards: the rows of one column of the board, how they are painted and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.ui import formats, text_deals, theme
from crm_desktop.ui.deals.columns import money
from crm_desktop.ui.lists.pens import Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPalette

    from crm_desktop.services.deal_list import DealRow
    from crm_desktop.ui.lists.columns import Names

MIME = "application/x-crm-desktop-deals"
GAP = 8
_PADDING = 10
_CLOSE = 8
_RADIUS = 8
_BETWEEN = 3
_SHADOW = 0.35
_LEAST_PERSON = 32
"""Logical pixels: less of a name says nothing."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CardWords:
    """What a card says."""

    title: str
    client: str
    amount: str
    when: str
    late: bool
    person: str

    def spoken(self) -> str:
        """The whole card in one line, for a screen reader."""
        return ", ".join(filter(None, (self.title, self.client, self.amount, self.when, self.person)))


def words_of(row: DealRow, names: Names, today: str) -> CardWords:
    """A deal in the words of its card; ``today`` as YYYY-MM-DD."""
    late = row.is_overdue(today)
    when = text_deals.expected(formats.day(row.closed_on or row.expected_on or ""), late=late)
    return CardWords(
        row.title or row.client,
        row.client if row.title else "",
        money(row.amount, row.currency),
        when,
        late,
        names.colleagues.get(row.responsible_id, "") if row.responsible_id else "",
    )


class CardModel(QAbstractListModel):
    """The cards of a column."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[DealRow, ...] = ()
        self._words: list[CardWords] = []

    def show_rows(self, rows: Sequence[DealRow], names: Names, today: str) -> None:
        """Show these deals."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self._words = [words_of(row, names, today) for row in rows]
        self.endResetModel()

    def words(self, number: int) -> CardWords:
        """What a card says."""
        return self._words[number]

    def row_of(self, deal_id: bytes) -> int:
        """Where a deal stands; -1 for one that is not here."""
        return next((number for number, row in enumerate(self.rows) if row.id == deal_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        words = self._words[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return words.spoken()
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return base | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags


def as_mime(ids: Sequence[bytes]) -> QMimeData:
    """Deals on their way to another column."""
    data = QMimeData()
    data.setData(MIME, b"".join(ids))
    return data


def from_mime(data: QMimeData) -> list[bytes]:
    """The ids of the deals that are dragged; none where it is something else."""
    held = bytes(data.data(MIME).data())
    return [held[start : start + 16] for start in range(0, len(held), 16)]


class _Fonts:
    """Fonts and colours of one palette and font."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self.colours = theme.colours(palette)
        self.strong = Type(theme.variant(font, "strong"))
        # A copy: the font of an option goes with the option.
        self.text = Type(QFont(font))
        self.small = Type(theme.variant(font, "small"))


class CardPainter(QStyledItemDelegate):
    """Paints cards: title, client, amount and person, and the day at the foot; a brief one is title and sum.

    ``carried``: rows on their way to another column, which stand there as shadows.
    """

    def __init__(self, view: QWidget, *, brief: bool = False) -> None:
        super().__init__(view)
        self._view = view
        self._brief = brief
        self._fonts: _Fonts | None = None
        self.carried: frozenset[int] = frozenset()

    def forget(self) -> None:
        """Palette or font changed."""
        self._fonts = None

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        fonts = self._ready(option)
        if self._brief:
            return QSize(120, fonts.text.height + fonts.small.height + 2 * _CLOSE + _BETWEEN + GAP)
        lines = fonts.strong.height + 2 * fonts.small.height + fonts.text.height
        return QSize(120, lines + 2 * _PADDING + 3 * _BETWEEN + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, CardModel):
            return
        fonts, words = self._ready(option), model.words(index.row())
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        box = QRectF(rect.adjusted(1, 1, -2, -GAP))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() in self.carried:
            painter.setOpacity(_SHADOW)
        colours = fonts.colours
        marks = ((focused, colours.focus), (chosen, colours.accent), (hovered, colours.quiet))
        edge = next((colour for on, colour in marks if on), colours.edge)
        painter.setPen(QPen(QColor(edge), 2 if focused else 1))
        painter.setBrush(QColor(colours.accent_soft if chosen else colours.raised))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        (self._write_brief if self._brief else self._write)(painter, box.toRect(), words, fonts)
        painter.restore()

    def _write_brief(self, painter: QPainter, box: QRect, words: CardWords, fonts: _Fonts) -> None:
        left, room, top = box.left() + _CLOSE, box.width() - 2 * _CLOSE, box.top() + _CLOSE
        _line(painter, fonts.text, left, top, room, words.title, fonts.colours.text)
        top += fonts.text.height + _BETWEEN
        day = min(fonts.small.width(words.when), room)
        _line(painter, fonts.small, left + room - day, top, day, words.when, fonts.colours.quiet)
        rest = room - day - _CLOSE
        _line(painter, fonts.small, left, top, rest, words.amount or words.client, fonts.colours.quiet)

    def _write(self, painter: QPainter, box: QRect, words: CardWords, fonts: _Fonts) -> None:
        left, room = box.left() + _PADDING, box.width() - 2 * _PADDING
        top, colours = box.top() + _PADDING, fonts.colours
        _line(painter, fonts.strong, left, top, room, words.title, colours.text)
        top += fonts.strong.height + _BETWEEN
        _line(painter, fonts.small, left, top, room, words.client, colours.quiet)
        top += fonts.small.height + _BETWEEN
        used = min(fonts.text.width(words.amount), room)
        _line(painter, fonts.text, left, top, used, words.amount, colours.text)
        rest = room - used - _PADDING
        person = min(fonts.small.width(words.person), rest)
        if rest >= _LEAST_PERSON:
            below = fonts.text.ascent - fonts.small.ascent  # on one line of writing with the amount
            _line(
                painter, fonts.small, left + room - person, top + below, person, words.person, colours.quiet
            )
        top += fonts.text.height + _BETWEEN
        ink = colours.late if words.late else colours.quiet
        _line(painter, fonts.small, left, top, room, words.when, ink)

    def _ready(self, option: QStyleOptionViewItem) -> _Fonts:
        if self._fonts is None:
            # The ground of the view itself is clear, and says nothing of light or dark.
            self._fonts = _Fonts(self._view.window().palette(), option.font)
        return self._fonts


def _line(painter: QPainter, type_: Type, left: int, top: int, room: int, text: str, ink: str) -> None:
    if not text or room <= 0:
        return
    painter.setFont(type_.font)
    painter.setPen(QColor(ink))
    painter.drawText(left, top + type_.ascent, type_.fit(text, room)[0])


def column_spoken(title: str, count: int, sums: str) -> str:
    """A column in one line, for a screen reader."""
    return ", ".join(filter(None, (title, text_deals.counted(count), sums)))
