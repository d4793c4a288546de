"""The small form for a contact, driven by the keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.kinds import ActivityKind, Direction, Outcome
from crm_desktop.services import activities, clients, timeline, unsaved
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.ui.card.activity_about import activity_key
from crm_desktop.ui.card.activity_form import ActivityForm
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


@pytest.fixture
def series(store, client):
    """Every Monday at eleven, an hour."""
    return activities.add(
        store,
        ActivityDraft(
            client,
            ActivityKind.MEETING,
            planned_at="2026-11-23T09:00:00.000Z",
            minutes=60,
            rule="RRULE:FREQ=WEEKLY",
            zone="Europe/Vilnius",
            wanted="review",
        ),
    )


MONDAY, NEXT = "2026-11-23T09:00:00.000Z", "2026-11-30T09:00:00.000Z"


def planned_rows(store):
    return store.read(
        "SELECT planned_at, occurrence_at, wanted, rule FROM activity WHERE deleted = 0 ORDER BY rid"
    )


def test_an_end_that_is_typed_is_the_length(open_form, store, client):
    form = open_form(planned=True)
    type_(form, "24.11 15:30-16:15")
    assert form.rows.when.meaning() == "Tue 24 Nov 15:30, 45 min"
    form.save()
    (draft,) = [activities.draft_of(store, entry.id) for entry in timeline.page(store, client)]
    assert (draft.planned_at, draft.minutes) == ("2026-11-24T13:30:00.000Z", 45)
    assert form.done == ["plan_contacts"]


def test_all_day_leaves_the_time_out_until_one_is_typed(open_form, store, client):
    form = open_form(planned=True)
    type_(form, "24.11 15:30")
    form.rows.length.chips._click(5)
    assert form._draft().planned_at == "2026-11-24"
    form.rows.when.line.clear()
    type_text(form.rows.when.line, "24.11 16:00")
    assert form._draft().planned_at == "2026-11-24T14:00:00.000Z"


def test_a_length_that_is_none_is_told_at_its_field(open_form, store, client):
    form = open_form(planned=True)
    type_(form, "24.11 15:30")
    type_text(form.rows.length.own, "long")
    form.save()
    assert "“long”" in form.error()
    form.rows.length.own.setText("1:20")
    form.save()
    assert activities.draft_of(store, timeline.page(store, client)[0].id).minutes == 80


def test_logging_stays_short(open_form):
    form = open_form()
    shown = {name for name, widget in form._shown.items() if widget.isVisible()}
    assert shown == {"kind", "direction", "when", "wanted", "offered", "result", "outcome", "next", "more"}
    form._more.click()
    assert form.rows.clients.isVisible()
    assert not form.rows.repeat.isVisible()
    form._more.click()
    assert not form.rows.clients.isVisible()


def test_a_plan_repeats_and_reminds(open_form, store, client, session):
    form = open_form(planned=True)
    type_(form, "24.11 15:30")
    form._more.click()
    form.rows.repeat.choice.choose("weekly")
    form.rows.repeat._changed()
    form.rows.reminders.chips._chips[4].click()
    form.save()
    draft = activities.draft_of(store, timeline.page(store, client)[0].id)
    assert (draft.rule, draft.zone, draft.reminders) == ("RRULE:FREQ=WEEKLY", "Europe/Vilnius", "15")


def test_nobody_chosen_is_told(open_form, store):
    form = open_form(planned=True)
    type_(form, "24.11 15:30")
    form._more.click()
    form.rows.clients.line.setText("Somebody")
    form.save()
    assert "Somebody" in form.error()
    form.rows.clients._chips[next(iter(form.rows.clients.ids()))].click()
    form.rows.clients.line.clear()
    form.save()
    assert form.done == ["plan_contacts"]
    assert store.read("SELECT client_id FROM activity") == [(None,)]


def test_what_is_in_the_way_is_told(open_form, meeting, store, client):
    activities.add(
        store, ActivityDraft(client, ActivityKind.CALL, planned_at="2026-11-24T13:30:00.000Z", minutes=30)
    )
    form = open_form(planned=True)
    type_(form, "24.11 15:45")
    assert form._clash.text() == "At the same time: 15:30 Call Ona"
    form.rows.when.line.clear()
    type_text(form.rows.when.line, "24.11 16:00")
    assert not form._clash.isVisible()


def test_how_it_went_is_one_key(open_form, store, client, meeting):
    form = open_form(activity_id=meeting, tell=True)
    assert form.window().focusWidget().objectName() == "activity_outcome_0"
    type_(form, "2")
    press(form, Qt.Key.Key_Tab)
    type_(form, "too dear")
    press(form, Qt.Key.Key_Return, CTRL)
    entry = newest(store, client)
    assert (entry.outcome, entry.result) == (Outcome.FAILED, "too dear")


def test_cancelled_is_an_outcome_too(open_form, store, client, meeting):
    form = open_form(activity_id=meeting, tell=True)
    type_(form, "4")
    form.save()
    assert newest(store, client).outcome is Outcome.CANCELLED


def test_a_contact_that_lies_ahead_opens_as_planned(open_form, store, series):
    form = open_form(activity_id=series)
    assert form._state().value == "planned"
    assert form.rows.when.text() == "23.11.2026 11:00"
    form.save()
    assert form.done == ["edit_activity"], "nothing was changed, so nothing is asked"
    assert len(planned_rows(store)) == 1


def test_a_series_asks_how_much_of_it_is_meant(open_form, store, series):
    form = open_form(activity_id=series, occurrence=NEXT, tell=False)
    form.rows.wanted.set_text("in the office")
    form.save()
    assert form._question.isVisible()
    assert form.done == []
    press(form, Qt.Key.Key_1)
    assert planned_rows(store) == [
        (MONDAY, None, "review", "RRULE:FREQ=WEEKLY"),
        (NEXT, NEXT, "in the office", ""),
    ]


def test_this_and_later_parts_the_series(open_form, store, series):
    form = open_form(activity_id=series, occurrence=NEXT, tell=False)
    form.rows.when.line.setText("30.11.2026 12:00")
    form.save()
    press(form, Qt.Key.Key_2)
    (first, second) = planned_rows(store)
    assert "UNTIL" in first[3]
    assert second[:3] == ("2026-11-30T10:00:00.000Z", None, "review")


def test_all_of_a_series_changes(open_form, store, series):
    form = open_form(activity_id=series, occurrence=NEXT, tell=False)
    form.rows.wanted.set_text("call instead")
    form.save()
    press(form, Qt.Key.Key_3)
    assert planned_rows(store) == [(MONDAY, None, "call instead", "RRULE:FREQ=WEEKLY")]


def test_another_repetition_cannot_be_of_one(open_form, store, series):
    form = open_form(activity_id=series, occurrence=NEXT, tell=False)
    form.rows.repeat.choice.choose("daily")
    form.rows.repeat._changed()
    form.save()
    assert form._question._buttons["this"].isHidden()
    press(form, Qt.Key.Key_1)
    assert form._question.isVisible()
    press(form, Qt.Key.Key_Escape)
    assert not form._question.isVisible()
    assert len(planned_rows(store)) == 1


def test_cancelling_the_rest_of_a_series(open_form, store, series):
    form = open_form(activity_id=series, occurrence=NEXT, tell=False)
    form._states._click(2)
    form.save()
    press(form, Qt.Key.Key_2)
    assert "UNTIL" in planned_rows(store)[0][3]


def test_an_occurrence_is_held_without_asking(open_form, store, client, series):
    form = open_form(activity_id=series, occurrence=NEXT, tell=True)
    type_(form, "1")
    form.save()
    assert form.done == ["edit_activity"]
    assert planned_rows(store)[1][:2] == (NEXT, NEXT)
    assert newest(store, client).outcome is Outcome.SUCCESSFUL


def test_a_draft_of_the_version_before_is_gone_on_with(open_form, store, client):
    form = open_form()
    old = {name: value for name, value in form.state().items() if name not in _NEW_IN_THE_FORM}
    unsaved.put(store, activity_key(client, planned=False), {**old, "wanted": "lilies"})
    again = open_form()
    again.continue_kept()
    assert again.rows.wanted.text() == "lilies"
    assert again.rows.clients.ids() == (client,)


_NEW_IN_THE_FORM = {"clients", "length", "own_length", "responsible", "rule", "reminders"}


def test_a_form_that_stands_alone_asks_for_whom_and_when(qtbot, session, store, client):
    form: Any = ActivityForm(session, None, planned=True, draft=ActivityDraft(None, ActivityKind.VISIT))
    qtbot.addWidget(form)
    form.show()
    form.focus_first()
    assert form.window().focusWidget() is form.rows.when.line
    assert form.rows.clients.line.isVisible()
    known = ActivityDraft(client, ActivityKind.VISIT, planned_at="2026-11-25", all_day=True, wanted="x")
    other: Any = ActivityForm(session, None, planned=True, draft=known)
    qtbot.addWidget(other)
    assert other._draft().planned_at == "2026-11-25"
    assert other._draft() == replace(known, responsible_id=session.base.me)


def test_what_to_know_before_stands_over_a_form_that_stands_alone(qtbot, session, store, client):
    shy = clients.add(
        store, ClientDraft(name="Shy", do_not_contact=True, preferred_hours="after lunch", likes="tea")
    )
    form: Any = ActivityForm(session, None, planned=True, draft=ActivityDraft(client))
    qtbot.addWidget(form)
    form.show()
    assert not form._wishes.isVisible()
    form.rows.clients.show_clients([shy])
    form.rows.clients.edited.emit()
    assert form._wishes.care.text() == "Do not contact"
    assert "tea" in form._wishes.wishes.text()
