"""Calendars written for tests, and read as the import reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.exchange.calendars.entries import EventEntry, read_entry
from crm_desktop.exchange.calendars.events import MEANINGS
from crm_desktop.exchange.calendars.opening import open_calendar

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.reading.book import Cell


def ics(path: Path, *events: str, head: str = "", encoding: str = "utf-8") -> Path:
    """A calendar of events, each given by its lines."""
    bodies = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{bodies}END:VCALENDAR\n"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return path


def rows(path: Path) -> list[dict[str, Cell]]:
    """The cells of each row by their meanings."""
    (sheet,) = open_calendar(path).sheets
    return [dict(zip(MEANINGS, row, strict=True)) for row in sheet.rows]


def entries(path: Path) -> list[EventEntry]:
    """The events of a calendar that can be read."""
    found = [read_entry(row) for row in rows(path)]
    return [read[0] for read in found if not isinstance(read, str)]


def entry(path: Path, event: str, head: str = "") -> EventEntry:
    """The one event of a calendar."""
    (found,) = entries(ics(path / "one.ics", event, head=head))
    return found
