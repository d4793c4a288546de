"""Where the program keeps its things.

Each system has its own customs (XDG on Linux, AppData on Windows, Library on macOS); platformdirs knows them. The
environment variable ``CRM_DESKTOP_HOME`` overrides all of them with one folder: for a program carried on a USB stick,
and for tests. Nothing here creates a folder: who writes a file does.
"""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "CRM_DESKTOP_HOME"
APP_FOLDER = "crm-desktop"
BASE_SUFFIX = ".crm"

_PACKAGE = Path(__file__).resolve().parent


def data_dir() -> Path:
    """The folder of the base and its backups."""
    own = _own_home()
    if own is not None:
        return own
    # Imported here: platformdirs costs 10 ms, which a start with CRM_DESKTOP_HOME or with a named base need not pay.
    import platformdirs

    return platformdirs.user_data_path(APP_FOLDER, appauthor=False)


def default_base() -> Path:
    """The base that opens when none is named."""
    return data_dir() / f"clients{BASE_SUFFIX}"


def settings_file() -> Path:
    """The settings of this device and user; they never travel with the base."""
    own = _own_home()
    if own is not None:
        return own / "settings.json"
    import platformdirs

    return platformdirs.user_config_path(APP_FOLDER, appauthor=False) / "settings.json"


def log_dir() -> Path:
    """The folder of the log files."""
    own = _own_home()
    if own is not None:
        return own / "log"
    import platformdirs

    return platformdirs.user_log_path(APP_FOLDER, appauthor=False)


def shown(path: Path) -> str:
    """The path as people read it: their own folder is ``~``."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):  # elsewhere; or a session without a home
        return str(path)


def resource(name: str) -> Path:
    """The path of a data file shipped with the program, such as ``icons/search.svg``.

    In a wheel ``resources`` lies inside the package, in a checkout and in an installed build beside it.

    Raises:
        FileNotFoundError: nothing of that name is shipped; a fault of the program, not of the user.
        ValueError: the name leads out of the folder.
    """
    for folder in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"not inside the resources: {name}")
        if path.exists():
            return path
    raise FileNotFoundError(f"no such resource: {name}")


def _own_home() -> Path | None:
    """The folder of ``CRM_DESKTOP_HOME``, or None to follow the customs of the system."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named).expanduser().absolute() if named else None
