"""The window of reminders: each line is answered there, nothing else ends it, and the next one comes under the keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind, Op, Outcome, RequestKind
from crm_desktop.services import activities, clients, reminders, requests
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, RequestDraft
from crm_desktop.storage.remote_change import remote_change
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program
from crm_desktop.ui.reminders.window import ReminderWindow
from tests.ui.controls import nameless, not_reached_by_tab


class Asked:
    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *args: self.calls.append((name, *args))


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def desk(qtbot, session, asked):
    hosts = Hosts(
        open_card=asked.open_card,
        open_activity=asked.open_activity,
        move_activity=asked.move_activity,
        plan_activity=asked.plan_activity,
    )
    made = make_desk(session, Program(*[asked.nothing] * 6), lambda _desk: hosts)
    qtbot.addWidget(made.window)
    made.start("clients")
    made.window.show()
    qtbot.waitUntil(lambda: not session.runner.busy())
    yield made
    made.close()


@pytest.fixture
def shown(qtbot, desk, asked):
    """The window, after the look that works reminders out."""

    def show():
        store = desk.session.store
        while not reminders.refresh(store, store.clock.now(), whole=True):
            pass
        window = ReminderWindow(desk, asked.bring_up)
        window.show_due(activate=True)
        qtbot.waitExposed(window)
        return window

    return show


def add_call(store, client_id, minutes, wanted="About vases"):
    at = store.clock.now() + timedelta(minutes=minutes)
    return activities.add(
        store, ActivityDraft(client_id, ActivityKind.CALL, planned_at=utc_text(at), wanted=wanted)
    )


def head(window):
    return window.findChild(QLabel, "reminder_head").text()


def titles(window):
    return [line.words.title for line in window._section.lines]


def settle(desk):
    store = desk.session.store
    while not reminders.refresh(store, store.clock.now()):
        pass


def test_nothing_waits(shown):
    window = shown()
    assert head(window) == "Reminders"
    assert window.findChild(QLabel, "reminder_head").isVisible()
    assert window._nothing.isVisible()


def test_a_contact_is_held_by_one_key_and_the_next_line_has_the_focus(qtbot, desk, shown, people):
    store = desk.session.store
    first = add_call(store, people["Ivanov"], -10)
    add_call(store, people["Petrova"], -20)
    window = shown()
    assert head(window) == "2 reminders due"
    assert titles(window) == ["Иванов Иван Петрович", "Петрова Анна"]
    qtbot.keyClick(window._section.lines[0], Qt.Key.Key_D)
    assert activities.draft_of(store, first).outcome is Outcome.SUCCESSFUL
    settle(desk)
    window.reload()
    assert titles(window) == ["Петрова Анна"]
    assert desk.window.toast.text() == "Иванов Иван Петрович: went well"
    desk.undoing.take_back_last()
    settle(desk)
    window.reload()
    assert len(titles(window)) == 2


def test_the_letters_are_those_of_the_morning_page(qtbot, desk, shown, people, asked):
    add_call(desk.session.store, people["Ivanov"], -10)
    window = shown()
    deeds = {deed.letter: (deed.name, deed.look) for deed in window._section.lines[0].words.deeds}
    assert deeds["D"] == ("successful", "row-well")
    assert deeds["F"] == ("failed", "row-failed")
    assert deeds["A"] == ("no_answer", "")
    qtbot.keyClick(window._section.lines[0], Qt.Key.Key_C)
    assert asked.calls == [("open_card", people["Ivanov"])]


def test_a_task_is_done_it_neither_ends_well_nor_fails(qtbot, desk, shown, people):
    store = desk.session.store
    at = utc_text(store.clock.now() - timedelta(minutes=5))
    task = activities.add(store, ActivityDraft(people["Ivanov"], ActivityKind.TASK, planned_at=at))
    window = shown()
    line = window._section.lines[0]
    assert [deed.name for deed in line.words.deeds][:1] == ["done"]
    assert not line.do("F")
    qtbot.keyClick(line, Qt.Key.Key_D)
    draft = activities.draft_of(store, task)
    assert draft.held_at is not None
    assert draft.outcome is Outcome.NONE
    assert desk.window.toast.text() == "Иванов Иван Петрович: done"


def test_with_nobody_there_is_no_card(desk, shown):
    add_call(desk.session.store, None, -10)
    window = shown()
    assert "card" not in [deed.name for deed in window._section.lines[0].words.deeds]


def test_what_opens_forms_brings_the_program_up(qtbot, desk, shown, people, asked):
    call = add_call(desk.session.store, people["Ivanov"], -20)
    window = shown()
    line = window._section.lines[0]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_T, Qt.Key.Key_M):
        qtbot.keyClick(line, key)
    assert asked.calls == [
        ("bring_up",),
        ("open_activity", call, None, False),
        ("bring_up",),
        ("open_activity", call, None, True),
        ("bring_up",),
        ("move_activity", call, None),
    ]


def test_later_takes_the_line_away_until_its_time(qtbot, desk, shown, people):
    store = desk.session.store
    add_call(store, people["Ivanov"], -20)
    window = shown()
    qtbot.keyClick(window._section.lines[0], Qt.Key.Key_L)
    menu = window.findChild(QMenu, "snooze_menu")
    words = [action.text() for action in menu.actions()]
    assert words[0] == "&1  For 5 minutes"
    assert "tomorrow" in words[4]
    menu.actions()[0].trigger()
    window.reload()
    assert titles(window) == []
    coming = reminders.coming(store, store.clock.now(), 1)
    assert len(coming) == 1


def test_all_can_wait(qtbot, desk, shown, people):
    store = desk.session.store
    for minutes in range(3):
        add_call(store, people["Ivanov"], -20 - minutes)
    window = shown()
    window._later.click()
    menu = window.findChild(QMenu, "snooze_menu")
    menu.actions()[2].trigger()
    window.reload()
    assert reminders.due_count(store, store.clock.now()) == 0


def test_a_request_is_answered_and_a_birthday_greeted(qtbot, desk, shown, people, asked):
    store = desk.session.store
    today = store.clock.now().astimezone().date()
    born = clients.add(
        store, ClientDraft(name="Ona", birthday=today.replace(year=today.year - 50).isoformat())
    )
    request = requests.add(
        store,
        RequestDraft(
            people["Ivanov"],
            RequestKind.COMPLAINT,
            "Chipped vase",
            utc_text(store.clock.now() - timedelta(days=3)),
        ),
    )
    window = shown()
    lines = {line.words.title: line for line in window._section.lines}
    qtbot.keyClick(lines["Иванов Иван Петрович"], Qt.Key.Key_A)
    assert requests.draft_of(store, request).answered_at is not None
    if "Ona" in lines:  # before nine in the morning nobody is greeted yet
        assert "50" in lines["Ona"].words.beside
        qtbot.keyClick(lines["Ona"], Qt.Key.Key_D)
        window.reload()
        assert "Ona" not in titles(window)
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert born


def test_escape_hides_it_and_ends_nothing(qtbot, desk, shown, people):
    store = desk.session.store
    add_call(store, people["Ivanov"], -20)
    window = shown()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert reminders.due_count(store, store.clock.now()) == 1


def add_birthdays(desk, count):
    store = desk.session.store
    today = store.clock.now().astimezone().date()
    for number in range(count):
        born = today.replace(year=today.year - 4 * (5 + number))
        clients.add(store, ClientDraft(name=f"Guest {number}", birthday=born.isoformat()))


def test_a_few_birthdays_stand_each_on_its_line(desk, shown):
    add_birthdays(desk, 5)
    assert sorted(titles(shown())) == [f"Guest {number}" for number in range(5)]


def test_many_birthdays_are_one_line_behind_the_others_and_unfold(qtbot, desk, shown, people):
    add_call(desk.session.store, people["Ivanov"], -20)
    add_birthdays(desk, 6)
    window = shown()
    assert head(window) == "7 reminders due"
    assert titles(window) == ["Иванов Иван Петрович", "6 birthdays and dates"]
    assert not window._section.more.isVisible()
    line = window._section.lines[1]
    assert "Guest 0" in line.words.detail
    qtbot.keyClick(line, Qt.Key.Key_S)
    assert len(titles(window)) == 8
    assert window._section.lines[1] is line, "it stays where it was"
    assert line.words.detail == ""
    qtbot.keyClick(window._section.lines[2], Qt.Key.Key_D)
    settle(desk)
    window.reload()
    assert len(titles(window)) == 6, "five of them are few: the one line is gone"
    assert "6 birthdays and dates" not in titles(window)
    desk.undoing.take_back_last()
    settle(desk)
    window.reload()
    qtbot.keyClick(window._section.lines[1], Qt.Key.Key_Return)
    assert titles(window) == ["Иванов Иван Петрович", "6 birthdays and dates"], "folded again"


def test_many_are_put_off_at_once(qtbot, desk, shown):
    add_birthdays(desk, 8)
    window = shown()
    (line,) = window._section.lines
    qtbot.keyClick(line, Qt.Key.Key_L)
    menu = window.findChild(QMenu, "snooze_menu")
    menu.actions()[2].trigger()
    menu.close()
    settle(desk)
    window.reload()
    assert titles(window) == []


def test_many_are_greeted_at_once(qtbot, desk, shown):
    add_birthdays(desk, 8)
    window = shown()
    assert titles(window) == ["8 birthdays and dates"]
    qtbot.keyClick(window._section.lines[0], Qt.Key.Key_D)
    settle(desk)
    window.reload()
    assert titles(window) == []
    desk.undoing.take_back_last()
    settle(desk)
    window.reload()
    assert titles(window) == ["8 birthdays and dates"], "one step back takes all of them back"


def test_a_line_says_why_no_pop_up_told_of_it(desk, shown, people):
    store = desk.session.store
    add_call(store, people["Ivanov"], -20)
    window = shown()
    (due,) = reminders.due(store, store.clock.now(), 5)
    why = "no pop-up: no notification service is running"
    for how, told in (("failed: no-service", True), ("failed: whatever", False), ("desktop", False)):
        reminders.announced(store, [due.ref], store.clock.now(), how)
        window.reload()
        assert (why in window._section.lines[0].words.detail) is told


def test_it_is_worked_with_the_keyboard_and_heard(qtbot, desk, shown, people):
    for minutes in range(3):
        add_call(desk.session.store, people["Ivanov"], -20 - minutes)
    window = shown()
    qtbot.waitUntil(window._section.lines[0].hasFocus)
    assert nameless(window) == []
    # Tab comes to one line and its answers; arrows go between the lines.
    others = {stop.objectName() for line in window._section.lines[1:] for stop in line.stops()}
    assert set(not_reached_by_tab(window)) <= others


def test_it_is_never_so_narrow_that_answers_are_cut_off(qtbot, desk, shown, people):
    add_call(desk.session.store, people["Ivanov"], -20)
    window = shown()
    window.resize(1, 1)
    assert (window.width(), window.height()) == (600, 320)
    line = window._section.lines[0]
    qtbot.waitUntil(lambda: line.width() < 600)
    assert all(each.geometry().right() <= line.width() for each in line._buttons)


def test_where_it_comes_by_itself_the_keys_begin_on_a_line_when_it_gets_them(qtbot, desk, shown, people):
    for minutes in range(2):
        add_call(desk.session.store, people["Ivanov"], -20 - minutes)
    window = shown()
    window.hide()
    desk.window.activateWindow()
    desk.window.search.setFocus()
    qtbot.waitUntil(desk.window.search.hasFocus)
    window.show_due(activate=False)
    assert desk.window.search.hasFocus()
    assert window.focusWidget() is window._section.lines[0]
    window.activateWindow()
    qtbot.waitUntil(window._section.lines[0].hasFocus)


def test_one_line_is_always_reached_by_tab(qtbot, desk, shown, people):
    store = desk.session.store
    calls = [add_call(store, people["Ivanov"], -20 - minutes) for minutes in range(3)]
    window = shown()
    desk.window.activateWindow()
    desk.window.search.setFocus()
    qtbot.waitUntil(desk.window.search.hasFocus)
    activities.delete(store, calls[0])
    settle(desk)
    window.reload()
    stops = [line for line in window._section.lines if line.focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert stops == window._section.lines[:1]


def test_thousands_are_not_counted_once_more_for_the_window(shown, desk, people):
    add_call(desk.session.store, people["Ivanov"], -20)
    window = shown()
    assert window._head.text() == "1 reminder due"
    window.reload(900)
    assert window._head.text() == "1 reminder due", "few are counted where they are shown"
    window.reload(1500)
    assert window._head.text() == "1,500 reminders due"
    window._tick.timeout.emit()
    assert window._head.text() == "1,500 reminders due"
    window.reload()
    assert window._head.text() == "1 reminder due"


def test_a_window_that_nobody_is_at_goes_when_all_was_answered_elsewhere(
    qtbot, desk, shown, people, monkeypatch
):
    contact = add_call(desk.session.store, people["Ivanov"], -5)
    window = shown()
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    with (
        remote_change(desk.session.store, Op.SYNC) as remote,
        remote.written_by("Anna", "2026-11-20T09:00:00.000Z"),
    ):
        remote.change.execute("UPDATE activity SET held_at = planned_at WHERE id = ?", (contact,))
    window.reload()
    assert window.isVisible(), "whoever is at it sees that nothing waits"
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    window.reload()
    assert not window.isVisible()
