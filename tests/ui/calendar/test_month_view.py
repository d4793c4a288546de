from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.kinds import Outcome
from crm_desktop.services import clients
from crm_desktop.services.calendar import occasions
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.ui.calendar.month_view import MonthView
from crm_desktop.ui.calendar.shapes import Block, Chip, More

SATURDAY = date(2026, 11, 21)
DAY = timedelta(days=1)
Key, Mod = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def month(qtbot, store):
    view = MonthView(store)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    view.show_range(SATURDAY)
    view.setFocus()
    return view


@pytest.fixture
def heard(month, hear):
    return hear(month)


def local(text):
    return datetime.fromisoformat(text).astimezone()


def center(view, day):
    return view.cell_of(day).center() + QPoint(0, view.cell_of(day).height() // 3)


def shapes(view, kind, day=None):
    return [
        shape for shape in view.weeks.shapes if isinstance(shape, kind) and (day is None or shape.day == day)
    ]


def drag(view, start, end):
    QTest.mousePress(view.viewport(), LEFT, pos=start)
    QTest.mouseMove(view.viewport(), end)
    view.grab()
    QTest.mouseRelease(view.viewport(), LEFT, pos=end)


@pytest.mark.parametrize(
    ("day", "week_start", "first", "last"),
    [
        (SATURDAY, 0, date(2026, 10, 26), date(2026, 12, 6)),
        (SATURDAY, 6, date(2026, 11, 1), date(2026, 12, 5)),
        (date(2027, 2, 1), 0, date(2027, 2, 1), date(2027, 2, 28)),
    ],
)
def test_the_weeks_that_touch_the_month_are_shown(qtbot, store, day, week_start, first, last):
    view = MonthView(store, week_start)
    qtbot.addWidget(view)
    view.show_range(day)
    assert view.shown_range() == (first, last)
    assert view.month() == day.replace(day=1)
    assert not view.grab().isNull()


def test_pages_keep_the_day_as_far_as_the_month_has_it(month):
    month.show_range(date(2027, 1, 31))
    QTest.keyClick(month, Key.Key_PageDown)
    assert month.current_day() == date(2027, 2, 28)
    month.step(-2)
    assert month.month() == date(2026, 12, 1)


def test_the_wheel_turns_months_a_notch_each(month):
    def turn(amount):
        QApplication.sendEvent(
            month.viewport(),
            QWheelEvent(
                QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, amount), Qt.MouseButton.NoButton,
                Mod.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip

    turn(-60)
    assert month.month() == date(2026, 11, 1)
    turn(-60)
    assert month.month() == date(2026, 12, 1)
    turn(120)
    assert month.month() == date(2026, 11, 1)


def test_each_day_shows_what_fits_and_counts_the_others(month, plan, heard):
    for number in range(30):
        plan(f"2026-11-18 {8 + number // 4:02}:{number % 4 * 15:02}", minutes=15)
    month.reload()
    day = date(2026, 11, 18)
    blocks, (more,) = shapes(month, Block, day), shapes(month, More, day)
    assert len(blocks) + more.count == 30
    assert month.count_on(day) == 30
    assert [block.entry.start for block in blocks] == sorted(block.entry.start for block in blocks)
    cell = month.cell_of(day)
    assert all(cell.contains(shape.rect) for shape in [*blocks, more])
    QTest.mouseClick(month.viewport(), LEFT, pos=more.rect.center())
    assert heard.all == [("day_wanted", day)]


def test_a_higher_window_reads_as_many_as_fit_then(month, plan):
    for number in range(60):
        plan(f"2026-11-18 {8 + number // 4:02}:{number % 4 * 15:02}", minutes=15)
    month.reload()
    month.resize(1000, 4000)
    month.grab()
    assert len(shapes(month, Block, date(2026, 11, 18))) > 24
    assert month.count_on(date(2026, 11, 18)) == 60


def test_bars_go_over_days_and_weeks(month, plan):
    plan("2026-11-20", minutes=4 * 1440, wanted="fair")
    month.reload()
    first, second = sorted(shapes(month, Block), key=lambda block: block.day)
    assert (first.day, first.begins, first.ends) == (date(2026, 11, 20), True, False)
    assert (second.day, second.begins, second.ends) == (date(2026, 11, 23), False, True)
    assert first.rect.left() >= month.cell_of(date(2026, 11, 20)).left()
    assert first.rect.right() <= month.cell_of(date(2026, 11, 22)).right()
    assert second.rect.right() < month.cell_of(date(2026, 11, 23)).right()


def test_what_began_before_the_first_week_by_a_night_is_no_line_of_it(month, plan):
    plan("2026-10-25 23:00", minutes=180)
    month.reload()
    assert shapes(month, Block) == []


def test_birthdays_stand_in_their_cells_and_holidays_beside_the_number(month, store):
    clients.add(store, ClientDraft(name="Rasa", birthday="--11-18"))
    month.set_margin(occasions(store, *month.shown_range()), {date(2026, 11, 18): ["Diena"]})
    (chip,) = shapes(month, Chip)
    assert (chip.words, chip.day) == ("Rasa: birthday", date(2026, 11, 18))
    before = month.grab().toImage()
    month.set_margin({}, {})
    assert month.grab().toImage() != before


def test_arrows_go_by_days_and_weeks_into_other_months(month, heard):
    QTest.keyClick(month, Key.Key_Right)
    QTest.keyClick(month, Key.Key_Down)
    assert month.current_day() == date(2026, 11, 29)
    QTest.keyClick(month, Key.Key_Return)
    assert heard.all == [("day_wanted", date(2026, 11, 29))]
    for _ in range(2):
        QTest.keyClick(month, Key.Key_Down)
    assert month.current_day() == date(2026, 12, 13)
    assert month.month() == date(2026, 12, 1)


def test_tab_selects_and_shift_moves_by_days_and_weeks(month, plan, heard):
    made = plan("2026-11-23 09:30")
    month.reload()
    QTest.keyClick(month, Key.Key_Tab)
    assert month.selected == (made, None)
    QTest.keyClick(month, Key.Key_Up, Mod.ShiftModifier)
    QTest.keyClick(month, Key.Key_Right, Mod.ShiftModifier)
    assert heard.all == [
        ("move_wanted", made, None, local("2026-11-16 09:30"), False),
        ("move_wanted", made, None, local("2026-11-24 09:30"), False),
    ]


def test_a_drag_moves_to_another_day_at_the_same_time(month, plan, heard):
    made, whole = plan("2026-11-23 09:30"), plan("2026-11-25", minutes=2880)
    plan("2026-11-17 09:30", outcome=Outcome.SUCCESSFUL)
    month.reload()
    drag(month, month.rect_of((made, None)).center(), center(month, date(2026, 11, 12)))
    bar = month.rect_of((whole, None))
    drag(month, QPoint(bar.right() - 9, bar.center().y()), center(month, date(2026, 11, 28)))
    held = next(entry for entry in month.entries if entry.state == "successful")
    drag(month, month.rect_of(held.ref).center(), center(month, date(2026, 11, 12)))
    assert heard.all == [
        ("move_wanted", made, None, local("2026-11-12 09:30"), False),
        ("move_wanted", whole, None, date(2026, 11, 27), True),
    ]


def test_a_contact_held_at_the_edge_turns_the_page(month, plan, heard, qtbot):
    made = plan("2026-11-23 09:30")
    month.reload()
    month._turning.setInterval(1)
    edge = QPoint(300, month.viewport().height() - 3)
    QTest.mousePress(month.viewport(), LEFT, pos=month.rect_of((made, None)).center())
    QTest.mouseMove(month.viewport(), edge)
    qtbot.waitUntil(lambda: month.month() > date(2026, 11, 1))
    month._turning.stop()
    month.show_range(date(2026, 12, 15))
    inside = center(month, date(2026, 12, 16))
    QTest.mouseMove(month.viewport(), inside)
    month.grab()
    QTest.mouseRelease(month.viewport(), LEFT, pos=inside)
    assert heard.all == [("move_wanted", made, None, local("2026-12-16 09:30"), False)]
    assert (month.page_at(QPoint(300, 2)), month.page_at(inside)) == (-1, 0)


def test_over_a_change_of_the_clock_the_time_on_the_wall_stays(month, plan, heard):
    made = plan("2027-03-26 09:30")
    month.show_range(date(2027, 3, 26))
    drag(month, month.rect_of((made, None)).center(), center(month, date(2027, 3, 30)))
    (_, _, _, at, _) = heard.all[0]
    assert at.isoformat() == "2027-03-30T09:30:00+03:00"


def test_a_drag_over_empty_days_draws_them(month, heard):
    drag(month, center(month, date(2026, 11, 12)), center(month, date(2026, 11, 10)))
    QTest.mouseDClick(month.viewport(), LEFT, pos=center(month, date(2026, 11, 3)))
    assert heard.all == [
        ("add_wanted", date(2026, 11, 10), 3 * 1440, True), ("add_wanted", date(2026, 11, 3), None, True),
    ]  # fmt: skip


def test_neighbouring_months_of_the_same_weeks_are_told_apart(qtbot, store):
    # February 2027 fills four weeks; March shows its own.
    view = MonthView(store)
    qtbot.addWidget(view)
    view.show_range(date(2026, 11, 30))
    heard = []
    view.shown_range_changed.connect(lambda first, last: heard.append((first, last)))
    view.show_range(date(2026, 11, 1))
    assert heard == []
    view.show_range(date(2026, 12, 1))
    assert len(heard) == 1


def test_a_tiny_window_does_no_harm(month, plan):
    plan("2026-11-23 09:30")
    month.reload()
    month.resize(60, 40)
    assert not month.grab().isNull()
    QTest.mouseMove(month.viewport(), QPoint(1, 1))
