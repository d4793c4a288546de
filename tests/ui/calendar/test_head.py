"""The head of the calendar: what it says, what its buttons ask for, and what gives way in a narrow window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from crm_desktop.ui.calendar.head import CalendarHead
from crm_desktop.ui.calendar_preferences import View
from crm_desktop.ui.widgets.buttons import ElidedLabel


@pytest.fixture
def head(qtbot):
    made = CalendarHead()
    qtbot.addWidget(made)
    made.resize(1000, made.sizeHint().height())
    made.show()
    return made


def press(head, name):
    head.findChild(QAbstractButton, name).click()


def test_each_button_asks_for_its_own(qtbot, head):
    heard = []
    for name in ("stepped", "today_wanted", "plan_wanted", "print_wanted", "filter_wanted"):
        getattr(head, name).connect(lambda *values, name=name: heard.append((name, *values)))
    for name in ("before", "after", "today", "plan", "print", "filter"):
        press(head, f"calendar_{name}")
    assert heard == [
        ("stepped", -1),
        ("stepped", 1),
        ("today_wanted",),
        ("plan_wanted",),
        ("print_wanted",),
        ("filter_wanted",),
    ]


def test_a_view_is_chosen_by_a_click_and_shown_without_asking_for_it_again(qtbot, head):
    chosen: list[View] = []
    head.view_chosen.connect(chosen.append)
    head.show_view(View.DAY)
    assert chosen == []
    next(each for each in head._views.findChildren(QAbstractButton) if each.text() == "Month").click()
    assert chosen == [View.MONTH]


def test_the_agenda_is_not_printed(head):
    for view in View:
        head.show_view(view)
        assert head.findChild(QAbstractButton, "calendar_print").isVisible() is (view is not View.AGENDA)


def test_a_screen_reader_hears_what_is_shown(head):
    head.show_words(("16–22 November 2026", "16–22 November"), "2 held · 1 planned")
    assert head.accessibleName() == "16–22 November 2026"
    assert head.accessibleDescription() == "2 held · 1 planned"


def test_a_filter_that_leaves_something_out_is_seen(head):
    head.show_filter(on=True)
    assert head.filter.text() == "•"
    assert head.filter.accessibleName() == head.filter.toolTip() == "Which contacts: not all are shown"
    assert head.filter.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    head.show_filter(on=False)
    assert (head.filter.text(), head.filter.toolTip()) == ("", "Which contacts")
    assert head.filter.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly


def test_in_a_narrow_window_the_word_gives_way_and_its_name_stays(qtbot, head):
    plan = head.findChild(QAbstractButton, "calendar_plan")
    assert plan.text() == "Plan"
    head.resize(700, head.height())
    qtbot.waitUntil(lambda: plan.text() == "")
    assert plan.accessibleName() == "Plan"
    head.resize(1000, head.height())
    qtbot.waitUntil(lambda: plan.text() == "Plan")


@pytest.mark.parametrize("size", [9, 13, 18])
def test_the_views_stand_in_one_line_at_every_size_of_type(qtbot, head, size):
    font = head.font()
    font.setPointSize(size)
    head.setFont(font)
    qtbot.wait(0)
    chips = head._views.findChildren(QAbstractButton)
    assert len(chips) == len(View)
    qtbot.waitUntil(lambda: len({chip.y() for chip in chips}) == 1)


def test_the_longest_title_that_has_room_is_shown_whole(qtbot, head):
    titles = ("Воскресенье, 22 ноября 2026 г.", "Воскресенье, 22 ноября", "Вс, 22 ноября", "Вс, 22 нояб.")
    head.show_words(titles, "")
    shown = head.findChild(ElidedLabel, "calendar_title")
    seen = []
    for width in range(1300, 640, -10):
        head.resize(width, head.height())
        qtbot.wait(0)
        seen.append(shown.text())
        fits = shown.fontMetrics().horizontalAdvance(shown.text()) <= shown.contentsRect().width()
        assert fits or shown.text() == titles[-1]
        assert shown.toolTip() == ("" if shown.text() == titles[0] else titles[0])
    assert [*dict.fromkeys(seen)] == [title for title in titles if title in seen]
    assert len({*seen}) > 2
    assert head.accessibleName() == titles[0]
