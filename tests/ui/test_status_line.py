"""The part about reminders: true every second, loud when nobody looks any more, and it fits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from crm_desktop.ui import text, theme
from crm_desktop.ui.reminder_status import ReminderStatus
from crm_desktop.ui.status_line import StatusLine

START = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)  # 10:30 in Vilnius
NEXT = datetime(2026, 11, 22, 8, 45, tzinfo=UTC)


class Clocks:
    """The clock on the wall and the one that only runs forward."""

    def __init__(self):
        self.wall = START
        self.ticks = 1000.0

    def pass_(self, seconds):
        self.wall += timedelta(seconds=seconds)
        self.ticks += seconds


@pytest.fixture
def clocks():
    return Clocks()


@pytest.fixture
def status(qtbot, clocks):
    made = ReminderStatus(lambda: clocks.wall, lambda: clocks.ticks)
    qtbot.addWidget(made)
    made.resize(600, 28)
    made.show()
    qtbot.waitExposed(made)
    return made


def tick(status):
    status._timer.timeout.emit()
    return status.shown()


def test_the_seconds_are_counted(status, clocks):
    assert status.shown() == "Reminders not checked yet"
    status.show_look(clocks.wall, NEXT, 0)
    assert status.shown() == "Reminders checked 0 s ago, next 10:45"
    clocks.pass_(2)
    assert tick(status) == "Reminders checked 2 s ago, next 10:45"
    status.show_look(clocks.wall, NEXT + timedelta(days=1), 2)
    assert status.shown() == "2 reminders due · checked 0 s ago, next tomorrow 10:45"


def test_silence_is_told_in_another_colour(status, clocks):
    colours = theme.colours(status.palette())
    status.show_look(clocks.wall, NEXT, 0)
    clocks.pass_(90)
    tick(status)
    assert not status.late()
    assert status.ink(colours) == colours.quiet
    clocks.pass_(31)
    assert tick(status) == "Reminders last checked 2 min ago"
    assert status.ink(colours) == colours.care
    assert status.accessibleName() == "Reminders, Next 10:45, last checked at 10:30"
    status.show_look(clocks.wall, NEXT, 1)
    assert status.ink(colours) == colours.accent
    status.show_look(clocks.wall, NEXT, 1, "Pop-ups do not work")
    assert status.ink(colours) == colours.care


def test_a_clock_set_back_or_on_and_a_sleep_do_not_make_an_old_look_fresh(status, clocks):
    status.show_look(clocks.wall, NEXT, 0)
    clocks.wall -= timedelta(hours=5)
    clocks.ticks += 120
    assert tick(status) == "Reminders last checked 2 min ago"
    status.show_look(clocks.wall, NEXT, 0)
    clocks.wall += timedelta(hours=8)  # asleep: only the wall went on
    assert tick(status) == "Reminders last checked 8 h ago"


def test_nothing_runs_while_it_is_not_seen(status):
    assert status._timer.isActive()
    status.hide()
    assert not status._timer.isActive()
    status.show()
    assert status._timer.isActive()


def test_a_screen_reader_hears_only_of_changes(status, clocks):
    status.show_look(clocks.wall, NEXT, 3)
    name = status.accessibleName()
    assert name == "3 reminders due, Next 10:45"
    clocks.pass_(30)
    tick(status)
    assert status.accessibleName() == name


@pytest.mark.parametrize("code", ["en", "ru", "lt"])
def test_what_fits_is_shown_whole(status, clocks, code):
    text.set_language(code)
    status.show_look(clocks.wall, NEXT, 2)
    for width in range(600, status.minimumSizeHint().width() - 1, -7):
        status.resize(width, 28)
        assert status._metrics_width(status.shown()) <= width - status._around()


def test_room_does_not_flicker_with_the_digits(status, clocks):
    status.show_look(clocks.wall, NEXT, 0)
    clocks.pass_(59)
    tick(status)
    wide = status.sizeHint().width()
    status.show_look(clocks.wall, NEXT, 0)
    assert status.sizeHint().width() == wide
    status.show_look(clocks.wall, None, 0)
    assert status.sizeHint().width() < wide


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_mouse_and_keys_open_the_reminders(qtbot, key):
    line = StatusLine()
    qtbot.addWidget(line)
    assert line.findChild(ReminderStatus) is None, "nothing stands there that is not checked"
    line.resize(900, 28)
    line.show()
    line.show_reminders(datetime.now(UTC), None, 0)
    part = line.findChild(ReminderStatus, "status_reminders")
    with qtbot.waitSignal(line.reminders_wanted):
        qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(line.reminders_wanted):
        qtbot.keyClick(part, key)
    line.show_reminders(datetime.now(UTC), None, 2)
    assert line.findChildren(ReminderStatus) == [part]
