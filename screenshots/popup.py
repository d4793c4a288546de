"""A pop-up as a desktop shows it: ``python -m screenshots.popup [FOLDER]``.

On a display, a bus and a notification service (dunst) of its own; the program's own way shows it. Needs what the tests
of pop-ups need: Xvfb, dbus-daemon, dunst, notify-send.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from crm_desktop.background.popups import desktop
from crm_desktop.background.popups.reasons import NotShown
from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind, ReminderKind
from crm_desktop.services.reminders import Announcement, DueReminder, Ref, Sort
from crm_desktop.ui import text
from crm_desktop.ui.text_announcements import popup_words

_SIZE = (640, 160)
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
_LOOKS = {
    "light": {"ground": "ffffff", "text": "1f2328", "frame": "d6dadf", "behind": "#dfe5e8"},
    "dark": {"ground": "25292d", "text": "e6e8ea", "frame": "3c4248", "behind": "#14171a"},
}
_SCENES = {
    "en": ("Sarah Ivanova", "New vases for the shop window", "Gedimino pr. 9"),
    "ru": ("Иванова Светлана", "Новые вазы для витрины", "пр. Гедимино, 9"),
    "lt": ("Svetlana Ivanova", "Naujos vazos vitrinai", "Gedimino pr. 9"),
}
_GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv[:1])
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""
_PAINT = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv[:1])
ground = QWidget()
ground.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.X11BypassWindowManagerHint)
ground.setStyleSheet(f"background: {sys.argv[1]}")
ground.setGeometry(app.primaryScreen().geometry())
ground.show()
ground.lower()
print("shown", flush=True)
app.exec()
"""


def main() -> int:
    """Take the pictures of all languages and looks and print their paths."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    for look in _LOOKS:
        for language in _SCENES:
            print(_take(folder / f"popup-{language}-{look}.png", language, look))
    return 0


def _take(path: Path, language: str, look: str) -> Path:
    text.set_language(language)
    colours = _LOOKS[look]
    with ExitStack() as stack:
        home = Path(stack.enter_context(TemporaryDirectory(prefix="crm-popup-")))
        (home / "dunstrc").write_text(_SETTINGS.format_map(colours), encoding="utf-8")
        read, write = os.pipe()
        size = f"{_SIZE[0]}x{_SIZE[1]}x24"
        _start(stack, "Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", keep=write)
        display = f":{os.read(read, 16).decode().strip()}"
        (home / "bus.conf").write_text(_BUS.format(folder=home), encoding="utf-8")
        bus = _start(
            stack, "dbus-daemon", f"--config-file={home / 'bus.conf'}", "--nofork", "--print-address=1"
        )
        os.environ |= {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "DBUS_SESSION_BUS_ADDRESS": _line_of(bus),
        }
        _line_of(_start(stack, sys.executable, "-c", _PAINT, colours["behind"]))
        _start(stack, "dunst", "-conf", str(home / "dunstrc"))
        _show(language)
        time.sleep(0.5)  # dunst draws a moment after it has answered
        subprocess.run([sys.executable, "-c", _GRAB, str(path)], check=True)
    return path


def _show(language: str) -> None:
    title, words = popup_words(_announcement(language), datetime.now().astimezone().date())
    end = time.monotonic() + 20
    while True:
        try:
            return desktop.show(title, words)
        except NotShown:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _announcement(language: str) -> Announcement:
    client, wanted, place = _SCENES[language]
    at = datetime.now().astimezone().replace(hour=15, minute=30, second=0, microsecond=0)
    ref = Ref(ReminderKind.CONTACT, b"", utc_text(at))
    reminder = DueReminder(
        ref=ref, client_id=b"", number=7, client=client, phone="+370 612 34567", fire_at=ref.moment, announced_at=None,
        how="", activity_kind=ActivityKind.MEETING, all_day=False, minutes=30, place=place, text=wanted,
        occurrence=False, request_kind=None, label="", years=None,
    )  # fmt: skip
    return Announcement(Sort.CONTACT, (reminder,), (ref,))


def _start(stack: ExitStack, *command: str, keep: int | None = None) -> subprocess.Popen[str]:
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


def _line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None  # PIPE was asked for
    return process.stdout.readline().strip()


if __name__ == "__main__":
    sys.exit(main())
