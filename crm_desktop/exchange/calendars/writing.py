"""Activities as a calendar file (RFC 5545): read by any program, and by this one to the same again.

What a calendar has no word for stands in properties of our own (``X-CRM-...``), exactly. A digest of what other
programs may change stands beside them: where it does not fit any more, the visible values count.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import parse_utc_text
from crm_desktop.exchange.calendars.alarms import alarm_minutes, alarms_of, exact, minutes_of
from crm_desktop.exchange.calendars.components import Component
from crm_desktop.exchange.calendars.entries import NAMES_MARK, OWN_PREFIX, component_of, digest_of, entry_of
from crm_desktop.models.rules import moment_text, parse_repetition
from crm_desktop.models.zones import local_time, zone_named
from crm_desktop.services.recurrence import wall_time

if TYPE_CHECKING:
    from pathlib import Path

    from icalendar import Event

PRODUCT = "-//CRM Desktop//Diary//EN"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PROGRESS_EVERY = 100
_EARLIEST_YEAR, _LATEST_YEAR = 1970, 2038


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """An activity with all that a calendar takes of it. Times as the base keeps them.

    ``uid`` is the series' for one of its occurrences, which ``occurrence_at`` then names. ``clients`` are number, name
    and first e-mail of each who takes part; ``without`` the occurrences that do not take place; ``moves`` the times it
    was put off, each from, to, and when that was done. ``usual`` are the minutes before it at which its kind reminds,
    for one without ``reminders`` of its own; of whole days both count from the ``morning``, minutes after midnight.
    """

    uid: str
    kind: str
    direction: str
    planned_at: str | None
    held_at: str | None
    all_day: bool
    minutes: int | None
    zone: str
    rule: str
    occurrence_at: str | None
    place: str
    wanted: str
    offered: str
    result: str
    outcome: str
    responsible: str
    created_at: str
    kept: str
    clients: tuple[tuple[int | None, str, str], ...] = ()
    without: tuple[str, ...] = ()
    reminders: str = ""
    moves: tuple[tuple[str, str, str], ...] = ()
    usual: tuple[int, ...] = ()
    morning: int = 0


def write_calendar(path: Path, entries: Iterable[DiaryEntry], progress: Callable[[int], None]) -> int:
    """Write the file; how many events stand in it. ``progress`` is told how many are done and raises to cancel."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    count = 0
    for entry in entries:
        event = event_of(entry)
        if event is not None:
            calendar.add_component(event)
            count += 1
        if count % _PROGRESS_EVERY == 0:
            progress(count)
    add_zones(calendar)
    path.write_bytes(calendar.to_ical())
    return count


def add_zones(calendar: Any) -> None:
    """The zones that the events name, described for the years these lie in."""
    years = [
        moment.year
        for event in calendar.walk("VEVENT")
        for name in ("DTSTART", "RECURRENCE-ID")
        if (moment := getattr(event.get(name), "dt", None)) is not None
    ]
    first = date(max(1, min([*years, _EARLIEST_YEAR])), 1, 1)
    last = date(min(9999, max([*years, _LATEST_YEAR - 1]) + 1), 1, 1)
    calendar.add_missing_timezones(first_date=first, last_date=last)


def event_of(entry: DiaryEntry) -> Event | None:
    """The event of an activity; None for one without any time, which no calendar can hold."""
    from icalendar import Event, vText

    at = entry.planned_at or entry.held_at
    if at is None:
        return None
    zone = entry.zone if zone_named(entry.zone) is not None else "UTC"
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", parse_utc_text(entry.created_at) if entry.created_at else _EPOCH)
    start = _moment(at, zone, all_day=entry.all_day)
    event.add("dtstart", start)
    if entry.minutes is not None:
        event.add("dtend", _end(start, entry.minutes))
    if entry.occurrence_at:
        event.add("recurrence-id", _moment(entry.occurrence_at, zone, all_day="T" not in entry.occurrence_at))
    if entry.rule:
        _repeat(event, entry, zone)
    names = ", ".join(name for _, name, _ in entry.clients if name)
    title, _, rest = entry.wanted.partition("\n")
    event.add("summary", NAMES_MARK.join(filter(None, (title, names))) or entry.kind)
    event.add("description", (entry.result if entry.held_at else rest) or "")
    event.add("location", entry.place)
    event.add("status", "CANCELLED" if entry.outcome == "cancelled" else "CONFIRMED")
    event.add("categories", [entry.kind.upper()])
    _attend(event, entry)
    alarms = _alarm(event, entry, at)
    for name, value in _own(entry, alarms).items():
        event.add(f"{OWN_PREFIX}{name}", vText(value))
    read = entry_of(event.to_ical().decode().replace("\r\n ", ""))
    assert read is not None
    event.add(f"{OWN_PREFIX}DIGEST", vText(digest_of(read)))
    return event


def _moment(text: str, zone: str, *, all_day: bool) -> date:
    if all_day:
        return date.fromisoformat(text[:10])
    known = zone_named(zone)
    instant = parse_utc_text(text).replace(microsecond=0)
    if known is None or zone == "UTC":
        return instant
    try:
        local_time(text, known)
    except ValueError:
        return instant
    return instant.astimezone(known)


def told_rule(rule: str, without: Iterable[str], zone: str, *, all_day: bool) -> str:
    """The rule with the occurrences left out that were deleted: to others they are dates that do not take place."""
    left_out = set(without)
    if not (rule and left_out):
        return rule
    known = None if all_day else zone_named(zone) or UTC
    lines = [line for line in rule.split("\n") if not line.startswith("EXDATE")]
    moments = {moment_text(wall_time(each, known), is_day=all_day) for each in left_out}
    for line in rule.split("\n"):
        if line.startswith("EXDATE"):
            moments.update(line.partition(":")[2].split(","))
    return "\n".join((*lines, f"EXDATE:{','.join(sorted(moments))}"))


def _end(start: date, minutes: int) -> date:
    try:
        if isinstance(start, datetime):
            return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)
        return start + timedelta(days=max(1, minutes // 1440))
    except OverflowError:
        return start


def _repeat(event: Event, entry: DiaryEntry, zone: str) -> None:
    from icalendar import vRecur

    parse_repetition(entry.rule)
    dates: dict[str, list[date]] = {"rdate": [], "exdate": []}
    for line in entry.rule.split("\n"):
        name, _, value = line.partition(":")
        if name == "RRULE":
            event.add("rrule", vRecur.from_ical(value))
        else:
            dates[name.lower()] += [_on_wall(text, zone) for text in value.split(",")]
    dates["exdate"] += [_moment(text, zone, all_day=entry.all_day) for text in entry.without]
    for name, moments in dates.items():
        for moment in moments:
            event.add(name, moment)


def _on_wall(text: str, zone: str) -> date:
    """A date of a rule, which stands in the time of the wall."""
    if "T" not in text:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
    return datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=zone_named(zone))


def _attend(event: Event, entry: DiaryEntry) -> None:
    from icalendar import vCalAddress

    for _, name, address in entry.clients:
        if address:
            attendee = vCalAddress(f"mailto:{address}")
            attendee.params["CN"] = name
            event.add("attendee", attendee, encode=False)


def _own(entry: DiaryEntry, alarms: tuple[int, ...]) -> Mapping[str, str]:
    """What only this program reads. Exact, though the visible properties say much of it as well."""
    told = {
        "KIND": entry.kind,
        "PLANNED": entry.planned_at or "",
        "HELD": entry.held_at or "",
        "MINUTES": "" if entry.minutes is None else str(entry.minutes),
        "ZONE": entry.zone,
        "RULE": told_rule(entry.rule, entry.without, entry.zone, all_day=entry.all_day),
        "DIRECTION": entry.direction,
        "OUTCOME": entry.outcome,
        "WANTED": entry.wanted,
        "OFFERED": entry.offered,
        "RESULT": entry.result,
        "RESPONSIBLE": entry.responsible,
        "CREATED": entry.created_at,
        "KEPT": "1" if entry.kept else "",
        "REMINDERS": exact(entry.reminders, alarms),
        "MOVES": json.dumps(entry.moves) if entry.moves else "",
    }
    if entry.clients:
        told["CLIENTS"] = json.dumps(
            [[number, name] for number, name, _ in entry.clients], ensure_ascii=False
        )
    always = {"KIND", "PLANNED", "HELD", "MINUTES", "ZONE", "RULE", "WANTED", "RESULT"}
    return {name: value for name, value in told.items() if value or name in always}


def _alarm(event: Event, entry: DiaryEntry, start: str) -> tuple[int, ...]:
    """Add the alarms; how many minutes before the beginning they go off.

    Those that the contact had in the calendar it came from are written as they were, unless it names others by now.
    """
    from icalendar import Alarm

    kept = component_of(entry.kept)
    there = alarm_minutes(kept, start)
    wanted = _wanted_alarms(entry, kept, there)
    if wanted != there:
        for minutes in wanted:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("trigger", timedelta(minutes=-minutes))
            alarm.add("description", event.get("summary", ""))
            event.add_component(alarm)
        return wanted
    written = Component("VEVENT")
    for inner in [each for each in kept.inside if each.name == "VALARM"] if kept else ():
        try:
            event.add_component(Alarm.from_ical(inner.content().replace("\n", "\r\n") + "\r\n"))
        except (LookupError, TypeError, ValueError):
            continue  # whoever wrote it broke it; the base keeps it as it is
        written.inside.append(inner)
    return alarm_minutes(written, start)


def _wanted_alarms(entry: DiaryEntry, kept: Component | None, there: tuple[int, ...]) -> tuple[int, ...]:
    """The alarms that the contact should have; ``there`` are those of the event that it came from."""
    if entry.reminders:
        reminders = minutes_of(entry.reminders)
    elif kept is not None and not there and kept.line(f"{OWN_PREFIX}PLANNED") is None:
        return there  # whoever planned it elsewhere wanted none there
    else:
        reminders = entry.usual
    return alarms_of(reminders, all_day=entry.all_day, morning=entry.morning)
