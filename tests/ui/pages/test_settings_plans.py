"""Plans of dated steps are edited in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QScrollArea, QToolButton

from crm_desktop.kinds import ActivityKind, Outcome, PlanStart
from crm_desktop.services import operations, plans
from crm_desktop.services.plans import StepUnit
from crm_desktop.ui import text, text_plans
from crm_desktop.ui.pages.plan_step_line import PlanStepLine
from crm_desktop.ui.pages.settings_plans import PlansEditor


@pytest.fixture
def editor(qtbot, session, told):
    made = PlansEditor(session, told)
    qtbot.addWidget(made)
    made.reload()
    made.show()
    session.signals.changed.connect(lambda _changes: made.reload())
    return made


def retype(qtbot, field, text):
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def choose(box, value):
    box.choose(value)
    box.activated.emit(box.currentIndex())


def find(editor, kind, name):
    """The widget as it is now: those of before a change wait to be deleted."""
    return editor.findChildren(kind, name)[-1]


def saved(base):
    (template,) = plans.templates(base.store)
    return template


@pytest.fixture
def plan(qtbot, editor, base):
    retype(qtbot, find(editor, QLineEdit, "new_plan"), "After delivery")
    return f"plan_{saved(base).id.hex()}"


def test_a_plan_is_made_named_and_removed(qtbot, editor, base, plan, told):
    assert saved(base).name == "After delivery"
    retype(qtbot, find(editor, QLineEdit, f"{plan}_name"), "Delivered")
    assert saved(base).name == "Delivered"
    find(editor, QToolButton, f"{plan}_delete").click()
    assert plans.templates(base.store) == []
    assert told.words == ["Removed. Ctrl+Z takes it back."]
    operations.undo(base.store)
    assert saved(base).name == "Delivered"


def test_steps_are_changed_added_and_taken_away(qtbot, editor, base, plan):
    assert not find(editor, QToolButton, f"{plan}_0_remove").isEnabled()
    retype(qtbot, find(editor, QLineEdit, f"{plan}_0_after"), "3")
    choose(find(editor, QComboBox, f"{plan}_0_unit"), StepUnit.WEEK)
    choose(find(editor, QComboBox, f"{plan}_0_kind"), ActivityKind.VISIT)
    retype(qtbot, find(editor, QLineEdit, f"{plan}_0_at"), "9.30")
    retype(qtbot, find(editor, QLineEdit, f"{plan}_0_wanted"), "Is all right?")
    (step,) = saved(base).steps
    assert (step.after, step.unit, step.kind, step.at_time, step.wanted) == (
        3, StepUnit.WEEK, ActivityKind.VISIT, "09:30", "Is all right?",
    )  # fmt: skip
    find(editor, QPushButton, f"{plan}_add").click()
    assert [each.after for each in saved(base).steps] == [3, 4]
    find(editor, QToolButton, f"{plan}_0_remove").click()
    assert [each.after for each in saved(base).steps] == [4]


@pytest.mark.parametrize(("field", "text"), [("after", "soon"), ("after", "99999"), ("at", "noon")])
def test_what_is_no_step_is_told_and_changes_nothing(qtbot, editor, base, plan, told, field, text):
    before = saved(base)
    retype(qtbot, find(editor, QLineEdit, f"{plan}_0_{field}"), text)
    assert len(told.problems) == 1
    assert saved(base) == before


def test_what_begins_it_and_how_it_went(editor, base, plan):
    choose(find(editor, QComboBox, f"{plan}_starts"), PlanStart.HELD)
    choose(find(editor, QComboBox, f"{plan}_kind"), ActivityKind.MEETING)
    choose(find(editor, QComboBox, f"{plan}_outcome"), Outcome.SUCCESSFUL)
    template = saved(base)
    assert (template.starts, template.kind, template.outcome) == (
        PlanStart.HELD, ActivityKind.MEETING, Outcome.SUCCESSFUL,
    )  # fmt: skip
    choose(find(editor, QComboBox, f"{plan}_outcome"), None)
    assert saved(base).outcome is None


def test_ready_made_ones_are_offered_until_they_are_there(editor, base):
    names = []
    for _ in range(3):
        chip = find(editor, QPushButton, "ready_made_0")
        names.append(chip.text())
        chip.click()
    assert names == ["After a sale", "A new client", "After a good meeting"]
    assert [template.name for template in plans.templates(base.store)] == names
    assert not editor._offers.isVisible()


def test_the_focus_stays_where_it_was(qtbot, editor, plan):
    editor.activateWindow()
    field = find(editor, QLineEdit, f"{plan}_0_wanted")
    field.setFocus()
    retype(qtbot, field, "Is all right?")
    assert editor.window().focusWidget() is find(editor, QLineEdit, f"{plan}_0_wanted")


def test_what_a_step_is_about_stands_below_where_there_is_no_room_beside(qtbot, editor, plan):
    step = find(editor, QLineEdit, f"{plan}_0_wanted").parentWidget()
    for width, below in ((900, False), (step.minimumSizeHint().width(), True), (900, False)):
        step.resize(width, step.heightForWidth(width))
        wanted, after = (find(editor, QLineEdit, f"{plan}_0_{name}") for name in ("wanted", "after"))
        assert (wanted.y() > after.geometry().bottom()) is below
        assert wanted.width() >= 200
        assert wanted.geometry().right() <= width


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_plans_fit_into_a_narrow_window(qtbot, session, told, base, language):
    text.set_language(language)
    for template in text_plans.ready_made():
        plans.save(base.store, template)
    made = PlansEditor(session, told)
    qtbot.addWidget(made)
    made.reload()
    made.resize(560, 500)
    made.show()
    area = made.findChild(QScrollArea)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    lines = made.findChildren(PlanStepLine)
    assert lines
    assert all(line.height() >= line.heightForWidth(line.width()) > 40 for line in lines)
