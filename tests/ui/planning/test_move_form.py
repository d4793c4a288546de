"""A planned contact is put off with one key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, timeline
from crm_desktop.services import planning as plan
from crm_desktop.services.drafts import ActivityDraft
from tests.ui.card.keys import type_text

NEXT = "2026-11-30T09:00:00.000Z"


def press(window, key):
    QTest.keyClick(window.focusWidget(), key)


@pytest.mark.parametrize(
    ("key", "at"),
    [
        (Qt.Key.Key_1, "2026-11-24T14:30:00.000Z"),
        (Qt.Key.Key_2, "2026-11-25T13:30:00.000Z"),
        (Qt.Key.Key_3, "2026-11-26T13:30:00.000Z"),
        (Qt.Key.Key_4, "2026-12-01T13:30:00.000Z"),
    ],
)
def test_one_key_moves(planning, window, store, meeting, told, key, at):
    planning.move_activity(meeting, None)
    press(window, key)
    assert activities.draft_of(store, meeting).planned_at == at
    assert told.words == ["Moved to another time"]
    assert planning.form() is None


def test_another_time_is_typed_and_may_name_its_end(planning, store, meeting):
    planning.move_activity(meeting, None)
    form = planning.form()
    form.when.line.setFocus()
    type_text(form.when.line, "пт 11:00-11:40")
    form.save()
    draft = activities.draft_of(store, meeting)
    assert (draft.planned_at, draft.minutes) == ("2026-11-27T09:00:00.000Z", 40)


def test_a_day_alone_takes_the_whole_day(planning, store, meeting):
    planning.move_activity(meeting, None)
    form = planning.form()
    type_text(form.when.line, "27.11")
    form.save()
    draft = activities.draft_of(store, meeting)
    assert (draft.planned_at, draft.all_day) == ("2026-11-27", True)


@pytest.mark.parametrize(("typed", "said"), [("", "fill in"), ("some day", "some day")])
def test_nothing_and_what_is_not_understood_move_nothing(planning, store, meeting, typed, said):
    planning.move_activity(meeting, None)
    form = planning.form()
    form.when.line.setText(typed)
    form.save()
    assert said in form.error()
    assert activities.draft_of(store, meeting).planned_at == "2026-11-24T13:30:00.000Z"


def test_how_often_it_was_moved_is_shown(planning, store, meeting):
    for day in (25, 26, 27, 28):
        plan.move(store, meeting, f"2026-11-{day}T13:30:00.000Z")
    planning.move_activity(meeting, None)
    words = [label.text() for label in planning.form().findChildren(QLabel)]
    assert "Moved 4 times; it stood at Fri 27 Nov 15:30, Thu 26 Nov 15:30, Wed 25 Nov 15:30, …" in words
    assert "Meeting · Ona Onaitė · delivery" in words


def test_one_of_a_series_is_moved_alone(planning, window, store, ona, series):
    planning.move_activity(series, NEXT)
    press(window, Qt.Key.Key_2)
    assert planning.form()._question.isVisible()
    press(window, Qt.Key.Key_1)
    rows = store.read("SELECT planned_at, occurrence_at FROM activity ORDER BY rid")
    assert rows == [("2026-11-23T09:00:00.000Z", None), ("2026-12-01T09:00:00.000Z", NEXT)]


def test_the_whole_series_is_moved(planning, window, store, series):
    planning.move_activity(series, NEXT)
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_3)
    assert store.read("SELECT planned_at FROM activity") == [("2026-11-23T10:00:00.000Z",)]


def test_back_from_the_question_nothing_is_moved(planning, window, store, series):
    planning.move_activity(series, None)
    press(window, Qt.Key.Key_2)
    press(window, Qt.Key.Key_Escape)
    assert planning.form() is not None
    assert not planning.form()._question.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert planning.form() is None
    assert store.read("SELECT planned_at FROM activity") == [("2026-11-23T09:00:00.000Z",)]


def test_what_was_held_cannot_be_moved(planning, store, ona, told):
    held = activities.add(store, ActivityDraft(ona, ActivityKind.CALL, held_at="2026-11-20T10:00:00.000Z"))
    planning.move_activity(held, None)
    assert planning.form() is None
    assert len(told.problems) == 1
    assert timeline.count(store, ona) == 1
