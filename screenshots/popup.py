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

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind, ReminderKind
from crm_desktop.services.reminders import Announcement, DueReminder, Ref, Sort
from crm_desktop.ui import text
from crm_desktop.ui.text_announcements import popup_words
from screenshots.desktop import LOOKS, begin_popups, begin_screen, line_of, show, start

_SIZE = "640x160"
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
    for look in LOOKS:
        for language in _SCENES:
            print(_take(folder / f"popup-{language}-{look}.png", language, look))
    return 0


def _take(path: Path, language: str, look: str) -> Path:
    text.set_language(language)
    with ExitStack() as stack:
        home = Path(stack.enter_context(TemporaryDirectory(prefix="crm-popup-")))
        os.environ |= begin_screen(stack, home, _SIZE) | {"QT_QPA_PLATFORM": "xcb"}
        line_of(start(stack, sys.executable, "-c", _PAINT, LOOKS[look]["behind"]))
        begin_popups(stack, home, look)
        _show(language)
        time.sleep(0.5)  # dunst draws a moment after it has answered
        subprocess.run([sys.executable, "-c", _GRAB, str(path)], check=True)
    return path


def _show(language: str) -> None:
    title, words = popup_words(_announcement(language), datetime.now().astimezone().date())
    show(title, words)


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


if __name__ == "__main__":
    sys.exit(main())
