from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.ui.reports.options_bar import OptionsBar


@pytest.fixture
def bar(qtbot, session):
    made = OptionsBar(session)
    qtbot.addWidget(made)
    made.resize(900, 80)
    made.show_options(ReportKind.WEEKLY, Options(PeriodName.LAST_WEEK))
    made.show()
    return made


def test_a_period_is_chosen_by_keys_from_where_it_stands(bar, qtbot):
    chip = bar.findChild(QObject, "report_period_chip")
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Return)
    menu: Any = QApplication.activePopupWidget()
    assert menu.activeAction().text().startswith("Last week")
    QTest.keyClick(menu, Qt.Key.Key_Down)
    with qtbot.waitSignal(bar.changed):
        QTest.keyClick(menu, Qt.Key.Key_Return)
    assert bar.options.period is PeriodName.WEEK_BEFORE_LAST


def test_delete_drops_what_narrows_a_report(bar, session, qtbot):
    bar.set_options(person=b"x" * 16)
    chip = bar._chips["person"]
    with qtbot.waitSignal(bar.changed):
        QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert bar.options.person is None


def test_an_empty_list_says_so(bar):
    bar.ask("tag")
    menu = QApplication.activePopupWidget()
    words = [(action.text(), action.isEnabled()) for action in menu.actions()]
    menu.close()
    assert words == [("There is nothing to choose from yet", False)]
