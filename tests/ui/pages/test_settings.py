"""Lists and own fields are edited in place; what stands on clients asks what takes its place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QToolButton, QWidget

from crm_desktop.kinds import FieldKind
from crm_desktop.services import clients, dictionaries, fields, plans
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.ui import text_plans
from crm_desktop.ui.pages.settings import SettingsPage
from crm_desktop.ui.program import Program
from tests.ui.controls import nameless, not_reached_by_tab


@pytest.fixture
def asked():
    return []


@pytest.fixture
def page(qtbot, session, told, asked):
    def heard(*what):
        asked.append(what)

    made = SettingsPage(session, told, Program(heard, heard, heard, heard, heard, heard))
    qtbot.addWidget(made)
    session.signals.changed.connect(made.changed)
    made.shown(stale=True)
    made.show()
    yield made
    session.signals.changed.disconnect(made.changed)


def retype(qtbot, field, text):
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_tag_is_added_renamed_coloured_and_removed(qtbot, page, base):
    page.tabs.setCurrentIndex(4)
    new = page.findChild(QLineEdit, "new_tag")
    retype(qtbot, new, "VIP")
    (tag,) = dictionaries.entries(base.store, Dictionary.TAG)
    key = f"tag_{tag.id.hex()}"
    retype(qtbot, page.findChild(QLineEdit, f"{key}_name"), "Very VIP")
    page.findChild(QToolButton, f"{key}_colour").menu().actions()[2].trigger()
    (tag,) = dictionaries.entries(base.store, Dictionary.TAG)
    assert (tag.name, tag.colour) == ("Very VIP", "blue")
    page.findChild(QToolButton, f"{key}_delete").click()
    assert dictionaries.entries(base.store, Dictionary.TAG) == []


def test_a_taken_name_is_told_and_nothing_changes(qtbot, page, base, told):
    dictionaries.add(base.store, Dictionary.TAG, "VIP")
    page.tabs.setCurrentIndex(4)
    retype(qtbot, page.findChild(QLineEdit, "new_tag"), "vip")
    assert [type(error).__name__ for error in told.problems] == ["NameTaken"]
    assert len(dictionaries.entries(base.store, Dictionary.TAG)) == 1


def test_a_stage_on_clients_asks_for_another(qtbot, page, base):
    stages = dictionaries.entries(base.store, Dictionary.STAGE)
    client = clients.add(base.store, ClientDraft(name="Ona", stage_id=stages[0].id))
    page.tabs.setCurrentIndex(2)
    page.findChild(QToolButton, f"stage_{stages[0].id.hex()}_delete").click()
    menu = page.findChild(QMenu, "replacement_menu")
    next(action for action in menu.actions() if action.text() == "Client").trigger()
    menu.close()
    assert clients.draft_of(base.store, client).stage_id == stages[1].id
    assert len(dictionaries.entries(base.store, Dictionary.STAGE)) == len(stages) - 1


def test_stages_move_and_go_by_their_step(qtbot, page, base):
    page.tabs.setCurrentIndex(2)
    before = dictionaries.entries(base.store, Dictionary.STAGE)
    name = page.findChild(QLineEdit, f"stage_{before[0].id.hex()}_name")
    assert name.text() == "Visitor"
    page.findChild(QToolButton, f"stage_{before[0].id.hex()}_down").click()
    after = dictionaries.entries(base.store, Dictionary.STAGE)
    assert [entry.id for entry in after[:2]] == [before[1].id, before[0].id]


def test_own_fields_are_made_and_changed(qtbot, page, base, told):
    titles = [page.tabs.tabText(index) for index in range(page.tabs.count())]
    page.tabs.setCurrentIndex(titles.index("Own fields"))
    retype(qtbot, page.findChild(QLineEdit, "new_field"), "Shoe size")
    (own,) = fields.own_fields(base.store)
    client = ClientDraft(name="Ona", fields={own.id: "large"})
    clients.add(base.store, client)
    kind = page.findChild(QComboBox, f"field_{own.id.hex()}_kind")
    kind.setCurrentIndex(kind.findData(FieldKind.NUMBER))
    kind.activated.emit(kind.currentIndex())
    assert fields.own_fields(base.store)[0].kind is FieldKind.TEXT
    assert "does not fit" in told.words[-1]
    told.last_undo()
    assert fields.own_fields(base.store)[0].kind is FieldKind.NUMBER


def test_this_computer(qtbot, page, session, asked):
    page.tabs.setCurrentIndex(0)
    language = page.findChild(QComboBox, "setting_language")
    language.setCurrentIndex(language.findData("lt"))
    language.activated.emit(language.currentIndex())
    assert asked == [("lt",)]
    name = page.findChild(QLineEdit, "setting_name")
    retype(qtbot, name, "Ona")
    assert session.settings.current.user_name == "Ona"
    country = page.findChild(QComboBox, "setting_country")
    assert country.currentText() == "Lithuania"


def test_every_tab_opens(page):
    for index in range(page.tabs.count()):
        page.tabs.setCurrentIndex(index)
        assert isinstance(page.tabs.widget(index), QWidget)
        assert not page.grab().isNull()


def test_every_part_is_worked_with_the_keyboard_and_heard(qtbot, page, base):
    for template in text_plans.ready_made():
        plans.save(base.store, template)
    dictionaries.add(base.store, Dictionary.TAG, "VIP")
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        page.tabs.list.setFocus()
        assert nameless(page) == []
        assert not_reached_by_tab(page) == []
