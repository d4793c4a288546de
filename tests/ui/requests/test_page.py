from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from crm_desktop.clock import utc_text
from crm_desktop.kinds import Channel, Op, RequestKind
from crm_desktop.services import clients, feedback, operations, requests
from crm_desktop.services.dictionaries import Dictionary, ensure
from crm_desktop.services.drafts import ClientDraft, FeedbackDraft, RequestDraft
from crm_desktop.services.request_list import RequestQuery, Standing
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.requests.doing import RequestDoing
from crm_desktop.ui.requests.page import RequestsPage
from tests.services.content import newest_op


class Asked:
    """Remembers what was asked of the hosts."""

    def __init__(self):
        self.calls = []

    def __call__(self, name):
        return lambda *given: self.calls.append((name, *given))


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def store(session):
    return session.store


def ago(**length):
    return utc_text(datetime.now(UTC) - timedelta(**length))


@pytest.fixture
def made(store):
    """Ids of requests by their texts."""
    ona, petr = (clients.add(store, ClientDraft(name=name)) for name in ("Ona", "Петров"))
    anna = ensure(store, Dictionary.COLLEAGUE, ["Anna"])["Anna"]
    return {
        text: requests.add(store, RequestDraft(client, kind, text, received_at=since, **more))
        for text, client, kind, since, more in (
            ("Vases came chipped", ona, RequestKind.COMPLAINT, ago(days=5), {"responsible_id": anna}),
            ("Голубую вазу", petr, RequestKind.WISH, ago(days=30), {}),
            ("When do you open?", ona, RequestKind.INQUIRY, ago(hours=1), {"channel": Channel.EMAIL}),
        )
    }


@pytest.fixture
def page(qtbot, session, told, made, asked):
    hosts = Hosts(
        open_request=asked("open_request"),
        new_request=asked("new_request"),
        plan_wishes=asked("plan_wishes"),
        open_card=asked("open_card"),
        plan_activity=asked("plan_activity"),
        open_feedback=asked("open_feedback"),
        requests_page=asked("requests_page"),
    )
    shown = RequestsPage(RequestDoing(session, told, lambda: operations.undo(session.store), hosts))
    qtbot.addWidget(shown)
    shown.resize(1000, 700)
    shown.show()
    shown.shown(stale=False)
    session.signals.changed.connect(shown.changed)
    yield shown
    session.signals.changed.disconnect(shown.changed)
    shown.stop()


def texts(page):
    return [page.model.row(n).text for n in range(page.model.rowCount())]


def stand_on(page, made, text):
    page.list.choose(page.model.place_of(made[text]))


def press(qtbot, page, key):
    qtbot.keyClick(page.list, key)


def test_the_longest_waiting_comes_first_and_its_story_stands_beside(page):
    assert texts(page) == ["Голубую вазу", "Vases came chipped", "When do you open?"]
    assert page.detail.findChild(object, "request_client").text() == "Петров"
    assert page.detail.findChild(object, "request_said").text() == "Голубую вазу"
    assert "4\N{NO-BREAK SPACE}weeks" in page.detail.findChild(object, "request_clock").text()
    assert page.detail.findChild(object, "request_event_0").accessibleName().startswith("Received")
    assert page.total.text() == "3 requests"


def test_overdue_is_said_in_a_word_and_counted(qtbot, page, made):
    stand_on(page, made, "Vases came chipped")
    assert "answer late by 4\N{NO-BREAK SPACE}days" in page.detail.findChild(object, "request_clock").text()
    with qtbot.waitSignal(page.counted) as counted:
        page.show_standing(Standing.OVERDUE)
    assert counted.args == [1]
    assert texts(page) == ["Vases came chipped"]
    assert "overdue" in page.model.data(page.model.index(0))


def test_answer_and_resolve_with_the_keyboard_alone(qtbot, page, made, store, told):
    stand_on(page, made, "Vases came chipped")
    page.list.setFocus()
    press(qtbot, page, Qt.Key.Key_A)
    assert told.words[-1] == "Ona: answered"
    assert page.list.current_id() == made["Vases came chipped"]
    press(qtbot, page, Qt.Key.Key_D)
    words = page.detail.resolving._words
    qtbot.keyClicks(words, "sent new ones")
    qtbot.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    draft = requests.draft_of(store, made["Vases came chipped"])
    assert (draft.resolved_at is not None, draft.resolution) == (True, "sent new ones")
    assert "Vases came chipped" not in texts(page)
    told.last_undo()
    assert requests.draft_of(store, made["Vases came chipped"]).resolved_at is None


def test_escape_leaves_a_resolution_and_keeps_nothing(qtbot, page, made, store):
    stand_on(page, made, "Vases came chipped")
    press(qtbot, page, Qt.Key.Key_D)
    qtbot.keyClicks(page.detail.resolving._words, "x")
    qtbot.keyClick(page.detail.resolving._words, Qt.Key.Key_Escape)
    assert page.detail.resolving.isHidden()
    assert requests.draft_of(store, made["Vases came chipped"]).resolved_at is None


def test_after_the_resolution_one_key_tells_how_satisfied_they_are(qtbot, page, made, store, told):
    page.show_standing(Standing.ALL)
    stand_on(page, made, "Vases came chipped")
    press(qtbot, page, Qt.Key.Key_D)
    page.detail.resolving._resolve()
    assert not page.detail.marks.isHidden()
    qtbot.keyClick(page.detail.marks, Qt.Key.Key_4)
    ((_, mark),) = feedback.of(store, requests.draft_of(store, made["Vases came chipped"]).client_id)
    assert (mark.mark, mark.request_id) == (4, made["Vases came chipped"])
    assert told.words[-1] == "Satisfaction noted: 4 of 5"
    assert page.detail.marks.isHidden()


def test_satisfaction_can_be_told_in_words_or_not_at_all(qtbot, page, made, store, asked):
    requests.resolve(store, made["Vases came chipped"])
    page.show_standing(Standing.RESOLVED)
    press(qtbot, page, Qt.Key.Key_S)
    page.detail.marks._words.click()
    ((name, draft),) = asked.calls
    assert (name, draft.request_id) == ("open_feedback", made["Vases came chipped"])
    press(qtbot, page, Qt.Key.Key_S)
    page.detail.marks._no.click()
    assert page.detail.marks.isHidden()
    feedback.add(store, FeedbackDraft(draft.client_id, 2, "late", request_id=draft.request_id))
    assert "Satisfaction: 2 of 5. late" in page.detail.findChild(object, "request_event_3").accessibleName()


def test_several_are_handed_over_at_once(qtbot, page, made, store, told):
    page.list.selectAll()
    assert page.detail.findChild(object, "request_client").text() == "3 requests chosen, of 2 clients"
    press(qtbot, page, Qt.Key.Key_H)
    menu = page.detail.findChild(QMenu, "hand_over_menu")
    assert [action.text() for action in menu.actions() if action.text()] == ["&1  Anna", "&2  Ona", "nobody"]
    menu.actions()[1].trigger()
    menu.close()
    assert newest_op(store) == Op.HAND_OVER_REQUEST
    assert told.words[-1] == "3 requests handed over: Ona"
    assert len(page.list.chosen()) == 3
    stand_on(page, made, "Vases came chipped")
    told_story = page.detail.findChildren(object, "request_event_1")[-1].accessibleName()
    assert told_story.startswith("Handed over: Anna → Ona")


def test_a_letter_counts_in_any_keyboard_layout(qtbot, page, made, store):
    stand_on(page, made, "When do you open?")
    page.list.lettered.emit({"Ф", "A"})
    assert requests.draft_of(store, made["When do you open?"]).answered_at is not None


def test_keys_open_forms_cards_and_calls(qtbot, page, made, asked, store, told):
    stand_on(page, made, "When do you open?")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_E, Qt.Key.Key_C, Qt.Key.Key_N):
        press(qtbot, page, key)
    names = [call[0] for call in asked.calls]
    assert names == ["open_request", "open_request", "open_card", "plan_activity"]
    assert asked.calls[-1][1].wanted == "When do you open?"
    press(qtbot, page, Qt.Key.Key_Delete)
    assert "When do you open?" not in texts(page)
    assert told.words[-1] == "Request moved to the bin"


def test_who_waits_for_a_thing_is_found_and_called(page, made, asked, store):
    page.find_wishes("кто просил голубые вазы?")
    assert texts(page) == ["Голубую вазу"]
    assert page.wish_bar.findChild(object, "wish_answer").text() == "1 client waits for “голубые вазы”."
    page.wish_bar._plan.click()
    assert asked.calls == [("plan_wishes", [made["Голубую вазу"]], "голубые вазы")]
    page.detail.do({"W"})
    assert asked.calls[-1] == ("plan_wishes", [made["Голубую вазу"]], "Голубую вазу")
    requests.resolve(store, made["Голубую вазу"])
    assert page.wish_bar.isHidden()
    assert texts(page) == []


def test_typing_searches_when_it_pauses_and_another_layout_is_told(qtbot, page):
    with qtbot.waitSignal(page.understood, check_params_cb=lambda text: text == "вазу"):
        page.search("dfpe")
    assert texts(page) == ["Голубую вазу"]


def test_filters_narrow_the_list(qtbot, page):
    page.filters._open("kind")
    menu = page.filters.findChild(QMenu, "request_kind_menu")
    menu.actions()[1].trigger()
    menu.close()
    assert texts(page) == ["When do you open?"]
    assert page.filters.query().kinds == (RequestKind.INQUIRY,)
    page.filters._drop("kind")
    page.filters._open("responsible")
    menu = page.filters.findChild(QMenu, "request_responsible_menu")
    assert [action.text() for action in menu.actions()] == ["Mine", "With nobody", "Anna"]
    menu.actions()[2].trigger()
    menu.close()
    assert texts(page) == ["Vases came chipped"]
    page.filters._drop("responsible")
    page.filters._set_days(7)
    assert texts(page) == ["Vases came chipped", "When do you open?"]
    page.filters._drop("period")
    assert page.filters.query() == RequestQuery()
    page.filters._open("channel")
    menu = page.filters.findChild(QMenu, "request_channel_menu")
    menu.actions()[1].trigger()
    menu.close()
    assert texts(page) == ["When do you open?"]


def test_what_is_empty_says_why(page, store, made, asked):
    def title():
        return page._empty.accessibleName()

    page.find_wishes("zzz")
    assert title() == "No request says that"
    assert (page._show_all.isHidden(), page._new.isHidden()) == (False, True)
    page.find_wishes("")
    page.filters._set(channels=(Channel.LETTER,))
    assert title() == "Nothing with these filters"
    page._show_all.click()
    assert len(texts(page)) == 3
    page.show_standing(Standing.RESOLVED)
    assert title() == "Nothing was resolved yet"
    for each in made.values():
        requests.resolve(store, each)
    page.show_standing(Standing.OVERDUE)
    assert title() == "Nobody waits too long"
    page.show_standing(Standing.OPEN)
    assert title() == "Nobody waits for an answer"
    assert (page._show_all.isHidden(), page._new.isHidden()) == (True, False)
    assert page.detail._nothing.isHidden()
    page._new.click()
    assert asked.calls == [("new_request", None)]


def test_many_rows_come_as_one_scrolls(page, store):
    client = clients.add(store, ClientDraft(name="Many"))
    with store.change(Op.IMPORT):
        for number in range(150):
            requests.add(store, RequestDraft(client, text=f"{number}", received_at=ago(hours=1)))
    page.show_standing(Standing.OPEN)
    assert page.model.rowCount() == 60
    while page.model.canFetchMore():
        page.model.fetchMore()
    assert page.model.rowCount() == 153
    page.list.choose(120)
    current = page.list.current_id()
    requests.answer(store, current)
    assert page.model.rowCount() == 153
    assert page.list.current_id() == current


def test_a_resolved_one_is_opened_again(qtbot, page, made, store):
    requests.resolve(store, made["Голубую вазу"])
    page.show_standing(Standing.RESOLVED)
    press(qtbot, page, Qt.Key.Key_R)
    assert requests.draft_of(store, made["Голубую вазу"]).resolved_at is None


def test_several_are_opened_again_and_moved_to_the_bin_at_once(qtbot, page, made, store, told):
    for each in made.values():
        requests.resolve(store, each)
    page.show_standing(Standing.RESOLVED)
    page.list.selectAll()
    press(qtbot, page, Qt.Key.Key_R)
    assert told.words[-1] == "3 requests saved"
    page.show_standing(Standing.OPEN)
    page.list.selectAll()
    press(qtbot, page, Qt.Key.Key_Delete)
    assert told.words[-1] == "3 requests moved to the bin"
    assert texts(page) == []
    told.last_undo()
    assert len(texts(page)) == 3


def test_words_typed_for_one_come_back_with_the_question_about_it(qtbot, page, made):
    stand_on(page, made, "Vases came chipped")
    press(qtbot, page, Qt.Key.Key_D)
    qtbot.keyClicks(page.detail.resolving._words, "sent new ones")
    stand_on(page, made, "When do you open?")
    assert page.detail.resolving.isHidden()
    press(qtbot, page, Qt.Key.Key_D)
    assert page.detail.resolving.words() == ""
    stand_on(page, made, "Vases came chipped")
    press(qtbot, page, Qt.Key.Key_D)
    assert page.detail.resolving.words() == "sent new ones"


def test_the_page_paints_in_both_themes(qapp, page):
    from crm_desktop.ui import theme

    for name in ("dark", "light"):
        theme.apply(qapp, name)
        assert not page.grab().isNull()
