"""The settings of one device: how the window looks here, which base was open last, who sits before it.

They stand in one JSON file, beside the base and never in it: two laptops that share a base keep their own. The file
is written whole under a temporary name and renamed, so that a power cut leaves the old one or the new one. Keys that
this version does not know (an older program on the same laptop) are kept. A file that cannot be understood is put
aside under the name ``settings.damaged.json`` and the defaults are used: looks are not worth a refused start.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from crm_desktop.errors import SettingsNotSaved

VERSION = 1
Theme = Literal["system", "light", "dark"]
SMALLEST_FONT_SCALE = 0.75
LARGEST_FONT_SCALE = 3.0
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)

Json = dict[str, Any]
Upgrade = Callable[[Json], Json]

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_log = logging.getLogger(__name__)

UPGRADES: tuple[Upgrade, ...] = ()
"""Step n turns what version n+1 wrote into what version n+2 writes; each is a pure function."""


@dataclass(frozen=True)
class Settings:
    """What is remembered on this device.

    Attributes:
        language: ``en``, ``ru`` or ``lt``; empty follows the system.
        theme: light, dark, or as the system says.
        window: the window's place and splitters, opaque to all but the window (JSON values).
        columns: shown columns, their order and widths, by the name of the list; opaque likewise.
        last_base: the base that was open last.
        user_name: who stands in the history as the one who changed.
        font_scale: factor on the system's font size, 0.75 to 3.
        export_folder: the folder a list was saved to last; empty for none yet.
        import_folder: the folder a list was brought from last; empty for none yet.
        watched_folder: the folder in which dropped lists are noticed; empty: none is watched.
        watched_move: whether a list from it that was brought in is moved into a folder beside it.
        greeted_on: the day (YYYY-MM-DD) on which the page of today was shown by itself last; empty: never.
        calendar: how the calendar is looked at here (view, first weekday, work hours, colours); JSON values.
        elsewhere: where the diary of each base stands besides, by the path of the base (``exchange.remote.chosen``);
            never a password.
        popups: whether reminders pop up on the desktop; the reminder window shows them either way.
        quiet_from: the local time at which pop-ups become unwanted each day, ``HH:MM``; empty: never.
        quiet_until: the local time at which they are wanted again.
        quiet_days: the weekdays on which that holds, Monday is 0; a night belongs to the day before it.
        close_to_tray: whether the program goes on in the tray when its window is closed.
        tray_told: whether it was said once that it does.
        autostart_offered: whether starting at login was offered once.
        everybody: whether the page of today shows what colleagues have in hand as well.
    """

    language: str = ""
    theme: Theme = "system"
    window: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)
    last_base: Path | None = None
    user_name: str = ""
    font_scale: float = 1.0
    export_folder: str = ""
    import_folder: str = ""
    watched_folder: str = ""
    watched_move: bool = False
    greeted_on: str = ""
    calendar: Mapping[str, Any] = field(default_factory=dict)
    elsewhere: Mapping[str, Any] = field(default_factory=dict)
    popups: bool = True
    quiet_from: str = ""
    quiet_until: str = ""
    quiet_days: tuple[int, ...] = EVERY_DAY
    close_to_tray: bool = True
    tray_told: bool = False
    autostart_offered: bool = False
    everybody: bool = False

    def __post_init__(self) -> None:
        for each in fields(self):
            if not _CHECKS[each.name](getattr(self, each.name)):
                raise ValueError(f"{each.name}: {getattr(self, each.name)!r}")


class SettingsFile:
    """The settings and the file that keeps them. Used on one thread.

    Reading happens once, at construction; ``update`` reads again first, since the command line may have written
    meanwhile, and changes only what it is told to.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stored = _read(path)
        self.current = from_json(self._stored)

    def update(self, **changes: Any) -> Settings:
        """Set the named fields and write the file.

        Raises:
            TypeError: no such field.
            ValueError: a value that the field cannot have; nothing is changed.
            SettingsNotSaved: the file cannot be written; the new values hold until the program ends.
        """
        self._stored = _read(self.path) if self.path.exists() else self._stored
        self.current = replace(from_json(self._stored), **changes)
        self._stored = {"version": VERSION, **self._stored, **to_json(self.current)}
        _write(self.path, self._stored)
        return self.current


def from_json(stored: Mapping[str, Any]) -> Settings:
    """Settings from the stored form of the present version; a value of a wrong kind gives way to its default."""
    values: Json = {}
    for each in fields(Settings):
        if each.name not in stored:
            continue
        value = stored[each.name]
        if each.name == "last_base":
            value = Path(value) if isinstance(value, str) and value else None
        if each.name == "quiet_days" and isinstance(value, list):
            value = tuple(value)
        if _CHECKS[each.name](value):
            values[each.name] = value
        else:
            _log.warning("settings: %s cannot be used, the default is", each.name)
    return Settings(**values)


def to_json(settings: Settings) -> Json:
    """The stored form of the settings, without the version."""
    stored = {each.name: getattr(settings, each.name) for each in fields(settings)}
    stored["last_base"] = None if settings.last_base is None else str(settings.last_base)
    mappings = {name: dict(stored[name]) for name in ("window", "columns", "calendar", "elsewhere")}
    return {**stored, **mappings}


def upgrade(stored: Json, steps: tuple[Upgrade, ...] = UPGRADES) -> Json:
    """The stored form brought to the present version; what a newer program wrote is left as it is."""
    version = stored.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        version = 1
    for step in steps[version - 1 :]:
        stored = step(stored)
        version += 1
    return {**stored, "version": version}


def _read(path: Path) -> Json:
    """The stored form, upgraded; empty when there is none or it had to be put aside."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8-sig"))  # Notepad adds a mark
    except FileNotFoundError:
        return {}
    except OSError as error:
        _log.warning("settings cannot be read (%s), defaults are used", error.strerror)
        return {}
    except (ValueError, RecursionError):
        stored = None
    if not isinstance(stored, dict):
        _put_aside(path)
        return {}
    return upgrade(stored)


def _put_aside(path: Path) -> None:
    aside = path.with_name(f"{path.stem}.damaged{path.suffix}")
    try:
        path.replace(aside)
    except OSError as error:
        _log.warning("damaged settings cannot be put aside (%s), defaults are used", error.strerror)
    else:
        _log.warning("damaged settings were put aside as %s, defaults are used", aside.name)


def _write(path: Path, stored: Json) -> None:
    text = json.dumps(stored, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        # Where not even the folder could be made there is nothing to remove, and removing must not hide the reason.
        with contextlib.suppress(OSError):
            part.unlink()
        raise SettingsNotSaved(path=path, reason=error.strerror) from error


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _is_time_or_none(value: object) -> bool:
    return isinstance(value, str) and (not value or _TIME.fullmatch(value) is not None)


def _are_weekdays(value: object) -> bool:
    if not isinstance(value, tuple) or not all(type(day) is int and day in EVERY_DAY for day in value):
        return False
    return list(value) == sorted(set(value))


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(key, str) for key in value)


def _is_scale(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return SMALLEST_FONT_SCALE <= value <= LARGEST_FONT_SCALE


_CHECKS: Mapping[str, Callable[[object], bool]] = {
    "language": _is_text,
    "theme": lambda value: value in get_args(Theme),
    "window": _is_mapping,
    "columns": _is_mapping,
    "last_base": lambda value: value is None or isinstance(value, Path),
    "user_name": _is_text,
    "font_scale": _is_scale,
    "export_folder": _is_text,
    "import_folder": _is_text,
    "watched_folder": _is_text,
    "watched_move": _is_switch,
    "greeted_on": _is_text,
    "calendar": _is_mapping,
    "elsewhere": _is_mapping,
    "popups": _is_switch,
    "quiet_from": _is_time_or_none,
    "quiet_until": _is_time_or_none,
    "quiet_days": _are_weekdays,
    "close_to_tray": _is_switch,
    "tray_told": _is_switch,
    "autostart_offered": _is_switch,
    "everybody": _is_switch,
}
