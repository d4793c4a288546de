"""A real notification service (dunst) on a bus and a display of its own, for tests of pop-ups."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager

import pytest

NEEDED = ("Xvfb", "dbus-daemon", "dunst", "notify-send")


def skip_without(*programs):
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def wait_for(what, seconds=20.0):
    """Look until it holds; gives what it gave."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)
    return found


@contextmanager
def running(*command, **options):
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        process.wait(10)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


@contextmanager
def display():
    """A display that nobody sees; its name."""
    read, write = os.pipe()
    try:
        with running(
            "Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp",
            pass_fds=(write,), stderr=subprocess.DEVNULL,
        ):  # fmt: skip
            name = b""
            while not name.endswith(b"\n"):
                name += os.read(read, 16)
            yield f":{name.decode().strip()}"
    finally:
        os.close(read)
        os.close(write)


_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:tmpdir={folder}</listen>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def session_bus(services=None):
    """A session bus of its own: the process and its address. ``services``: a folder of services it may start.

    With settings of its own: those of the system have it start whatever service of pop-ups is installed.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as settings:
        startable = f"<servicedir>{services}</servicedir>" if services else ""
        settings.write(_BUS.format(folder=tempfile.gettempdir(), services=startable))
        settings.flush()
        with running(
            "dbus-daemon", f"--config-file={settings.name}", "--nofork", "--print-address=1",
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        ) as process:  # fmt: skip
            yield process, process.stdout.readline().strip()


class Dunst:
    """The service and what arrived there."""

    def __init__(self, process, log):
        self.process = process
        self._log = log

    def arrived(self):
        """Title and text of each pop-up, in order."""
        written = self._log.read_text(encoding="utf-8")
        return re.findall(
            r"^\tsummary: '(.*?)'\n\tbody: '(.*?)'\n\ticon: ", written, re.MULTILINE | re.DOTALL
        )

    def stop(self):
        """Freeze it: it holds its name and answers nobody."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def dunst(address, screen, log):
    """dunst with its own settings, on that bus and display, ready to show."""
    from crm_desktop.background.popups.bus import NOTIFICATIONS, has_owner

    settings = log.with_name("dunstrc")
    settings.write_text("[global]\nmarkup = full\n")  # as every distribution has it
    own = {**os.environ, "DISPLAY": screen, "DBUS_SESSION_BUS_ADDRESS": address}
    own.pop("WAYLAND_DISPLAY", None)
    with (
        log.open("wb") as out,
        running("dunst", "-conf", str(settings), "-print", stdout=out, stderr=out, env=own) as process,
    ):
        wait_for(lambda: has_owner(NOTIFICATIONS))
        yield Dunst(process, log)
