"""How a row of clients is painted: the name strong, what was found marked and explained, quiet lines between."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

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
_FITTED = 4096
_DOUBT = 4
"""Logical pixels that letters set together may take more than each by itself."""
_BADGES = 256
# As plain numbers: hundreds of cells are painted at every key, and each "or" of Qt's names costs microseconds.
_ONE_LINE = (
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
).value | Qt.TextFlag.TextSingleLine.value


class Type:
    """A font with its measures, and the texts that were fitted into a width: the same ones come at every picture."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._fitted: dict[tuple[str, int], tuple[str, int]] = {}
        self._widths: dict[str, int] = {"": 0}
        self._letters: dict[str, float] = {}

    def fit(self, text: str, room: int) -> tuple[str, int]:
        """The text, cut where it needs more than ``room`` logical pixels, and how many it takes."""
        found = self._fitted.get((text, room))
        if found is None:
            shown, width = text, self._about(text)
            if width + _DOUBT > room:
                width = self.metrics.horizontalAdvance(text)
            if width > room:
                shown, width = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room), room
            if len(self._fitted) >= _FITTED:
                self._fitted.clear()
            found = self._fitted[text, room] = shown, width
        return found

    def width(self, text: str) -> int:
        """How many logical pixels the text takes; the marked beginnings are the same in many rows."""
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) >= _FITTED:
                self._widths = {"": 0}
            found = self._widths[text] = self.metrics.horizontalAdvance(text)
        return found

    def _about(self, text: str) -> int:
        """The widths of the letters together: kerning apart that of the text, at a tenth of the cost."""
        letters = self._letters
        try:
            return ceil(sum([letters[letter] for letter in text]))
        except KeyError:
            measure = QFontMetricsF(self.font).horizontalAdvance
            if len(letters) >= _FITTED:
                letters.clear()
            letters.update({letter: measure(letter) for letter in text})
            return ceil(sum([letters[letter] for letter in text]))


class Pens:
    """Fonts, metrics and colours of one palette and font, made once and not per cell."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self.colours = theme.colours(palette)
        self.text = Type(font)
        self.strong = Type(theme.variant(font, "strong"))
        self.figures = Type(theme.variant(font, "figures"))
        self.badge = theme.variant(theme.variant(font, "small"), "strong")
        self.badges: dict[tuple[str, str, int, float], QPixmap] = {}
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
        self._first = 0
        self._current = -1
        self._shown: frozenset[str] = frozenset()
        self._selected: Sequence[tuple[int, int]] = ()

    def refresh(self) -> None:
        """Forget fonts and colours: the palette, the font or the day changed."""
        self._pens = None

    def begin(self, selected: Sequence[tuple[int, int]]) -> None:
        """A picture begins: look up once what holds for all its cells; ``selected`` are the spans of rows in sight."""
        # Not the state in each cell's option: to read it, the binding sets up all of QStyle, 10 ms of a start.
        self._selected = selected
        view, columns = self._view, self._model.columns
        self._first = view.horizontalHeader().logicalIndex(0)
        self._current = view.currentIndex().row() if view.hasFocus() else -1
        self._shown = frozenset(
            column.id for number, column in enumerate(columns) if not view.isColumnHidden(number)
        )

    def hover(self, row: int) -> None:
        """Tint the row under the pointer; -1 for none."""
        self._hovered = row

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = self._model.row(index.row())
        column = self._model.columns[index.column()]
        words = column.words(row, self._model.names) if row else ""
        pens = self._ready()
        metrics = (pens.strong if column.paint == "name" else pens.text).metrics
        return QSize(metrics.horizontalAdvance(words) + _LEFT + 2 * _RIGHT, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        pens = self._ready()
        number = index.row()
        rect = QRectF(option.rect)
        if any(first <= number <= last for first, last in self._selected):
            painter.fillRect(rect, pens.chosen)
        elif number == self._hovered:
            painter.fillRect(rect, pens.hover)
        painter.setPen(pens.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        column = index.column()
        if number == self._current and column == self._first:
            painter.fillRect(QRectF(rect.x(), rect.y(), _BAR, rect.height() - 1), pens.bar)
        row = self._model.row(number)
        if row is not None:
            inside = rect.adjusted(_LEFT, 0, -_RIGHT, -1)
            self._paint_cell(painter, inside, row, self._model.columns[column], pens)

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
                _paint_badge(painter, rect, words, stage.tone, pens)
            return
        late = column.paint == "future" and bool(row.next_contact) and str(row.next_contact)[:10] < pens.today
        ink = pens.late if late else pens.ink if words else pens.quiet
        type_ = pens.figures if column.paint == "figures" else pens.text
        spans = marked(row.match, column.id, words)
        _paint_text(painter, rect, words or formats.DASH, type_, ink, spans, pens.mark)

    def _paint_name(self, painter: QPainter, rect: QRectF, row: ClientRow, pens: Pens) -> None:
        name = row.name or row.phone or row.email or formats.DASH
        spans = marked(row.match, "name", name)
        why, why_spans = reason(row.match, self._shown)
        room = rect.width()
        if why:
            room = max(room * _NAME_SHARE, room - pens.text.width(f" · {why}"))
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


def _paint_badge(painter: QPainter, rect: QRectF, words: str, tone: str, pens: Pens) -> None:
    """A badge drawn once and copied from then on: a list shows few stages, many times each."""
    density = painter.deviceTransform().m11()
    size = rect.size().toSize()
    key = (words, tone, size.width(), density)
    drawn = pens.badges.get(key)
    if drawn is None:
        if len(pens.badges) >= _BADGES:
            pens.badges.clear()
        drawn = pens.badges[key] = QPixmap(size * density)
        drawn.setDevicePixelRatio(density)
        drawn.fill(Qt.GlobalColor.transparent)
        with QPainter(drawn) as inner:
            paint_badge(inner, QRectF(QPointF(0, 0), rect.size()), words, tone, pens.colours, pens.badge)
    painter.drawPixmap(rect.topLeft(), drawn)


def _paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    type_: Type,
    ink: QColor,
    spans: Sequence[tuple[int, int]],
    mark: QColor,
) -> float:
    """Draw one line, cut where there is no room, with some spans marked; return the width it took."""
    shown, width = type_.fit(text, int(rect.width()))
    if spans:
        height = type_.metrics.height()
        top = rect.y() + (rect.height() - height) / 2
        for first, last in spans:
            left = type_.width(shown[:first])
            right = type_.width(shown[: min(last, len(shown))])
            if right > left:
                painter.fillRect(QRectF(rect.x() + left, top, right - left, height), mark)
    painter.setFont(type_.font)
    painter.setPen(ink)
    painter.drawText(rect, _ONE_LINE, shown)
    return float(width)
