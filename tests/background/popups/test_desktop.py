"""Through plyer to a real notification service; what arrived there is read from the service itself."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from crm_desktop.background.popups import desktop
from crm_desktop.background.popups.bus import PORTAL
from crm_desktop.background.popups.reasons import NotShown, Reason
from tests import notifications

if sys.platform.startswith("linux"):
    from jeepney import HeaderFields, MessageType, new_method_return
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import open_dbus_connection

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the services tested are of Linux"
)


@pytest.mark.parametrize(
    ("title", "text", "arrives"),
    [
        ("15:30 Иванов", "Встреча · Ąžuolas", ("15:30 Иванов", "Встреча · Ąžuolas")),
        ("-5 % for Ivanov", "-h", ("–5 % for Ivanov", "–h")),
        ("--help", "", ("–-help", "")),
        ("", "only a text", ("CRM Desktop", "only a text")),
        ("C:\\new", "C:\\new \\101 \\", ("C:\\new", "C:\\new \\101 \\")),
        ('it\'s "quoted" $HOME `id`', "it's", ('it\'s "quoted" $HOME `id`', "it's")),
        # Markup is for the title nothing (the specification knows none there), in the text it is guarded.
        ("<b>A & B</b>", "<img src=x> A & B", ("<b>A & B</b>", "&lt;img src=x&gt; A &amp; B")),
        ("two\nlines", "two\nlines", ("two lines", "two\nlines")),
        ("nul \x00 and \ud800", "\x1b]0;x\x07", ("nul and \N{REPLACEMENT CHARACTER}", "]0;x")),
        pytest.param("😀" * 60, "ж" * 400, ("😀" * 31 + "…", "ж" * 254 + "…"), id="cut"),
    ],
)
def test_what_is_shown_arrives(dunst, title, text, arrives):
    desktop.show(title, text)
    notifications.wait_for(dunst.arrived)
    assert dunst.arrived() == [arrives]


def test_nobody_there_is_no_success(bus):
    with pytest.raises(NotShown) as caught:
        desktop.show("Title", "text")
    assert caught.value.reason is Reason.NO_SERVICE


def test_letters_that_notify_send_would_drop_in_silence(dunst, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    with pytest.raises(NotShown) as caught:
        desktop.show("Иванов", "")
    assert caught.value.reason is Reason.LETTERS
    desktop.show("Ivanov", "")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    desktop.show("Ąžuolas", "")
    notifications.wait_for(lambda: len(dunst.arrived()) == 2)
    assert [title for title, _text in dunst.arrived()] == ["Ivanov", "Ąžuolas"]


def test_without_the_program_that_plyer_calls(dunst, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotShown) as caught:
        desktop.show("Title", "text")
    assert caught.value.reason is Reason.NO_PROGRAM


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_a_system_whose_libraries_are_missing(platform):
    """Here plyer's ways of macOS (pyobjus) and of Windows (ctypes.windll) cannot be loaded."""
    with pytest.raises(NotShown) as caught:
        desktop._way(platform)
    assert caught.value.reason is Reason.NO_PROGRAM


def test_texts_for_the_portal_stand_between_quotes():
    assert desktop.for_portal("it's C:\\a\nb") == "it’s C:\\\\a\\nb"
    assert desktop.for_notify_send("a & b", markup=False) == "a & b"


# ---------------------------------------------------------------------------------------------- in a sandbox (Flatpak)


class Portal:
    """The portal through which a program in a sandbox shows pop-ups; remembers what it was given."""

    def __init__(self, address):
        self._address = address
        self._up, self._stop = threading.Event(), threading.Event()
        self.shown = []

    def run(self):
        with open_dbus_connection(self._address) as connection:
            connection.send_and_get_reply(message_bus.RequestName(PORTAL))
            self._up.set()
            while not self._stop.is_set():
                try:
                    message = connection.receive(timeout=0.05)
                except TimeoutError:
                    continue
                if message.header.message_type is MessageType.method_call:
                    if message.header.fields[HeaderFields.member] == "AddNotification":
                        self.shown.append({name: value for name, (_kind, value) in message.body[1].items()})
                    connection.send(new_method_return(message))

    def __enter__(self):
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()
        assert self._up.wait(20)
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(20)


def test_in_a_sandbox_the_portal_is_asked_and_quotes_are_kept_apart(bus, monkeypatch):
    from plyer.platforms.linux.notification import NotifyDesktopPortals

    notifications.skip_without("gdbus")
    monkeypatch.setattr(desktop, "_way", lambda _platform: NotifyDesktopPortals())
    with pytest.raises(NotShown) as caught:
        desktop.show("Title", "text")
    assert caught.value.reason is Reason.NO_SERVICE
    with Portal(os.environ["DBUS_SESSION_BUS_ADDRESS"]) as portal:
        desktop.show("O'Neill's 'order' \\ 1", "it's\n<here> & there'>}")
        assert portal.shown == [{"title": "O’Neill’s ’order’ \\ 1", "body": "it’s\n<here> & there’>}"}]


def test_what_the_system_refuses_is_told(dunst, monkeypatch):
    class Refusing:
        def notify(self, **_parts):
            raise OSError(5, "no")

    monkeypatch.setattr(desktop, "_way", lambda _platform: Refusing())
    with pytest.raises(NotShown) as caught:
        desktop.show("Title", "text")
    assert caught.value.reason is Reason.REFUSED
