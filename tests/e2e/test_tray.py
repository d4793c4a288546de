"""The tray in front of a real panel: the program runs on a display of its own, the panel on a bus of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import notifications

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the panel tried is one of Linux"
)
ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
from crm_desktop.background.popups.reasons import Reason
from crm_desktop.ui import text, theme
from crm_desktop.ui.tray import Tray

app = QApplication(["crm", "-style", "fusion"])
app.setQuitOnLastWindowClosed(False)
text.set_language("en")
theme.load_fonts()
tray = Tray()

def say(*words):
    print(*words, flush=True)

for name in ("open", "today", "contact", "reminders", "quit"):
    getattr(tray, f"{name}_wanted").connect(lambda name=name: say(name))
tray.pause_wanted.connect(lambda on: say("pause", on))
tray.open_wanted.connect(lambda: say("message", tray.message("Title", "Text", Reason.NO_SERVICE),
                                     tray.message("Title", "Text", Reason.NO_PROGRAM)))
tray.quit_wanted.connect(app.quit)
tray.show_due(3)
tray.wait_for_place(lambda: say("found", tray.there()), lambda: say("never"))
app.exec()
tray.close()
"""


@pytest.fixture(scope="module")
def screen():
    notifications.skip_without("Xvfb", "dbus-daemon")
    with notifications.display() as name:
        yield name


def started(address, screen, code):
    own = {
        **os.environ,
        "DISPLAY": screen,
        "DBUS_SESSION_BUS_ADDRESS": address,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(ROOT),
    }
    return notifications.running(sys.executable, "-c", code, stdout=subprocess.PIPE, text=True, env=own)


def test_icon_menu_and_clicks(screen):
    from tests.panel import panel

    with (
        notifications.session_bus() as (_bus, address),
        panel(address) as user,
        started(address, screen, PROGRAM) as program,
    ):

        def heard():
            return program.stdout.readline().strip()

        assert heard() == "found True"
        notifications.wait_for(lambda: user.items)
        assert user.tool_tip() == "CRM Desktop · 3 reminders due"
        assert {width for width, _height, _bytes in user.pictures()} >= {16, 22, 32}
        assert list(user.menu().values()) == [
            "Open CRM Desktop", "Today", "Plan a contact", "Reminders (3)", "No pop-ups for 1 hour", "Quit",
        ]  # fmt: skip
        user.click()
        assert heard() == "open"
        # Nobody shows messages on this bus, so neither can a tray that hands them on; where somebody does, it can.
        assert heard() == "message False True"
        for word, said in (
            ("Today", "today"),
            ("Plan a contact", "contact"),
            ("Reminders (3)", "reminders"),
            ("No pop-ups for 1 hour", "pause True"),
            ("Quit", "quit"),
        ):
            user.choose(word)
            assert heard() == said
        assert program.wait(30) == 0


def test_a_panel_that_comes_up_after_the_program(screen):
    from tests.panel import panel

    with notifications.session_bus() as (_bus, address), started(address, screen, PROGRAM) as program:
        notifications.wait_for(lambda: _connections(address) >= 1)
        with panel(address) as user:
            assert program.stdout.readline().strip() == "found True"
            notifications.wait_for(lambda: user.items)
            user.choose("Quit")
            assert program.stdout.readline().strip() == "quit"
            assert program.wait(30) == 0


def _connections(address):
    """How many programs have a connection with the bus, but for the one who asks."""
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import open_dbus_connection

    with open_dbus_connection(address) as bus:
        (names,) = bus.send_and_get_reply(message_bus.ListNames()).body
        return len([name for name in names if name.startswith(":") and name != bus.unique_name])
