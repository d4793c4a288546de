"""What works on this computer and what does not: versions, folders, the base, time zone, words."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from typing import TYPE_CHECKING

from crm_desktop import __version__, paths
from crm_desktop.errors import UserError
from crm_desktop.ui.text import LANGUAGES, tr

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.sync.state import SyncState

_OLDEST_SQLITE = (3, 38, 0)
"""The first with JSON functions built in everywhere, which the journal triggers use."""

_PACKAGES = (
    "PySide6-Essentials",
    "peewee",
    "sqlite-utils",
    "python-calamine",
    "openpyxl",
    "phonenumbers",
    "rapidfuzz",
    "Babel",
    "psycopg",
    "keyring",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its stable English key, its name for people, whether it works, and what was found."""

    key: str
    what: str
    ok: bool
    detail: str


def examine(base: Path) -> list[Finding]:
    """Look at everything; nothing is changed."""
    return [
        *_versions(),
        *_folders(),
        _base(base),
        *_shared_base(base),
        _search(),
        _words(),
        _time_zone(),
        _display(),
        _notifications(),
        _tray(),
        _autostart(),
    ]


def _versions() -> Iterator[Finding]:
    yield Finding("program", tr("Program"), True, __version__)
    yield Finding("python", "Python", sys.version_info >= (3, 11), platform.python_version())
    yield Finding("system", tr("System"), True, platform.platform())
    yield Finding("sqlite", "SQLite", sqlite3.sqlite_version_info >= _OLDEST_SQLITE, sqlite3.sqlite_version)
    for package in _PACKAGES:
        try:
            yield Finding(package.lower(), package, True, metadata.version(package))
        except metadata.PackageNotFoundError:
            yield Finding(package.lower(), package, False, tr("not installed"))


def _folders() -> Iterator[Finding]:
    for key, what, folder in (
        ("data_folder", tr("Folder of the base"), paths.data_dir),
        ("log_folder", tr("Folder of the log"), paths.log_dir),
    ):
        yield Finding(key, what, _writable(folder), str(folder()))


def _writable(folder: Callable[[], Path]) -> bool:
    """Whether a file can be made in the folder, or in the nearest one above that is there."""
    place = folder()
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False


def _base(path: Path) -> Finding:
    what = tr("Base")
    if not path.exists():
        return Finding("base", what, True, tr("none yet at {path}", path=path))
    from crm_desktop.services.base import open_base
    from crm_desktop.services.check import check
    from crm_desktop.ui.text_errors import error_text

    try:
        base = open_base(path, create=False)
    except UserError as error:
        return Finding("base", what, False, error_text(error))
    try:
        report = check(base.store)
    finally:
        base.store.close()
    problems = "; ".join(f"{problem.fault}: {problem.detail}" for problem in report.problems)
    return Finding(
        "base", what, report.ok, problems or tr("{path}, {n} clients", path=path, n=report.clients)
    )


def _shared_base(path: Path) -> Iterator[Finding]:
    """How the exchange with colleagues stands, as far as this base knows; the server is not asked."""
    what = tr("Shared base")
    if not path.exists():
        yield Finding("sync", what, True, tr("none: this base works alone"))
        return
    from crm_desktop.services.base import open_base
    from crm_desktop.sync.state import sync_state

    try:
        base = open_base(path, create=False)
    except UserError:  # said above
        return
    try:
        state = sync_state(base.store)
    finally:
        base.store.close()
    if state.membership is None:
        yield Finding("sync", what, True, tr("none: this base works alone"))
        return
    yield Finding("sync", what, state.last_error is None, _exchange_detail(state))
    yield from _exchange_needs()


def _exchange_detail(state: SyncState) -> str:
    from crm_desktop.ui import formats, text_shared
    from crm_desktop.ui.text_errors import error_text

    assert state.membership is not None
    last, ahead = state.last_ok_at, state.server_ahead_seconds
    said = (
        text_shared.where(state.membership),
        tr("Last exchange {when}", when=formats.moment(last)) if last else tr("Nothing exchanged yet"),
        text_shared.waiting(state.unsent) if state.unsent else "",
        "" if state.last_error is None else error_text(state.last_error),
        text_shared.clock_off(ahead) if ahead is not None and state.clock_off else "",
    )
    return " · ".join(filter(None, said))


def _exchange_needs() -> Iterator[Finding]:
    """What an exchange needs of this computer: PostgreSQL's library; a key store is good to have."""
    from crm_desktop.keystore import has_store

    try:
        import psycopg
    except ImportError as error:  # libpq is missing
        yield Finding("libpq", "libpq", False, str(error))
    else:
        number = psycopg.pq.version()
        yield Finding("libpq", "libpq", True, f"{number // 10_000}.{number % 10_000}")
    detail = tr("it is there") if has_store() else tr("none: the password is asked for after each start")
    yield Finding("key_store", tr("Key store"), True, detail)


def _search() -> Finding:
    """The full-text search of SQLite with the tokenizer that fragments need."""
    try:
        with sqlite3.connect(":memory:") as connection:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='trigram', detail='none')")
    except sqlite3.OperationalError as error:
        return Finding("search", tr("Search"), False, str(error))
    return Finding("search", tr("Search"), True, "FTS5")


def _words() -> Finding:
    """Whether the translations are compiled; English needs none."""
    missing = [code for code in LANGUAGES if code != "en" and not _has_words(code)]
    return Finding("words", tr("Translations"), not missing, ", ".join(missing or LANGUAGES))


def _has_words(code: str) -> bool:
    try:
        return paths.resource(f"i18n/{code}.mo").is_file()
    except FileNotFoundError:
        return False


def _time_zone() -> Finding:
    now = datetime.now().astimezone()
    return Finding("time_zone", tr("Time zone"), True, f"{now:%Z (UTC%z)}")


def _display() -> Finding:
    """Whether a window can open; on Linux that needs a display. Not having one is no fault."""
    names = ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM")
    found = [f"{name}={os.environ[name]}" for name in names if os.environ.get(name)]
    has_window = not sys.platform.startswith("linux") or bool(found)
    return Finding(
        "display",
        tr("Display"),
        True,
        ", ".join(found)
        if has_window and found
        else tr("none: command line only")
        if not has_window
        else platform.system(),
    )


def _notifications() -> Finding:
    """Who shows pop-ups. Nobody does where nobody looks at a screen; elsewhere it is a fault."""
    what = tr("Pop-ups")
    if not sys.platform.startswith("linux"):
        return Finding("notifications", what, True, platform.system())
    from crm_desktop.background.popups.bus import notification_service
    from crm_desktop.background.popups.reasons import NotShown, Reason
    from crm_desktop.ui.text_popups import why_not_shown

    try:
        service = notification_service()
    except NotShown as refused:
        looked_at = bool(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"))
        return Finding("notifications", what, not looked_at, why_not_shown(refused.reason))
    if shutil.which("notify-send") is None:
        return Finding("notifications", what, False, why_not_shown(Reason.NO_PROGRAM))
    return Finding("notifications", what, True, f"{service.name} {service.version}")


def _tray() -> Finding:
    """The tray as far as it can be seen without a window. Having none is no fault: the program then does not hide."""
    what = tr("Tray")
    if not sys.platform.startswith("linux"):
        return Finding("tray", what, True, platform.system())
    from crm_desktop.background.popups.bus import TRAY_WATCHER, has_owner

    seen = has_owner(TRAY_WATCHER)
    return Finding(
        "tray",
        what,
        True,
        "StatusNotifier" if seen else tr("none on the message bus; an X11 panel may have one"),
    )


def _autostart() -> Finding:
    from crm_desktop.background.autostart import State, login_place, state
    from crm_desktop.ui.text_popups import login_state

    place = login_place()
    found = state(place)
    detail = login_state(found) if found is State.OFF else f"{login_state(found)}: {place.where()}"
    return Finding("autostart", tr("Start with the computer"), found is not State.BROKEN, detail)
