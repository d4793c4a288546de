"""The small form for a contact, driven by the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.kinds import ActivityKind, Direction, Outcome
from crm_desktop.services import activities, clients, timeline, unsaved
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.ui.card.activity_form import ActivityForm, activity_key
from tests.ui.card.keys import type_text

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


@pytest.fixture
def open_form(qtbot, session, client):
    """Opens a form, shown and focused; remembers what it saved."""

    def made(**how):
        form: Any = ActivityForm(session, client, **how)
        qtbot.addWidget(form)
        form.resize(320, 480)
        form.done = []
        form.saved.connect(form.done.append)
        form.left.connect(lambda: form.done.append("left"))
        form.show()
        qtbot.waitExposed(form)
        form.activateWindow()
        form.focus_first()
        return form

    return made


def type_(form, text):
    type_text(form.window().focusWidget(), text)


def press(form, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(form.window().focusWidget(), key, modifiers)


def newest(store, client):
    return timeline.page(store, client, held=True)[0]


def test_a_call_is_logged_with_the_keyboard_alone(open_form, store, client):
    form = open_form()
    type_(form, "blue vases")
    press(form, Qt.Key.Key_Tab)
    type_(form, "green ones")
    press(form, Qt.Key.Key_Tab)
    type_(form, "will think")
    press(form, Qt.Key.Key_Tab)
    type_(form, "f")  # failed
    press(form, Qt.Key.Key_Tab)
    type_(form, "m")  # the next step: a meeting
    press(form, Qt.Key.Key_Tab)
    type_(form, "завтра 10:00")
    press(form, Qt.Key.Key_Return, CTRL)
    assert form.done == ["add_activity"]
    entry = newest(store, client)
    assert (entry.kind, entry.direction, entry.outcome) == (ActivityKind.CALL, Direction.IN, Outcome.FAILED)
    assert (entry.wanted, entry.offered, entry.result) == ("blue vases", "green ones", "will think")
    assert entry.at == "2026-11-21T14:00:00.000Z"
    (ahead,) = timeline.page(store, client, held=False)
    assert (ahead.kind, ahead.at) == (ActivityKind.MEETING, "2026-11-22T08:00:00.000Z")
    assert unsaved.all_unsaved(store) == []


def test_the_moment_is_shown_as_understood(open_form, store, client):
    form = open_form()
    form.rows.when.line.setText("вчера 15:30")
    assert form.rows.when.meaning() == "yesterday 15:30"
    form.save()
    assert newest(store, client).at == "2026-11-20T13:30:00.000Z"


def test_a_day_without_its_time_is_a_whole_day(open_form, store, client):
    form = open_form()
    form.rows.when.line.setText("18.11")
    form.save()
    entry = newest(store, client)
    assert (entry.at, entry.all_day) == ("2026-11-18", True)


def test_a_moment_not_understood_is_told_at_its_field(open_form, store, client):
    form = open_form()
    form.rows.when.line.setText("some day")
    assert form.rows.when.meaning() == "not understood"
    form.save()
    assert form.done == []
    assert "some day" in form.error()
    assert form.window().focusWidget() is form.rows.when.line
    assert timeline.page(store, client) == []
    form.rows.when.line.setText("")
    form.save()
    assert form.done == ["add_activity"]


def test_a_next_step_needs_its_time(open_form, store, client):
    form = open_form()
    form.rows.next.choose(ActivityKind.CALL)
    form._show_rows()
    form.save()
    assert "When is the next step" in form.error()
    form.rows.next_when._chips[1].click()
    assert form.rows.next_when.text() == "in a week"
    form.save()
    (ahead,) = timeline.page(store, client, held=False)
    assert (ahead.at, ahead.all_day) == ("2026-11-28", True)


def test_planning_asks_for_the_time_first(open_form, store, client):
    form = open_form(planned=True)
    assert form.window().focusWidget() is form.rows.when.line
    form.save()
    assert "When" in form.error()
    type_(form, "24.11 15:30")
    form.save()
    (ahead,) = timeline.page(store, client)
    assert (ahead.planned_at, ahead.held_at) == ("2026-11-24T13:30:00.000Z", None)


def test_escape_leaves_and_keeps_the_draft(open_form, store, client):
    form = open_form()
    type_(form, "blue")
    press(form, Qt.Key.Key_Escape)
    assert form.done == ["left"]
    assert unsaved.get(store, activity_key(client, planned=False)).value["wanted"] == "blue"
    again = open_form()
    line = again.findChild(QWidget, "form_draft")
    assert line.isVisible()
    again.findChild(QPushButton, "draft_discard").click()
    assert unsaved.all_unsaved(store) == []
    assert again.rows.wanted.text() == ""


def test_the_draft_is_kept_while_typing(qtbot, open_form, store, client):
    form = open_form()
    type_(form, "half a w")
    qtbot.waitUntil(lambda: unsaved.get(store, activity_key(client, planned=False)) is not None)
    again = open_form()
    again.findChild(QPushButton, "draft_continue").click()
    assert again.rows.wanted.text() == "half a w"


def test_a_form_that_holds_nothing_new_leaves_no_draft(open_form, store):
    form = open_form()
    press(form, Qt.Key.Key_Escape)
    assert unsaved.all_unsaved(store) == []


def test_letters_and_arrows_choose_the_kind(open_form):
    form = open_form()
    form.rows.kind.focus_in()
    type_(form, "v")
    assert form.rows.kind.value() is ActivityKind.VISIT
    press(form, Qt.Key.Key_Right)
    assert form.rows.kind.value() is ActivityKind.EMAIL
    press(form, Qt.Key.Key_Left)
    assert form.rows.kind.value() is ActivityKind.VISIT
    assert form.rows.place.isVisible()
    assert form.rows.kind._buttons[1].shortcut().toString() == "Alt+M"


def test_a_note_asks_for_a_text_only(open_form, store, client):
    form = open_form()
    form.rows.kind._click(list(ActivityKind).index(ActivityKind.NOTE))
    assert not form.rows.offered.isVisible()
    assert not form.rows.outcome.isVisible()
    form.save()
    assert form.error()
    form.rows.wanted.set_text("Prefers mornings")
    form.save()
    entry = newest(store, client)
    assert (entry.kind, entry.direction) == (ActivityKind.NOTE, Direction.NONE)


@pytest.fixture
def meeting(store, client):
    return activities.add(
        store,
        ActivityDraft(client, ActivityKind.MEETING, planned_at="2026-11-20T10:00:00.000Z", wanted="delivery"),
    )


def test_a_planned_meeting_is_held(open_form, store, client, meeting):
    form = open_form(activity_id=meeting)
    form.rows.result.set_text("agreed")
    form.rows.outcome.choose(Outcome.SUCCESSFUL)
    form.save()
    entry = newest(store, client)
    assert (entry.id, entry.planned_at) == (meeting, "2026-11-20T10:00:00.000Z")
    assert (entry.held_at, entry.outcome, entry.result) == (
        "2026-11-21T14:00:00.000Z",
        Outcome.SUCCESSFUL,
        "agreed",
    )


def test_a_planned_meeting_is_moved(open_form, store, client, meeting):
    form = open_form(activity_id=meeting)
    form._states._click(1)
    assert form.rows.when.text() == "20.11.2026 12:00"
    form.rows.when.set_text("25.11 9:00")
    form.save()
    (entry,) = timeline.page(store, client)
    assert (entry.planned_at, entry.held_at) == ("2026-11-25T07:00:00.000Z", None)


def test_a_planned_meeting_is_cancelled(open_form, store, client, meeting):
    form = open_form(activity_id=meeting)
    form._states._click(2)
    form.save()
    assert timeline.page(store, client)[0].outcome is Outcome.CANCELLED


def test_editing_nothing_changes_nothing(open_form, store, client):
    held = activities.add(
        store,
        ActivityDraft(client, held_at="2026-11-18T10:11:12.345Z", outcome=Outcome.NO_ANSWER, result="r"),
    )
    before = activities.draft_of(store, held)
    form = open_form(activity_id=held)
    form.save()
    assert form.done == ["edit_activity"]
    assert activities.draft_of(store, held) == before


def test_tab_goes_through_the_form_and_round(open_form):
    form = open_form()
    seen = []
    for _ in range(40):
        widget = form.window().focusWidget()
        if widget in seen:
            break
        seen.append(widget)
        press(form, Qt.Key.Key_Tab)
    names = [widget.objectName() for widget in seen]
    assert names.index("activity_wanted") < names.index("activity_offered") < names.index("activity_result")
    assert names.index("activity_result") < names.index("form_save") < names.index("form_cancel")
    assert form.window().focusWidget() is seen[0]
