"""Which computer, and whose account on it: so that a base that was copied to another is noticed there."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

_FILES = ("/etc/machine-id", "/var/lib/dbus/machine-id")
_IOREG = "/usr/sbin/ioreg"


@cache
def machine_mark() -> str:
    """The same on every start of this account of this computer, another anywhere else; it tells nothing of either."""
    # Hashed together with a word of ours: machine-id(5) asks programs never to show the id itself.
    return hashlib.sha256(f"CRM Desktop {_machine()} {_account()}".encode()).hexdigest()


def suggested_name() -> str:
    """What this device may be called until somebody says."""
    import platform  # 15 ms, and only who has joined asks

    return platform.node().partition(".")[0] or platform.system()


def _account() -> str:
    if sys.platform == "win32":  # pragma: no cover - the other system
        import getpass

        return getpass.getuser()
    return str(os.getuid())


def _machine() -> str:
    """What the system itself calls this installation; the computer's name where it has no such id."""
    import platform

    if sys.platform == "win32":  # pragma: no cover - the other system
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    if sys.platform == "darwin":  # pragma: no cover - the other system
        import subprocess

        command = [_IOREG, "-rd1", "-c", "IOPlatformExpertDevice"]
        told = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603
        return next((line for line in told.splitlines() if "IOPlatformUUID" in line), platform.node())
    for name in _FILES:
        try:
            found = Path(name).read_text().strip()
        except OSError:
            continue
        if found:
            return found
    return platform.node()
