from __future__ import annotations

import threading
from typing import Any

from crm_desktop.services import listing
from crm_desktop.ui.list_care import ListCare


class Status:
    def __init__(self):
        self.works = []

    def show_work(self, words):
        self.works.append(words)


class Window:
    """A window as far as lists are concerned."""

    def __init__(self, session):
        self.session = session
        self.window = self
        self.status = Status()
        self.reloaded = 0

    def reload_lists(self):
        self.reloaded += 1


def test_only_what_was_behind_is_read_again(qtbot, session, people):
    care = ListCare(session.runner)
    window: Any = Window(session)
    listing.ensure(session.store, "en")
    care.follow(window)
    qtbot.waitUntil(lambda: not session.runner.busy() and care._task is None)
    assert (window.reloaded, window.status.works) == (0, [])
    with session.store.transaction() as connection:
        connection.execute("UPDATE derived_state SET language = 'ru'")
    care.follow(window)
    qtbot.waitUntil(lambda: window.reloaded == 1)
    assert window.status.works[-1] == ""


def test_one_at_a_time_and_the_window_of_now_is_told(qtbot, session, people, monkeypatch):
    care = ListCare(session.runner)
    old: Any = Window(session)
    new: Any = Window(session)
    began, go_on = threading.Event(), threading.Event()

    def slow(_store, _code, progress):
        progress(1, 4)
        began.set()
        go_on.wait(20)
        progress(2, 4)
        return True

    monkeypatch.setattr(listing, "ensure", slow)
    care.follow(old)
    assert began.wait(20)
    qtbot.waitUntil(lambda: old.status.works == ["Names are put in order: 25 %"])
    monkeypatch.setattr(listing, "ensure", lambda *_: False)
    care.follow(new)
    go_on.set()
    qtbot.waitUntil(lambda: new.reloaded == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)
    assert new.status.works == [""]
    assert old.reloaded == 0
