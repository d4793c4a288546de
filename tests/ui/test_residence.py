"""The program beyond its window: what the tray asks for, when closing ends it, who starts it again."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.background.notifier import Notifier
from crm_desktop.clock import utc_text
from crm_desktop.errors import SettingsNotSaved
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, clients
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.ui import residence
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.instance import bring_up_running, name_for
from crm_desktop.ui.program import Program
from crm_desktop.ui.residence import Residence
from crm_desktop.ui.session import Session
from crm_desktop.ui.tray import Tray

pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)


class Machine:
    """A desktop with a tray, or without, and the pop-ups it was told to show."""

    def __init__(self):
        self.has_tray = True
        self.shown = []

    def popup(self, title, words):
        self.shown.append((title, words))


class Asked:
    """What the window and the program were asked for."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *args: self.calls.append((name, *args))


class TodayPage(QWidget):
    """Stands where the page of today would."""

    def changed(self, changes):
        """Nothing is shown."""

    def shown(self, *, stale):
        """Nothing is shown."""

    def states(self):
        return {}


@pytest.fixture
def machine():
    return Machine()


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def make(qtbot, asked):
    made = []

    def desk(session):
        hosts = Hosts(
            today_page=TodayPage,
            log_contact=asked.log_contact,
            plan_activity=asked.plan_activity,
            open_reminders=asked.open_reminders,
            start_elsewhere=asked.start_elsewhere,
        )
        made.append(make_desk(session, Program(*[asked.nothing] * 6), lambda _desk: hosts))
        qtbot.addWidget(made[-1].window)
        return made[-1]

    yield desk
    for each in made:
        each.close()


@pytest.fixture
def desk(make, session, people):
    return make(session)


@pytest.fixture
def reside(qapp, session, machine, asked, monkeypatch):
    """The program beyond the window, on that machine."""
    monkeypatch.setattr(residence, "Tray", partial(Tray, available=lambda: machine.has_tray))
    monkeypatch.setattr(residence, "Notifier", partial(Notifier, desktop=machine.popup))
    made: list[Residence] = []

    def begin(*, stays=True):
        made.append(Residence(qapp, session.settings, session.signals, lambda: asked.quit(), stays=stays))
        return made[-1]

    yield begin
    for each in made:
        each.close()


def trigger(tray, name):
    tray.menu.findChild(QObject, f"tray_{name}").trigger()


def looked(qtbot, made):
    """Wait for the first look at the reminders."""
    qtbot.waitUntil(lambda: made._care is None or made._care._last is not None, timeout=20_000)


def test_the_tray_leads_into_the_window(qtbot, reside, desk, asked):
    made = reside()
    made.begin(desk)
    assert asked.calls == [("start_elsewhere",)]
    assert made.tray.there()
    desk.start("clients")
    assert not desk.window.isVisible()
    trigger(made.tray, "open")
    assert desk.window.isVisible()
    desk.window.close()
    trigger(made.tray, "today")
    assert desk.window.isVisible()
    assert desk.window.where() == "today"
    trigger(made.tray, "contact")
    trigger(made.tray, "reminders")
    trigger(made.tray, "quit")
    assert [call[0] for call in asked.calls[1:]] == ["plan_activity", "open_reminders", "quit"]
    trigger(made.tray, "pause")
    assert made._care._popups.paused_until() is not None
    trigger(made.tray, "pause")
    assert made._care._popups.paused_until() is None
    looked(qtbot, made)


def test_before_a_base_is_open_the_tray_does_no_harm(reside, asked):
    made = reside()
    for name in ("open", "today", "contact", "reminders", "pause"):
        trigger(made.tray, name)
    made.popups_changed()
    assert asked.calls == []


def test_closing_says_once_that_the_program_goes_on(qtbot, reside, desk, machine):
    made = reside()
    made.begin(desk)
    assert made.stays()
    qtbot.waitUntil(lambda: len(machine.shown) == 1)
    assert machine.shown[0][0] == "CRM Desktop goes on in the tray"
    assert made.stays()
    told: list = []
    made.popup("Trial", "It works", told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert machine.shown[1:] == [("Trial", "It works")], "said once only"
    assert told[0].how == "desktop"
    looked(qtbot, made)


def test_what_cannot_be_remembered_is_said_again(qtbot, reside, desk, machine, session, monkeypatch):
    made = reside()
    made.begin(desk)

    def full(**_changes):
        raise SettingsNotSaved(path=session.store.path)

    monkeypatch.setattr(session.settings, "update", full)
    assert made.stays()
    assert made.stays()
    qtbot.waitUntil(lambda: len(machine.shown) == 2)
    looked(qtbot, made)


@pytest.mark.parametrize("why", ["no tray", "not wanted", "a demonstration"])
def test_closing_ends_the_program_where_it_could_not_be_reached(qtbot, reside, desk, machine, session, why):
    machine.has_tray = why != "no tray"
    session.settings.update(close_to_tray=why != "not wanted")
    made = reside(stays=why != "a demonstration")
    made.begin(desk)
    assert not made.stays()
    assert machine.shown == []
    looked(qtbot, made)


def test_a_start_in_the_tray_shows_the_window_where_none_comes(qtbot, reside, desk, machine):
    made = reside()
    made.begin(desk)
    desk.start("clients")
    made.start_hidden()
    assert not desk.window.isVisible()
    machine.has_tray = False
    made.start_hidden()
    for _ in range(40):
        made.tray._waiting.timeout.emit()
    assert desk.window.isVisible()
    looked(qtbot, made)


def test_a_second_start_brings_up_the_window(qtbot, reside, desk, session):
    made = reside()
    made.begin(desk)
    desk.start("clients")
    name, found = name_for(session.store.path), list[bool]()
    asking = threading.Thread(target=lambda: found.append(bring_up_running(name)))
    asking.start()
    qtbot.waitUntil(lambda: found == [True])
    asking.join()
    qtbot.waitUntil(desk.window.isVisible)
    looked(qtbot, made)


def test_a_demonstration_is_not_found_by_other_starts(qtbot, reside, desk, session):
    made = reside(stays=False)
    made.begin(desk)
    assert not bring_up_running(name_for(session.store.path))
    looked(qtbot, made)


def test_a_window_built_anew_keeps_the_watch_and_another_base_gets_its_own(
    qtbot, reside, desk, make, session, tmp_path
):
    made = reside()
    made.begin(desk)
    looked(qtbot, made)
    watch = made._care
    again = make(session)
    made.begin(again)
    assert made._care is watch
    made.show_window()
    assert again.window.isVisible()
    other = open_base(tmp_path / "other.crm")
    clients.add(other.store, ClientDraft(name="Ona"))
    made.begin(make(Session(other, session.runner, session.settings, session.signals)))
    assert made._care is not watch
    assert made._care.watches(other.store)
    looked(qtbot, made)
    made.leave()
    assert made._care is None
    other.store.close()


def test_pop_ups_that_waited_are_told_when_they_are_wanted_again(qtbot, reside, desk, session, people):
    session.settings.update(popups=False, autostart_offered=True)
    at = utc_text(session.store.clock.now() + timedelta(minutes=5))
    activities.add(session.store, ActivityDraft(people["Rasa"], ActivityKind.CALL, planned_at=at))
    made = reside()
    made.begin(desk)
    looked(qtbot, made)
    session.settings.update(popups=True)
    made.popups_changed()
    shown = "SELECT count(*) FROM reminder WHERE how = 'desktop'"
    qtbot.waitUntil(lambda: session.store.read(shown) == [(1,)], timeout=20_000)


@pytest.mark.parametrize("tray", [True, False])
def test_the_first_planned_time_offers_to_start_with_the_computer(
    qtbot, reside, desk, session, people, machine, tray
):
    machine.has_tray = tray
    made = reside()
    made.begin(desk)
    at = utc_text(session.store.clock.now() + timedelta(days=5))
    activities.add(session.store, ActivityDraft(people["Rasa"], ActivityKind.CALL, planned_at=at))
    assert session.settings.current.autostart_offered is tray
    looked(qtbot, made)
