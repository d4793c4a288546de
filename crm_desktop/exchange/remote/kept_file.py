"""The calendar file for the telephone: all that is planned and what was of late, read-only, kept up to date.

It is meant for a folder that a cloud takes to the telephone, so it is written whole under another name and renamed, and
only if something in it changed. Events keep their UIDs; one that changed since the file was written last has a new
LAST-MODIFIED and a higher SEQUENCE (RFC 5545, 3.8.7.4). The file itself is the memory of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.clock import utc_text
from crm_desktop.exchange.calendars.entries import OWN_PREFIX
from crm_desktop.exchange.calendars.writing import event_of
from crm_desktop.exchange.exporting.activities import contacts
from crm_desktop.exchange.exporting.files import replacing
from crm_desktop.exchange.remote.ours import mine_alone, since
from crm_desktop.exchange.remote.rendering import zone_block
from crm_desktop.exchange.remote.resources import Block, blocks_of, lines_of, text_of, zones_named

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.calendars.writing import DiaryEntry
    from crm_desktop.storage.store import Store

FRESH_MINUTES = 15
"""How often a telephone should look at it again."""

_WINDOW = (
    "a.rid IN (SELECT rid FROM activity WHERE deleted = 0 AND held_at IS NULL AND rule = '' AND planned_at >= ?"
    " UNION SELECT rid FROM activity WHERE deleted = 0 AND held_at IS NULL AND rule <> ''"
    " UNION SELECT rid FROM activity WHERE deleted = 0 AND held_at >= ? AND planned_at IS NOT NULL)"
)
_STAMPS = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")


Memory = dict["DiaryEntry", Block]
"""What each contact became."""


class Words(NamedTuple):
    """Words in the language of the user: the name of the calendar, and of each kind of contact."""

    name: str
    kinds: Mapping[str, str]


class _Before(NamedTuple):
    """An event as it stood in the file: without its stamps, and these."""

    lines: Block
    stamps: tuple[str, ...]
    sequence: int


def write_file(
    store: Store,
    path: Path,
    words: Words,
    progress: Callable[[int], None],
    *,
    mine: bool = False,
    details: bool = True,
    memory: Memory | None = None,
) -> bool:
    """Bring the file up to date; whether anything in it changed.

    Args:
        store: the base.
        path: the file; it is made where there is none.
        words: in the user's language.
        progress: told how many events are done; raises to stop.
        mine: only my own contacts, and those of nobody.
        details: whether it says what they are about, and not only when and with whom.
        memory: kept by the caller from one time to the next with the same words and details, so that what is the
            same is not put together again.

    Raises:
        FileNotWritten: the folder is gone or full, or another program holds the file.
    """
    now = f"{store.clock.now():%Y%m%dT%H%M%SZ}"
    before = _before(path)
    remembered, memory = dict(memory or {}), {} if memory is None else memory
    memory.clear()
    blocks: list[Block] = []
    is_changed = False
    for number, entry in enumerate(_entries(store, mine=mine), 1):
        lines = remembered[entry] if entry in remembered else _lines(entry, words, details=details)
        memory[entry] = lines
        old = before.pop(_key(lines), None)
        is_changed |= old is None or old.lines != lines
        blocks.append(_stamped(lines, old, now))
        progress(number)
    if not (is_changed or before) and path.exists():
        return False
    zones = [block for zone in sorted(zones_named(blocks)) if (block := zone_block(zone)) is not None]
    with replacing(path) as temporary:
        temporary.write_bytes(text_of([*zones, *blocks], _head(words)).encode())
    return True


def _entries(store: Store, *, mine: bool) -> Iterator[DiaryEntry]:
    alone = f" AND {mine_alone(store)}" if mine else ""
    first = utc_text(since(store.clock.now()))
    return (entry for _, entry in contacts(store, _WINDOW + alone, (first, first)))


def _head(words: Words) -> tuple[str, ...]:
    name = words.name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    fresh = f"PT{FRESH_MINUTES}M"
    return (
        "METHOD:PUBLISH",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{fresh}",
        f"X-PUBLISHED-TTL:{fresh}",
    )


def _lines(entry: DiaryEntry, words: Words, *, details: bool) -> Block:
    """The event without what only this program reads, and without addresses; ``details`` or only when and with whom."""
    kind = words.kinds.get(entry.kind, entry.kind)
    silent = tuple((number, name, "") for number, name, _ in entry.clients)
    shown = replace(entry, kind=kind, clients=silent, moves=())
    if not details:
        shown = replace(shown, wanted=kind, result="", offered="", place="")
    elif not shown.wanted:
        shown = replace(shown, wanted=kind)
    event = event_of(shown)
    assert event is not None  # what has no time is not read from the base
    lines = lines_of(event.to_ical().decode())
    return tuple(line for line in lines if not line.startswith((OWN_PREFIX, *_STAMPS)))


def _stamped(lines: Block, old: _Before | None, now: str) -> Block:
    """With its stamps: those of before for an event that is the same."""
    if old is not None and old.lines == lines:
        stamps = old.stamps
    else:
        sequence = old.sequence + 1 if old else 0
        stamps = (f"DTSTAMP:{now}", f"LAST-MODIFIED:{now}", f"SEQUENCE:{sequence}")
    return (*lines[:-1], *stamps, lines[-1])


def _before(path: Path) -> dict[tuple[str, ...], _Before]:
    """The events of the file as it was written last; nothing where there is none, or it is not one of ours."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return {}
    found = {}
    for block in blocks_of(text, "VEVENT"):
        stamps = tuple(line for line in block if line.startswith(_STAMPS))
        lines = tuple(line for line in block if line not in stamps)
        number = next((line.partition(":")[2] for line in stamps if line.startswith("SEQUENCE")), "")
        found[_key(lines)] = _Before(lines, stamps, int(number) if number.isdecimal() else 0)
    return found


def _key(lines: Block) -> tuple[str, ...]:
    """What an event is known by."""
    return tuple(line for line in lines if line.startswith(("UID:", "RECURRENCE-ID")))
