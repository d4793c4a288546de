r"""Starting with the computer: an entry in the place where each system looks at login. Never made by itself.

Linux: a desktop entry in the autostart folder (https://specifications.freedesktop.org/autostart-spec/latest/).
Windows: a value under ``HKEY_CURRENT_USER\...\Run``. macOS: a property list in ``~/Library/LaunchAgents``.
The program started so opens no window: it goes to the tray (``--hidden``).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop import paths
from crm_desktop.background.login_places import AutostartFolder, LaunchAgent, RunKey
from crm_desktop.errors import AutostartNotSet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.background.login_places import Place

HIDDEN = "--hidden"


class State(StrEnum):
    """Whether the program starts at login; ``BROKEN``: it should, but the program is not where the entry says."""

    OFF = "off"
    ON = "on"
    BROKEN = "broken"


def state(place: Place) -> State:
    """Whether the program starts at login, asked of the system now."""
    try:
        command = place.command()
    except (OSError, ValueError):  # not readable, or not an entry: nothing is started from it
        return State.OFF
    if not command:
        return State.OFF
    return State.ON if shutil.which(command[0]) else State.BROKEN


def switch_on(place: Place, command: Sequence[str] = ()) -> None:
    """Start at login from now on, with the command that started this program unless another is given.

    Raises:
        AutostartNotSet: the system does not let us.
    """
    try:
        place.write([*(command or own_command()), HIDDEN])
    except OSError as error:
        raise AutostartNotSet(place=place.where(), reason=error.strerror or str(error)) from error


def switch_off(place: Place) -> None:
    """Start at login no more.

    Raises:
        AutostartNotSet: the system does not let us.
    """
    try:
        place.remove()
    except OSError as error:
        raise AutostartNotSet(place=place.where(), reason=error.strerror or str(error)) from error


def login_place(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> Place:
    """Where this system looks at login."""
    if platform == "win32":
        return RunKey()
    if platform == "darwin":
        return LaunchAgent(Path.home() / "Library" / "LaunchAgents")
    config = environ.get("XDG_CONFIG_HOME", "")
    # The specification: a path that is not absolute is to be ignored.
    folder = Path(config) if Path(config).is_absolute() else Path.home() / ".config"
    return AutostartFolder(folder / "autostart")


def own_command(program: str = sys.argv[0], python: str = sys.executable) -> list[str]:
    """The command that starts this program again: its own executable, else Python with the package."""
    found = shutil.which(program)
    if (
        found
        and Path(found).suffix.lower() not in {".py", ".pyc"}
        and Path(found).stem.startswith(("crm", "CRM"))
    ):
        return [str(Path(found).absolute())]
    windowed = Path(python).with_name("pythonw.exe")  # Windows: without a black box behind the window
    start = [str(windowed) if windowed.exists() else python]
    package = Path(paths.__file__).parent
    if package.parent.name in {"site-packages", "dist-packages"}:
        return [*start, "-m", package.name]
    # A checkout: no path of Python's leads to it.
    return [
        *start,
        "-c",
        f"import sys; sys.path.insert(0, {str(package.parent)!r}); "
        f"from {package.name}.__main__ import main; sys.exit(main())",
    ]
