"""The tray as the program uses it. A desktop with a tray is one that says so; the real one is tried in e2e."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from crm_desktop.background.popups.reasons import Reason
from crm_desktop.ui import text
from crm_desktop.ui.tray import Tray, bring_up
from crm_desktop.ui.tray_icon import BADGE, GROUND, SIDES, tray_icon

# Memory has no tray of its own; what Qt looks for there is of X11.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)


class Panel:
    """A desktop that has a tray or not."""

    def __init__(self, there=True):
        self.there = there

    def __call__(self):
        return self.there


@pytest.fixture
def panel():
    return Panel()


@pytest.fixture
def tray(qtbot, panel):
    made = Tray(available=panel)
    yield made
    made.close()
    made.deleteLater()


def words(tray):
    return [action.text() for action in tray.menu.actions() if not action.isSeparator()]


def test_the_menu_says_what_can_be_done(tray):
    assert words(tray) == [
        "Open CRM Desktop",
        "Today",
        "Plan a contact",
        "Reminders",
        "No pop-ups for 1 hour",
        "Quit",
    ]
    tray.show_due(3)
    tray.show_paused(datetime(2026, 11, 22, 9, 5, tzinfo=UTC))
    assert words(tray)[3:5] == ["Reminders (3)", "Pop-ups pause until 11:05: show them again"]
    text.set_language("lt")
    tray.speak()
    assert words(tray)[5] != "Quit"
    tray.show_due(0)
    tray.show_paused(None)
    assert "3" not in "".join(words(tray))


@pytest.mark.parametrize("name", ["open", "today", "contact", "reminders", "quit"])
def test_each_entry_does_its_own(qtbot, tray, name):
    with qtbot.waitSignal(getattr(tray, f"{name}_wanted")):
        tray.menu.findChild(type(tray.menu.actions()[0]), f"tray_{name}").trigger()


def test_the_pause_is_asked_for_and_taken_back(qtbot, tray):
    pause = tray._pause
    with qtbot.waitSignal(tray.pause_wanted, check_params_cb=lambda on: on):
        pause.trigger()
    tray.show_paused(datetime.now(UTC))
    with qtbot.waitSignal(tray.pause_wanted, check_params_cb=lambda on: not on):
        pause.trigger()


def test_a_click_opens_the_window_and_a_message_the_reminders(qtbot, tray):
    assert tray.show()
    clicks = QSystemTrayIcon.ActivationReason
    for how in (clicks.Trigger, clicks.DoubleClick):
        with qtbot.waitSignal(tray.open_wanted):
            tray._icon.activated.emit(how)
    with qtbot.assertNotEmitted(tray.open_wanted):
        tray._icon.activated.emit(clicks.Context)
    with qtbot.waitSignal(tray.reminders_wanted):
        tray._icon.messageClicked.emit()


def test_where_there_is_no_tray_nobody_hides_in_it(tray, panel):
    panel.there = False
    assert not tray.show()
    assert not tray.there()
    assert not tray.message("title", "text", Reason.NO_SERVICE)
    panel.there = True
    assert tray.show()
    assert tray.there()
    panel.there = False
    assert not tray.there(), "the panel went away"


def test_a_message_goes_to_the_icon(tray, monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    shown = []
    tray.show()
    monkeypatch.setattr(tray._icon, "showMessage", lambda *arguments: shown.append(arguments[:2]))
    assert tray.message("15:30 Ivanov", "Meeting", Reason.NO_SERVICE)
    assert shown == [("15:30 Ivanov", "Meeting")]


def test_after_login_the_tray_is_waited_for(tray, panel):
    told = []
    panel.there = False
    tray.wait_for_place(lambda: told.append("found"), lambda: told.append("never"))
    tray._waiting.timeout.emit()
    assert told == []
    panel.there = True
    tray._waiting.timeout.emit()
    assert told == ["found"]
    assert not tray._waiting.isActive()
    assert tray.there()


def test_a_desktop_without_tray_is_given_up(tray, panel):
    told = []
    panel.there = False
    tray.wait_for_place(lambda: told.append("found"), lambda: told.append("never"))
    for _ in range(40):
        tray._waiting.timeout.emit()
    assert told == ["never"]
    assert not tray._waiting.isActive()


def test_a_closed_window_comes_back(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    bring_up(window)
    assert not window.isMinimized()
    window.close()
    bring_up(window)
    assert window.isVisible()


# --------------------------------------------------------------------------------------------------------- its picture


def pixels(icon, side):
    picture = icon.pixmap(side, side).toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


@pytest.mark.parametrize("side", SIDES)
def test_the_count_is_seen_at_every_size(qapp, side):
    assert BADGE not in pixels(tray_icon(0), side)
    assert {BADGE, GROUND} <= pixels(tray_icon(3), side)
    one, many, more = (tray_icon(count).pixmap(side, side).toImage() for count in (1, 10, 11))
    assert one != many
    assert many == more


def luminance(colour):
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("panel", ["#ffffff", "#f6f7f8", "#1d1d1d", "#000000"])
def test_it_is_told_from_light_and_dark_panels(panel):
    for colour in (GROUND, BADGE):
        dark, light = sorted((luminance(colour), luminance(panel)))
        assert (light + 0.05) / (dark + 0.05) >= 3
