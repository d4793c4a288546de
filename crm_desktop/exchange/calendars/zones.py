"""Which IANA zone a TZID of a calendar means.

Programs write names of their own: Windows' (``FLE Standard Time``), those that people see there (``(UTC+02:00)
Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius``), paths (``/citadel.org/20211207_1/Europe/Vilnius``), offsets, or a zone
described in the file (VTIMEZONE). The first that is understood counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from crm_desktop.models.zones import zone_named

if TYPE_CHECKING:
    from crm_desktop.exchange.calendars.components import Component

_OFFSET = re.compile(r"(?:UTC|GMT)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?")
_WORD = re.compile(r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)*")
_YEARLY = re.compile(r"FREQ=YEARLY(?:;(?!BYHOUR|BYMINUTE|BYSECOND)[^;]*)*$")
_SEEN = {
    "pacific time": "America/Los_Angeles",
    "mountain time": "America/Denver",
    "central time": "America/Chicago",
    "eastern time": "America/New_York",
    "atlantic time": "America/Halifax",
    "arizona": "America/Phoenix",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "st. petersburg": "Europe/Moscow",
    "greenwich mean time": "Europe/London",
    "coordinated universal time": "UTC",
}
"""Names shown by Windows that hold no city of the IANA list."""
_COMMON = tuple(
    "Europe/Vilnius Europe/Moscow Europe/Berlin Europe/London Europe/Lisbon Europe/Istanbul Asia/Yekaterinburg"
    " Asia/Novosibirsk Asia/Vladivostok Asia/Tbilisi Asia/Almaty America/New_York America/Chicago America/Denver"
    " America/Phoenix America/Los_Angeles America/Sao_Paulo Asia/Dubai Asia/Kolkata Asia/Shanghai Asia/Tokyo"
    " Australia/Sydney".split()
)
"""Where two zones keep the same time, the one that most people mean."""
_PROBES = tuple(datetime(2024, month, 15, 12) for month in range(1, 13))  # noqa: DTZ001  wall times


@lru_cache(maxsize=1)
def here() -> str:
    """The zone of this computer; '' where the system does not tell."""
    from tzlocal import get_localzone_name  # reads files of the system; only calendars ask

    try:
        return get_localzone_name() or ""
    except (LookupError, OSError, ValueError):
        return ""


@lru_cache(maxsize=512)
def iana_name(tzid: str) -> str:
    """The IANA name that a TZID means by itself; '' where nothing is understood."""
    name = tzid.strip().strip('"')
    if zone_named(name) is not None:
        return name
    return _of_windows(name) or _of_path(name) or _of_display_name(name)


def zones_of_file(components: Iterable[Component], local: str) -> dict[str, str]:
    """IANA names by TZID for the zones that a file describes (VTIMEZONE); ``local`` is preferred among equal ones."""
    found: dict[str, str] = {}
    for component in components:
        tzid = component.text("TZID")
        name = iana_name(tzid) or iana_name(component.text("X-LIC-LOCATION"))
        if tzid and tzid not in found and (name := name or _of_description(component, local)):
            found[tzid] = name
    return found


def resolve(tzid: str, described: Mapping[str, str]) -> str:
    """The IANA name of a TZID in a file with the zones ``described``; '' where nobody can tell."""
    return iana_name(tzid) or described.get(tzid, "")


def _of_windows(name: str) -> str:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    found = WINDOWS_TO_OLSON.get(name, "")
    return found if zone_named(found) is not None else ""


def _of_path(name: str) -> str:
    """The end of a path, or the one zone whose city it names (``Germany/Berlin``)."""
    parts = name.split("/")
    for first in range(1, len(parts)):
        if zone_named(end := "/".join(parts[first:])) is not None and "/" in end:
            return end
    if len(parts) == 1:
        return ""
    return "UTC" if parts[-1].upper() == "UTC" else _of_city(parts[-1].replace(" ", "_"), None)


def _of_display_name(name: str) -> str:
    match = _OFFSET.search(name)
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0)) if match else None
    if match and offset is not None and match[1] == "-":
        offset = -offset
    lowered = name.casefold()
    for words, zone in _SEEN.items():
        if words in lowered:
            return zone
    for word in _WORD.findall(name):
        if zone := _of_city(word.replace(" ", "_"), offset):
            return zone
    if match and offset is not None and not offset % timedelta(hours=1):
        hours = int(offset.total_seconds() // 3600)
        fixed = f"Etc/GMT{-hours:+d}" if hours else "UTC"  # POSIX counts the other way round
        return fixed if zone_named(fixed) is not None else ""
    return ""


@lru_cache(maxsize=1)
def _cities() -> dict[str, list[str]]:
    cities: dict[str, list[str]] = {}
    for zone in sorted(available_timezones()):
        area, slash, city = zone.rpartition("/")
        if slash and area.split("/")[0] not in {"Etc", "SystemV", "posix", "right"}:
            cities.setdefault(city.casefold(), []).append(zone)
    return cities


def _of_city(city: str, offset: timedelta | None) -> str:
    """The zone named after a city, if it keeps ``offset`` from UTC (where one was named) in winter."""
    found = ((name, zone_named(name)) for name in _cities().get(city.casefold(), ()))
    return next((name for name, zone in found if zone and offset in {None, _offsets(zone)[0]}), "")


def _of_description(component: Component, local: str) -> str:
    """The zone whose clock stands as the file describes it."""
    from icalendar import Timezone

    if not all(_YEARLY.match(line.value.upper()) for half in component.inside for line in half.all("RRULE")):
        return ""  # clocks change once a year; the library would expand anything up to 2038
    try:
        text = component.content().replace("\n", "\r\n") + "\r\n"
        found = Timezone.from_ical(text)
        wanted = _offsets(found.to_tz(lookup_tzid=False)) if isinstance(found, Timezone) else ()
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
        return ""  # what a library makes of lines by strangers: the zone is simply not known
    names = (name for name in (local, *_COMMON, *sorted(available_timezones())) if name)
    return next((name for name in names if (zone := zone_named(name)) and _offsets(zone) == wanted), "")


def _offsets(zone: tzinfo) -> tuple[timedelta | None, ...]:
    return tuple(moment.replace(tzinfo=zone).utcoffset() for moment in _PROBES)
