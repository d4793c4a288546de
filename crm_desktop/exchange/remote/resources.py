"""One resource of a calendar: an event with its exceptions, as text that is changed no more than it must be.

What other programs wrote into it (their alarms, links, pictures, properties nobody here knows) stays letter by letter:
only the properties that say what was changed here are replaced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from crm_desktop.exchange.calendars.components import Component, read_components
from crm_desktop.exchange.calendars.entries import OWN_PREFIX, EventEntry, digest_of, read_entry
from crm_desktop.exchange.calendars.events import MEANINGS, cells_of
from crm_desktop.exchange.calendars.lines import parse_line, read_lines
from crm_desktop.exchange.calendars.writing import PRODUCT
from crm_desktop.exchange.calendars.zones import here, zones_of_file
from crm_desktop.exchange.vcards.writing import folded

Block = tuple[str, ...]
"""The unfolded lines of a component, its BEGIN and END among them."""

_EVENT, _ZONE, _ALARM = "VEVENT", "VTIMEZONE", "VALARM"
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")
_CALENDAR = "VCALENDAR"
_DIGEST = f"{OWN_PREFIX}DIGEST"


@dataclass(frozen=True, slots=True)
class Part:
    """An event of the resource: the lines as they stand, and what they say."""

    block: Block
    entry: EventEntry


@dataclass(frozen=True, slots=True)
class Resource:
    """``parts`` by the occurrence they stand for ('' for the event itself); ``others``: zones, and whatever else.

    ``zones`` are the IANA names of the zones it describes.
    """

    uid: str
    parts: Mapping[str, Part]
    others: tuple[Block, ...] = ()
    zones: Mapping[str, str] = field(default_factory=dict)


def read_resource(text: str) -> Resource | None:
    """The events of a resource; None where it holds none, or cannot be taken apart without a loss."""
    blocks = _blocks(text)
    if blocks is None:
        return None
    zones = [_component(block) for block in blocks if _name(block) == _ZONE]
    described = zones_of_file(zones, here())
    parts: dict[str, Part] = {}
    uid = ""
    for block in blocks:
        if _name(block) != _EVENT:
            continue
        entry = entry_in(block, described)
        if entry is None:
            return None
        uid = uid or entry.uid
        if entry.uid != uid or entry.occurrence in parts:
            return None  # no server should hold that (RFC 4791, 4.1): it is left alone
        parts[entry.occurrence] = Part(block, entry)
    if not parts:
        return None
    return Resource(uid, parts, tuple(block for block in blocks if _name(block) != _EVENT), described)


def entry_in(block: Block, described: Mapping[str, str]) -> EventEntry | None:
    """What the lines of an event say, in a calendar that describes these zones; None where they say none."""
    read = read_entry(dict(zip(MEANINGS, cells_of(_component(block), described), strict=True)))
    return None if isinstance(read, str) else read[0]


def text_of(blocks: Iterable[Block], head: Iterable[str] = ()) -> str:
    """A calendar of these components, folded, as it is sent; ``head`` are further properties of its own."""
    lines = [*_HEAD, *head, *(line for block in blocks for line in block), f"END:{_CALENDAR}"]
    return b"".join(folded(line.encode("utf-8", "replace")) for line in lines).decode()


def lines_of(text: str) -> list[str]:
    """The unfolded lines of a calendar, without empty ones."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [line for line in text.replace("\n ", "").replace("\n\t", "").split("\n") if line]


def patched(block: Block, fresh: Block, names: Collection[str], described: Mapping[str, str]) -> Block:
    """The event ``block`` with the properties ``names`` as ``fresh`` has them, and all of those that are our own.

    ``VALARM`` among the names stands for all alarms.
    """
    kept = [line for line in _flat(block) if not _is_replaced(line, names)]
    new = [line for line in _flat(fresh) if _is_replaced(line, names) and _property(line) != _DIGEST]
    alarms = _inside(fresh if _ALARM in names else block, _ALARM)
    inner = [line for each in _inside(block, "") if _name(each) != _ALARM for line in each]
    body = (*kept, *new, *(line for each in alarms for line in each), *inner)
    made = (f"BEGIN:{_EVENT}", *body, f"END:{_EVENT}")
    entry = entry_in(made, described)  # what it says now, for the digest of it (``calendars.writing``)
    return made if entry is None else (*made[:-1], f"{_DIGEST}:{digest_of(entry)}", made[-1])


def zones_named(blocks: Iterable[Block]) -> set[str]:
    """The TZIDs that events name."""
    found = set()
    for block in blocks:
        for line in block:
            parsed = parse_line(line)
            if parsed is not None and (zone := parsed.parameters.get("TZID")):
                found.add(zone)
    return found


def zone_id(block: Block) -> str:
    """The TZID of a zone; '' for any other component."""
    return _component(block).text("TZID") if _name(block) == _ZONE else ""


def blocks_of(text: str, name: str) -> list[Block]:
    """The components of this name in a calendar that was written here."""
    return [block for block in _blocks(text) or () if _name(block) == name]


def _blocks(text: str) -> list[Block] | None:
    """The components of a calendar; None where BEGIN and END do not fit together."""
    path: list[str] = []
    block: list[str] = []
    found: list[Block] = []
    for line in lines_of(text):
        name = _property(line)
        value = line.partition(":")[2].strip().upper()
        if name == "BEGIN":
            path.append(value)
        if len(path) > 1:
            block.append(line)
        if name == "END":
            if not path or path.pop() != value:
                return None
            if len(path) == 1:
                found.append(tuple(block))
                block = []
    return found if not path else None


def _inside(block: Block, name: str) -> Iterator[Block]:
    """The components inside an event, of one name or ('') all."""
    depth, inner = 0, []
    for line in block[1:-1]:
        depth += _property(line) == "BEGIN"
        if depth:
            inner.append(line)
        depth -= _property(line) == "END"
        if inner and not depth:
            if name in {"", _name(tuple(inner))}:
                yield tuple(inner)
            inner = []


def _flat(block: Block) -> Iterator[str]:
    """The lines of an event itself, without what is inside it."""
    depth = 0
    for line in block[1:-1]:
        name = _property(line)
        depth += name == "BEGIN"
        if not depth:
            yield line
        depth -= name == "END"


def _is_replaced(line: str, names: Collection[str]) -> bool:
    name = _property(line)
    return name in names or name.startswith(OWN_PREFIX)


def _property(line: str) -> str:
    end = next((place for place, sign in enumerate(line) if sign in ";:"), len(line))
    return line[:end].upper()


def _name(block: Block) -> str:
    return block[0].partition(":")[2].strip().upper()


def _component(block: Block) -> Component:
    return next(read_components(read_lines(block)), Component(_name(block)))
