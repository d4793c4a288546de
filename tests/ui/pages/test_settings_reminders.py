"""Settings of reminders work at once: those of this computer in its file, those of all in the base."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QTimeEdit

from crm_desktop.background import autostart
from crm_desktop.background.autostart import State
from crm_desktop.background.notifier import Posted
from crm_desktop.background.popups.reasons import Reason
from crm_desktop.kinds import ActivityKind, RequestKind
from crm_desktop.services import operations, reminders
from crm_desktop.services.reminders.rules import DEFAULT, Rules
from crm_desktop.ui import text
from crm_desktop.ui.pages.settings import SettingsPage
from crm_desktop.ui.pages.settings_reminders import ReminderSettings
from crm_desktop.ui.program import Program


class Desktop:
    """A program whose pop-ups answer when they are told to, and whose tray is there or not."""

    def __init__(self):
        self.tray = True
        self.asked = []
        self.changes = 0

    def changed(self):
        self.changes += 1

    def show_popup(self, title, words, done):
        self.asked.append((title, words, done))

    def program(self, **parts):
        def nothing(*_):
            return None

        return Program(nothing, nothing, nothing, nothing, nothing, nothing, **parts)


@pytest.fixture
def desktop():
    return Desktop()


@pytest.fixture(autouse=True)
def login(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return autostart.login_place()


@pytest.fixture
def page(qtbot, session, told, desktop):
    program = desktop.program(
        show_popup=desktop.show_popup, popups_changed=desktop.changed, tray_there=lambda: desktop.tray
    )
    made = ReminderSettings(session, told, program)
    qtbot.addWidget(made)
    made.reload()
    made.show()
    return made


def box(page, name):
    return page.findChild(QCheckBox, name)


def test_what_is_set_is_shown_and_kept(page, session):
    settings = session.settings
    assert box(page, "setting_popups").isChecked()
    box(page, "setting_popups").click()
    box(page, "setting_tray").click()
    assert (settings.current.popups, settings.current.close_to_tray) == (False, False)
    page.reload()
    assert not box(page, "setting_popups").isChecked()
    assert not box(page, "setting_tray").isChecked()


def test_quiet_hours(page, session, desktop):
    begin, end = (page.findChild(QTimeEdit, f"setting_quiet_{name}") for name in ("from", "until"))
    assert not begin.isEnabled()
    box(page, "setting_quiet").click()
    kept = session.settings.current
    assert (kept.quiet_from, kept.quiet_until) == ("22:00", "07:00")
    begin.setTime(QTime(21, 30))
    end.setTime(QTime(8, 15))
    kept = session.settings.current
    assert (kept.quiet_from, kept.quiet_until) == ("21:30", "08:15")
    page.reload()
    assert (begin.time(), end.time()) == (QTime(21, 30), QTime(8, 15))
    box(page, "setting_quiet").click()
    assert session.settings.current.quiet_from == ""
    box(page, "setting_popups").click()
    assert desktop.changes == 5, "the watch hears of each change"
    assert not end.isEnabled()


def test_quiet_hours_on_some_days(page, session, desktop):
    chips = [page.findChild(QPushButton, f"setting_quiet_days_{day}") for day in range(7)]
    assert not chips[0].isVisible()
    box(page, "setting_quiet").click()
    assert all(chip.isVisible() and chip.isChecked() for chip in chips)
    chips[5].click()
    chips[6].click()
    assert session.settings.current.quiet_days == (0, 1, 2, 3, 4)
    assert desktop.changes == 3
    page.reload()
    assert [chip.isChecked() for chip in chips] == [True] * 5 + [False] * 2
    for chip in chips[:5]:
        chip.click()
    kept = session.settings.current
    assert (kept.quiet_from, kept.quiet_days) == ("", (0, 1, 2, 3, 4, 5, 6)), "on no day is off"
    assert not box(page, "setting_quiet").isChecked()
    assert all(chip.isChecked() for chip in chips)


def test_starting_with_the_computer_is_asked_of_the_system(page, login, told, tmp_path):
    switch = box(page, "setting_login")
    assert not switch.isChecked()
    switch.click()
    assert autostart.state(login) is State.ON
    autostart.switch_off(login)
    page.reload()
    assert not switch.isChecked(), "somebody switched it off elsewhere"
    autostart.switch_on(login, [str(tmp_path / "gone")])
    page.reload()
    assert not switch.isChecked()
    assert "not where it was" in page.device._login_hint.text()
    switch.click()
    assert autostart.state(login) is State.ON
    switch.click()
    assert autostart.state(login) is State.OFF
    assert told.problems == []


def test_a_system_that_refuses_is_told(page, told, tmp_path):
    (tmp_path / "config").write_text("no folder")
    box(page, "setting_login").click()
    assert [type(error).__name__ for error in told.problems] == ["AutostartNotSet"]
    assert not box(page, "setting_login").isChecked()


def test_a_pop_up_is_tried_and_the_result_told(page, desktop):
    result = page.findChild(QLabel, "setting_popup_result")
    page.findChild(QPushButton, "setting_popup_test").click()
    assert result.text() == "Trying…"
    ((title, words, done),) = desktop.asked
    assert title
    assert words
    done(Posted("tray", Reason.NO_SERVICE))
    assert result.text() == "Shown by the tray, because no notification service is running."
    done(Posted("desktop"))
    assert result.text() == "The desktop has shown it."


def test_an_answer_after_the_page_is_gone_hurts_nobody(qtbot, session, told, desktop):
    from shiboken6 import Shiboken

    made = ReminderSettings(session, told, desktop.program(show_popup=desktop.show_popup))
    made.findChild(QPushButton, "setting_popup_test").click()
    device = made.device
    Shiboken.delete(made)
    desktop.asked[0][2](Posted("desktop"))
    assert device is not None


def test_without_tray_or_pop_ups_nothing_is_promised(qtbot, page, session, told, desktop):
    desktop.tray = False
    page.reload()
    assert not box(page, "setting_tray").isEnabled()
    assert "no tray" in page.device._tray_hint.text()
    bare = ReminderSettings(session, told, desktop.program())
    qtbot.addWidget(bare)
    bare.reload()
    bare.show()
    assert not box(bare, "setting_tray").isVisible()
    assert not bare.findChild(QPushButton, "setting_popup_test").isVisible()


# ------------------------------------------------------------------------------------------------------------ the rules


def choose(page, name, data):
    rule = page.findChild(QComboBox, name)
    choices = [rule.itemData(number) for number in range(rule.count())]
    rule.setCurrentIndex(choices.index(data))
    rule.activated.emit(rule.currentIndex())


def test_rules_are_kept_in_the_base_and_taken_back(page, base):
    choose(page, "rule_call", (30,))
    choose(page, "rule_all_day", ())
    choose(page, "rule_days_ahead", (7, 1, 0))
    choose(page, "rule_complaint", None)
    choose(page, "rule_wish", 3)
    page.findChild(QTimeEdit, "rule_morning").setTime(QTime(7, 45))
    rules = reminders.rules(base.store)
    assert rules.leads[ActivityKind.CALL] == (30,)
    assert (rules.all_day, rules.days_ahead) == ((), (7, 1, 0))
    assert (rules.waiting_days[RequestKind.COMPLAINT], rules.waiting_days[RequestKind.WISH]) == (None, 3)
    assert f"{rules.morning:%H:%M}" == "07:45"
    assert rules.leads[ActivityKind.LETTER] == DEFAULT.leads[ActivityKind.LETTER], "what has no box stays"
    operations.undo(base.store)
    page.reload()
    assert page.findChild(QTimeEdit, "rule_morning").time() == QTime(9, 0)


def test_a_rule_that_no_box_offers_is_shown_and_kept(page, base):
    reminders.set_rules(base.store, Rules(leads={**DEFAULT.leads, "call": (45, 7)}, days_ahead=(9,)))
    page.reload()
    assert page.findChild(QComboBox, "rule_call").currentData() == (45, 7)
    assert page.findChild(QComboBox, "rule_days_ahead").currentText() == "9 days before"
    choose(page, "rule_meeting", ())
    assert reminders.rules(base.store).leads["call"] == (45, 7)


@pytest.mark.parametrize("code", ["en", "ru", "lt"])
def test_every_choice_has_words_of_its_own(page, code):
    text.set_language(code)
    page.reload()
    for rule in page.findChildren(QComboBox):
        words = [rule.itemText(number) for number in range(rule.count())]
        assert len(set(words)) == len(words), rule.objectName()


def test_the_page_of_settings_reads_again_when_a_colleague_changed_a_rule(
    qtbot, session, base, told, desktop
):
    page = SettingsPage(session, told, desktop.program())
    qtbot.addWidget(page)
    page.tabs.setCurrentIndex(1)
    session.signals.changed.connect(page.changed)
    reminders.set_rules(base.store, Rules(days_ahead=(3, 0)))
    session.signals.changed.disconnect(page.changed)
    assert page.findChild(QComboBox, "rule_days_ahead").currentData() == (3, 0)


def test_the_entry_lies_where_the_desktop_looks(page, tmp_path):
    box(page, "setting_login").click()
    assert (tmp_path / "config" / "autostart" / "crm-desktop.desktop").is_file()
