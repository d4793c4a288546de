"""The way to the page of requests: by its key, by a question, and what the window keeps meanwhile."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt

from crm_desktop.kinds import RequestKind
from crm_desktop.services import clients, requests
from crm_desktop.services.drafts import ClientDraft, RequestDraft
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.palette import Palette
from crm_desktop.ui.places import CLIENTS, REQUESTS
from crm_desktop.ui.program import Program


@pytest.fixture
def store(session):
    return session.store


@pytest.fixture
def wish(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    clients.add(store, ClientDraft(name="Jonas"))
    return requests.add(
        store, RequestDraft(client, RequestKind.WISH, "Wants a blue vase", "2026-01-05T10:00:00Z")
    )


@pytest.fixture
def desk(qtbot, session, wish):
    nothing: Any = lambda *_given: None  # noqa: E731
    program = Program(*[nothing] * 6)
    made = make_desk(session, program)
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    made.start("clients")
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.close()


def texts(desk):
    model = desk.window.page(REQUESTS).model
    return [model.row(n).text for n in range(model.rowCount())]


def test_its_key_goes_there_and_each_page_keeps_what_was_looked_for(qtbot, desk):
    desk.window.search.setText("jonas")
    desk.window.actions_table["go_requests"].trigger()
    assert desk.window.where() == REQUESTS
    assert desk.window.search.text() == ""
    assert texts(desk) == ["Wants a blue vase"]
    qtbot.keyClicks(desk.window.search, "roses")
    qtbot.waitUntil(lambda: texts(desk) == [])
    desk.window.go(CLIENTS)
    assert desk.window.search.text() == "jonas"
    desk.window.go(REQUESTS)
    assert (desk.window.search.text(), texts(desk)) == ("roses", [])


def test_the_palette_answers_who_asked_for_something(qtbot, desk):
    desk.open_palette()
    palette = desk.window.findChild(Palette)
    qtbot.keyClicks(palette.line, "who asked for blue vases")
    assert palette.found.item(0).text() == "1 client waits for “blue vases”."
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert desk.window.where() == REQUESTS
    assert texts(desk) == ["Wants a blue vase"]
    assert desk.window.search.text() == "blue vases"
    assert not desk.window.page(REQUESTS).wish_bar.isHidden()


def test_the_search_of_the_clients_answers_it_too(qtbot, desk, store, wish):
    page = desk.clients_page()
    desk.window.search.setText("who asked for blue vases")
    hint = page.findChild(object, "wish_hint")
    assert hint.accessibleName() == "1 client waits for “blue vases”."
    requests.resolve(store, wish)
    assert hint.isHidden()
    requests.reopen(store, wish)
    assert not hint.isHidden()
    hint._show.click()
    assert desk.window.where() == REQUESTS
    desk.window.go(CLIENTS)
    desk.window.search.setText("jonas")
    assert hint.isHidden()


def test_a_question_asked_on_the_page_itself_stands_in_the_search_box(desk):
    desk.window.go(REQUESTS)
    desk.hosts.find_requests("blue vases")
    assert desk.window.search.text() == "blue vases"
    desk.hosts.find_requests("roses")
    assert (desk.window.search.text(), texts(desk)) == ("roses", [])


def test_calls_are_planned_from_the_page_and_undone_with_one_key(qtbot, desk, store, wish):
    desk.hosts.find_requests("blue vases")
    page = desk.window.page(REQUESTS)
    page.wish_bar._plan.click()
    form = desk.window.findChild(object, "many_form")
    assert form._wanted.text() == "What was wished for is there: blue vases"
    form.save()
    assert requests.draft_of(store, wish).answered_at is not None
    assert page.wish_bar._words.text() == "1 client waits for “blue vases”. 1 hears of it already."
    assert page.wish_bar._plan.isHidden()
    desk.window.actions_table["undo"].trigger()
    assert requests.draft_of(store, wish).answered_at is None


def test_a_new_request_asks_whose_it_is(desk):
    desk.window.actions_table["new_request"].trigger()
    assert desk.window.findChild(object, "request_form")._asks_whose


def test_over_the_list_of_clients_it_proposes_the_one_that_is_chosen(qtbot, desk, store, wish):
    desk.window.go(CLIENTS)
    client = requests.draft_of(store, wish).client_id
    page = desk.clients_page()
    qtbot.waitUntil(lambda: page.choose_client(client))
    desk.window.actions_table["new_request"].trigger()
    form = desk.window.findChild(object, "request_form")
    assert form._client.client_id() == page.current_id() == client
    form._text.set_text("Vases came chipped")
    form.save()
    assert requests.of(store, client)[0][1].text == "Vases came chipped"


def test_after_planning_the_focus_is_near_where_it_was(qtbot, desk, store, wish):
    desk.window.go(REQUESTS)
    page = desk.window.page(REQUESTS)
    page.find_wishes("blue vases")
    page.wish_bar._plan.setFocus()
    page.wish_bar._plan.click()
    desk.window.findChild(object, "many_form").save()
    qtbot.waitUntil(lambda: page.wish_bar._plan.isHidden())
    focus = desk.window.focusWidget()
    assert focus is not None
    assert page.isAncestorOf(focus)


def test_after_the_mark_of_the_last_one_the_focus_leads_on(qtbot, desk, store, wish):
    desk.window.go(REQUESTS)
    page = desk.window.page(REQUESTS)
    page.enter_list()
    qtbot.keyClick(page.list, Qt.Key.Key_D)
    page.detail.resolving._resolve()
    qtbot.keyClick(page.detail.marks, Qt.Key.Key_5)
    assert desk.window.focusWidget() is page._new


def test_a_request_opens_from_the_list(qtbot, desk, store, wish):
    desk.window.go(REQUESTS)
    page = desk.window.page(REQUESTS)
    page.enter_list()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    form = desk.window.findChild(object, "request_form")
    form._channel.choose("email")
    form.save()
    assert requests.draft_of(store, wish).channel == "email"


def test_the_side_says_how_many_are_overdue(desk, store):
    client = clients.add(store, ClientDraft(name="Petras"))
    requests.add(store, RequestDraft(client, text="broken", received_at="2026-01-05T10:00:00Z"))
    assert desk.window.sidebar._items[REQUESTS].count == "1"


def test_the_list_is_left_upwards_to_the_search(qtbot, desk):
    desk.window.go(REQUESTS)
    page = desk.window.page(REQUESTS)
    page.enter_list()
    qtbot.keyClick(page.list, Qt.Key.Key_Up)
    assert desk.window.focusWidget() is desk.window.search


def test_the_number_at_the_side_goes_with_the_time_and_with_the_bin(qtbot, desk, store, monkeypatch):
    client = clients.add(store, ClientDraft(name="Petras"))
    requests.add(store, RequestDraft(client, RequestKind.COMPLAINT, "cold tea"))
    line = desk.window.sidebar._items[REQUESTS]
    qtbot.waitUntil(desk._minute.isActive)
    assert line.count == ""
    later = store.clock.now() + timedelta(days=5)
    monkeypatch.setattr(store, "clock", SimpleNamespace(now=lambda: later))
    desk._minute.timeout.emit()
    assert line.count == "1"
    clients.delete(store, [client])
    qtbot.waitUntil(lambda: line.count == "")
