"""Forms of planned contacts over the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, clients, plans, timeline, unsaved
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.ui import text, text_plans
from crm_desktop.ui.card.activity_about import activity_key
from crm_desktop.ui.card.plan_form import PlanForm
from crm_desktop.ui.planning.form_sheet import WIDTH
from tests.ui.card.keys import type_text
from tests.ui.controls import nameless, not_reached_by_tab

CTRL = Qt.KeyboardModifier.ControlModifier


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.focusWidget(), key, modifiers)


def test_a_contact_is_planned_over_the_window(planning, window, store, ona, told, called):
    planning.plan_activity(ActivityDraft(ona, ActivityKind.CALL))
    type_text(window.focusWidget(), "завтра 10:00-10:20")
    press(window, Qt.Key.Key_Return, CTRL)
    (entry,) = timeline.page(store, ona)
    assert (entry.planned_at, activities.draft_of(store, entry.id).minutes) == (
        "2026-11-22T08:00:00.000Z",
        20,
    )
    assert planning.form() is None
    assert told.words == ["1 contact planned"]
    assert window.focusWidget() is window.first
    told.last_undo()
    assert called == ["undo"]


def test_one_form_at_a_time(planning, meeting, ona):
    planning.open_activity(meeting, None, True)
    form = planning.form()
    planning.plan_activity(ActivityDraft(ona))
    assert planning.form() is form


def test_it_is_told_how_it_went(planning, window, store, meeting, told):
    planning.open_activity(meeting, None, True)
    type_text(window.focusWidget(), "3")
    press(window, Qt.Key.Key_S, CTRL)
    assert activities.draft_of(store, meeting).outcome is Outcome.NO_ANSWER
    assert told.words == ["History entry saved"]


def test_what_is_gone_is_told(planning, told):
    planning.open_activity(b"\0" * 16, None, False)
    assert planning.form() is None
    assert len(told.problems) == 1


def test_a_draft_is_kept_when_the_window_goes(planning, window, store, ona):
    planning.plan_activity(ActivityDraft(None))
    type_text(window.focusWidget(), "monday 9:00")
    window.closing.emit()
    assert planning.form() is None
    kept = unsaved.get(store, activity_key(None, planned=True))
    assert kept.value["when"] == "monday 9:00"
    planning.plan_activity(ActivityDraft(None))
    planning.form().continue_kept()
    assert planning.form().rows.when.text() == "monday 9:00"


def test_escape_leaves(planning, window, meeting):
    planning.open_activity(meeting, None, False)
    press(window, Qt.Key.Key_Escape)
    assert planning.form() is None


def test_the_form_goes_with_its_window(planning, window, meeting, qtbot):
    planning.open_activity(meeting, None, False)
    window.centralWidget().deleteLater()
    qtbot.waitUntil(lambda: planning.form() is None)


def test_from_the_form_to_a_template(planning, ona, store):
    planning.plan_activity(ActivityDraft(None))
    planning.form().template_wanted.emit(ona)
    assert isinstance(planning.form(), PlanForm)
    planning.close()
    planning.plan_activity(ActivityDraft(None))
    planning.form()._want_template()
    assert planning.form().error(), "for whom must be said first"
    planning.form().rows.clients.show_clients([ona])
    planning.form()._want_template()
    assert isinstance(planning.form(), PlanForm)


def test_the_steps_of_a_template_are_planned(planning, window, store, ona, told):
    planning.apply_plan(ona)
    form = planning.form()
    assert form._steps.text().splitlines() == [
        "Mon 23 Nov 10:00  ·  Call: Ask whether everything is all right",
        "Mon 21 Dec 10:00  ·  Call: Ask what is needed next",
    ]
    form._start.line.setText("not a day")
    assert form._steps.text() == "not understood"
    form.save()
    assert "not a day" in form.error()
    form._start.line.setText("24.11")
    form.save()
    ahead = [entry.planned_at or "" for entry in timeline.page(store, ona)]
    assert sorted(ahead) == ["2026-11-26T08:00:00.000Z", "2026-12-24T08:00:00.000Z"]
    assert told.words == ["2 contacts planned"]
    assert [template.name for template in plans.templates(store)] == ["After a sale"]


def test_templates_of_the_base_come_first(planning, store, ona):
    plans.save(store, text_plans.ready_made()[1])
    planning.apply_plan(ona)
    form = planning.form()
    assert [form._which.itemText(place) for place in range(form._which.count())] == [
        "A new client", "After a sale", "After a good meeting",
    ]  # fmt: skip


def test_nothing_is_planned_for_somebody_who_is_gone(planning, told):
    planning.apply_plan(b"\0" * 16)
    assert len(told.problems) == 1


def test_many_are_planned_beside_the_window(planning, store, told, called, qtbot):
    ids = [clients.add(store, ClientDraft(name=f"Client {number:02}")) for number in range(60)]
    planning.plan_many(ids)
    planning.form().save()
    qtbot.waitUntil(lambda: bool(told.words))
    assert told.words == ["60 contacts planned"]
    assert store.read("SELECT COUNT(*) FROM activity") == [(60,)]
    assert called[0][0] == "working"
    assert called[-1] == ("working", "")


def test_nobody_is_no_list(planning):
    planning.plan_many([])
    assert planning.form() is None


def test_an_unsaved_form_of_a_contact_with_nobody_is_gone_on_with(planning, window, store):
    dentist = activities.add(
        store, ActivityDraft(None, planned_at="2026-11-24T09:00:00.000Z", wanted="dentist")
    )
    for activity_id in (None, dentist):
        planning.continue_contact(activity_id)
        planning.form().rows.wanted.set_text("teeth")
        planning.form().leave()
        planning.continue_contact(activity_id)
        assert planning.form().rows.wanted.text() == "teeth"
        planning.close()


@pytest.mark.parametrize("which", ["plan", "tell", "move", "many", "template"])
def test_every_form_is_worked_with_the_keyboard_and_heard(planning, window, meeting, ona, qtbot, which):
    window.resize(1024, 700)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    {
        "plan": lambda: planning.plan_activity(ActivityDraft(ona)),
        "tell": lambda: planning.open_activity(meeting, None, True),
        "move": lambda: planning.move_activity(meeting, None),
        "many": lambda: planning.plan_many([ona]),
        "template": lambda: planning.apply_plan(ona),
    }[which]()
    form = planning.form()
    assert nameless(form) == []
    assert not_reached_by_tab(form) == []
    press(window, Qt.Key.Key_Escape)
    assert planning.form() is None


def test_long_words_make_the_side_wider_than_usual(planning, window, meeting, monkeypatch, qtbot):
    monkeypatch.setenv("CRM_STRETCH", "2")
    text.set_language("en")
    window.resize(1280, 800)
    planning.open_activity(meeting, None, False)
    area = window.findChild(QScrollArea, "form_area")
    qtbot.waitUntil(lambda: area.viewport().width() > WIDTH)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    planning.close()
    monkeypatch.setenv("CRM_STRETCH", "1")
    text.set_language("en")
