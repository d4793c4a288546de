"""Contacts of the base as the events they make in a calendar, and what of them differs from what stands there."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.exchange.calendars.entries import OWN_PREFIX
from crm_desktop.exchange.calendars.writing import add_zones, event_of
from crm_desktop.exchange.importing.event_series import series_in, takes_place
from crm_desktop.exchange.remote.differences import alarms_drifted, changed_properties, moves_in_time
from crm_desktop.exchange.remote.ours import Ours, says_nothing_new, since
from crm_desktop.exchange.remote.resources import (
    Block,
    Part,
    Resource,
    blocks_of,
    entry_in,
    lines_of,
    patched,
    text_of,
    zone_id,
    zones_named,
)
from crm_desktop.services.recurrence import Series

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from crm_desktop.exchange.calendars.writing import DiaryEntry
    from crm_desktop.exchange.importing.event_people import Finder

_STAMPS = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")


def fresh_part(entry: DiaryEntry) -> Part:
    """The event that a contact makes where there is none yet."""
    event = event_of(entry)
    assert event is not None  # what has no time is not read from the base
    block = tuple(lines_of(event.to_ical().decode()))
    read = entry_in(block, {})
    assert read is not None
    return Part(block, read)


def changes(ours: Ours, there: Resource, finder: Finder, first: str) -> dict[str, tuple[Part, set[str]]]:
    """By occurrence: the event that each contact makes, and which properties of the one there it changes.

    Those that are not there yet have all of theirs to be written; what lies before ``first`` stays away.
    """
    found = {}
    for at, (_, entry) in ours.entries.items():
        part = there.parts.get(at)
        is_past = (entry.planned_at or entry.held_at or "") < first
        if part is None and at and (is_past or says_nothing_new(ours, at)):
            continue
        fresh = fresh_part(entry)
        if part is None:
            found[at] = fresh, {"BEGIN"}
        else:
            unknown = () if is_silent(part) else finder.company_of(part.entry).unknown
            found[at] = fresh, changed_properties(entry, fresh.entry, part.entry, unknown)
    return found


def is_silent(part: Part) -> bool:
    """Whether the event names nobody, so that nobody has to be looked up."""
    return not part.entry.people


def is_unchanged(ours: Ours, there: Resource, finder: Finder, first: str) -> bool:
    """Whether what stands here is what stood there, nothing more and nothing less."""
    if not ours.gone.isdisjoint(there.parts):
        return False
    return not any(names for _, names in changes(ours, there, finder, first).values())


def resource_text(
    ours: Ours, there: Resource | None, finder: Finder, now: datetime, *, with_alarms: bool = False
) -> str | None:
    """The resource as it should stand there; None where it does already. '' where it should not be there at all.

    ``with_alarms``: also if nothing but the alarms differs, because the rules of the base do.
    """
    if ours.is_gone:
        return ""
    there = there or Resource(ours.uid, {})
    blocks = {at: part.block for at, part in there.parts.items() if at not in ours.gone}
    for at in _left_behind(ours, there):
        blocks.pop(at, None)
    is_changed = len(blocks) < len(there.parts)
    for at, (fresh, names) in changes(ours, there, finder, utc_text(since(now))).items():
        part = there.parts.get(at)
        if part is not None and alarms_drifted(fresh.entry, part.entry):
            is_ahead = fresh.entry.start >= utc_text(now) or bool(fresh.entry.rule)
            # With any other change they go along, for what stands beside the alarms must fit them.
            if names or (with_alarms and is_ahead and part.entry.own):
                names = {*names, "VALARM"}
        if not names:
            continue
        is_changed = True
        if part is None:
            blocks[at] = fresh.block
        else:
            blocks[at] = _rewritten(part.block, fresh.block, names, there.zones, f"{now:%Y%m%dT%H%M%SZ}")
    if not is_changed:
        return None
    events = [blocks[at] for at in sorted(blocks)]
    return text_of([*_zones(events, there), *events]) if events else ""


def _left_behind(ours: Ours, there: Resource) -> set[str]:
    """Exceptions there of occurrences that a change here took over to another series, or to another moment."""
    series, before = ours.entries.get(""), there.parts.get("")
    if series is None or before is None:
        return set()
    strange = there.parts.keys() - ours.entries.keys() - ours.gone
    after = series[1]
    if not strange or after.planned_at is None:
        return set()
    here = Series(after.planned_at, after.zone, after.rule, after.all_day)
    was = series_in(before.entry)
    return {at for at in strange if takes_place(was, at) and not takes_place(here, at)}


def _rewritten(block: Block, fresh: Block, names: set[str], described: Mapping[str, str], now: str) -> Block:
    """The event with its changed properties, the moment of the change, and a new number where it is another time."""
    sequence = 0
    for line in block:
        name, _, value = line.partition(":")
        if name.upper() == "SEQUENCE" and value.strip().isdecimal():
            sequence = int(value)
    sequence += moves_in_time(names)
    stamps = (f"DTSTAMP:{now}", f"LAST-MODIFIED:{now}", f"SEQUENCE:{sequence}")
    plain = [line for line in fresh if line.partition(":")[0].partition(";")[0].upper() not in _STAMPS]
    stamped = (*plain[:-1], *stamps, plain[-1])
    visible = {name for name in names if not name.startswith(OWN_PREFIX)}
    return patched(block, stamped, visible | set(_STAMPS), described)


def _zones(events: list[Block], there: Resource) -> list[Block]:
    """What stood there beside the events, and the zones that they name by now."""
    present = {zone_id(block) for block in there.others}
    return [
        *there.others,
        *(block for zone in sorted(zones_named(events) - present) if (block := zone_block(zone)) is not None),
    ]


@lru_cache(maxsize=64)
def zone_block(zone: str) -> Block | None:
    """A zone by its IANA name, described as RFC 5545 wants it; None for a name that nobody knows."""
    from datetime import UTC, datetime

    from icalendar import Calendar, Event

    from crm_desktop.models.zones import zone_named

    known = zone_named(zone)
    if known is None:
        return None
    calendar, event = Calendar(), Event()
    event.add("dtstart", datetime(2026, 1, 1, 12, tzinfo=UTC).astimezone(known))
    calendar.add_component(event)
    add_zones(calendar)
    return next(iter(blocks_of(calendar.to_ical().decode(), "VTIMEZONE")), None)
