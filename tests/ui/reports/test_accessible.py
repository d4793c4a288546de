from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from crm_desktop.exchange.reporting.worded import WordedChart, WordedColumn, WordedRow, WordedTable
from crm_desktop.services.reports.table import CellKind, ChartKind
from crm_desktop.ui.reports import accessible
from crm_desktop.ui.reports.chart import Chart

NAME = QAccessible.Text.Name


def table(kind):
    columns = (
        WordedColumn("name", "Name", CellKind.TEXT),
        WordedColumn("held", "Held", CellKind.COUNT, drills=True),
        WordedColumn("planned", "Planned", CellKind.COUNT),
    )
    rows = (
        WordedRow("a", ("Anna", 4, 6), ("Anna", "4", "6")),
        WordedRow("b", ("Boris", 2, None), ("Boris", "2", "—")),
    )
    return WordedTable("people", "By person", columns, rows, chart=WordedChart(kind, 0, (1, 2)))


@pytest.fixture(params=[ChartKind.BARS, ChartKind.COLUMNS, ChartKind.STACKED, ChartKind.LINE])
def chart(request, qtbot):
    accessible.install()
    made = Chart(table(request.param))
    made.stood.connect(lambda: accessible.tell_focus(made))
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def interface(chart):
    return QAccessible.queryAccessibleInterface(chart)


def test_bars_are_there_by_their_words(chart):
    top = interface(chart)
    assert top.role() == QAccessible.Role.Chart
    assert top.text(NAME) == "By person"
    said = [top.child(number).text(NAME) for number in range(top.childCount())]
    assert said == ["Anna: Held 4", "Anna: Planned 6", "Boris: Held 2"]
    assert [top.child(number).role() for number in range(3)] == [QAccessible.Role.ListItem] * 3
    assert [top.child(number).state().linked for number in range(3)] == [1, 0, 1]


def test_parents_and_places_fit(chart):
    top = interface(chart)
    for number in range(top.childCount()):
        bar = top.child(number)
        assert bar.parent().text(NAME) == "By person"
        assert (top.indexOfChild(bar), bar.childCount(), bar.indexOfChild(bar)) == (number, 0, -1)
        assert bar.isValid()
        assert top.rect().intersects(bar.rect())
        assert not bar.state().offscreen
        assert bar.text(QAccessible.Text.Help) == ""
        centre = bar.rect().center()
        assert top.childAt(centre.x(), centre.y()).text(NAME) == bar.text(NAME)
    assert top.child(3) is None
    assert top.child(-1) is None
    assert top.childAt(-5, -5) is None


def test_the_bar_that_the_keys_stand_on_has_the_focus(chart, qtbot):
    chart.activateWindow()
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert interface(chart).focusChild().text(NAME) == "Anna: Held 4"
    keys = [Qt.Key.Key_Down, Qt.Key.Key_Right]
    QTest.keyClick(chart, keys[0] if chart.shapes.is_lying else keys[1])
    focused = interface(chart).focusChild()
    assert focused.text(NAME) == "Boris: Held 2"
    assert focused.state().selected
    assert not interface(chart).child(0).state().selected


def test_what_was_asked_goes_with_the_picture(qtbot):
    accessible.install()
    made = Chart(table(ChartKind.BARS))
    made.show()
    assert interface(made).child(0).text(NAME) == "Anna: Held 4"
    key = id(made)
    assert key in accessible._kept
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert key not in accessible._kept
