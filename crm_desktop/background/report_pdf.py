"""A report as a PDF without a window: another process of this program draws it, for whoever must not load Qt.

The report goes over as a pickle through a pipe of our own; nothing of it lies in a file.
"""

from __future__ import annotations

import os
import pickle
import subprocess
from typing import TYPE_CHECKING

from crm_desktop.background.autostart import own_command
from crm_desktop.errors import FileNotWritten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SWITCH = "--paint-report"
"""``SWITCH FILE LANGUAGE``: draw the report that comes in through the standard input."""
_LONGEST_S = 300
_NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def paint(path: Path, report: object, language: str, command: Sequence[str] = ()) -> None:
    """Write the PDF of a report with its words (``exchange.reporting.worded``). Raises FileNotWritten."""
    whole = [*(command or own_command()), SWITCH, str(path), language]
    try:
        done = subprocess.run(  # noqa: S603  # our own program
            whole,
            input=pickle.dumps(report),
            capture_output=True,
            timeout=_LONGEST_S,
            check=False,
            creationflags=_NO_CONSOLE,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FileNotWritten(path=str(path), why=str(error)) from error
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        raise FileNotWritten(path=str(path), why=told[-1] if told else "?")
