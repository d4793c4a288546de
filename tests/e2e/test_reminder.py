"""Scene 4 in a process of its own: a real notification service, a real panel, a display, and the program as started."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, clients
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from tests import notifications

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the desktop tried is one of Linux"
)
ROOT = Path(__file__).resolve().parents[2]
TITLE = "CRM Desktop"


class Desktop:
    """A display, a bus, a notification service, a panel, and the program on it."""

    def __init__(self, home, screen_name, address, screen, service, panel):
        self.home, self.screen, self.service, self.panel = home, screen, service, panel
        self._own = {
            **os.environ,
            "DISPLAY": screen_name,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT),
            "CRM_DESKTOP_HOME": str(home),
        }

    def start(self, *arguments):
        command = (sys.executable, "-m", "crm_desktop", "--base", str(self.home / "a.crm"), "--lang", "en")
        return notifications.running(*command, *arguments, env=self._own)

    def begun(self, program):
        """Wait until the program stands in the tray and has told of the reminder."""
        notifications.wait_for(
            lambda: program.poll() is not None or (self.panel.items and (self.titles() or self._waits())), 60
        )
        assert program.poll() is None, "the program ended by itself"

    def _waits(self):
        return "1 reminder due" in self.panel.tool_tip()

    def titles(self):
        return [title for title, _text in self.service.arrived()]

    def noted(self):
        """What became of the pop-ups of the contacts that are due, as the base says."""
        base = open_base(self.home / "a.crm")
        try:
            return base.store.read("SELECT how FROM reminder WHERE kind = 'contact'")
        finally:
            base.store.close()

    def faults(self):
        log = self.home / "log" / "crm-desktop.log"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [line for line in lines if " ERROR " in line]


@pytest.fixture
def desktop(tmp_path):
    notifications.skip_without(*notifications.NEEDED)
    from tests.panel import panel
    from tests.x11 import screen_of

    with (
        notifications.display() as name,
        notifications.session_bus() as (_bus, address),
        pytest.MonkeyPatch.context() as patch,
        screen_of(name) as screen,
    ):
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with notifications.dunst(address, name, tmp_path / "dunst.log") as service, panel(address) as user:
            yield Desktop(tmp_path, name, address, screen, service, user)


@pytest.fixture
def meeting(desktop):
    """A meeting with Ivanov in ten minutes, of which one is told a quarter of an hour before."""
    base = open_base(desktop.home / "a.crm")
    ivanov = clients.add(base.store, ClientDraft(name="Иванов Иван"))
    at = datetime.now().astimezone() + timedelta(minutes=10)
    activities.add(
        base.store,
        ActivityDraft(
            client_id=ivanov, kind=ActivityKind.MEETING, planned_at=utc_text(at), wanted="-5 % for vases"
        ),
    )
    base.store.close()
    return f"{at:%H:%M}"


def test_the_pop_up_comes_also_from_the_tray_and_once(desktop, meeting):
    with desktop.start() as program:
        desktop.begun(program)
        notifications.wait_for(desktop.titles)
        ((title, text),) = desktop.service.arrived()
        assert title.startswith(meeting)
        assert "Иванов Иван" in title
        assert "5 % for vases" in text
        notifications.wait_for(lambda: desktop.panel.tool_tip() == "CRM Desktop · 1 reminder due")

        for window in notifications.wait_for(lambda: desktop.screen.seen(TITLE)):
            desktop.screen.close(window)
        notifications.wait_for(lambda: not desktop.screen.seen(TITLE))
        notifications.wait_for(lambda: len(desktop.titles()) == 2)
        assert program.poll() is None, "it goes on in the tray, and says so"

        with desktop.start() as second:
            assert second.wait(60) == 0, "who starts it again gets the window that is there"
        notifications.wait_for(lambda: desktop.screen.seen(TITLE))
        for window in desktop.screen.seen(TITLE):
            desktop.screen.close(window)
        notifications.wait_for(lambda: not desktop.screen.seen(TITLE))
        desktop.panel.click()
        notifications.wait_for(lambda: desktop.screen.seen(TITLE))

        desktop.panel.choose("Quit")
        assert program.wait(60) == 0
    assert len(desktop.titles()) == 2, "that it stays in the tray is said once, and no reminder twice"
    assert desktop.faults() == []


def test_after_login_it_watches_without_a_window(desktop, meeting):
    with desktop.start("--hidden") as program:
        desktop.begun(program)
        notifications.wait_for(desktop.titles)
        assert desktop.screen.seen(TITLE) == []
        desktop.panel.click()
        notifications.wait_for(lambda: desktop.screen.seen(TITLE))
        desktop.panel.choose("Quit")
        assert program.wait(60) == 0
    assert desktop.faults() == []


def test_a_service_that_sleeps_holds_nobody_up_and_the_reminder_waits(desktop, meeting):
    desktop.service.stop()
    with desktop.start() as program:
        # A panel hands messages to the very service that sleeps, so nothing can be shown; that is what the row says.
        desktop.begun(program)
        notifications.wait_for(lambda: desktop.noted() == [("failed: silent",)])
        desktop.panel.choose("Quit")
        assert program.wait(60) == 0
    desktop.service.go_on()
    assert desktop.titles() == []
    assert desktop.faults() == []
