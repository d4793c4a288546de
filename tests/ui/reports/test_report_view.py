"""The keys in a long report: what they stand on is seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm_desktop.exchange.reporting.worded import (
    WordedChart,
    WordedColumn,
    WordedFigure,
    WordedReport,
    WordedRow,
    WordedTable,
)
from crm_desktop.services.reports.table import CellKind, ChartKind
from crm_desktop.ui.reports.chart import Chart
from crm_desktop.ui.reports.report_view import ReportView
from crm_desktop.ui.reports.table_view import ReportTable

KEY = Qt.Key
FIGURES = tuple(
    WordedFigure(str(each), "Sold", "4 €", currency=str(each)) for each in range(4)
)  # a block each


def table(name):
    columns = (WordedColumn("day", "Day", CellKind.TEXT), WordedColumn("held", "Held", CellKind.COUNT))
    rows = tuple(
        WordedRow(str(place), (str(place), place), (str(place), str(place))) for place in range(1, 10)
    )
    return WordedTable(name, name, columns, rows, chart=WordedChart(ChartKind.COLUMNS, 0, (1,)))


@pytest.fixture
def view(qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    first = QPushButton("first")
    made = ReportView()
    column.addWidget(first)
    column.addWidget(made)
    qtbot.addWidget(window)
    window.resize(700, 480)
    made.show_report(WordedReport("Week", (), FIGURES, (table("one"), table("two"))))
    made.finish()
    window.show()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    yield made
    assert window is made.window()  # kept: Qt frees the window with the last name for it


def tab(view):
    QTest.keyClick(view.window().focusWidget(), KEY.Key_Tab)
    return view.window().focusWidget()


def in_sight(view, widget, rect):
    top = widget.mapTo(view.viewport(), rect.topLeft())
    return view.viewport().rect().contains(rect.translated(top - rect.topLeft()))


def test_the_keys_are_seen_in_every_picture_and_table(view):
    for number in range(2):
        chart = tab(view)
        assert isinstance(chart, Chart)
        assert in_sight(view, chart, chart.rect())
        shown = tab(view)
        assert isinstance(shown, ReportTable)
        assert [(index.row(), index.column()) for index in shown.selectedIndexes()] == [(0, 0)], number
        for row in range(1, 9):
            QTest.keyClick(shown, KEY.Key_Down)
            assert shown.currentIndex().row() == row
            assert in_sight(view, shown.viewport(), shown.visualRect(shown.currentIndex()))


def test_a_cell_that_was_stood_on_is_kept(view):
    tab(view)
    shown = tab(view)
    QTest.keyClick(shown, KEY.Key_Down)
    QTest.keyClick(shown, KEY.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(view.window().focusWidget(), Chart)
    assert tab(view) is shown
    assert [index.row() for index in shown.selectedIndexes()] == [1]
