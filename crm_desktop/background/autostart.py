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
from typing import TYPE_CHECKING, Any, Protocol

from crm_desktop import paths
from crm_desktop.background.desktop_entry import command_of, entry_of
from crm_desktop.errors import AutostartNotSet

if TYPE_CHECKING:
    from collections.abc import Mapping

HIDDEN = "--hidden"
LABEL = "crm-desktop"
TITLE = "CRM Desktop"


class State(StrEnum):
    """Whether the program starts at login; ``BROKEN``: it should, but the program is not where the entry says."""

    OFF = "off"
    ON = "on"
    BROKEN = "broken"


class Place(Protocol):
    """Where one system looks at login. Reading and writing may raise OSError."""

    def where(self) -> str:
        """The place, as people find it."""

    def command(self) -> Sequence[str]:
        """The command that is started; empty for none, also where the user switched it off by other means."""

    def write(self, command: Sequence[str]) -> None:
        """Have this command started."""

    def remove(self) -> None:
        """Have nothing started; no error where nothing is."""


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


# ------------------------------------------------------------------------------------------------------------- systems


class AutostartFolder:
    """The autostart folder of a Linux desktop."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{LABEL}.desktop"

    def where(self) -> str:
        return paths.shown(self._path)

    def command(self) -> Sequence[str]:
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        return command_of(text)

    def write(self, command: Sequence[str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        _replace(self._path, entry_of(TITLE, command).encode())

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


class LaunchAgent:
    """The folder of launch agents of macOS; read by the system at login."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{LABEL}.plist"

    def where(self) -> str:
        return paths.shown(self._path)

    def command(self) -> Sequence[str]:
        import plistlib

        try:
            found = plistlib.loads(self._path.read_bytes())
        except FileNotFoundError:
            return ()
        except Exception as error:  # plistlib passes on whatever its parser of XML, dates and numbers has
            raise ValueError(self.where()) from error
        if not isinstance(found, dict) or found.get("Disabled") is True or not found.get("RunAtLoad"):
            return ()
        return [str(word) for word in found.get("ProgramArguments", ())]

    def write(self, command: Sequence[str]) -> None:
        import plistlib

        entry = {
            "Label": LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        _replace(self._path, plistlib.dumps(entry))

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


class RunKey:
    """The ``Run`` key of the user in Windows' registry, and the task manager's list of what the user switched off."""

    _RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
    _APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"

    def __init__(self, registry: Any = None) -> None:
        """Take the registry; the module ``winreg`` where None, which only Windows has."""
        self._registry = registry

    def where(self) -> str:
        return rf"HKCU\{self._RUN}\{TITLE}"

    def command(self) -> Sequence[str]:
        line = self._value(self._RUN)
        approved = self._value(self._APPROVED)
        # The task manager writes 12 bytes; the first is odd where the user switched the entry off.
        if not isinstance(line, str) or (isinstance(approved, bytes) and approved[:1] and approved[0] & 1):
            return ()
        line = line.strip()
        # Only the program is wanted of it; its arguments follow other rules (those of CommandLineToArgvW).
        return [line[1:].split('"', 1)[0] if line.startswith('"') else line.split(" ", 1)[0]] if line else ()

    def write(self, command: Sequence[str]) -> None:
        from subprocess import list2cmdline

        winreg = self._winreg()
        with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, self._RUN, 0, winreg.KEY_SET_VALUE) as key:
            winreg.SetValueEx(key, TITLE, 0, winreg.REG_SZ, list2cmdline(command))
        self._delete(self._APPROVED)

    def remove(self) -> None:
        self._delete(self._RUN)
        self._delete(self._APPROVED)

    def _value(self, path: str) -> object:
        winreg = self._winreg()
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                value: object = winreg.QueryValueEx(key, TITLE)[0]
                return value
        except FileNotFoundError:
            return None

    def _delete(self, path: str) -> None:
        winreg = self._winreg()
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, TITLE)
        except FileNotFoundError:
            return

    def _winreg(self) -> Any:
        if self._registry is None:
            from importlib import import_module

            # By name: the type checker of other systems knows none of its functions.
            self._registry = import_module("winreg")
        return self._registry


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
