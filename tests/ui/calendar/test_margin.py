"""Birthdays, named dates and holidays are reached and opened by keys, by mouse and by a screen reader."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QMenu, QToolTip

from crm_desktop.services.agenda import Occasion
from crm_desktop.ui import text
from crm_desktop.ui.calendar.accessible import AccessibleView
from crm_desktop.ui.calendar.grid_view import GridView
from crm_desktop.ui.calendar.month_view import MonthView

SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)
BIRTHDAY = Occasion(b"c" * 16, 1, "Ona Žemaitė", "", SATURDAY, 40)
WEDDING = Occasion(b"d" * 16, 2, "Jonas Petraitis", "wedding", SATURDAY, 25)


@pytest.fixture(params=[GridView, lambda store: GridView(store, 1), MonthView], ids=["week", "day", "month"])
def view(request, qtbot, store, plan):
    text.set_language("en")
    plan("2026-11-21 11:00", wanted="Roses")
    made = request.param(store)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show_range(SATURDAY)
    made.set_margin({SATURDAY: (BIRTHDAY, WEDDING)}, {SATURDAY: ("Feast",)})
    made.show()
    made.setFocus()
    return made


def chip(view, words):
    return next(each for each in view.chips() if each.words.startswith(words))


def test_tab_goes_over_the_margin_of_a_day_and_then_its_contacts(qtbot, view, hear):
    heard, seen = hear(view), []
    for _ in range(9):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        if view.kept is None:
            break
        seen.append(view.kept.words)
        view.grab()
        assert view.rect_of_kept(view.kept).intersects(view.viewport().rect())
    assert [words for words in seen if words != "Feast"] == [
        "Ona Žemaitė turns 40",
        "Jonas Petraitis: wedding, 25 years",
    ]
    assert view.selected is not None
    qtbot.keyClick(view, Qt.Key.Key_Backtab)
    assert view.kept.words.startswith("Jonas")
    assert view.selected is None
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.all == [("client_wanted", WEDDING.client_id)]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.kept is None


def test_one_click_selects_and_tells_all_of_it_and_two_open_the_client(qtbot, view, hear):
    heard = hear(view)
    there = chip(view, "Jonas")
    where = there.rect.center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert view.kept == there.ref
    assert view.current_day() == SATURDAY
    assert QToolTip.text() == "Jonas Petraitis: wedding, 25 years"
    assert heard.all == []
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert heard.all == [("client_wanted", WEDDING.client_id)]
    QToolTip.hideText()


def test_its_menu_opens_the_client(qtbot, view, hear):
    heard = hear(view)
    view.select_kept(chip(view, "Ona").ref)
    view.contextMenuEvent(_asked_by_key(view))
    menu = view.findChild(QMenu, "kept_menu")
    menu.findChild(QAction, "kept_open").trigger()
    menu.close()
    assert heard.all == [("client_wanted", BIRTHDAY.client_id)]


def _asked_by_key(view):
    from PySide6.QtGui import QContextMenuEvent

    return QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), view.mapToGlobal(QPoint(1, 1)))


def test_selecting_a_contact_lets_go_of_the_margin_and_so_does_its_going(view):
    view.select_kept(chip(view, "Ona").ref)
    view.select(view.entries[0].ref)
    assert view.kept is None
    view.select_kept(chip(view, "Ona").ref)
    view.set_margin({SATURDAY: (WEDDING,)}, {})
    assert view.kept is None


def test_a_screen_reader_finds_the_margin_among_the_things_of_its_day(view):
    of = AccessibleView(view)
    day = of.item(SATURDAY, None)
    names = [day.child(n).text(QAccessible.Text.Name) for n in range(day.childCount())]
    assert names[:3] == ["Feast", "Ona Žemaitė turns 40", "Jonas Petraitis: wedding, 25 years"]
    assert len(names) == 4
    item = day.child(1)
    assert item.isValid()
    assert day.indexOfChild(item) == 1
    assert item.rect().size() == chip(view, "Ona").rect.size()
    view.select_kept(chip(view, "Ona").ref)
    assert item.state().selected
    assert not day.child(3).state().selected
    assert not day.state().selected
    assert of.focusChild() is item
    view.set_margin({}, {})
    assert not item.isValid()
    of.drop_items()


@pytest.fixture
def week(qtbot, store, plan):
    text.set_language("en")
    plan("2026-11-21", 1440, wanted="Fair")
    made = GridView(store)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show_range(SATURDAY)
    made.set_margin({SATURDAY: (BIRTHDAY,)}, {SATURDAY: ("Feast",)})
    made.show()
    return made


def test_arrows_lead_from_the_hours_through_the_rows_above_and_back(qtbot, week, hear):
    heard = hear(week)
    week.verticalScrollBar().setValue(0)
    week.put_cursor(QPoint(week.cell_of(SATURDAY).center().x(), week.grid.top_height + 1))
    met = []
    for _ in range(4):
        qtbot.keyClick(week, Qt.Key.Key_Up)
        met.append(week.kept.words if week.kept else week.entry_of(week.selected).wanted)
    assert met == ["Fair", "Ona Žemaitė turns 40", "Feast", "Feast"]
    qtbot.keyClick(week, Qt.Key.Key_Return)
    assert heard.all == []
    assert QToolTip.text() == "Feast", "of a holiday there is only its name"
    QToolTip.hideText()
    for _ in range(3):
        qtbot.keyClick(week, Qt.Key.Key_Down)
    assert (week.kept, week.selected) == (None, None)
    qtbot.keyClick(week, Qt.Key.Key_Up)
    qtbot.keyClick(week, Qt.Key.Key_Right)
    assert (week.current_day(), week.kept, week.selected) == (SUNDAY, None, None)
    qtbot.keyClick(week, Qt.Key.Key_Left)
    assert week.kept.words == "Feast"
