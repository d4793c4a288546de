"""Pictures of every screen: ``python -m screenshots [FOLDER] [--lang CODES] [--theme NAMES] [--size WxH] …``.

The window is built as the program builds it, drawn into memory, and shown over the given base or over a fresh one with
invented clients. Several languages and themes may be named, with commas between them. Where the programs are installed,
the clock stands on a Thursday morning (faketime) and pop-ups go to a desktop of their own (``screenshots.desktop``).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from screenshots import desktop
from screenshots.taking import Wish, take

_THURSDAY = 3


def parser() -> argparse.ArgumentParser:
    """The arguments that are understood."""
    parser = argparse.ArgumentParser(prog="python -m screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/pictures"))
    parser.add_argument("--lang", default="en,ru,lt")
    parser.add_argument("--theme", default="light,dark")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--base", type=Path)
    parser.add_argument("--only", default="", help="names of screens, with commas between them")
    return parser


def main() -> int:
    """Take the pictures and print their paths."""
    asked = parser().parse_args()
    _set_the_clock()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (
        ExitStack() as stack,
        tempfile.TemporaryDirectory(prefix="crm-shots-", ignore_cleanup_errors=True) as home,
    ):
        if desktop.can_begin():
            os.environ |= desktop.begin_screen(stack, Path(home), "640x480")
            desktop.begin_popups(stack, Path(home), "light")
            desktop.show("CRM Desktop", "…")  # the first one waits for the fonts
        # The settings of whoever takes the pictures are none of the pictures' business.
        os.environ["CRM_DESKTOP_HOME"] = home
        os.environ["HOME"] = os.environ["USERPROFILE"] = home  # the window shows paths in it as ~
        width, height = (int(part) for part in asked.size.lower().split("x"))
        for language in asked.lang.split(","):
            for theme in asked.theme.split(","):
                only = frozenset(filter(None, asked.only.split(",")))
                wish = Wish(asked.folder, language, theme, (width, height), asked.base, only)
                for path in take(wish, Path(home)):
                    print(path)
    return 0


def _set_the_clock() -> None:
    """Begin anew on the Thursday of this week, in the morning: a diary is not looked at in the night."""
    program = shutil.which("faketime")
    if program is None or "FAKETIME" in os.environ:
        return
    os.environ["TZ"] = "Europe/Vilnius"
    today = datetime.now().astimezone()
    morning = (today + timedelta(days=_THURSDAY - today.weekday())).strftime("@%Y-%m-%d 10:48:00")
    os.execv(program, [program, "-f", morning, sys.executable, "-m", "screenshots", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
