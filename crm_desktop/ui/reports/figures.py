"""The headline figures of a report: what, how much, and whether that is more or less than before."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui import icons
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label, line
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.exchange.reporting.worded import WordedFigure

_NARROWEST, _GAP = 92, 22


class Figures(QFrame):
    """All figures; those of each currency begin a row, and stand below those of the others."""

    def __init__(self, figures: Sequence[WordedFigure]) -> None:
        super().__init__()
        self.setObjectName("report_figures")
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(8)
        rows: list[EvenRows] = []
        for number, (_currency, group) in enumerate(groupby(figures, key=lambda each: each.currency)):
            if number:
                column.addWidget(line())
            row = EvenRows()
            for each in group:
                row.addWidget(Figure(each))
            rows.append(row)
            column.addLayout(row)
        if len(rows) > 1:
            widest = max(row.widest() for row in rows)
            for row in rows:
                row.set_least(widest)


class EvenRows(FlowLayout):
    """Items in one row where they fit; else in columns of one width, in rows as full as each other."""

    def __init__(self) -> None:
        super().__init__(None, _GAP)
        self._least = 0

    def widest(self) -> int:
        """The width that the widest item wants."""
        return max((item.sizeHint().width() for item in self._items), default=0)

    def set_least(self, width: int) -> None:
        """Stand in columns at least this wide, as others do."""
        self._least = width
        self.invalidate()

    def _lay_out(self, rect: QRect, *, move: bool) -> int:
        if not self._items or (not self._least and self.in_one_row() <= rect.width()):
            return super()._lay_out(rect, move=move)
        width = max(self._least, self.widest())
        fit = max(1, (rect.width() + _GAP) // (width + _GAP))
        rows = -(-len(self._items) // fit)
        columns = -(-len(self._items) // rows)
        tallest = max(item.sizeHint().height() for item in self._items)
        if move:
            for number, item in enumerate(self._items):
                row, column = divmod(number, columns)
                left = rect.x() + column * (width + _GAP)
                top = rect.y() + row * (tallest + _GAP // 2)
                item.setGeometry(QRect(left, top, width, item.sizeHint().height()))
        return rows * tallest + (rows - 1) * (_GAP // 2)


class Figure(QWidget):
    """One figure."""

    def __init__(self, of: WordedFigure) -> None:
        super().__init__()
        self.setObjectName(f"figure_{of.id}")
        self.setMinimumWidth(_NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        told = [of.title, of.value, _trend(of.trend), of.before]
        self.setAccessibleName(", ".join(words for words in told if words))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(of.title, "small"))
        column.addWidget(label(of.value, "heading"))
        if of.before:
            column.addLayout(_before(of))


def _before(of: WordedFigure) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    if of.trend:
        arrow = label("")
        arrow.setPixmap(icons.icon("arrow-up" if of.trend > 0 else "arrow-down", "quiet").pixmap(12, 12))
        arrow.setToolTip(_trend(of.trend))
        row.addWidget(arrow)
    row.addWidget(label(of.before, "small"))
    row.addStretch(1)
    return row


def _trend(trend: int | None) -> str:
    if trend is None:
        return ""
    if not trend:
        return trc("trend", "as before")
    return tr("more than before") if trend > 0 else tr("less than before")
