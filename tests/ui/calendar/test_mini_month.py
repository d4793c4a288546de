"""The small month: keys, clicks, the wheel, what is bold, and the ends of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from crm_desktop.ui.calendar.mini_month import MiniMonth, week_number

TODAY = date(2026, 11, 21)


@pytest.fixture
def mini(qtbot):
    made = MiniMonth(TODAY, 0)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


@pytest.mark.parametrize(
    ("key", "day"),
    [
        (Qt.Key.Key_Left, date(2026, 11, 20)),
        (Qt.Key.Key_Right, date(2026, 11, 22)),
        (Qt.Key.Key_Up, date(2026, 11, 14)),
        (Qt.Key.Key_Down, date(2026, 11, 28)),
        (Qt.Key.Key_PageUp, date(2026, 10, 21)),
        (Qt.Key.Key_PageDown, date(2026, 12, 21)),
        (Qt.Key.Key_Home, TODAY),
    ],
)
def test_keys_go_by_days_weeks_and_months_and_return_goes_there(qtbot, mini, key, day):
    chosen: list[date] = []
    mini.day_chosen.connect(chosen.append)
    qtbot.keyClick(mini, key)
    assert chosen == [], "only Return goes"
    qtbot.keyClick(mini, Qt.Key.Key_Return)
    assert chosen == [day]
    assert day.strftime("%d").lstrip("0") in mini.accessibleDescription()


def test_the_last_of_a_long_month_goes_to_the_last_of_a_short_one(qtbot, mini):
    mini.show_days(date(2027, 1, 31), date(2027, 1, 31), date(2027, 1, 31))
    chosen: list[date] = []
    mini.day_chosen.connect(chosen.append)
    qtbot.keyClick(mini, Qt.Key.Key_PageDown)
    qtbot.keyClick(mini, Qt.Key.Key_Return)
    assert chosen == [date(2027, 2, 28)]


@pytest.mark.parametrize("start", [0, 6])
def test_a_click_on_a_day_is_that_day_whichever_begins_the_week(qtbot, mini, start):
    mini.set_week_start(start)
    first, last = mini.span()
    assert first.weekday() == start
    assert (last - first).days == 41
    chosen: list[date] = []
    mini.day_chosen.connect(chosen.append)
    cell = mini._cell((TODAY - first).days % 7, (TODAY - first).days // 7)
    qtbot.mouseClick(mini, Qt.MouseButton.LeftButton, pos=cell.center().toPoint())
    assert chosen == [TODAY]


def test_the_arrows_show_other_months_and_go_nowhere(qtbot, mini):
    months: list[date] = []
    chosen: list[date] = []
    mini.month_changed.connect(months.append)
    mini.day_chosen.connect(chosen.append)
    for number in (1, 1, 0):
        qtbot.mouseClick(mini, Qt.MouseButton.LeftButton, pos=mini._arrow(number).center().toPoint())
    assert months == [date(2026, 12, 1), date(2027, 1, 1), date(2026, 12, 1)]
    qtbot.mouseClick(mini, Qt.MouseButton.LeftButton, pos=QPoint(4, mini.height() - 1))
    assert chosen == []


def test_days_with_contacts_are_bold(mini):
    plain = mini.grab().toImage()
    mini.show_busy({TODAY: 2, date(2026, 11, 3): 1})
    assert mini.grab().toImage() != plain


def test_a_screen_reader_is_told_how_much_a_day_holds(qtbot, mini):
    assert mini.accessibleDescription() == "Saturday, 21 November 2026"
    mini.show_busy({TODAY: 1, date(2026, 11, 24): 3})
    assert mini.accessibleDescription() == "Saturday, 21 November 2026, 1 contact"
    for _ in range(3):
        qtbot.keyClick(mini, Qt.Key.Key_Right)
    assert mini.accessibleDescription() == "Tuesday, 24 November 2026, 3 contacts"


@given(st.dates(date(2, 1, 1), date(9990, 12, 31)), st.integers(0, 5))
def test_a_week_has_the_number_of_its_thursday(first, row):
    days = [first + timedelta(days=7 * row + n) for n in range(7)]
    (thursday,) = [day for day in days if day.weekday() == 3]
    assert week_number(first, row) == thursday.isocalendar().week


def test_weeks_are_numbered_also_where_a_year_ends():
    assert [week_number(date(2026, 12, 28), row) for row in range(3)] == [53, 1, 2]
    assert week_number(date(2026, 12, 27), 0) == 53, "a week that begins on Sunday"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_it_holds_at_the_ends_of_the_calendar(qtbot, mini, day):
    mini.show_days(day, day, day)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(mini, key)
    assert mini.span()[0] <= mini.span()[1]
    mini.grab()
