"""Where the diary of one base stands besides: what the user chose on this computer, as the settings file keeps it.

Each base has its own, by its path: a base of samples must never find its way into somebody's real calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Chosen:
    """The calendar file for the telephone, and the calendar on a server; empty: none. Never a password.

    Attributes:
        file: the path of the file.
        file_mine: whether only my own contacts stand in it.
        file_details: whether it tells what they are about; else only when and with whom.
        address: the server.
        user: who we are there.
        calendar: the address of the calendar.
        calendar_name: its name, as it was when it was chosen.
        mine: whether only my own contacts go there.
        is_on: whether contacts are exchanged with it.
    """

    file: str = ""
    file_mine: bool = False
    file_details: bool = True
    address: str = ""
    user: str = ""
    calendar: str = ""
    calendar_name: str = ""
    mine: bool = False
    is_on: bool = False

    @property
    def has_server(self) -> bool:
        """Whether a calendar on a server is chosen and in use."""
        return bool(self.is_on and self.address and self.user and self.calendar)


def chosen(elsewhere: Mapping[str, Any], base: Path) -> Chosen:
    """What was chosen for this base; values of a wrong kind give way to their defaults."""
    stored = elsewhere.get(str(base), {})
    if not isinstance(stored, Mapping):
        return Chosen()
    defaults = asdict(Chosen())
    return Chosen(
        **{name: stored[name] for name, value in defaults.items() if type(stored.get(name)) is type(value)}
    )


def with_chosen(elsewhere: Mapping[str, Any], base: Path, choice: Chosen) -> dict[str, Any]:
    """The setting with this choice in it; only what is not the default is kept."""
    kept = {
        each.name: getattr(choice, each.name)
        for each in fields(Chosen)
        if getattr(choice, each.name) != each.default
    }
    rest = {path: value for path, value in elsewhere.items() if path != str(base)}
    return {**rest, str(base): kept} if kept else rest
