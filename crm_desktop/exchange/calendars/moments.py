"""Dates and times of a calendar: a day, or a time on the wall of a zone (RFC 5545, 3.3.4 and 3.3.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.exchange.calendars.zones import here, resolve
from crm_desktop.models.zones import instant_at, zone_named

if TYPE_CHECKING:
    from crm_desktop.exchange.calendars.lines import Line

_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2}):?(\d{2})?(?:[.,]\d+)?)?\s*(Z?)", re.ASCII | re.I
)
_AT_END = re.compile(r"(?:^|[:,])\s*(\d{8}(?:T\d{4,6})?Z?)\s*$", re.ASCII)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day (``at`` is a date), or a time on the wall in ``zone``; '' is floating: the wall of whoever looks."""

    at: date
    zone: str = ""

    @property
    def is_day(self) -> bool:
        return not isinstance(self.at, datetime)

    def stored(self) -> str:
        """As the base keeps it: a day, or a UTC instant. Raises ValueError at the ends of the calendar."""
        return stored(self.at, self.zone)


def stored(at: date, zone: str) -> str:
    """A day as it is, a time on the wall of ``zone`` as an instant; raises ValueError at the ends of the calendar."""
    if not isinstance(at, datetime):
        return at.isoformat()
    # Not the system's own conversion: some systems have none before 1970.
    return instant_at(at, zone_named(zone) or zone_named(here()) or UTC)


def read_moment(line: Line, described: Mapping[str, str]) -> Moment | None:
    """The one moment of a line such as DTSTART; None where it is none."""
    found = read_moments(line, described)
    return found[0] if len(found) == 1 else None


def read_moments(line: Line, described: Mapping[str, str]) -> list[Moment]:
    """All moments of a line such as EXDATE; of periods their beginnings. What is no moment is passed over."""
    zone = resolve(line.parameters.get("TZID", ""), described)
    days = line.parameters.get("VALUE", "").upper() == "DATE"
    values = line.value.split(",")
    if _MOMENT.match(values[0].strip()) is None and (match := _AT_END.search(line.value)):
        values = [match[1]]  # a zone with a colon, not quoted: all before the last one is its name
    found = (_moment(value.strip().partition("/")[0], zone, days=days) for value in values)
    return [moment for moment in found if moment is not None]


def _moment(text: str, zone: str, *, days: bool) -> Moment | None:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        if days or match[4] is None:
            return Moment(date(year, month, day))
        at = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001  a time on a wall
    except ValueError:
        return None
    return Moment(at, "UTC" if match[7] else zone)


def read_duration(text: str) -> timedelta | None:
    """A duration such as ``PT1H30M``; None where it is none."""
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None or not any(match.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    found = timedelta(days, seconds, 0, 0, minutes, hours, weeks)
    return -found if match[1] == "-" else found
