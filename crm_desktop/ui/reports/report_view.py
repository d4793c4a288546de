"""A whole report on the screen: figures, then each picture over its table, then the rules that were followed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.exchange.reporting.drawn import drawn_rows
from crm_desktop.ui.reports.figures import Figures
from crm_desktop.ui.reports.table_view import ReportTable
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.page_frame import Card, clear

if TYPE_CHECKING:
    from crm_desktop.exchange.reporting.worded import WordedReport, WordedTable

_MARGIN = 20
_GAP = 14
_WIDEST = 1180


def load_pictures(report: WordedReport) -> None:
    """Load what the pictures of a report are drawn with; on any thread, so that the window does not wait for it."""
    if any(map(drawn_rows, report.tables)):
        import_module("crm_desktop.ui.reports.chart")


class ReportView(QScrollArea):
    """The report; its parts are made one after the other, so that the window answers meanwhile.

    Signals:
        asked: who stands behind a number: table, key of the row, id of the column.
        opened: the id of a client whose card is wanted.
    """

    asked = Signal(str, str, str)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report_view")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self.setWidget(self._inside)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(_MARGIN, 8, _MARGIN, _MARGIN)
        self._column.setSpacing(_GAP)
        self._waiting: list[Callable[[], QWidget]] = []
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._make_next)

    def show_report(self, report: WordedReport) -> None:
        """Show a report from its top."""
        self._next.stop()
        clear(self._column)
        self.verticalScrollBar().setValue(0)
        self._waiting = []
        if report.figures:
            self._waiting.append(lambda: Figures(report.figures))
        self._waiting += [lambda table=table: self._section(table) for table in report.tables]  # type: ignore[misc]
        if report.notes:
            self._waiting.append(lambda: _notes(report))
        self._make_next()

    def is_ready(self) -> bool:
        """Whether all parts are there."""
        return not self._waiting

    def finish(self) -> None:
        """Make what is still missing at once."""
        while self._waiting:
            self._make_next()

    def _make_next(self) -> None:
        if not self._waiting:
            return
        part = self._waiting.pop(0)()
        part.setMaximumWidth(_WIDEST)
        self._column.addWidget(part)
        if self._waiting:
            self._next.start()
        else:
            self._column.addStretch(1)

    def _keep_in_sight(self, table: ReportTable) -> None:
        # A table is as high as its rows, so it is the page that must follow the keys.
        cell = table.visualRect(table.currentIndex())
        middle = table.viewport().mapTo(self._inside, cell.center())
        self.ensureVisible(middle.x(), middle.y(), 0, cell.height())

    def _section(self, table: WordedTable) -> QWidget:
        card = Card(table.title)
        card.setObjectName(f"section_{table.id}")
        if drawn_rows(table):
            # Imported here, and before by ``load_pictures``: numpy and pyqtgraph cost most of a second.
            from crm_desktop.ui.reports import accessible
            from crm_desktop.ui.reports.chart import Chart

            accessible.install()
            chart = Chart(table)
            chart.stood.connect(lambda: accessible.tell_focus(chart))
            # Qt scrolls only for keys that go on inside the area, not for those that come into it from the chips.
            chart.stood.connect(lambda: self.ensureWidgetVisible(chart, 0, _GAP))
            chart.asked.connect(lambda row, column: self.asked.emit(table.id, row, column))
            card.column.addWidget(chart)
        if not table.rows:
            card.column.addWidget(label(tr("Nothing in this period."), "quiet"))
            return card
        shown = ReportTable(table)
        shown.asked.connect(lambda row, column: self.asked.emit(table.id, row, column))
        shown.opened.connect(self.opened)
        shown.stood.connect(lambda: self._keep_in_sight(shown))
        card.column.addWidget(shown)
        if table.left_out:
            card.column.addWidget(label(tr("{rows}: they are in the file.", rows=table.left_out), "small"))
        return card


def _notes(report: WordedReport) -> QWidget:
    card = Card(report.notes_title)
    card.setObjectName("report_notes")
    for note in report.notes:
        words = label(note, "quiet", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.column.addWidget(words)
    return card
