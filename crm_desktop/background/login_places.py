"""Where each system looks at login: a folder of desktop entries, a key of the registry, a folder of launch agents."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from crm_desktop import paths
from crm_desktop.background.desktop_entry import command_of, entry_of

if TYPE_CHECKING:
    from pathlib import Path

LABEL = "crm-desktop"
TITLE = "CRM Desktop"


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
