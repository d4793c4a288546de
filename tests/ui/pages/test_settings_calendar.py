"""The settings of the calendar: whose holidays, how a week begins, what opens first, when one works."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QTime
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTimeEdit

from crm_desktop.errors import SettingsNotSaved
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import facts, holidays, lengths, operations
from crm_desktop.services.work_days import work_days
from crm_desktop.ui import text
from crm_desktop.ui.calendar_preferences import SUNDAY, View, from_settings
from crm_desktop.ui.pages.settings_calendar import CalendarSettings


@pytest.fixture
def settings(qtbot, session, told):
    facts.set_region(session.store, "LT")

    def make():
        made = CalendarSettings(session, told)
        qtbot.addWidget(made)
        made.reload()
        return made

    return make


def _box(part, name):
    found = part.findChild(QComboBox, name)
    assert found is not None
    return found


def _choose(box, value):
    box.setCurrentIndex(next(n for n in range(box.count()) if box.itemData(n) == value))
    box.activated.emit(box.currentIndex())


def test_the_country_is_that_of_the_base_until_one_is_chosen(settings, session):
    part = settings()
    box, hint = _box(part, "setting_holidays"), part.findChild(QLabel, "setting_holidays_next")
    assert box.currentText() == "As the base: Lithuania"
    assert hint.text().startswith("The next holiday: ")
    _choose(box, "PL")
    assert holidays.country(session.store) == "PL"
    _choose(box, holidays.NOWHERE)
    assert holidays.holidays(session.store, date(2026, 1, 1), date(2026, 12, 31), "en") == {}
    assert hint.text() == "The calendar shows no public holidays."
    assert settings().findChild(QComboBox, "setting_holidays").currentData() == holidays.NOWHERE


def test_an_undo_is_shown_when_it_is_read_again(settings, session):
    part = settings()
    box = _box(part, "setting_holidays")
    _choose(box, "PL")
    operations.undo(session.store, operations.can_undo(session.store).seq)
    part.reload()
    assert box.currentData() == ""


def test_a_country_that_this_library_does_not_know_stays_chosen(settings, session):
    holidays.choose_country(session.store, "XX")
    box = _box(settings(), "setting_holidays")
    assert (box.currentData(), box.currentText()) == ("XX", "XX")


def test_a_base_of_a_country_without_known_holidays(settings, session):
    facts.set_region(session.store, "XX")
    assert _box(settings(), "setting_holidays").currentText() == "As the base"


@pytest.mark.parametrize(("language", "name"), [("en", "Germany"), ("ru", "Германия"), ("lt", "Vokietija")])
def test_countries_are_named_in_the_language_of_the_window(settings, language, name):
    text.set_language(language)
    box = _box(settings(), "setting_holidays")
    assert box.itemText(box.findData("DE")) == name


def test_work_days_and_usual_lengths_are_of_all(settings, session):
    part = settings()
    store = session.store
    chips = [part.findChild(QPushButton, f"setting_work_days_{day}") for day in range(7)]
    assert [chip.isChecked() for chip in chips] == [True] * 5 + [False] * 2
    chips[5].click()
    assert work_days(store) == (0, 1, 2, 3, 4, 5)
    for chip in chips[:6]:
        chip.click()
    assert work_days(store) == (0, 1, 2, 3, 4)
    assert chips[0].isChecked(), "on no day is on the usual ones"
    call = _box(part, "setting_length_call")
    assert (call.currentText(), call.currentData()) == ("15 min", 15)
    _choose(call, 20)
    assert lengths.minutes_of(store, ActivityKind.CALL) == 20
    lengths.choose_minutes(store, ActivityKind.CALL, 25)
    part.reload()
    assert (call.currentText(), call.currentData()) == ("25 min", 25)


def test_the_week_and_the_first_view_are_of_this_computer(settings, session):
    part = settings()
    start, view = _box(part, "setting_week_start"), _box(part, "setting_first_view")
    assert (start.currentData(), view.currentData()) == (None, None)
    session.settings.update(calendar={"view": "month"})
    _choose(start, SUNDAY)
    _choose(view, View.AGENDA.value)
    kept = from_settings(session.settings.current.calendar)
    assert (kept.first_weekday(), kept.view) == (SUNDAY, View.AGENDA)
    again = settings()
    assert _box(again, "setting_week_start").currentText() == "Sunday"
    assert _box(again, "setting_first_view").currentText() == "Agenda"
    _choose(start, None)
    _choose(view, None)
    kept = from_settings(session.settings.current.calendar)
    assert (kept.week_start, kept.view) == (None, View.MONTH)


@pytest.mark.parametrize(
    ("field", "hour", "work"),
    [
        ("setting_work_from", 8, (8, 18)),
        ("setting_work_until", 0, (9, 24)),
        ("setting_work_from", 20, (20, 21)),
        ("setting_work_from", 23, (23, 24)),
        ("setting_work_until", 7, (6, 7)),
    ],
)
def test_one_end_of_the_working_hours_pushes_the_other_along(settings, session, field, hour, work):
    part = settings()
    part.findChild(QTimeEdit, field).setTime(QTime(hour, 0))
    assert part.hours.hours() == work
    assert from_settings(session.settings.current.calendar).work == work
    assert settings().hours.hours() == work


def test_what_cannot_be_kept_is_told(settings, session, told, tmp_path):
    part = settings()
    session.settings.path = tmp_path / "settings.json" / "below"
    (tmp_path / "settings.json").write_text("{}")
    _choose(_box(part, "setting_week_start"), SUNDAY)
    assert isinstance(told.problems[-1], SettingsNotSaved)


def test_a_base_that_takes_no_country_says_so(settings, session, told):
    part = settings()
    with closing(sqlite3.connect(session.store.path)) as file:
        file.execute("CREATE TRIGGER no BEFORE INSERT ON setting BEGIN SELECT RAISE(ABORT, 'no'); END")
    _choose(_box(part, "setting_holidays"), "PL")
    assert len(told.problems) == 1
    assert holidays.country(session.store) == "LT"


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_the_fields_of_all_boxes_begin_at_one_edge(settings, language):
    text.set_language(language)
    part = settings()
    part.resize(560, 700)
    part.show()
    names = ("setting_holidays", "setting_length_call", "setting_week_start", "setting_first_view")
    assert len({_box(part, name).mapTo(part, QPoint()).x() for name in names}) == 1
