"""Joining and leaving while the window is open, another window over the same base, and what a base alone pays."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from PySide6.QtWidgets import QPushButton

from crm_desktop.services import clients
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.sync import failures
from crm_desktop.sync.joining import leave
from crm_desktop.sync.membership import become_member
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.membership.shared_base import SharedBase
from crm_desktop.ui.places import CLIENTS, SHARED
from crm_desktop.ui.program import Program
from crm_desktop.ui.standing import Phase
from tests.sync import postgres

PATIENCE_MS = 20_000
PASSWORD = postgres.PASSWORD.format("anna")


@pytest.fixture
def ordered():
    return []


@pytest.fixture
def window(qtbot, ordered):
    made = []

    def over(seat):
        program = Program(*(lambda *_: None,) * 6, order_names=lambda: ordered.append("names"))
        desk = make_desk(seat.session, program)
        made.append(desk)
        desk.start(CLIENTS)
        return desk

    yield over
    for desk in made:
        if not desk._closed:
            desk.close()


@pytest.fixture
def shared_base(seat):
    made = []

    def over(desk):
        made.append(SharedBase(desk))
        return made[-1]

    yield over
    for each in made:
        each.stop()


def offered(desk):
    table = desk.window.actions_table.table
    return {name for name in ("go_shared", "exchange_now", "join_shared") if name in table}


def in_sidebar(desk):
    return not desk.window.sidebar._items[SHARED].isHidden()


def current(qtbot, made):
    qtbot.waitUntil(
        lambda: made.exchanging is not None and made.exchanging.standing.phase is Phase.CURRENT,
        timeout=PATIENCE_MS,
    )


def test_alone_nothing_is_there(seat, window, shared_base):
    before = threading.active_count()
    desk = window(seat("anna", None))
    made = shared_base(desk)
    assert made.exchanging is None
    assert threading.active_count() == before
    assert offered(desk) == {"join_shared"}
    assert not in_sidebar(desk)
    assert desk.window.status._shared is None


def test_a_base_that_joins_while_it_is_open_exchanges_at_once(
    qtbot, seat, window, shared_base, address, shared
):
    anna = seat("anna", None)
    desk = window(anna)
    made = shared_base(desk)
    become_member(anna.store, address(shared, "anna"), "laptop of anna")
    anna.signals.membership.emit(PASSWORD)
    assert offered(desk) == {"go_shared", "exchange_now"}
    assert in_sidebar(desk)
    current(qtbot, made)
    status = desk.window.status._shared
    assert status.shown() == "Shared base: up to date"
    status.click()
    assert desk.window.where() == SHARED
    page = desk.window.page(SHARED)
    page.show_differences()
    desk.window.status.shared_wanted.emit()
    assert page.tabs.currentIndex() == 0
    clients.add(anna.store, ClientDraft(name="Ona"))
    qtbot.waitUntil(lambda: made.exchanging.standing.phase is Phase.UNSENT, timeout=PATIENCE_MS)
    desk.window.actions_table["exchange_now"].trigger()
    current(qtbot, made)


def test_a_base_that_leaves_is_alone_again(qtbot, seat, window, shared_base):
    anna = seat("anna")
    desk = window(anna)
    made = shared_base(desk)
    anna.signals.membership.emit(PASSWORD)
    current(qtbot, made)
    desk.window.go(SHARED)
    made.exchanging.close(20)
    leave(anna.store)
    anna.signals.membership.emit("")
    assert made.exchanging is None
    assert desk.window.where() == CLIENTS
    assert offered(desk) == {"join_shared"}
    assert not in_sidebar(desk)
    assert desk.window.status._shared is None


def test_a_window_built_anew_shows_the_same_exchange(qtbot, seat, window, shared_base):
    anna = seat("anna")
    first = window(anna)
    made = shared_base(first)
    anna.signals.membership.emit(PASSWORD)
    current(qtbot, made)
    exchanging = made.exchanging
    second = window(anna)
    second.window.go(SHARED)  # as it was left
    made.stand_in(second)
    first.close()
    assert made.watches(anna.store)
    assert made.exchanging is exchanging
    assert second.window.status._shared.shown() == "Shared base: up to date"
    assert second.window.page(SHARED).exchange.state._headline.text() == "Up to date"
    second.window.status._shared.click()
    exchanging.sync_now()
    current(qtbot, made)


def test_what_waits_for_a_person_is_told_in_the_window_and_withdrawn(qtbot, seat, window, shared_base):
    anna = seat("anna")
    desk = window(anna)
    made = shared_base(desk)  # without a password
    notice = desk.window.notice
    qtbot.waitUntil(lambda: "password" in notice.text(), timeout=PATIENCE_MS)
    assert not notice.isHidden()
    notice.findChild(QPushButton, "notice_action").click()
    assert desk.window.where() == SHARED
    desk.window.go(CLIENTS)
    made._ask(made.exchanging.standing.problem)
    assert not notice.isHidden()
    made.exchanging.use_password(PASSWORD)
    current(qtbot, made)
    assert notice.isHidden()


def test_a_question_leads_to_its_dialog(qtbot, seat, window, shared_base, monkeypatch):
    asked: list = []
    monkeypatch.setattr(
        "crm_desktop.ui.shared.parting.ask.ask_parting",
        lambda parent, session, error, password: asked.append((error, password)),
    )
    anna = seat("anna")
    desk = window(anna)
    made = shared_base(desk)
    anna.signals.membership.emit(PASSWORD)
    current(qtbot, made)
    error = failures.ServerPutBack(host="db", rev=1, known=2)
    made._ask(error)
    desk.window.notice.findChild(QPushButton, "notice_action").click()
    assert asked == [(error, PASSWORD)]


def test_many_rows_have_the_lists_brought_up_to_date(qtbot, seat, window, shared_base, ordered):
    anna = seat("anna")
    made = shared_base(window(anna))
    anna.signals.membership.emit(PASSWORD)
    current(qtbot, made)
    made.exchanging.lists_follow.emit()
    assert ordered == ["names"]


def test_the_network_that_returns_is_heard_of(qtbot, seat, window, shared_base):
    anna = seat("anna")
    made = shared_base(window(anna))
    anna.signals.membership.emit(PASSWORD)
    current(qtbot, made)
    qtbot.waitUntil(lambda: made._network is not None, timeout=PATIENCE_MS)
    before = made.exchanging.standing.state.last_ok_at
    made._network.returned.emit()
    qtbot.waitUntil(lambda: made.exchanging.standing.state.last_ok_at > before, timeout=PATIENCE_MS)
    current(qtbot, made)


_START = """
import os, sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from crm_desktop.app import Application
from crm_desktop.settings import SettingsFile
app = QApplication([])
folder = Path(sys.argv[1])
program = Application(app, SettingsFile(folder / "s.json"), folder / "a.crm", demo=True)
program.make_sample = lambda: None
def look():
    if program._residence is None or program._runner.busy():
        QTimer.singleShot(20, look)
        return
    threads = [each.name for each in threading.enumerate() if each.name == "crm-exchange"]
    wanted = ("psycopg", "crm_desktop.sync.engine", "crm_desktop.ui.shared.exchanging", "PySide6.QtNetwork")
    print(threads, [name for name in wanted if name in sys.modules], program._residence._shared.exchanging)
    app.quit()
QTimer.singleShot(20, look)
program.run()
program.close()
"""


def test_a_start_alone_imports_nothing_of_it_and_begins_no_thread(tmp_path):
    open_base(tmp_path / "a.crm").store.close()
    done = subprocess.run(
        [sys.executable, "-c", _START, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.splitlines()[-1:] == ["[] [] None"], done.stderr
