"""Where pairs are judged: their list, the two clients side by side, and what can be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QSplitter, QVBoxLayout, QWidget

from crm_desktop.ui import text_duplicates
from crm_desktop.ui.duplicates.compare_model import CompareModel
from crm_desktop.ui.duplicates.compare_table import CompareTable
from crm_desktop.ui.duplicates.pairs import PairDelegate, PairsModel
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label, line
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.duplicates.comparing import Comparison
    from crm_desktop.services.duplicates.finding import DuplicatePair

_LIST_WIDTH = 280


class JudgeView(QSplitter):
    """The list of pairs and the comparison of the current one.

    Signals:
        moved: another pair is the current one.
        merge_wanted: make the two one, with the values chosen.
        apart_wanted: they are two.
        skip_wanted: decide later.
        swap_wanted: the other card is to stay.
        open_wanted: open both cards.
    """

    moved = Signal()
    merge_wanted = Signal()
    apart_wanted = Signal()
    skip_wanted = Signal()
    swap_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, *, can_open: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("duplicates_split")
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.pairs = PairsModel()
        self.model = CompareModel()
        self.list = self._list()
        self.table = CompareTable(self.model)
        self.addWidget(self.list)
        self.addWidget(self._comparison(can_open=can_open))
        self.setSizes([_LIST_WIDTH, 3 * _LIST_WIDTH])
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.list.selectionModel().currentChanged.connect(lambda *_rows: self.moved.emit())
        self.table.accepted.connect(self.merge_wanted)
        for view in (self.list, self.table):
            view.installEventFilter(self)

    def row(self) -> int:
        """The row of the current pair; -1 without one."""
        return self.list.currentIndex().row()

    def current(self) -> DuplicatePair | None:
        """The pair that is being judged."""
        return self.pairs.pair(self.row())

    def show_pairs(self, pairs: Sequence[DuplicatePair], row: int) -> None:
        """Show these pairs and stand on one of them."""
        self.pairs.show(pairs)
        if pairs:
            self.list.setCurrentIndex(self.pairs.index(max(0, min(row, len(pairs) - 1))))

    def show_comparison(self, pair: DuplicatePair, comparison: Comparison) -> None:
        """Show the two clients of the current pair."""
        self._reasons.setText(text_duplicates.reasons_words(pair))
        self.model.show(comparison)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the judge, in the list and in the comparison."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            signals = {Qt.Key.Key_Delete: self.apart_wanted, Qt.Key.Key_Space: self.skip_wanted}
            if watched is self.list:
                signals |= {Qt.Key.Key_Return: self.merge_wanted, Qt.Key.Key_Enter: self.merge_wanted}
            signal = signals.get(Qt.Key(event.key()))
            if signal is not None:
                signal.emit()
                return True
        return super().eventFilter(watched, event)

    def _list(self) -> QListView:
        made = QListView()
        made.setObjectName("duplicates_list")
        made.setAccessibleName(tr("Pairs of probable duplicates"))
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setUniformItemSizes(True)
        made.setModel(self.pairs)
        made.setItemDelegate(PairDelegate(made))
        made.setMinimumWidth(220)
        return made

    def _comparison(self, *, can_open: bool) -> QWidget:
        self._reasons = label("", "strong", wrap=True)
        self._reasons.setObjectName("duplicates_reasons")
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._reasons)
        column.addWidget(self.table, 1)
        column.addWidget(line())
        keys = tr("← → choose what stays. Return merges, Delete: not the same, Space: next.")
        column.addWidget(label(keys, "small", wrap=True))
        column.addLayout(self._decisions(can_open=can_open))
        return whole

    def _decisions(self, *, can_open: bool) -> FlowLayout:
        """The buttons; in the widest languages they take two lines."""
        row = FlowLayout(gap=8)
        merge = button(
            "duplicates_merge", tr("Merge"), look="primary", icon="users", clicked=self.merge_wanted.emit
        )
        row.addWidget(merge)
        row.addWidget(button("duplicates_not_same", tr("Not the same"), clicked=self.apart_wanted.emit))
        row.addWidget(button("duplicates_skip", tr("Skip"), clicked=self.skip_wanted.emit))
        row.addWidget(
            button("duplicates_swap", tr("Keep the other card"), look="quiet", clicked=self.swap_wanted.emit)
        )
        if can_open:
            row.addWidget(
                button("duplicates_open", tr("Open both"), look="quiet", clicked=self.open_wanted.emit)
            )
        return row
