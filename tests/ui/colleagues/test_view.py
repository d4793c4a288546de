from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QToolButton

from crm_desktop.services import clients, colleagues, dictionaries, operations
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.ui.colleagues.view import ColleaguesView


@pytest.fixture
def jonas(base):
    made = dictionaries.add(base.store, Dictionary.COLLEAGUE, "Jonas")
    clients.add(base.store, ClientDraft(name="His", responsible_id=made))
    return made


@pytest.fixture
def handed():
    return []


@pytest.fixture
def view(qtbot, session, told, jonas, handed):
    made = ColleaguesView(session, told, handed.append)
    qtbot.addWidget(made)
    made.show()
    made.reload()
    qtbot.waitUntil(lambda: "1 client" in about(made, jonas))
    return made


def part(view, kind, id_, name):
    """The newest: the one before waits to be deleted."""
    return view.findChildren(kind, f"colleague_{id_.hex()}_{name}")[-1]


def about(view, id_):
    return part(view, QLabel, id_, "about").text()


def choose(view, id_, *words):
    menu = part(view, QToolButton, id_, "more").menu()
    for word in words[:-1]:
        menu = next(each for each in menu.findChildren(QMenu) if each.title() == word)
    action = next(each for each in menu.actions() if each.text() == words[-1])
    action.trigger()


def test_each_says_who_and_what_is_in_hand(view, base, jonas):
    assert about(view, base.me) == "nothing in hand"
    with base.store.change("test") as change:
        change.execute("UPDATE colleague SET login = 'jonas' WHERE id = ?", (jonas,))
    view.show_seen({"Jonas": "last seen today"})
    assert about(view, jonas) == "login jonas · 1 client · last seen today"


def test_another_name_for_me_is_the_name_of_the_settings_too(view, session, base, jonas, told):
    field = part(view, QLineEdit, base.me, "name")
    field.selectAll()
    field.insert("Ona  P.")
    field.editingFinished.emit()
    assert (colleagues.my_name(base.store), session.settings.current.user_name) == ("Ona P.", "Ona P.")
    taken = part(view, QLineEdit, jonas, "name")
    taken.selectAll()
    taken.insert("ona p.")
    taken.editingFinished.emit()
    assert [type(each).__name__ for each in told.problems] == ["NameTaken"]


def test_somebody_new(view, base):
    field = view.findChild(QLineEdit, "new_colleague")
    field.setText("Rasa")
    view.findChild(QPushButton, "add_colleague").click()
    assert [each.name for each in colleagues.people(base.store)] == ["Jonas", "Ona", "Rasa"]
    assert field.text() == ""
    view.findChild(QPushButton, "add_colleague").click()
    assert len(colleagues.people(base.store)) == 3


def test_all_that_somebody_has_is_handed_over(view, base, jonas, handed):
    part(view, QPushButton, jonas, "hand_over").click()
    assert [each.id for each in handed] == [jonas]
    assert not view.findChildren(QPushButton, f"colleague_{base.me.hex()}_hand_over")


def test_who_leaves_is_offered_no_longer_and_hands_over(view, base, jonas, told, handed):
    choose(view, jonas, "Left us")
    assert told.words == ["Jonas has left: 1 client."]
    told.last_undo()
    assert [each.id for each in handed] == [jonas]
    view.reload()
    choose(view, jonas, "Works here again")
    assert all(each.active for each in colleagues.people(base.store))


def test_who_leaves_with_empty_hands(view, base, qtbot, told):
    rasa = dictionaries.add(base.store, Dictionary.COLLEAGUE, "Rasa")
    view.reload()
    choose(view, rasa, "Left us")
    assert told.words == ["Rasa is offered no longer. Ctrl+Z takes it back."]


def test_two_rows_of_one_person(view, qtbot, base, jonas, told):
    same = dictionaries.add(base.store, Dictionary.COLLEAGUE, "Jonas Jonaitis")
    view.reload()
    choose(view, jonas, "Is the same person as", "Jonas Jonaitis")
    qtbot.waitUntil(lambda: told.words == ["Jonas is Jonas Jonaitis now. Ctrl+Z takes it back."])
    assert base.store.read("SELECT responsible_id FROM client") == [(same,)]


def test_who_stands_in_a_history_is_not_removed(view, base, jonas, told):
    choose(view, jonas, "Remove")
    assert "stands in histories" in told.words[0]
    rasa = dictionaries.add(base.store, Dictionary.COLLEAGUE, "Rasa")
    view.reload()
    choose(view, rasa, "Remove")
    assert [each.name for each in colleagues.people(base.store)] == ["Jonas", "Ona"]
    operations.undo(base.store)
    assert len(colleagues.people(base.store)) == 3


def test_who_has_joined_can_be_neither_removed_nor_somebody_else(view, base, jonas):
    with base.store.change("test") as change:
        change.execute("UPDATE colleague SET login = 'jonas' WHERE id = ?", (jonas,))
    view.reload()
    assert [each.text() for each in part(view, QToolButton, jonas, "more").menu().actions()] == ["Left us"]
