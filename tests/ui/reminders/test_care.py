"""What a look at the reminders does to the window, the tray and the desktop, with a real watch and a real notifier."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from crm_desktop.background.notifier import Notifier
from crm_desktop.background.popups.reasons import NotShown, Reason
from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, dictionaries
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program
from crm_desktop.ui.reminder_status import ReminderStatus
from crm_desktop.ui.reminders.care import ReminderCare
from crm_desktop.ui.tray import Tray
from tests.bases import new_base
from tests.ui.reminders.conftest import NOW

pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)


class Desktop:
    """What shows pop-ups, or refuses to."""

    def __init__(self):
        self.shown = []
        self.refuses = None

    def __call__(self, title, words):
        if self.refuses is not None:
            raise NotShown(self.refuses)
        self.shown.append(title)


class TodayPage(QWidget):
    """Stands where the page of today would."""

    def changed(self, changes):
        """Nothing is shown."""

    def shown(self, *, stale):
        """Nothing is shown."""

    def states(self):
        return {}


class Asked:
    """Whether the window of reminders was to come up (True), to be brought up to date (False) or to be opened."""

    def __init__(self):
        self.calls = []

    def remind(self, show, due):
        self.calls.append(show)
        self.due = due

    def open_reminders(self):
        self.calls.append("open")


@pytest.fixture
def base(tmp_path, clock):
    made = new_base(tmp_path / "clients.crm", who="Ona", clock=clock)
    yield made
    made.store.close()


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def make(qtbot, session, asked):
    """Windows over the same base, as many as are asked for."""
    made = []

    def desk():
        hosts = Hosts(remind=asked.remind, open_reminders=asked.open_reminders, today_page=TodayPage)
        made.append(make_desk(session, Program(*(lambda *_: None,) * 6), lambda _desk: hosts))
        qtbot.addWidget(made[-1].window)
        return made[-1]

    yield desk
    for each in made:
        each.close()


@pytest.fixture
def tray(qtbot):
    made = Tray(available=lambda: False)
    yield made
    made.close()


@pytest.fixture
def desktop():
    return Desktop()


@pytest.fixture
def care(qtbot, make, session, tray, desktop):
    notifier = Notifier(session.signals.post.emit, tray.message, desktop=desktop)
    made = ReminderCare(make(), notifier, tray)
    yield made
    made.stop()
    notifier.close()


def meet(session, client_id, minutes):
    """Plan a meeting in so many minutes."""
    at = utc_text(session.store.clock.now() + timedelta(minutes=minutes))
    return activities.add(
        session.store, ActivityDraft(client_id, ActivityKind.MEETING, planned_at=at, wanted="vases")
    )


def looked(qtbot, care, what=lambda look: True):
    """Look now, and wait until a look found that."""
    before = care._last
    qtbot.waitUntil(lambda: care._watch._scheduler is not None, timeout=20_000)
    care.look_now()
    qtbot.waitUntil(lambda: care._last is not before and what(care._last), timeout=20_000)


def begin(qtbot, care):
    care.start()
    qtbot.waitUntil(lambda: care._last is not None and care._last.finished, timeout=20_000)


def noted(session):
    return session.store.read("SELECT how FROM reminder WHERE announced_at IS NOT NULL")


def status(desk):
    """What the line of the window says of reminders."""
    part = desk.window.findChild(ReminderStatus)
    return " ".join(label.text() for label in part.findChildren(QLabel)) or part.accessibleName()


def test_what_is_due_is_seen_everywhere_and_pops_up_once(qtbot, care, session, people, tray, desktop, asked):
    contact = meet(session, people["Ivanov"], 10)
    begin(qtbot, care)
    qtbot.waitUntil(lambda: noted(session) == [("desktop",)])
    assert desktop.shown == ["15:30 Meeting · Иванов Иван Петрович"]
    assert care._desk.window.sidebar._items["today"].count == "1"
    assert tray._reminders.text() == "Reminders (1)"
    assert asked.calls[0] is True
    assert asked.due == 1
    looked(qtbot, care)
    assert len(desktop.shown) == 1
    assert asked.calls[-1] is False, "nothing new: the window of reminders stays where it is"
    activities.edit(
        session.store,
        contact,
        ActivityDraft(
            people["Ivanov"],
            ActivityKind.MEETING,
            planned_at=utc_text(NOW + timedelta(minutes=10)),
            held_at=utc_text(NOW),
            outcome=Outcome.SUCCESSFUL,
        ),
    )
    qtbot.waitUntil(lambda: tray._reminders.text() == "Reminders", timeout=20_000)
    qtbot.waitUntil(lambda: care._desk.window.sidebar._items["today"].count == "", timeout=20_000)


def test_its_time_comes_while_the_program_runs(qtbot, care, session, people, desktop, clock):
    meet(session, people["Ivanov"], 600)
    begin(qtbot, care)
    assert desktop.shown == []
    clock.time += timedelta(minutes=590)
    looked(qtbot, care, lambda look: look.due == 1)
    qtbot.waitUntil(lambda: len(desktop.shown) == 1)


def test_a_pause_is_shown_and_taken_back(qtbot, care, session, people, tray, desktop, asked):
    begin(qtbot, care)
    care.pause(on=True)
    assert "16:20" in tray._pause.text()
    meet(session, people["Ivanov"], 10)
    looked(qtbot, care, lambda look: look.due == 1 and look.quiet_until is not None)
    assert desktop.shown == []
    assert True not in asked.calls, "a pause is kept by the window of reminders, too"
    care.pause(on=False)
    assert tray._pause.text() == "No pop-ups for 1 hour"
    qtbot.waitUntil(lambda: len(desktop.shown) == 1, timeout=20_000)


def test_quiet_hours_keep_the_window_quiet(qtbot, care, session, people, desktop, asked):
    session.settings.update(quiet_from="15:00", quiet_until="16:00")
    meet(session, people["Ivanov"], 10)
    begin(qtbot, care)
    assert care._last.due == 1
    assert desktop.shown == []
    assert asked.calls[-1] is False


def test_where_pop_ups_are_off_the_window_of_reminders_tells(qtbot, care, session, people, desktop, asked):
    session.settings.update(popups=False)
    begin(qtbot, care)
    assert asked.calls[-1] is False
    asked.calls.clear()
    meet(session, people["Ivanov"], 10)
    qtbot.waitUntil(lambda: True in asked.calls, timeout=20_000)
    assert desktop.shown == []


def test_a_pop_up_that_failed_is_seen_in_the_line_of_the_window(qtbot, care, session, people, desktop):
    desktop.refuses = Reason.NO_SERVICE
    meet(session, people["Ivanov"], 10)
    begin(qtbot, care)
    qtbot.waitUntil(lambda: noted(session) == [("failed: no-service",)])
    assert "No pop-ups" in status(care._desk)


@pytest.mark.parametrize("before", [False, True])
def test_a_look_that_fails_is_told_until_one_goes_well(qtbot, care, session, people, before):
    meet(session, people["Ivanov"], 10)
    if before:
        begin(qtbot, care)
        qtbot.waitUntil(lambda: noted(session) == [("desktop",)])
    connection = sqlite3.connect(session.store.path)
    connection.execute("ALTER TABLE reminder RENAME TO elsewhere")
    connection.commit()
    if before:
        care.look_now()
    else:
        care.start()

    def said():
        part = care._desk.window.findChild(ReminderStatus)
        return part is not None and "cannot be looked at" in status(care._desk)

    qtbot.waitUntil(said, timeout=20_000)
    connection.execute("ALTER TABLE elsewhere RENAME TO reminder")
    connection.commit()
    connection.close()
    looked(qtbot, care, lambda look: look.due == 1)
    assert not said()


def test_a_window_built_anew_shows_what_the_one_before_did(qtbot, care, session, people, make, asked):
    meet(session, people["Ivanov"], 10)
    begin(qtbot, care)
    before = care._desk
    care.stand_in(make())
    assert care._desk is not before
    assert care._desk.window.sidebar._items["today"].count == "1"
    care._desk.window.status.reminders_wanted.emit()
    assert asked.calls[-1] == "open"
    assert care.watches(session.store)


def test_nothing_is_told_after_the_end(qtbot, care, session, people, asked):
    begin(qtbot, care)
    care.stop()
    asked.calls.clear()
    meet(session, people["Ivanov"], 10)
    care.look_now()
    assert asked.calls == []


def test_what_the_user_has_just_put_into_the_past_brings_no_window_up(qtbot, care, session, people, asked):
    begin(qtbot, care)
    meet(session, people["Ivanov"], -90)
    looked(qtbot, care, lambda look: look.due == 1)
    assert True not in asked.calls
    meet(session, people["Petrova"], 10)
    looked(qtbot, care, lambda look: look.due == 2)
    assert True in asked.calls


def test_what_is_counted_at_the_side_is_what_today_shows(qtbot, care, session, people):
    anna = dictionaries.add(session.store, dictionaries.Dictionary.COLLEAGUE, "Anna")
    contact = meet(session, people["Ivanov"], 10)
    with session.store.change("test") as change:
        change.execute("UPDATE activity SET responsible_id = ? WHERE id = ?", (anna, contact))
    begin(qtbot, care)
    today = care._desk.window.sidebar._items["today"]
    assert (today.count, care._last.due) == ("", 0), "she is reminded on her own laptop"
    session.settings.update(everybody=True)
    session.signals.whose.emit()
    assert today.count == "1"
