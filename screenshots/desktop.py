"""A bus and a notification service (dunst) of the pictures' own, so that no pop-up lands on the taker's desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

from crm_desktop.background.popups import desktop
from crm_desktop.background.popups.reasons import NotShown

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

NEEDED = ("Xvfb", "dbus-daemon", "dunst")
"""The programs that stand in for a desktop."""

_SETTINGS = """[global]
markup = full
font = Inter 11
origin = top-right
offset = 24x24
width = (320, 460)
padding = 14
horizontal_padding = 18
frame_width = 1
corner_radius = 10
[urgency_normal]
background = "#{ground}"
foreground = "#{text}"
frame_color = "#{frame}"
"""
_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:tmpdir={folder}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""A bus that can start nobody: else it would start the dunst of the system, with looks of its own."""
LOOKS = {
    "light": {"ground": "ffffff", "text": "1f2328", "frame": "d6dadf", "behind": "#dfe5e8"},
    "dark": {"ground": "25292d", "text": "e6e8ea", "frame": "3c4248", "behind": "#14171a"},
}


def can_begin() -> bool:
    """Whether this computer has what it takes."""
    return all(map(shutil.which, NEEDED))


def begin_screen(stack: ExitStack, home: Path, size: str) -> dict[str, str]:
    """Start a screen (``640x160``) and a bus; the environment in which they are found."""
    read, write = os.pipe()
    start(
        stack, "Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp", keep=write
    )
    display = f":{os.read(read, 16).decode().strip()}"
    (home / "bus.conf").write_text(_BUS.format(folder=home), encoding="utf-8")
    bus = start(stack, "dbus-daemon", f"--config-file={home / 'bus.conf'}", "--nofork", "--print-address=1")
    return {"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": line_of(bus)}


def begin_popups(stack: ExitStack, home: Path, look: str) -> None:
    """Start the notification service in that environment."""
    (home / "dunstrc").write_text(_SETTINGS.format_map(LOOKS[look]), encoding="utf-8")
    start(stack, "dunst", "-conf", str(home / "dunstrc"))


def show(title: str, words: str) -> None:
    """Show a pop-up as the program does, as soon as the service is there.

    Raises:
        NotShown: it is not, after twenty seconds.
    """
    end = time.monotonic() + 20
    while True:
        try:
            return desktop.show(title, words)
        except NotShown:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def start(stack: ExitStack, *command: str, keep: int | None = None) -> subprocess.Popen[str]:
    """Start a program that ends with the stack; ``keep`` is a file it inherits."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        pass_fds=() if keep is None else (keep,),
    )
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return process


def line_of(process: subprocess.Popen[str]) -> str:
    """The first line that a program prints."""
    assert process.stdout is not None  # PIPE was asked for
    return process.stdout.readline().strip()
