"""An event, task or note of a calendar as a row of cells: what a person would read of it, and its whole text.

The cells say everything that has a column, in the times of the wall; ``event.component`` keeps the component itself,
so that alarms, links and whatever else stands there are not lost (``Activity.ical``).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.exchange.calendars.moments import Moment, read_duration, read_moment, read_moments
from crm_desktop.models.limits import LONGEST_TEXT
from crm_desktop.models.rules import moment_text, repetition_text
from crm_desktop.models.zones import instant_at, local_time, zone_named

if TYPE_CHECKING:
    from crm_desktop.exchange.calendars.components import Component
    from crm_desktop.exchange.calendars.lines import Line
    from crm_desktop.exchange.reading.book import Cell

MEANINGS = (
    "event.start", "event.end", "event.title", "event.text", "event.people", "event.place", "event.kind",
    "event.status", "event.rule", "event.zone", "event.occurrence", "event.uid", "event.component",
)  # fmt: skip
"""The columns of a calendar."""

_TAG = re.compile(
    r"<(?:br|p|div|li|ul|ol|b|i|u|a|span|html|html-blob|body|font|strong|em)\b[^>]{0,2000}>", re.I
)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/ul|/ol)\b[^>]{0,200}>", re.I)
_ANY_TAG = re.compile(r"</?[a-z][^<>]{0,2000}>", re.I)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5});", re.I)
_NAME_NOISE = re.compile(r"<[^>]*>|\([^)]*@[^)]*\)")
_NOBODY = re.compile(
    r"@(?:virtual|group\.calendar\.google\.com|resource\.calendar\.google\.com|import\.calendar\.google\.com)$"
)
_MOMENTS = frozenset({"DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE", "COMPLETED"})
_BRIEF = 2_000
_MOST_PEOPLE = 500


def cells_of(component: Component, described: Mapping[str, str]) -> tuple[Cell, ...]:
    """The cells of an item in the order of ``MEANINGS``; a date that is none stays as written."""
    first = component.line("DUE") if component.name == "VTODO" else None
    first = first or component.line("DTSTART") or component.line("DUE")
    start = read_moment(first, described) if first else None
    zone = start.zone if start else ""
    if first is not None and start is not None and not (start.is_day or zone):
        zone = first.parameters.get("TZID", "")  # nobody knows it: that is told
    end = _end(component, start, described) if start else None
    return tuple(
        _blank(cell)
        for cell in (
            start.at if start else (first.value.strip() if first else ""),
            end,
            plain(component.text("SUMMARY")),
            plain(component.text("DESCRIPTION")),
            "; ".join(_people(component)),
            component.text("LOCATION"),
            ", ".join(line.text for line in component.all("CATEGORIES")),
            component.text("STATUS").upper(),
            _rule(component, start, described) if start else "",
            zone,
            _occurrence(component, start, described) if start else "",
            component.text("UID"),
            kept_text(component, described),
        )
    )


def plain(text: str) -> str:
    """A text without the HTML that some programs write into descriptions."""
    if _TAG.search(text):
        text = _ANY_TAG.sub("", _BREAK.sub("\n", text))
    if _ENTITY.search(text):
        text = html.unescape(text)
    return text.replace("\xa0", " ").replace("\r\n", "\n").strip()


def kept_text(component: Component, described: Mapping[str, str]) -> str:
    """The component as the base keeps it: zones by IANA names, without files in it, no longer than a text may be."""
    for line in component.lines:
        tzid = line.parameters.get("TZID")
        if tzid and line.name in _MOMENTS and (zone := _known(line, described)):
            assert isinstance(line.parameters, dict)
            line.parameters["TZID"] = zone
    component.lines = [line for line in component.lines if not (line.name == "ATTACH" and _is_inline(line))]
    text = component.content()
    if len(text.encode("utf-8", "replace")) > LONGEST_TEXT:
        component.lines = [line for line in component.lines if len(line.value) < _BRIEF][: _MOST_PEOPLE // 5]
        component.inside = component.inside[:10]
        text = component.content()
    return text if len(text.encode("utf-8", "replace")) <= LONGEST_TEXT else ""


def _known(line: Line, described: Mapping[str, str]) -> str:
    found = read_moments(line, described)
    return found[0].zone if found else ""


def _is_inline(line: Line) -> bool:
    return line.parameters.get("VALUE", "").upper() == "BINARY" or line.value.startswith("data:")


def _blank(cell: Cell) -> Cell:
    return None if cell == "" else cell


def _end(component: Component, start: Moment, described: Mapping[str, str]) -> date | None:
    """The last day of what takes whole days; else when it ends, on the wall of its beginning. None where not told."""
    line = component.line("DTEND")
    if component.name == "VTODO" or (line is None and component.line("DURATION") is None):
        return None
    try:
        if line is not None:
            return _of_end(start, read_moment(line, described))
        duration = read_duration(component.text("DURATION"))
        if duration is None or duration < timedelta():
            return None
        return start.at + (duration - timedelta(days=1 if duration else 0) if start.is_day else duration)
    except (OverflowError, ValueError):
        return None


def _of_end(start: Moment, end: Moment | None) -> date | None:
    """DTEND of days is the day after the last (RFC 5545, 3.6.1), though some write the last itself."""
    if end is None:
        return None
    if start.is_day or end.is_day:
        first, last = _day(start.at), _day(end.at)
        if not start.is_day:
            return None
        return max(first, last - timedelta(days=1))
    if end.zone == start.zone:
        return end.at if end.at >= start.at else None
    there = wall(end, start.zone)
    return there if there >= start.at else None


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def wall(moment: Moment, zone: str) -> datetime:
    """The moment on the wall of another zone; a day is its midnight. Raises ValueError at the ends of the calendar."""
    if not isinstance(moment.at, datetime):
        return datetime.combine(moment.at, datetime.min.time())
    here, there = zone_named(moment.zone), zone_named(zone)
    if moment.zone == zone or here is None or there is None:
        return moment.at
    return local_time(instant_at(moment.at, here), there)


def _occurrence(component: Component, start: Moment, described: Mapping[str, str]) -> date | str:
    """Which occurrence of its series the event stands for, on the wall of its own beginning."""
    line = component.line("RECURRENCE-ID")
    moment = read_moment(line, described) if line else None
    if moment is None:
        return ""
    try:
        return moment.at if moment.is_day else wall(moment, start.zone)
    except ValueError:
        return ""


def _rule(component: Component, start: Moment, described: Mapping[str, str]) -> str:
    """The repetition as the base keeps it; a rule that none understands comes as it is."""
    if component.line("RECURRENCE-ID"):
        return ""  # it is one of a series, and its own rule would begin another
    rules = [line.value.strip().upper() for line in component.all("RRULE")]
    dates = _wall_texts(component.all("RDATE"), start, described)
    if not rules and not dates:
        return ""
    return repetition_text(rules, dates, _wall_texts(component.all("EXDATE"), start, described))


def _wall_texts(lines: Iterable[Line], start: Moment, described: Mapping[str, str]) -> list[str]:
    found = []
    for line in lines:
        for moment in read_moments(line, described):
            try:
                found.append(moment_text(wall(moment, start.zone), is_day=moment.is_day or start.is_day))
            except ValueError:
                continue
    return found


def _people(component: Component) -> Iterator[str]:
    """Who takes part, as ``Name <address>``: attendees but rooms, groups and the calendar itself; contacts by name."""
    for line in component.all("ATTENDEE")[:_MOST_PEOPLE]:
        if line.parameters.get("CUTYPE", "").upper() in {"RESOURCE", "ROOM", "GROUP"}:
            continue
        address = _address(line.value)
        name = " ".join(_NAME_NOISE.sub(" ", line.parameters.get("CN", "")).replace(";", " ").split()).strip(
            "'\""
        )
        if _NOBODY.search(address):
            continue
        if address:
            yield f"{name} <{address}>" if name and name != address else f"<{address}>"
        elif name:
            yield name
    for line in component.all("CONTACT")[:_MOST_PEOPLE]:
        yield " ".join(line.text.partition("\\,")[0].replace(";", " ").split())


def _address(value: str) -> str:
    address = value.strip()
    if address[:7].lower() == "mailto:":
        address = address[7:]
    return address.strip().casefold() if "@" in address else ""
