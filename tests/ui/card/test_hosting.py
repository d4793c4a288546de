"""The card and the form as a window hosts them."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget

from crm_desktop.kinds import RequestKind
from crm_desktop.services import activities, clients, requests, unsaved
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, RequestDraft
from crm_desktop.ui.card.activity_about import activity_key
from crm_desktop.ui.card.hosting import CardHosting
from crm_desktop.ui.card.request_form import RequestForm
from crm_desktop.ui.widgets.notice_bar import NoticeBar
from tests.ui.card.keys import type_text


@pytest.fixture
def window(qtbot):
    made: Any = QMainWindow()
    qtbot.addWidget(made)
    inside = QWidget()
    made.first = QLineEdit()
    made.first.setObjectName("first")
    QVBoxLayout(inside).addWidget(made.first)
    made.setCentralWidget(inside)
    made.resize(1024, 640)
    made.show()
    made.first.setFocus()
    return made


@pytest.fixture
def hosting(window, session, told, called):
    made = CardHosting(
        session, window.centralWidget(), told, lambda: called.append("undo"), lambda id_: called.append(id_)
    )
    yield made
    made.close()


def test_a_client_is_edited_in_a_sheet_over_the_window(hosting, window, ivanov, store, told, called):
    hosting.edit_client(ivanov)
    form = hosting.form()
    assert form.isVisible()
    sheet = window.centralWidget().findChild(QWidget, "side_sheet")
    assert sheet.size() == window.centralWidget().size()
    window.resize(900, 600)
    assert sheet.size() == window.centralWidget().size()
    form.findChild(QWidget, "client_likes").set_text("tulips")
    form.save()
    assert hosting.form() is None
    assert clients.draft_of(store, ivanov).likes == "tulips"
    assert told.words == ["Client saved"]
    assert called == [ivanov]
    assert window.focusWidget() is window.first


def test_one_form_at_a_time(hosting, ivanov):
    hosting.edit_client(None)
    form = hosting.form()
    hosting.edit_client(ivanov)
    assert hosting.form() is form


def test_a_client_that_is_gone_is_told(hosting, told):
    hosting.edit_client(b"\0" * 16)
    assert hosting.form() is None
    assert len(told.problems) == 1


def test_closing_the_window_keeps_what_was_typed(hosting, store):
    hosting.edit_client(None)
    type_text(hosting.form().findChild(QWidget, "client_name"), "Ona")
    hosting.close()
    assert unsaved.get(store, "client:new").value.name == "Ona"


def test_the_windows_commands_rest_while_the_sheet_is_open(hosting, window, qtbot):
    fired = []
    for keys in ("Del", "Ctrl+S", "Ctrl+Return"):
        action = QAction(window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False, keys=keys: fired.append(keys))
        window.addAction(action)
    window.activateWindow()
    hosting.edit_client(None)
    chip = hosting.form().findChild(QWidget, "client_kind_0")
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    QTest.keyClick(chip, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert fired == []
    assert hosting.form().error(), "Ctrl+S saves the form: an empty client is refused"


def test_a_card_has_its_own_window_once(hosting, ivanov, session, store):
    hosting.open_card(ivanov)
    hosting.open_card(ivanov)
    (window,) = hosting._windows
    assert window.windowTitle() == "Иванов Иван Петрович"
    hosting.log_contact(ivanov, False)
    assert window.card.page.form() is not None
    window.close()
    assert hosting._windows == []


def test_without_room_for_the_pane_a_contact_is_logged_in_a_window(hosting, ivanov):
    hosting.log_contact(ivanov, True)
    assert hosting._windows[0].card.page.form().objectName() == "activity_form"


@pytest.fixture
def notice(qtbot):
    made = NoticeBar()
    qtbot.addWidget(made)
    return made


def press(notice, which):
    name = {"continue": "notice_action", "discard": "notice_action_2", "close": "notice_close"}[which]
    next(each for each in notice.findChildren(QWidget, name) if not each.isHidden()).click()


def test_a_client_left_unsaved_is_offered_and_gone_on_with(hosting, store, notice):
    hosting.offer_unsaved(notice)
    assert notice.isHidden(), "nothing is unsaved"
    unsaved.put(store, "client:new", ClientDraft(name="Ona", likes="lilies"))
    hosting.offer_unsaved(notice)
    assert "Ona" in notice.text()
    press(notice, "continue")
    assert hosting.form().draft().likes == "lilies"
    hosting.form().save()
    assert not unsaved.any_unsaved(store)


@pytest.mark.parametrize("planned", [False, True])
def test_a_contact_left_unsaved_is_gone_on_with_on_its_card(hosting, store, ivanov, notice, called, planned):
    hosting.log_contact(ivanov, planned)
    form = hosting._windows[0].card.page.form()
    type_text(form.findChild(QWidget, "activity_wanted"), "пионы")
    form.leave()
    hosting._windows[0].close()
    assert unsaved.get(store, activity_key(ivanov, planned=planned)) is not None
    hosting.offer_unsaved(notice)
    assert notice.text().startswith("Not saved yet: Иванов Иван Петрович, ")
    press(notice, "continue")
    form = hosting._windows[0].card.page.form()
    assert form.state()["wanted"] == "пионы"
    assert called == [ivanov], "the list stands on the client too"


def test_a_record_left_half_changed_is_gone_on_with(hosting, store, ivanov, notice):
    request_id = requests.add(store, RequestDraft(ivanov, RequestKind.WISH, "blue vases"))
    hosting.open_card(ivanov)
    card = hosting._windows[0].card
    form = RequestForm(hosting._session, ivanov, request_id)
    key, state = form.kept.key, dict(form.state())
    form.deleteLater()
    unsaved.put(store, key, {**state, "text": "green vases"})
    hosting.offer_unsaved(notice)
    press(notice, "continue")
    assert card.page.form().state()["text"] == "green vases"


def test_forms_are_discarded_one_by_one_and_come_back(hosting, store, ivanov, notice, told):
    unsaved.put(store, "client:new", ClientDraft(name="Ona"))
    unsaved.put(store, f"client:{ivanov.hex()}", clients.draft_of(store, ivanov))
    hosting.offer_unsaved(notice)
    assert notice.text().endswith("and 1 more form")
    press(notice, "discard")
    assert len(unsaved.all_unsaved(store)) == 1
    assert "more" not in notice.text()
    told.last_undo()
    assert len(unsaved.all_unsaved(store)) == 2
    press(notice, "close")
    assert len(unsaved.all_unsaved(store)) == 2, "closing the notice throws nothing away"


def test_the_offer_waits_for_the_notice_that_is_read_first(hosting, store, notice):
    unsaved.put(store, "client:new", ClientDraft(name="Ona"))
    notice.tell("Last time the program was cut off.")
    hosting.offer_unsaved(notice)
    assert "cut off" in notice.text()
    press(notice, "close")
    assert "Ona" in notice.text()


def test_forms_whose_client_is_gone_are_not_offered(hosting, store, ivanov, notice):
    unsaved.put(store, activity_key(ivanov, planned=False), {"wanted": "x"})
    unsaved.put(store, f"deal:new:{'0' * 32}", {"title": "x"})
    unsaved.put(store, "letter:unknown", {"title": "x"})
    clients.delete(store, [ivanov])
    hosting.offer_unsaved(notice)
    assert notice.isHidden()


@pytest.mark.parametrize("new", [True, False])
def test_a_contact_with_nobody_is_gone_on_with_too(hosting, store, notice, new):
    asked: list = []
    hosting._continue_contact = asked.append
    dentist = activities.add(
        store, ActivityDraft(None, planned_at="2026-11-24T09:00:00.000Z", wanted="dentist")
    )
    unsaved.put(store, activity_key(None, planned=True) if new else f"activity:{dentist.hex()}", {})
    hosting.offer_unsaved(notice)
    assert ("Planned contact" if new else "dentist") in notice.text()
    press(notice, "continue")
    assert asked == [None if new else dentist]
