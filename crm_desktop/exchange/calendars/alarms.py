"""Reminders of a contact as alarms of an event (VALARM, RFC 5545, 3.6.6), and back.

``Activity.reminders`` holds minutes before the beginning, parted by spaces; empty: as its kind does by default;
``-``: not at all. Those of a contact that takes whole days count from the morning (``reminders.rules``), alarms from
the midnight before it. A calendar knows only the alarms themselves. So what we write stands beside them once more,
exactly, together with the minutes that were written: where these are not the event's any more, its alarms count.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.clock import parse_utc_text
from crm_desktop.exchange.calendars.moments import read_duration, read_moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm_desktop.exchange.calendars.components import Component
    from crm_desktop.exchange.calendars.lines import Line

NONE = "-"
MOST_ALARMS = 20
_DAY_MINUTES = 24 * 60
LONGEST_MINUTES = 366 * _DAY_MINUTES

_SHOWN = frozenset({"", "DISPLAY", "AUDIO"})
"""Actions that tell somebody; letters are sent by the calendar itself, and Apple writes ``NONE`` for no alarm."""


def alarm_minutes(component: Component | None, start: str) -> tuple[int, ...]:
    """How many minutes before ``start`` (an instant, or a day) its alarms go off, the earliest first.

    Those after the beginning, or about its end, are none that a reminder could be; but on the day of what takes whole
    days they go off after its midnight, which are minutes below 0.
    """
    alarms = [each for each in component.inside if each.name == "VALARM"] if component else []
    found = (
        _minutes(trigger, start)
        for alarm in alarms[:MOST_ALARMS]
        if alarm.text("ACTION").upper() in _SHOWN and (trigger := alarm.line("TRIGGER")) is not None
    )
    return tuple(sorted({minutes for minutes in found if minutes is not None}, reverse=True))


def _minutes(trigger: Line, start: str) -> int | None:
    if trigger.parameters.get("RELATED", "").upper() == "END":
        return None
    before = read_duration(trigger.value)
    try:
        if before is None:
            moment = read_moment(trigger, {})
            if moment is None or not isinstance(moment.at, datetime):
                return None
            before = parse_utc_text(moment.stored()) - _instant(start)
        minutes = round(-before / timedelta(minutes=1))
    except (OverflowError, ValueError):
        return None
    return minutes if _least(all_day="T" not in start) <= minutes <= LONGEST_MINUTES else None


def _least(*, all_day: bool) -> int:
    return 1 - _DAY_MINUTES if all_day else 0


def _instant(start: str) -> datetime:
    """Of a day its midnight here, from which alarms of all-day events count."""
    if "T" in start:
        return parse_utc_text(start)
    return datetime.fromisoformat(start).astimezone(UTC)


def minutes_of(reminders: str) -> tuple[int, ...]:
    """The minutes that a contact names itself, the earliest reminder first."""
    return tuple(sorted({int(part) for part in reminders.split() if part.isdecimal()}, reverse=True))


def exact(reminders: str, written: tuple[int, ...]) -> str:
    """What stands beside the alarms; '' where they say all."""
    return f"{reminders}|{_listed(written)}" if reminders or written else ""


def reminders_of(own: str, alarms: tuple[int, ...], *, all_day: bool, morning: int) -> str:
    """The reminders of an event with these ``alarms`` where ``own`` (``exact``) stands beside them, '' for nothing.

    ``morning`` is that of the base, in minutes after midnight; what goes off later on the day reminds then.
    """
    reminders, bar, _ = own.partition("|")
    written = _written(own, all_day=all_day)
    if bar and written == alarms:
        return reminders
    if alarms:
        shift = morning if all_day else 0
        found = {min(max(0, minutes + shift), LONGEST_MINUTES) for minutes in alarms}
        return _listed(sorted(found, reverse=True))
    return NONE if written else ""


def are_as_written(own: str, alarms: tuple[int, ...], *, all_day: bool) -> bool:
    """Whether the alarms of an event are those that we wrote."""
    return _written(own, all_day=all_day) == alarms


def alarms_of(reminders: Iterable[int], *, all_day: bool, morning: int) -> tuple[int, ...]:
    """The alarms that go off when these reminders do (minutes), the earliest first."""
    return tuple(sorted({minutes - (morning if all_day else 0) for minutes in reminders}, reverse=True))


def _written(own: str, *, all_day: bool) -> tuple[int, ...]:
    """The minutes that were written, as they count for what takes whole days by now, or has a time."""
    words = own.partition("|")[2].split()
    found = [int(word) for word in words if word.removeprefix("-").isdecimal()]
    return tuple(minutes for minutes in found if minutes >= _least(all_day=all_day))


def _listed(minutes: Iterable[int]) -> str:
    return " ".join(map(str, minutes))
