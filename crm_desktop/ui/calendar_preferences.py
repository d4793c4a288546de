"""The ways to look at the calendar, which of them was chosen on this computer, and the day a week begins with.

Beside the calendar and not inside it: the page of settings knows them, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale

from crm_desktop.ui.text import language

if TYPE_CHECKING:
    from collections.abc import Mapping

MONDAY, SUNDAY = 0, 6
FIRST_HOUR, LAST_HOUR = 9, 18


class View(StrEnum):
    """The ways to look at the diary; the value stands in the settings."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    AGENDA = "agenda"


class Bars(StrEnum):
    """What the coloured bar of an entry stands for."""

    STATE = "state"
    KIND = "kind"
    PERSON = "person"


@dataclass(frozen=True)
class Preferences:
    """``week_start``: None follows the locale; ``work``: the hours with a plain ground."""

    view: View = View.WEEK
    week_start: int | None = None
    work: tuple[int, int] = (FIRST_HOUR, LAST_HOUR)
    bars: Bars = Bars.STATE

    def first_weekday(self) -> int:
        """The weekday a week begins with, 0 is Monday: as chosen, else as the user's country has it."""
        if self.week_start is not None:
            return self.week_start
        # The program's English is European; whoever's system is American begins with Sunday.
        system = QLocale.system()
        chosen = system if language() == "en" else QLocale(language())
        return chosen.firstDayOfWeek().value - 1


def from_settings(stored: Mapping[str, Any]) -> Preferences:
    """The preferences of the settings file; what cannot be used gives way to its default."""
    start = stored.get("week_start")
    work = stored.get("work")
    hours = isinstance(work, list) and len(work) == 2 and all(isinstance(each, int) for each in work)
    return Preferences(
        view=_one_of(View, stored.get("first_view") or stored.get("view"), View.WEEK),
        week_start=start if start in (MONDAY, SUNDAY) else None,
        work=(work[0], work[1])
        if hours and work and 0 <= work[0] < work[1] <= 24
        else (FIRST_HOUR, LAST_HOUR),
        bars=_one_of(Bars, stored.get("bars"), Bars.STATE),
    )


def _one_of(kind: Any, value: object, default: Any) -> Any:
    # Not looked up in a set: JSON holds lists, too.
    return kind(value) if value in list(kind) else default
