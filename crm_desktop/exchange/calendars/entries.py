"""The cells of a calendar's row, read: what the event is, whatever becomes of it in the base."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.errors import RuleRefused
from crm_desktop.exchange.calendars.alarms import alarm_minutes
from crm_desktop.exchange.calendars.components import Component, read_components
from crm_desktop.exchange.calendars.events import MEANINGS, cells_of
from crm_desktop.exchange.calendars.lines import read_lines
from crm_desktop.exchange.calendars.moments import read_moment, stored
from crm_desktop.exchange.calendars.wording import kind_of_words
from crm_desktop.exchange.calendars.zones import iana_name
from crm_desktop.kinds import ActivityKind
from crm_desktop.models.dates import DateReader
from crm_desktop.models.emails import email_key
from crm_desktop.models.limits import LONGEST_NAME
from crm_desktop.models.rules import parse_repetition
from crm_desktop.models.zones import zone_named

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Cell

OWN_PREFIX = "X-CRM-"
"""Properties that this program writes for itself (``calendars.writing``)."""

NAMES_MARK = " · "
"""Parts what a contact of ours is about from whom it is with, in the title that other programs show."""

_VISIBLE = frozenset({"PLANNED", "MINUTES", "ZONE", "RULE", "WANTED", "RESULT", "HELD", "OUTCOME"})
"""What we wrote that counts no more where somebody else has changed the event."""

_PERSON = re.compile(r"\s*(?P<name>[^<]*?)\s*(?:<(?P<address>[^>]*)>)?\s*")
_DAY_MINUTES = 24 * 60
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Fault(NamedTuple):
    """Something in a cell that a person should look at; ``code`` is one of the words in ``ui/text_import.py``."""

    field: str
    code: str
    text: str


class EventEntry(NamedTuple):
    """One event, task or note.

    ``start`` and ``occurrence`` are UTC instants, or days where ``all_day``; ``occurrence`` tells which of a series it
    is ('' for none). ``people`` are pairs of name and address. ``own`` holds what this program wrote for itself.
    ``alarms`` are the minutes before its beginning at which they go off (``calendars.alarms``).
    """

    form: str
    uid: str
    occurrence: str
    kind: str
    start: str
    all_day: bool
    minutes: int | None
    zone: str
    rule: str
    title: str
    text: str
    place: str
    status: str
    people: tuple[tuple[str, str], ...]
    completed: str
    created: str
    own: Mapping[str, str]
    component: str
    alarms: tuple[int, ...] = ()


def read_entry(cells: Mapping[str, Cell]) -> tuple[EventEntry, list[Fault]] | str:
    """The event that cells tell by their meanings (``event.title`` ...), and what is doubtful; else why none."""
    faults: list[Fault] = []
    component = component_of(_text(cells, "component"))
    start, zone = _moment(cells.get("event.start")), _zone(cells, faults)
    if start is None:
        return "bad_start" if cells.get("event.start") is not None else "no_start"
    try:
        start_text = stored(start, zone)
    except ValueError:
        return "bad_start"
    all_day = not isinstance(start, datetime)
    rule = _rule(cells, faults)
    title, text = _text(cells, "title"), _text(cells, "text")
    people = _people(_text(cells, "people"))
    form = component.name if component else "VEVENT"
    own = _own(component)
    entry = EventEntry(
        form,
        _uid(cells, start_text, title),
        _occurrence(cells, zone),
        own.get("KIND") or _kind(form, title, cells, people, all_day=all_day),
        start_text,
        all_day,
        _minutes(start, _moment(cells.get("event.end")), zone),
        zone if zone_named(zone) is not None else "",
        rule,
        title,
        text,
        " ".join(_text(cells, "place").split())[:LONGEST_NAME],
        _text(cells, "status").upper(),
        people,
        _instant(component, "COMPLETED"),
        _instant(component, "CREATED"),
        own,
        _text(cells, "component"),
        alarm_minutes(component, start_text),
    )
    return (_as_changed(entry) if own else entry), faults


def digest_of(entry: EventEntry) -> str:
    """A short hash of all that another program may change in an event of ours."""
    seen = (
        entry.start,
        entry.all_day,
        entry.minutes,
        entry.rule,
        entry.title,
        entry.text,
        entry.place,
        entry.status,
    )
    return hashlib.blake2b(repr(seen).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _as_changed(entry: EventEntry) -> EventEntry:
    """An event of ours: what we wrote of it counts, unless somebody has changed what can be seen of it."""
    if entry.own.get("DIGEST", "") in {"", digest_of(entry)}:
        return entry
    title = entry.title.rpartition(NAMES_MARK)[0] if "CLIENTS" in entry.own else entry.title
    own = {name: value for name, value in entry.own.items() if name not in _VISIBLE}
    zone = (
        "" if entry.zone == "UTC" and not entry.own.get("ZONE") else entry.zone
    )  # written so for want of one
    return entry._replace(title=title or entry.title, own=own, zone=zone)


def entry_of(component_text: str) -> EventEntry | None:
    """The event that a kept component is (``Activity.ical``); None for a text that is none."""
    component = component_of(component_text)
    if component is None:
        return None
    read = read_entry(dict(zip(MEANINGS, cells_of(component, {}), strict=True)))
    return None if isinstance(read, str) else read[0]


def component_of(text: str) -> Component | None:
    """The component of a text, one property to a line."""
    return next(read_components(read_lines(text.split("\n"))), None) if text else None


def _text(cells: Mapping[str, Cell], name: str) -> str:
    cell = cells.get(f"event.{name}")
    return "" if cell is None else _UNSTORABLE.sub("", str(cell)).strip()


def _moment(cell: Any) -> date | None:
    """A day or a time on the wall; also of a text that somebody has mended."""
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        return None
    found = DateReader().read(cell)
    if not found.day or found.day.startswith("--"):
        return None
    return found.at or date.fromisoformat(found.day)


def _zone(cells: Mapping[str, Cell], faults: list[Fault]) -> str:
    written = _text(cells, "zone")
    name = iana_name(written) if written else ""
    if written and not name:
        faults.append(Fault("event.zone", "unknown_zone", written))
    return name


def _rule(cells: Mapping[str, Cell], faults: list[Fault]) -> str:
    rule = _text(cells, "rule")
    if rule:
        try:
            parse_repetition(rule)
        except RuleRefused:
            faults.append(Fault("event.rule", "bad_rule", rule))
            return ""
    return rule


def _uid(cells: Mapping[str, Cell], start: str, title: str) -> str:
    """The UID; of an event without one its own words, so that it is known again."""
    uid = _text(cells, "uid")
    if 0 < len(uid) <= LONGEST_NAME:
        return uid
    said = "\x1f".join((uid, start, title, _text(cells, "place"), _text(cells, "text")))
    return f"crm-{hashlib.blake2b(said.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"


def _occurrence(cells: Mapping[str, Cell], zone: str) -> str:
    moment = _moment(cells.get("event.occurrence"))
    try:
        return stored(moment, zone) if moment is not None else ""
    except ValueError:
        return ""


def _minutes(start: date, end: date | None, zone: str) -> int | None:
    """How long it takes; of days only where they are several."""
    if end is None:
        return None
    if not isinstance(start, datetime):
        days = (end - start).days + 1 if not isinstance(end, datetime) else 1
        return days * _DAY_MINUTES if days > 1 else None
    if not isinstance(end, datetime):
        return None
    try:
        begun, over = (datetime.fromisoformat(stored(moment, zone)) for moment in (start, end))
    except ValueError:
        return None
    return int((over - begun).total_seconds() // 60) if over >= begun else None


def _kind(
    form: str, title: str, cells: Mapping[str, Cell], people: Sequence[object], *, all_day: bool
) -> str:
    if form == "VTODO":
        return ActivityKind.TASK.value
    if form == "VJOURNAL":
        return ActivityKind.NOTE.value
    told = kind_of_words(_text(cells, "kind"), title)
    # A day without anybody is a holiday, a deadline, a fair: no contact.
    return (told or (ActivityKind.TASK if all_day and not people else ActivityKind.MEETING)).value


def _people(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for part in text.split(";"):
        match = _PERSON.fullmatch(part)
        if match and (match["name"] or match["address"]):
            name, address = match["name"], email_key(match["address"] or "")
            if not address and "@" in name:
                name, address = "", email_key(name)
            found.append((name, address))
    return tuple(dict.fromkeys(found))


def _own(component: Component | None) -> dict[str, str]:
    lines = component.lines if component else []
    return {
        line.name.removeprefix(OWN_PREFIX): line.text for line in lines if line.name.startswith(OWN_PREFIX)
    }


def _instant(component: Component | None, name: str) -> str:
    line = component.line(name) if component else None
    moment = read_moment(line, {}) if line else None
    try:
        return moment.stored() if moment else ""
    except ValueError:
        return ""
