"""An activity from JSON: times as people write them, clients by number, a rule of repetition.

``planned_at``, ``held_at`` and ``next_at`` are days (``2026-11-23``), times on the clock of this computer or of
``zone`` (``2026-11-23 15:30``), or instants with their offset (ISO 8601). A time that comes twice when the clocks go
back is the first of the two (RFC 5545, 3.3.5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.command_errors import JsonValueRefused
from crm_desktop.errors import MomentRefused, TimeSkipped, ZoneRefused
from crm_desktop.models.zones import zone_named
from crm_desktop.services.by_number import by_number_or_id

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

Json = Mapping[str, Any]

_TIMES = ("planned_at", "held_at")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOCAL = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?")
_REMINDERS = re.compile(r"|-|\d{1,6}(?: \d{1,6})*")


def activity_values(store: Store, given: Json) -> dict[str, Any]:
    """The JSON with times as drafts have them and ``further`` as ids; whatever else stands there stays.

    Times that are days make it all-day, unless ``all_day`` says otherwise.

    Raises:
        MomentRefused, TimeSkipped, ZoneRefused: what is no time, a time that the clocks skip, no zone.
        JsonValueRefused: days and times do not go together, or a value of another kind.
        ClientNotFound: somebody of ``further``.
    """
    values = dict(given)
    zone = _zone(values)
    days = {key: read_time(values, key, zone) for key in (*_TIMES, "next_at") if values.get(key) is not None}
    _one_kind(values, "all_day", [key for key in _TIMES if key in days], days)
    _one_kind(values, "next_all_day", [key for key in ("next_at",) if key in days], days)
    _read_rule(values)
    reminders = values.get("reminders", "")
    if not isinstance(reminders, str) or not _REMINDERS.fullmatch(reminders):
        raise JsonValueRefused(key="reminders", value=reminders, expected='"1440 15", "-"')
    further = values.pop("further", [])
    if not isinstance(further, list):
        raise JsonValueRefused(key="further", value=further, expected="[]")
    values["further"] = tuple(by_number_or_id(store, str(each)) for each in further)
    return values


def _zone(values: Json) -> tzinfo | None:
    """The zone that is named; None for none, which is that of this computer."""
    name = values.get("zone", "")
    if not name:
        return None
    zone = zone_named(name) if isinstance(name, str) else None
    if zone is None:
        raise ZoneRefused(field="zone", value=name)
    return zone


def read_time(values: dict[str, Any], key: str, zone: tzinfo | None = None) -> bool:
    """Put the time under ``key`` as the base keeps it; whether it is a day.

    Raises MomentRefused, TimeSkipped.
    """
    text = values[key]
    if not isinstance(text, str):
        raise MomentRefused(field=key, value=text)
    text = text.strip()
    try:
        if _DAY.fullmatch(text):
            values[key] = datetime.fromisoformat(text).date().isoformat()
            return True
        found = _LOCAL.fullmatch(text)
        if found is None:
            values[key] = utc_text(datetime.fromisoformat(text))
        else:
            day, hour, minute, second = found.groups()
            wall = datetime.fromisoformat(f"{day} {int(hour):02}:{minute}:{second or '00'}")
            values[key] = _instant(key, text, wall, zone)
    except (ValueError, OverflowError):
        raise MomentRefused(field=key, value=text) from None
    return False


def _instant(key: str, text: str, wall: datetime, zone: tzinfo | None) -> str:
    instant = (wall.astimezone() if zone is None else wall.replace(tzinfo=zone)).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall:
        raise TimeSkipped(field=key, value=text)
    return utc_text(instant)


def _one_kind(values: dict[str, Any], flag: str, keys: list[str], days: Mapping[str, bool]) -> None:
    """One flag says of both times whether they are days: they must be what it says."""
    if not keys:
        return
    wanted = values.setdefault(flag, all(days[key] for key in keys))
    for key in keys:
        if isinstance(wanted, bool) and days[key] is not wanted:
            expected = "2026-11-23" if wanted else "2026-11-23 15:30"
            raise JsonValueRefused(key=key, value=values[key], expected=f'"{expected}"')


def _read_rule(values: dict[str, Any]) -> None:
    """A rule may stand without its name; its clock runs in the zone of this computer where none is named."""
    rule = values.get("rule")
    if not isinstance(rule, str) or not rule:
        return
    if rule.upper().startswith("FREQ="):
        values["rule"] = f"RRULE:{rule}"
    if not values.get("zone") and not values.get("all_day"):
        from crm_desktop.exchange.calendars.zones import here

        values["zone"] = here()
