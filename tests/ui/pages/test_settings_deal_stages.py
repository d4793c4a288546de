from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QToolButton

from crm_desktop.errors import NameTaken, NumberRefused
from crm_desktop.services import clients, deal_stages, deals
from crm_desktop.services.deal_stages import first_id
from crm_desktop.services.drafts import ClientDraft, DealDraft
from crm_desktop.ui.pages.settings_deal_stages import DealStagesEditor


@pytest.fixture
def store(base):
    return base.store


@pytest.fixture
def editor(qtbot, session, told):
    made = DealStagesEditor(session, told)
    qtbot.addWidget(made)
    session.signals.changed.connect(lambda _changes: made.reload())
    made.resize(760, 600)
    made.show()
    made.reload()
    return made


def last(editor, kind, name):
    """Lines that were taken away a moment ago may still be there: the last one made is meant."""
    return editor.findChildren(kind, name)[-1]


def of(editor, kind, stage_id, name):
    return last(editor, kind, f"deal_stage_{stage_id.hex()}_{name}")


def words(store):
    return [stage.name or stage.word for stage in deal_stages.stages(store)]


def type_into(field, text):
    field.setText(text)
    field.setModified(True)
    field.editingFinished.emit()


def test_stages_are_named_added_and_moved(editor, store, told):
    name = of(editor, QLineEdit, first_id("new"), "name")
    assert name.text() == "New"
    type_into(name, "Asked")
    new = last(editor, QLineEdit, "new_deal_stage_0")
    new.setText("Measured")
    new.returnPressed.emit()
    assert words(store) == ["Asked", "offer", "terms", "Measured", "won", "lost"]
    of(editor, QToolButton, first_id("offer"), "up").click()
    assert words(store)[:2] == ["offer", "Asked"]
    assert not of(editor, QToolButton, first_id("won"), "down").isEnabled()
    type_into(of(editor, QLineEdit, first_id("new"), "name"), "New")
    assert words(store)[1] == "new"
    type_into(of(editor, QLineEdit, first_id("new"), "name"), "measured")
    assert isinstance(told.problems[0], NameTaken)


def type_chance(editor, text):
    chance = of(editor, QLineEdit, first_id("new"), "chance")
    chance.setText(text)
    chance.setModified(True)
    chance.editingFinished.emit()


def test_colour_chance_and_state(editor, store, told):
    menu = of(editor, QToolButton, first_id("new"), "colour").menu()
    menu.actions()[2].trigger()
    type_chance(editor, "30")
    stage = deal_stages.stages(store)[0]
    assert (stage.colour, stage.chance) == ("blue", 30)
    assert of(editor, QLineEdit, first_id("new"), "chance").text() == "30 %"
    type_chance(editor, "")
    assert deal_stages.stages(store)[0].chance is None
    type_chance(editor, "45 %")
    of(editor, QLineEdit, first_id("new"), "chance").editingFinished.emit()  # once more as the line goes
    assert deal_stages.stages(store)[0].chance == 45
    for wrong in ("101", "half"):
        type_chance(editor, wrong)
        assert isinstance(told.problems.pop(), NumberRefused)
        assert of(editor, QLineEdit, first_id("new"), "chance").text() == "45 %"
    assert not of(editor, QLineEdit, first_id("won"), "chance").isEnabled()
    role = of(editor, QComboBox, first_id("terms"), "role")
    role.setCurrentIndex(1)
    role.activated.emit(1)
    assert words(store) == ["new", "offer", "terms", "won", "lost"]
    assert deal_stages.stages(store)[2].role == "won"


def test_deals_of_a_removed_stage_go_to_another(editor, store, told):
    deal = deals.add(store, DealDraft(clients.add(store, ClientDraft(name="Ona")), "x"))
    of(editor, QToolButton, first_id("terms"), "delete").click()
    assert words(store) == ["new", "offer", "won", "lost"]
    assert not of(editor, QComboBox, first_id("new"), "role").isEnabled()
    of(editor, QToolButton, first_id("new"), "delete").click()
    menu = last(editor, QMenu, "deal_stage_menu")
    assert [action.text() for action in menu.actions()] == ["1 deal goes to:", "Offer made"]
    menu.actions()[1].trigger()
    menu.close()
    assert words(store) == ["offer", "won", "lost"]
    assert deals.draft_of(store, deal).stage_id == first_id("offer")


def test_pipelines_come_and_are_renamed(editor, store):
    editor._pipeline.setText("Export")
    editor._pipeline.returnPressed.emit()
    assert deal_stages.pipelines(store) == ["", "Export"]
    assert editor._pipeline.text() == ""
    type_into(last(editor, QLineEdit, "pipeline_1"), "Abroad")
    assert deal_stages.pipelines(store) == ["", "Abroad"]
    new = last(editor, QLineEdit, "new_deal_stage_1")
    new.setText("Customs")
    new.returnPressed.emit()
    opened = [stage for stage in deal_stages.stages(store, "Abroad") if stage.role == "open"]
    of(editor, QToolButton, opened[1].id, "up").click()
    assert [stage.name for stage in deal_stages.stages(store, "Abroad")][:2] == ["Customs", ""]
    assert deal_stages.pipelines(store) == ["", "Abroad"]
