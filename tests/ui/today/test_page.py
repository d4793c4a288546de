"""The page of today by keyboard: each line done, moved, opened; undo; midnight; narrow windows; empty bases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from crm_desktop.changes import EXTERNAL, Changes
from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import ActivityKind, Outcome, RequestKind
from crm_desktop.services import activities, clients, feedback, operations, payments, requests, today
from crm_desktop.services.dictionaries import Dictionary, ensure
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, FeedbackDraft, PaymentDraft, RequestDraft
from crm_desktop.ui import text
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.lines.line import Line
from crm_desktop.ui.today.doing import Doing
from crm_desktop.ui.today.next_step import next_workday
from crm_desktop.ui.today.page import TodayPage
from tests.bases import new_base

# A Friday in Vilnius: noon.
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


class SetClock:
    def __init__(self):
        self.at = NOW

    def now(self):
        return self.at


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def base(tmp_path, clock):
    made = new_base(tmp_path / "clients.crm", who="Ona", clock=clock)
    yield made
    made.store.close()


@pytest.fixture
def store(base):
    return base.store


class Asked:
    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *args: self.calls.append((name, *args))


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def hosts(asked):
    names = ("open_card", "plan_activity", "open_activity", "move_activity", "open_import", "edit_client")
    return Hosts(**{name: getattr(asked, name) for name in names})


@pytest.fixture
def make(qtbot, session, told, store):
    pages = []

    def build(hosts):
        page = TodayPage(session, Doing(session, told, lambda: operations.undo(store), hosts))
        qtbot.addWidget(page)
        session.signals.changed.connect(page.changed)
        pages.append(page)
        page.resize(1100, 800)
        page.show()
        qtbot.waitExposed(page)
        page.shown(stale=False)
        # Sums of money follow the first picture.
        qtbot.waitUntil(lambda: page._was_painted)
        QApplication.processEvents()
        return page

    yield build
    for page in pages:
        session.signals.changed.disconnect(page.changed)
        page.stop()


@pytest.fixture
def page(make, hosts, day):
    return make(hosts)


@pytest.fixture
def day(store):
    """A day with something of everything; ids by name."""
    made = {
        "ona": clients.add(store, ClientDraft(name="Ona Žemaitė", likes="roses", birthday="1976-11-19")),
        "jonas": clients.add(store, ClientDraft(name="Jonas", longest_silence_days=1)),
    }
    ona = made["ona"]
    made["late"] = activities.add(
        store, ActivityDraft(ona, planned_at="2026-11-18T09:00:00.000Z", wanted="vases")
    )
    made["meeting"] = activities.add(
        store, ActivityDraft(ona, ActivityKind.MEETING, planned_at="2026-11-20T09:30:00.000Z", minutes=60)
    )
    made["task"] = activities.add(
        store, ActivityDraft(None, ActivityKind.TASK, planned_at="2026-11-20T13:00:00.000Z", wanted="dentist")
    )
    made["complaint"] = requests.add(
        store, RequestDraft(ona, RequestKind.COMPLAINT, "chipped", received_at="2026-11-18T09:00:00.000Z")
    )
    made["payment"] = payments.add(store, PaymentDraft(ona, 38000, "EUR", due_on="2026-11-15"))
    with store.change("edit_client") as change:
        change.execute("UPDATE client SET created_at = '2026-11-01T00:00:00.000Z'")
    return made


def shown(page, name):
    return [each.words.title for each in page.parts.sections[name].lines]


def stand(page, name, place=0):
    line = page.parts.sections[name].lines[place]
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    return line


def standing(page):
    focus = page.window().focusWidget()
    return focus.words.id.split("_")[0] if isinstance(focus, Line) else None


def press(page, *keys):
    for key in keys:
        QTest.keyClick(page.window().focusWidget(), key)


def label_of(page, name):
    return page.findChild(QLabel, name).text()


def test_the_head_and_the_parts(page):
    assert label_of(page, "today_heading") == "Friday, 20 November"
    assert label_of(page, "today_summary") == "1 meeting, 1 task. 1 thing is late."
    assert shown(page, "late") == ["Ona Žemaitė"]
    assert shown(page, "today") == ["Ona Žemaitė", "dentist"]
    assert [each.words.when for each in page.parts.sections["today"].lines] == ["11:30", "15:00"]
    assert shown(page, "occasions") == ["Ona Žemaitė"]
    assert shown(page, "waiting") == ["Ona Žemaitė"]
    assert shown(page, "due") == ["€380"]
    late, meeting, task = page.parts.sections["late"].lines + page.parts.sections["today"].lines
    assert (late.words.when, late.words.tone, meeting.words.tone, task.words.tone) == (
        "Wed",
        "late",
        "accent",
        "text",
    )
    assert meeting.words.alert == "Open complaint: chipped"
    assert "likes: roses" in meeting.words.detail
    assert page.states() == ()


def test_lines_are_read_aloud_as_sentences(page):
    names = [each.accessibleName() for each in page.parts.lines()]
    assert names[:3] == [
        "Call with Ona Žemaitė, Wed. Late.",
        "Meeting with Ona Žemaitė, 11:30. It is on now.",
        "Task: dentist, 15:00.",
    ]
    assert "Birthday: Ona Žemaitė, yesterday, 50." in names
    assert "Complaint of Ona Žemaitė, waits 2\u00a0days. Answer late by 1\u00a0day." in names
    assert "€380 of Ona Žemaitė, late 5\u00a0days." in names
    assert page.parts.week.accessibleName() == "The week so far: 0 held. Last week by then: 0 held"


def test_keys_go_through_all_lines_and_only_one_takes_tab(page):
    page.focus_first()
    assert standing(page) == "contact"
    seen = [page.window().focusWidget()]
    for _ in range(len(page.parts.lines()) + 2):
        press(page, Qt.Key.Key_Down)
        if page.window().focusWidget() is not seen[-1]:
            seen.append(page.window().focusWidget())
    assert seen == page.parts.lines()
    press(page, Qt.Key.Key_Home)
    assert page.window().focusWidget() is page.parts.lines()[0]
    press(page, Qt.Key.Key_End, Qt.Key.Key_Up)
    assert page.window().focusWidget() is page.parts.lines()[-2]
    strong = Qt.FocusPolicy.StrongFocus
    assert [each for each in page.parts.lines() if each.focusPolicy() == strong] == [page.parts.lines()[-2]]
    page.focus_first()
    assert page.window().focusWidget() is page.parts.lines()[-2]


def test_tab_goes_to_the_buttons_of_the_line_then_to_more_of_them(page, store, day):
    for number in range(9):
        requests.add(store, RequestDraft(day["jonas"], RequestKind.INQUIRY, f"question {number}"))
    line = stand(page, "today")
    met = []
    for _ in range(5):
        press(page, Qt.Key.Key_Tab)
        met.append(page.window().focusWidget().objectName())
    assert met == ["today_well", "today_failed", "today_move", "today_waiting_all", line.objectName()]


def test_done_takes_the_line_away_tells_and_the_focus_goes_on(page, told, store, day):
    stand(page, "late")
    press(page, Qt.Key.Key_D)
    assert activities.draft_of(store, day["late"]).outcome is Outcome.SUCCESSFUL
    assert told.words == ["Ona Žemaitė: went well"]
    assert shown(page, "late") == []
    assert page.window().focusWidget() is page.parts.sections["today"].lines[0]
    told.last_undo()
    assert shown(page, "late") == ["Ona Žemaitė"]


@pytest.mark.parametrize(
    ("letter", "outcome"), [("f", Outcome.FAILED), ("а", Outcome.FAILED), ("a", Outcome.NO_ANSWER)]
)
def test_letters_work_in_any_layout(page, store, day, letter, outcome):
    # In Russian the key of F gives "а"; Qt has no name for it.
    key = QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
    QApplication.sendEvent(stand(page, "today"), key)
    assert activities.draft_of(store, day["meeting"]).outcome is outcome


def test_what_is_just_done_has_no_ending(page, store, day, told):
    line = stand(page, "today", 1)
    assert [deed.name for deed in line.words.deeds] == ["done", "move", "tell", "cancel"]
    press(page, Qt.Key.Key_D)
    assert (told.words, activities.draft_of(store, day["task"]).outcome) == (["dentist: done"], Outcome.NONE)
    assert not page.parts.next_step.isVisible()


def test_open_move_tell_plan_card_and_cancel(page, asked, store, day):
    stand(page, "today")
    press(page, Qt.Key.Key_Return, Qt.Key.Key_M, Qt.Key.Key_T, Qt.Key.Key_C, Qt.Key.Key_N)
    assert asked.calls[:4] == [
        ("open_activity", day["meeting"], None, False),
        ("move_activity", day["meeting"], None),
        ("open_activity", day["meeting"], None, True),
        ("open_card", day["ona"]),
    ]
    name, draft = asked.calls[4]
    assert (name, draft.client_id, draft.kind) == ("plan_activity", day["ona"], ActivityKind.CALL)
    press(page, Qt.Key.Key_X)
    assert shown(page, "today") == ["dentist"]
    QTest.mouseDClick(page.parts.sections["today"].lines[0], Qt.MouseButton.LeftButton)
    assert asked.calls[-1] == ("open_activity", day["task"], None, False)


def test_other_keys_are_left_to_the_window(page):
    line = stand(page, "today")
    before = len(page.parts.lines())
    QTest.keyClick(line, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Q)
    QTest.keyClick(line, Qt.Key.Key_F5)
    assert len(page.parts.lines()) == before


def test_the_menu_offers_all_with_its_keys(qtbot, page, store, day):
    line = stand(page, "today")
    press(page, Qt.Key.Key_Space)
    menu = line.findChild(QMenu, "today_menu")
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == [
        "Open", "Went well", "Failed", "No answer", "Move", "Tell how it went…", "Plan another contact…",
        "Open the card", "Cancelled",
    ]  # fmt: skip
    next(action for action in menu.actions() if action.text().startswith("Failed")).trigger()
    menu.close()
    assert activities.draft_of(store, day["meeting"]).outcome is Outcome.FAILED


def test_the_menu_of_the_mouse(qtbot, page):
    line = page.parts.sections["today"].lines[1]
    at = QPoint(5, 5)
    QApplication.sendEvent(
        line,
        QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, at, line.mapToGlobal(at), Qt.KeyboardModifier.NoModifier
        ),
    )
    assert page.window().focusWidget() is line
    menu = line.findChild(QMenu, "today_menu")
    assert menu is not None
    menu.close()


def test_a_button_does_it_too_and_says_of_which_line(page, store, day):
    line = page.parts.sections["today"].lines[0]
    button = line.findChild(QPushButton, "today_well")
    assert (button.accessibleName(), button.accessibleDescription()) == ("Went well", line.words.sentence)
    button.setFocus()
    press(page, Qt.Key.Key_Return)
    assert activities.draft_of(store, day["meeting"]).outcome is Outcome.SUCCESSFUL


def test_the_next_step_is_asked_in_passing(page, store, day, asked, told):
    stand(page, "today")
    press(page, Qt.Key.Key_D)
    assert page.parts.next_step.isVisible()
    assert page.parts.next_step.accessibleName() == "Next step with Ona Žemaitė?"
    page.findChild(QPushButton, "next_step_call").click()
    assert not page.parts.next_step.isVisible()
    assert told.words[-1] == "Call planned: Ona Žemaitė, 27 Nov"
    assert store.read("SELECT planned_at, all_day, kind FROM activity WHERE planned_at = '2026-11-27'") == [
        ("2026-11-27", 1, "call")
    ]


def test_what_failed_is_tried_again_on_the_next_work_day(page, store, asked, day):
    stand(page, "today")
    press(page, Qt.Key.Key_F)
    call = page.findChild(QPushButton, "next_step_call")
    assert call.accessibleName() == "Call again next work day"
    page.findChild(QPushButton, "next_step_other").click()
    assert asked.calls[-1][1].client_id == day["ona"]
    assert not page.parts.next_step.isVisible()
    assert next_workday(NOW.date()).isoformat() == "2026-11-23"


def test_slipping_birthdays_requests_and_payments_are_done_here(page, store, day, told, asked):
    assert shown(page, "slipping") == ["Jonas"]
    stand(page, "slipping")
    press(page, Qt.Key.Key_N, Qt.Key.Key_Return)
    assert asked.calls[0][1].client_id == day["jonas"]
    assert asked.calls[1] == ("open_card", day["jonas"])
    stand(page, "occasions")
    press(page, Qt.Key.Key_N, Qt.Key.Key_D)
    draft = asked.calls[-1][1]
    assert (draft.planned_at, draft.all_day, draft.wanted) == ("2026-11-20", True, "Birthday")
    assert shown(page, "occasions") == []
    stand(page, "waiting")
    press(page, Qt.Key.Key_A)
    assert standing(page) == "request"
    assert page.parts.sections["waiting"].lines[0].words.deeds[0].name == "resolved"
    press(page, Qt.Key.Key_D)
    assert shown(page, "waiting") == []
    assert standing(page) == "payment"
    press(page, Qt.Key.Key_D)
    assert payments.draft_of(store, day["payment"]).paid_on == "2026-11-20"
    assert told.words == [
        "Ona Žemaitė: greeted", "Ona Žemaitė: answered", "Ona Žemaitė: resolved", "Ona Žemaitė: €380 paid",
    ]  # fmt: skip


def test_what_goes_wrong_is_told(page, told, store, day):
    line = page.parts.sections["today"].lines[0]
    activities.delete(store, day["meeting"])
    line.words.deeds[0].run()
    assert isinstance(told.problems[0], RecordNotFound)


def test_more_are_shown_and_the_first_new_one_has_the_focus(page, store, day):
    for number in range(9):
        requests.add(store, RequestDraft(day["jonas"], RequestKind.INQUIRY, f"question {number}"))
    section = page.parts.sections["waiting"]
    assert (len(section.lines), section.more.text()) == (5, "5 more")
    section.more.click()
    assert len(section.lines) == 10
    assert page.window().focusWidget() is section.lines[5]
    assert not section.more.isVisible()


def test_time_passes_a_contact_is_over_then_the_day(page, clock, day):
    clock.at = NOW + timedelta(minutes=31)
    page._look_at_clock()
    assert page.parts.sections["today"].lines[0].words.tone == "care"
    assert label_of(page, "today_summary") == "1 meeting, 1 task. 2 things are late."
    clock.at = NOW + timedelta(hours=12, minutes=1)
    page._look_at_clock()
    assert label_of(page, "today_heading") == "Saturday, 21 November"
    assert (shown(page, "today"), len(shown(page, "late"))) == ([], 3)
    assert page.parts.nothing.accessibleName() == "Begin with what is late."
    clock.at = NOW
    page._look_at_clock()
    assert label_of(page, "today_heading") == "Friday, 20 November"


def test_words_of_waiting_are_read_again_now_and_then(page, clock):
    read_at = page._read_at
    page.shown(stale=False)
    page._look_at_clock()
    assert page._read_at == read_at
    clock.at += timedelta(minutes=5)
    page.shown(stale=False)
    assert page._read_at == clock.at


def test_the_clock_is_looked_at_only_while_the_page_is_seen(page):
    assert page._look.isActive()
    page.hide()
    assert not page._look.isActive()


def test_changes_of_others_are_gathered(qtbot, page, store, monkeypatch):
    read = []
    monkeypatch.setattr(page, "reload", lambda: read.append(1))
    page._soon.timeout.disconnect()
    page._soon.timeout.connect(page.reload)
    for _ in range(5):
        page.changed(Changes("import", EXTERNAL, 1, {"activity": None}))
    page.changed(Changes("save_view", EXTERNAL, 1, {"view": None}))
    assert read == []
    qtbot.waitUntil(lambda: read == [1])


def test_a_big_base_is_read_beside_the_window(qtbot, make, hosts, day, monkeypatch, store):
    monkeypatch.setattr(today, "_BIG", 0)
    page = make(hosts)
    assert shown(page, "today") == ["Ona Žemaitė", "dentist"]
    qtbot.waitUntil(lambda: shown(page, "waiting") == ["Ona Žemaitė"])
    requests.resolve(store, day["complaint"])
    page.reload()
    qtbot.waitUntil(lambda: shown(page, "waiting") == [])


def test_a_narrow_page_has_one_column(page):
    assert page.parts.right_side.isVisible()
    page.resize(700, 800)
    QApplication.processEvents()
    assert not page.parts.right_side.isVisible()
    parts = [each.words.id.split("_")[0] for each in page.parts.lines()]
    assert parts == ["contact", "contact", "contact", "request", "birthday", "slipping", "payment"]
    tops = [each.mapTo(page, QPoint(0, 0)).y() for each in page.parts.lines()]
    assert tops == sorted(tops)


@pytest.mark.parametrize("language", text.LANGUAGES)
@pytest.mark.parametrize("width", [560, 760, 1000, 1400])
def test_nothing_is_cut_or_overlaps(make, hosts, day, monkeypatch, language, width):
    monkeypatch.setenv("CRM_STRETCH", "2")
    text.set_language(language)
    page = make(hosts)
    page.resize(width, 900)
    QApplication.processEvents()
    for line in page.parts.lines():
        room, place, needed = line._layout(line.width(), line.height())
        assert line.height() >= needed
        assert line.rect().contains(room)
        assert not room.intersects(place) or not line._buttons
    monkeypatch.delenv("CRM_STRETCH")


def test_nothing_planned_says_what_to_do(make, hosts, store, asked):
    clients.add(store, ClientDraft(name="Ona"))
    page = make(hosts)
    assert page.parts.nothing.isVisible()
    assert page.parts.nothing.accessibleName() == "Plan the next contact, so that it is not forgotten."
    clients.add(store, ClientDraft(name="Jonas", longest_silence_days=1))
    with store.change("edit_client") as change:
        change.execute("UPDATE client SET created_at = '2026-11-01T00:00:00.000Z'")
    assert page.parts.nothing.accessibleName() == "There is time for those you have not spoken to for long."
    page.findChild(QPushButton, "today_plan").click()
    assert asked.calls[-1][1].client_id is None


def test_an_empty_base_offers_to_bring_a_list(make, hosts, asked):
    page = make(hosts)
    assert page.findChild(QWidget, "today_empty").isVisible()
    page.findChild(QPushButton, "today_bring").click()
    page.findChild(QPushButton, "today_new_client").click()
    assert asked.calls == [("open_import", []), ("edit_client", None)]


def test_what_nobody_hosts_is_not_offered(make, day, page, asked):
    bare = make(Hosts())
    names = {deed.name for line in bare.parts.lines() for deed in line.words.deeds}
    assert names == {
        "well",
        "failed",
        "no_answer",
        "done",
        "cancel",
        "greeted",
        "answered",
        "hand_over",
        "resolved",
        "paid",
    }
    for line in bare.parts.lines():
        line.words.open()
    doing = bare._doing
    doing.plan(day["ona"])
    doing.move(bare._planned.contacts.today.rows[0])
    assert asked.calls == []
    only_card = make(replace(Hosts(), open_card=asked.open_card))
    stand(only_card, "today")
    press(only_card, Qt.Key.Key_Return)
    assert asked.calls == [("open_card", day["ona"])]


def test_a_low_mark_stands_there_until_somebody_acts(page, store, day, told):
    first = feedback.add(store, FeedbackDraft(day["ona"], 2, "never again"))
    second = feedback.add(store, FeedbackDraft(day["jonas"], 1))
    feedback.add(store, FeedbackDraft(day["jonas"], 5))
    lines = {each.words.title: each for each in page.parts.sections["low"].lines}
    assert set(lines) == {"Ona Žemaitė", "Jonas"}
    assert (lines["Ona Žemaitė"].words.when, lines["Ona Žemaitė"].words.detail) == ("2 of 5", "never again")
    lines["Ona Žemaitė"].do("K")
    assert told.words[-1] == "Ona Žemaitė: complaint written down"
    (complaint,) = [draft for _, draft in requests.of(store, day["ona"]) if draft.text == "never again"]
    assert complaint.kind is RequestKind.COMPLAINT
    lines["Jonas"].do("D")
    assert told.words[-1] == "Jonas: seen"
    assert page.parts.sections["low"].isHidden()
    assert not feedback.low_marks(store, 5).total
    told.last_undo()
    assert [each.id for each in feedback.low_marks(store, 5).rows] == [second]
    assert first != second


def test_satisfaction_is_asked_in_passing_after_what_went_well_and_what_was_resolved(page, store, day, told):
    line = next(each for each in page.parts.lines() if each.words.title == "Ona Žemaitė")
    line.do("S")
    if page.parts.marks is None:  # the first of her lines is the late call
        contact = next(each for each in page._planned.contacts.late.rows if each.client)
        page._doing.hold(contact, Outcome.SUCCESSFUL)
    marks = page.parts.marks
    assert marks.isVisible()
    places = [page.parts._left.itemAt(place).widget() for place in range(3)]
    assert places == [page.parts.next_step, marks, page.parts.sections["late"]]
    QTest.keyClick(marks, Qt.Key.Key_5)
    ((_, given),) = feedback.of(store, day["ona"])
    assert (given.mark, given.request_id) == (5, None)
    assert given.activity_id is not None
    waiting = next(each for each in page.parts.sections["waiting"].lines)
    waiting.do("D")
    assert marks.isVisible()
    QTest.keyClick(marks, Qt.Key.Key_1)
    assert feedback.of(store, day["ona"])[0][1].request_id is not None
    assert told.words[-1] == "Satisfaction noted: 1 of 5"


def test_nobody_is_asked_about_a_contact_that_failed(page, day):
    contact = next(each for each in page._planned.contacts.late.rows if each.client)
    page._doing.hold(contact, Outcome.FAILED)
    assert page.parts.marks is None


def test_a_request_is_handed_over_from_its_line(page, store, day, told):
    anna = ensure(store, Dictionary.COLLEAGUE, ["Anna"])["Anna"]
    stand(page, "waiting").do("H")
    menu = page.findChild(QMenu, "hand_over_menu")
    assert menu.parent() is page.parts.sections["waiting"].lines[0]
    menu.actions()[[action.text()[-4:] for action in menu.actions()].index("Anna")].trigger()
    menu.close()
    assert requests.draft_of(store, day["complaint"]).responsible_id == anna
    assert told.words[-1] == "Request handed over: Anna"
    assert not page.parts.sections["waiting"].lines  # it is hers, and here stands what is mine
    page._whose._click(1)
    assert page._session.settings.current.everybody
    assert "with Anna" in page.parts.sections["waiting"].lines[0].words.detail
    stand(page, "waiting").do("H")
    page.findChildren(QMenu, "hand_over_menu")[-1].actions()[-1].trigger()
    assert requests.draft_of(store, day["complaint"]).responsible_id is None
    assert told.words[-1] == "Request handed over: nobody"


def test_mine_or_everybodys_is_asked_once_there_is_a_colleague(page, store, day):
    assert page._whose is None
    told: list[bool] = []
    page._session.signals.whose.connect(lambda: told.append(page._session.settings.current.everybody))
    ensure(store, Dictionary.COLLEAGUE, ["Anna"])
    page.reload()
    switch = page.findChild(QWidget, "today_whose")
    assert (switch.isHidden(), switch.value()) == (False, "mine")
    switch._click(1)
    switch._click(0)
    assert told == [True, False]
    switch._click(0)
    assert switch.value() == "mine", "a second click changes nothing"
    with store.change("test") as change:
        change.execute("UPDATE colleague SET active = 0 WHERE name = 'Anna'")
    page.reload()
    assert switch.isHidden()


def test_one_quiet_line_leads_to_the_differences_with_colleagues(qtbot, make, hosts, asked, store, day):
    page = make(replace(hosts, show_differences=asked.show_differences))
    line = page.findChild(QPushButton, "today_differences")
    assert not line.isVisible()
    with store.change("sync") as change:
        change.execute(
            "INSERT INTO conflict(id, tbl, row_id, field, kind, found_at)"
            " VALUES (?, 'client', ?, 'notes', 'both_changed', '2026-11-20')",
            (b"c" * 16, day["ona"]),
        )
    assert line.isVisible()
    assert line.text() == "1 difference to look at"
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert asked.calls == [("show_differences", None)]
