"""The parts of the activity form: clients, length, repetition, reminders, rows of chips."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.errors import DateRefused, LengthRefused, NobodyChosen, NumberRefused
from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.repeating import LAST, Unit
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.length_field import ALL_DAY, UNSAID, LengthField
from crm_desktop.ui.card.multi_row import MultiRow
from crm_desktop.ui.card.people_field import PeopleField
from crm_desktop.ui.card.reminders_field import RemindersField
from crm_desktop.ui.card.repeat_field import RepeatField
from tests.ui.card.keys import type_text

MONDAY = date(2026, 11, 23)


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    return widget


# -------------------------------------------------------------------------------------------------------------- lengths


def test_lengths_are_chips_or_typed(qtbot):
    field = shown(qtbot, LengthField())
    assert field.value() == UNSAID
    field.chips._click(1)
    assert field.value() == 30
    type_text(field.own, "2 h")
    assert (field.value(), field.chips.value()) == (120, UNSAID)
    field.own.setText("long")
    assert field.usable() == UNSAID
    with pytest.raises(LengthRefused):
        field.value()


@pytest.mark.parametrize(
    ("value", "own"), [(45, ""), (ALL_DAY, ""), (UNSAID, ""), (20, "20"), (150, "2:30"), (2880, "48:00")]
)
def test_a_length_of_the_base_is_shown_and_read_again(qtbot, value, own):
    field = shown(qtbot, LengthField())
    field.show_value(value)
    assert field.own.text() == own
    assert field.value() == value


def test_the_number_of_a_chip_chooses_it(qtbot):
    row = shown(qtbot, ChoiceRow("row", "Row", [("a", "alpha"), ("b", "beta")]))
    row.focus_in()
    type_text(row.focusWidget(), "2")
    assert row.value() == "b"
    type_text(row.focusWidget(), "9")
    assert row.value() == "b"


# ------------------------------------------------------------------------------------------------------------ reminders


@pytest.mark.parametrize("text", ["", "-", "0", "15 1440", "15 200", "7"])
def test_reminders_of_the_base_are_shown_and_read_again(qtbot, text):
    field = shown(qtbot, RemindersField())
    field.show_value(text)
    assert field.value() == text


def test_as_usual_and_none_stand_alone(qtbot):
    field = shown(qtbot, RemindersField())
    field.show_usual((15, 1440))
    usual, none, _at, five, *_ = field.chips._chips
    assert usual.text() == "as usual: 15 min before, 1 day before"
    five.click()
    type_text(field.own, "3 h")
    assert field.value() == "5 180"
    none.click()
    assert (field.value(), field.own.text()) == ("-", "")
    five.click()
    assert field.value() == "5"
    five.click()
    assert (field.value(), usual.isChecked()) == ("", True)
    field.show_usual(())
    assert usual.text() == "as usual: none"


def test_a_time_before_that_is_none_is_refused(qtbot):
    field = shown(qtbot, RemindersField())
    field.chips._chips[3].click()
    field.own.setText("soon")
    with pytest.raises(LengthRefused):
        field.value()
    assert field.text() == "5"


def test_arrows_go_through_chips_and_the_space_bar_chooses(qtbot):
    row = shown(qtbot, MultiRow("row", "Row", [("a", "alpha"), ("b", "beta")]))
    row._chips[0].setFocus()
    QTest.keyClick(row._chips[0], Qt.Key.Key_Right)
    QTest.keyClick(row._chips[1], Qt.Key.Key_Space)
    assert row.values() == ["b"]
    assert row._chips[0].focusPolicy() == Qt.FocusPolicy.ClickFocus


# -------------------------------------------------------------------------------------------------------------- clients


@pytest.fixture
def people_field(qtbot, session):
    return shown(qtbot, PeopleField("people", session))


def test_clients_are_added_by_typing_and_taken_off(qtbot, people_field, store):
    ona, jonas = (clients.add(store, ClientDraft(name=name)) for name in ("Ona Onaitė", "Jonas & Co"))
    type_text(people_field.line, "onaite")
    qtbot.waitUntil(lambda: people_field.line._found.rowCount() == 1)
    people_field.line._pick(people_field.line._found.index(0, 0))
    assert people_field.ids() == (ona,)
    assert not people_field.line.isVisible()
    people_field._one_more.click()
    people_field.line.show_client(jonas, "Jonas & Co")
    people_field.line.picked.emit()
    assert people_field.names() == ("Ona Onaitė", "Jonas & Co")
    people_field._chips[ona].click()
    assert people_field.read() == (jonas,)
    people_field._one_more.click()
    QTest.keyClick(people_field.line, Qt.Key.Key_Backspace)
    assert people_field.read() == ()
    assert people_field.line.hasFocus()


def test_a_name_that_nobody_was_chosen_for_is_refused(people_field, store):
    type_text(people_field.line, "Nobody")
    with pytest.raises(NobodyChosen):
        people_field.read()


def test_the_same_client_stands_once_and_one_gone_for_good_not_at_all(people_field, store):
    ona = clients.add(store, ClientDraft(name="O" * 60))
    people_field.show_clients([ona, b"\0" * 16])
    people_field.line.show_client(ona, "Ona")
    people_field.line.picked.emit()
    assert people_field.ids() == (ona,)
    assert people_field._chips[ona].text().endswith("…  ×")


# ----------------------------------------------------------------------------------------------------------- repetition


@pytest.fixture
def repeat(qtbot, session):
    field = shown(qtbot, RepeatField(session.store.clock))
    field.show_rule("", MONDAY)
    return field


def choose(field, box, value):
    box.choose(value)
    box.activated.emit(box.currentIndex())


@pytest.mark.parametrize(
    ("choice", "rule", "words"),
    [
        ("daily", "RRULE:FREQ=DAILY", "every day"),
        ("work", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every working day"),
        ("weekly", "RRULE:FREQ=WEEKLY", "every week on Mondays"),
        ("second", "RRULE:FREQ=WEEKLY;INTERVAL=2", "every 2 weeks on Mondays"),
        ("monthly", "RRULE:FREQ=MONTHLY", "every month on day 23"),
        ("nth", "RRULE:FREQ=MONTHLY;BYDAY=4MO", "every month on the fourth Monday"),
        ("yearly", "RRULE:FREQ=YEARLY", "every year on 23 Nov"),
    ],
)
def test_the_usual_ways(repeat, choice, rule, words):
    choose(repeat, repeat.choice, choice)
    assert repeat.rule() == rule
    assert repeat.choice.currentText() == words
    again = repeat.rule()
    repeat.show_rule(again, MONDAY)
    assert (repeat.choice.value(), repeat.rule()) == (choice, rule)


def test_another_way_in_words(repeat):
    choose(repeat, repeat.choice, "own")
    own = repeat._own
    own._often.setText("3")
    choose(repeat, own._unit, Unit.WEEK)
    own._days.choose([0, 3])
    own.edited.emit()
    choose(repeat, repeat._end._how, "count")
    assert repeat.rule() == "RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH;COUNT=10"
    assert repeat.words() == "every 3 weeks on Mondays, Thursdays, 10 times in all"
    choose(repeat, own._unit, Unit.MONTH)
    choose(repeat, own._place, "last")
    choose(repeat, repeat._end._how, "until")
    repeat._end._line.setText("31.12.2027")
    repeat._end.edited.emit()
    assert repeat.rule() == "RRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;UNTIL=20271231"
    choose(repeat, own._place, "nth")
    assert "on the fourth Monday" in repeat.words()
    repeat.show_rule(repeat.rule(), MONDAY)
    assert (own._often.text(), own._unit.value(), own._place.value()) == ("3", Unit.MONTH, "nth")


def test_numbers_and_days_that_are_none(repeat):
    choose(repeat, repeat.choice, "own")
    repeat._own._often.setText("0")
    repeat._own.edited.emit()
    assert repeat.words() == "not understood"
    with pytest.raises(NumberRefused):
        repeat.rule()
    repeat._own._often.setText("1")
    choose(repeat, repeat._end._how, "until")
    repeat._end._line.setText("yesterday")
    with pytest.raises(DateRefused):
        repeat.rule()
    assert repeat.text() == ""
    choose(repeat, repeat._end._how, "count")
    repeat._end._line.setText("many")
    with pytest.raises(NumberRefused):
        repeat.rule()


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15\nEXDATE:20261215",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=5",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;WKST=SU",
    ],
)
def test_a_rule_of_a_calendar_stays_to_the_letter_until_another_is_chosen(repeat, rule):
    repeat.show_rule(rule, MONDAY)
    assert repeat.rule() == rule
    choose(repeat, repeat.choice, "daily")
    assert repeat.rule().startswith("RRULE:FREQ=DAILY")
    choose(repeat, repeat.choice, "")
    assert repeat.rule() == ""


def test_a_rule_without_words_can_be_taken_up_again(repeat):
    rule = "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15"
    repeat.show_rule(rule, MONDAY)
    assert repeat.choice.currentText() == "by a rule of its own"
    choose(repeat, repeat.choice, "daily")
    choose(repeat, repeat.choice, "kept")
    assert repeat.rule() == rule


def test_the_words_follow_the_day(repeat):
    choose(repeat, repeat.choice, "weekly")
    repeat.set_start(date(2026, 11, 27))
    assert repeat.choice.currentText() == "every week on Fridays"
    repeat.set_start(date(2026, 11, 30))
    choose(repeat, repeat.choice, "nth")
    assert repeat.rule() == f"RRULE:FREQ=MONTHLY;BYDAY={LAST}MO"
