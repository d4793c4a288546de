from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, clients, colleagues, dictionaries, operations
from crm_desktop.services.colleagues import InHand
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.colleagues import hand_over_form
from crm_desktop.ui.colleagues.hand_over_form import HandOverForm
from crm_desktop.ui.planning.handing import Handing


@pytest.fixture
def jonas(base):
    return dictionaries.add(base.store, Dictionary.COLLEAGUE, "Jonas")


@pytest.fixture
def mine(base):
    client = clients.add(base.store, ClientDraft(name="Mine", responsible_id=base.me))
    planned = ActivityDraft(
        client, ActivityKind.CALL, planned_at="2030-01-01", all_day=True, responsible_id=base.me
    )
    activities.add(base.store, planned)
    return client


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def worked():
    return []


@pytest.fixture
def handing(session, window, told, worked, jonas):
    return Handing(session, window, told, lambda: operations.undo(session.store), worked.append)


def opened(qtbot, window):
    qtbot.waitUntil(lambda: bool(window.findChildren(HandOverForm)))
    return window.findChildren(HandOverForm)[-1]


def test_clients_go_to_the_colleague_with_what_is_open(qtbot, window, handing, told, base, jonas, mine):
    handing.of_clients([mine])
    form = opened(qtbot, window)
    assert form.findChild(QCheckBox, "hand_over_contacts").text() == "1 planned contact"
    assert not form.findChild(QCheckBox, "hand_over_deals").isEnabled()
    form.findChild(TextBox, "hand_over_note").set_text("Likes tulips")
    save = form.findChild(QPushButton, "form_save")
    assert save.text() == "Hand over to Jonas"
    save.click()
    assert told.words == ["Handed over to Jonas: 1 client · 1 planned contact"]
    assert colleagues.in_hand(base.store) == {jonas: InHand(1, 1)}
    notes = base.store.read("SELECT result FROM activity WHERE kind = 'note'")
    assert notes == [("Handed over to Jonas.\nLikes tulips",)]
    told.last_undo()
    assert colleagues.in_hand(base.store) == {base.me: InHand(1, 1)}


def test_without_a_note_and_without_the_contacts(qtbot, window, handing, base, jonas, mine):
    handing.of_clients([mine])
    form = opened(qtbot, window)
    form.findChild(QCheckBox, "hand_over_noted").setChecked(False)
    assert not form.findChild(TextBox, "hand_over_note").isEnabled()
    form.findChild(QCheckBox, "hand_over_contacts").setChecked(False)
    form.save()
    assert colleagues.in_hand(base.store) == {jonas: InHand(1), base.me: InHand(0, 1)}
    assert base.store.read("SELECT 1 FROM activity WHERE kind = 'note'") == []


def test_all_that_a_colleague_has_goes_beside_the_window(
    qtbot, window, handing, told, worked, base, jonas, mine, monkeypatch
):
    monkeypatch.setattr(hand_over_form, "AT_ONCE", 1)
    me = next(each for each in colleagues.people(base.store) if each.is_me)
    handing.of_person(me)
    form = opened(qtbot, window)
    assert form.accessibleName() == "Hand over from Ona"
    form.save()
    qtbot.waitUntil(lambda: bool(told.words))
    assert told.words == ["Handed over to Jonas: 1 client · 1 planned contact"]
    assert worked == ["Saving…", ""]
    assert colleagues.in_hand(base.store) == {jonas: InHand(1, 1)}


def test_one_form_at_a_time_and_nothing_of_nobody(qtbot, window, handing, mine):
    handing.of_clients([])
    handing.of_clients([mine])
    form = opened(qtbot, window)
    handing._ask(InHand(1), client_ids=[mine])
    assert window.findChildren(HandOverForm) == [form]
    form.leave()
    qtbot.waitUntil(lambda: not window.findChildren(HandOverForm))
    handing.of_clients([mine])
    assert opened(qtbot, window) is not form


def test_what_everybody_let_go_of_can_be_nobodys(qtbot, window, handing, told, base, mine):
    handing.of_clients([mine])
    form = opened(qtbot, window)
    form._to.choose(None)
    form._look_ahead()
    assert form.findChild(QPushButton, "form_save").text() == "Take off everybody"
    form.save()
    assert told.words == ["Handed over to nobody: 1 client · 1 planned contact"]


def test_who_has_it_already_keeps_it(qtbot, window, handing, told, base, mine):
    handing.of_clients([mine])
    form = opened(qtbot, window)
    form._to.choose(base.me)
    form.save()
    assert (told.words, told.last_undo) == (["Nothing changed hands"], None)


def test_there_must_be_something_to_hand_over(qtbot, session, jonas, base):
    me = next(each for each in colleagues.people(base.store) if each.is_me)
    form = HandOverForm(session, InHand(contacts=1), person=me)
    qtbot.addWidget(form)
    save = form.findChild(QPushButton, "form_save")
    assert save.isEnabled()
    form.findChild(QCheckBox, "hand_over_contacts").setChecked(False)
    assert not save.isEnabled()
