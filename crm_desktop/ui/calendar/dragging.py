"""What is being dragged: a contact to another time, its end, or the length of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from crm_desktop.services.wall import midnight

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from crm_desktop.services.calendar import CalendarEntry
    from crm_desktop.ui.calendar.views import CalendarView

_DAY = timedelta(days=1)


class Aim(Enum):
    """What a drag does."""

    MOVE = auto()
    STRETCH = auto()
    DRAW = auto()


@dataclass(slots=True)
class Drag:
    """A drag under way; it counts from ``active`` on, when the pointer has gone far enough.

    Attributes:
        aim: what it does.
        press: where the button went down.
        entry: what is moved or stretched; None while something new is drawn.
        grab: how far from the start of the entry it was taken hold of, in minutes (in the row of whole days: in days).
        at: where it would stand: an aware local time, or a day of what takes the whole day.
        minutes: how long it would be; None: as it is, or nobody said.
    """

    aim: Aim
    press: QPoint
    entry: CalendarEntry | None = None
    grab: int = 0
    active: bool = False
    at: datetime | date | None = None
    minutes: int | None = None

    @property
    def all_day(self) -> bool:
        """Whether it would take the whole day."""
        return not isinstance(self.at, datetime)

    def ask(self, view: CalendarView) -> None:
        """Ask for what it would make, through the signals of the view; nothing where it would change nothing."""
        entry = self.entry
        if self.at is None:
            return
        if entry is None:
            view.add_wanted.emit(self.at, self.minutes, self.all_day)
        elif self.aim is Aim.STRETCH:
            if self.minutes is not None and self.minutes != entry.minutes:
                view.resize_wanted.emit(*entry.ref, self.minutes)
        elif self.at != (entry.first if entry.all_day else entry.start):
            view.move_wanted.emit(*entry.ref, self.at, self.all_day)

    def ghost(self) -> CalendarEntry | None:
        """The entry as it would stand; None of what is new."""
        if self.entry is None or self.at is None:
            return None
        start = self.at if isinstance(self.at, datetime) else midnight(self.at)
        length = self.entry.end - self.entry.start
        if self.minutes is not None:
            length = timedelta(minutes=self.minutes)
        elif self.all_day != self.entry.all_day:
            length = _DAY if self.all_day else timedelta(minutes=self.entry.minutes or 0)
        end = (start + length).astimezone()
        return self.entry._replace(
            start=start, end=end, first=start.date(), last=max(start, end - timedelta(seconds=1)).date(),
            all_day=self.all_day,
        )  # fmt: skip
