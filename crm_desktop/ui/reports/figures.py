"""The headline figures of a report: what, how much, and whether that is more or less than before."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui import icons
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.exchange.reporting.worded import WordedFigure

_NARROWEST, _GAP = 92, 22


class Figures(QWidget):
    """All figures, those of one currency in a row of their own."""

    def __init__(self, figures: Sequence[WordedFigure]) -> None:
        super().__init__()
        self.setObjectName("report_figures")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for _currency, group in groupby(figures, key=lambda each: each.currency):
            row = QFrame()
            row.setProperty("look", "card")
            flow = FlowLayout(row, _GAP)
            flow.setContentsMargins(16, 10, 16, 10)
            for each in group:
                flow.addWidget(Figure(each))
            column.addWidget(row)


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
