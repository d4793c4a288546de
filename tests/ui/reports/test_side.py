from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports.options import Options
from crm_desktop.services.saved_reports import SavedReport, WeeklyFile
from crm_desktop.ui.reports.side import ReportSide

KEY = Qt.Key


def saved(name, weekly=None):
    return SavedReport(name.encode(), name, ReportKind.WEEKLY, Options(), weekly)


@pytest.fixture
def side(qtbot):
    made = ReportSide()
    qtbot.addWidget(made)
    made.resize(240, 700)
    made.show()
    made.show_saved([saved("One"), saved("Two", WeeklyFile("/", "xlsx", 4, "17:00"))])
    made.mark("weekly", None)
    made.activateWindow()
    made.focus_marked()
    return made


def focused(side):
    return next((each.text() for each in side._lines() if each.hasFocus()), "")


def test_tab_stops_at_what_is_on_the_screen_and_arrows_go_on(side, qtbot):
    assert focused(side) == "Meetings of a week"
    stops = [each.text() for each in side._lines() if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["Meetings of a week"]
    keys = {KEY.Key_Down: "Meetings that ended well", KEY.Key_Home: "One", KEY.Key_End: "Speed of service"}
    for key, name in keys.items():
        QTest.keyClick(side.focusWidget(), key)
        assert focused(side) == name
    QTest.keyClick(side.focusWidget(), KEY.Key_Down)
    assert focused(side) == "Speed of service"
    with qtbot.waitSignal(side.chosen) as chosen:
        QTest.keyClick(side.focusWidget(), KEY.Key_Return)
    assert chosen.args[0].kind is ReportKind.RESPONSE


def test_a_saved_report_is_renamed_moved_and_removed_by_keys(side, qtbot):
    QTest.keyClick(side.focusWidget(), KEY.Key_Home)
    QTest.keyClick(side.focusWidget(), KEY.Key_Down)
    assert focused(side) == "Two"
    item = side.focusWidget()
    assert item.accessibleDescription().startswith("Its file is written every week.")
    for key, modifier, signal, args in (
        (KEY.Key_F2, Qt.KeyboardModifier.NoModifier, side.rename_wanted, [b"Two"]),
        (KEY.Key_Delete, Qt.KeyboardModifier.NoModifier, side.remove_wanted, [b"Two"]),
        (KEY.Key_Up, Qt.KeyboardModifier.AltModifier, side.move_wanted, [b"Two", -1]),
        (KEY.Key_Down, Qt.KeyboardModifier.AltModifier, side.move_wanted, [b"Two", 1]),
    ):
        with qtbot.waitSignal(signal) as got:
            QTest.keyClick(item, key, modifier)
        assert got.args == args


def test_the_keys_stay_with_a_report_that_moves_and_go_to_the_next_of_one_that_goes(side):
    side._saved_items[b"One"].setFocus()
    side.show_saved([saved("Two"), saved("One")])
    assert focused(side) == "One"
    side.show_saved([saved("Two")])
    assert focused(side) == "Two"
    side.show_saved([])
    assert focused(side) == "Meetings of a week"


def test_the_list_is_as_wide_as_its_names_but_no_wider_than_a_quarter(side):
    side.fit(900)
    assert side.width() == 225
    side.fit(600)
    assert side.width() == 216
    side.fit(4000)
    wide = side.width()
    assert 225 < wide <= 300
