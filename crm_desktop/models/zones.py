"""Time zones by their IANA names, and local times in them.

A local time that does not exist (clocks go forward) or exists twice (they go back) is read as RFC 5545, 3.3.5 says:
with the offset before the gap, and as the first of the two.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from crm_desktop.clock import parse_utc_text, utc_text


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo | None:
    """The zone of an IANA name such as ``Europe/Vilnius``; None for an empty name and one that nobody knows."""
    from zoneinfo import ZoneInfo  # 8 ms that a start without a calendar need not spend

    if not name or name.startswith((".", "/")):
        return None
    try:
        return ZoneInfo(name)
    except (
        KeyError,
        ValueError,
        OSError,
    ):  # ZoneInfoNotFoundError is a KeyError; a folder of zones an OSError
        return None


def local_time(instant: str, zone: tzinfo) -> datetime:
    """The time on the wall in ``zone``, without its zone. Raises ValueError at the ends of the calendar."""
    try:
        return parse_utc_text(instant).astimezone(zone).replace(tzinfo=None)
    except OverflowError as error:
        raise ValueError(instant) from error


def instant_at(local: datetime, zone: tzinfo) -> str:
    """The instant (``clock.utc_text``) of a time on the wall. Raises ValueError at the ends of the calendar."""
    try:
        return utc_text(local.replace(tzinfo=zone, fold=0).astimezone(UTC))
    except OverflowError as error:
        raise ValueError(str(local)) from error
