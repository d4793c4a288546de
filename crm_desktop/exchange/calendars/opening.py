"""A calendar as a book of one sheet: each event, task or note a row, the targets of the import its columns."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from crm_desktop.errors import EncodingUnknown, FileTooLarge
from crm_desktop.exchange.calendars.components import ITEMS, read_components
from crm_desktop.exchange.calendars.events import MEANINGS, cells_of
from crm_desktop.exchange.calendars.lines import LONGEST_LINE, read_lines
from crm_desktop.exchange.calendars.zones import here, zones_of_file
from crm_desktop.exchange.reading.book import Book, Progress, Row, Rows, Sheet
from crm_desktop.exchange.reading.encoding import guess_encoding
from crm_desktop.exchange.reading.source import opened

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.calendars.components import Component

PRESET = "ical"
"""The layout of all calendars."""

LARGEST_FILE = 200_000_000
_HEAD = re.compile(r"^[﻿\s]*BEGIN\s*:\s*(?:VCALENDAR|VEVENT|VTODO)\b", re.I | re.M)
_UID, _OCCURRENCE, _START = (MEANINGS.index(f"event.{name}") for name in ("uid", "occurrence", "start"))
_PROGRESS_EVERY = 500


def is_calendar(head: bytes) -> bool:
    """Whether a file that begins so is a calendar: by its content, for names and suffixes lie."""
    # UTF-16 only puts NULs between the letters.
    return _HEAD.search(head.replace(b"\0", b"").decode("utf-8", "ignore")) is not None


def open_calendar(path: Path, *, encoding: str | None = None, progress: Progress | None = None) -> Book:
    """The items of a calendar file. ``encoding`` overrules the guess.

    ``progress`` is told (done, total) in bytes and stops the reading by raising.

    Raises a FileUnreadable: missing, folder, not readable, empty, too large, unknown encoding.
    """
    with opened(path) as file:
        if (size := path.stat().st_size) > LARGEST_FILE:
            raise FileTooLarge(path=path, what="file", limit=LARGEST_FILE)
        codec = _codec(path, encoding) or guess_encoding(file)
        described = zones_of_file(_named(file, codec, "VTIMEZONE"), here())
        rows = []
        for number, component in enumerate(_named(file, codec, *ITEMS), 1):
            rows.append(cells_of(component, described))
            if progress and number % _PROGRESS_EVERY == 0:
                progress(file.tell(), size)
    rows = _told_apart(rows)
    sheet = Sheet(path.stem, Rows(len(rows), lambda: iter(rows)), meanings=MEANINGS, layout=PRESET)
    return Book(path, "ical", (sheet,), codec)


def _codec(path: Path, encoding: str | None) -> str | None:
    try:
        return codecs.lookup(encoding).name if encoding else None
    except LookupError as error:
        raise EncodingUnknown(path=path, encoding=encoding) from error


def _named(file: BinaryIO, codec: str, *names: str) -> Iterator[Component]:
    """The components of these names, from the beginning of the file."""
    file.seek(0)
    return (each for each in read_components(read_lines(_physical(file, codec))) if each.name in names)


def _physical(file: BinaryIO, codec: str) -> Iterator[str]:
    """The lines without their ends, by any of the three; of a line without end the beginning."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    rest = ""
    while chunk := file.read(1 << 16):
        text = rest + decoder.decode(chunk)
        lines = text.replace("\r", "\n").split("\n")
        rest = lines.pop()[: LONGEST_LINE + 1]
        yield from lines
    yield from (rest + decoder.decode(b"", final=True)).replace("\r", "\n").split("\n")


def _told_apart(rows: list[Row]) -> list[Row]:
    """Rows of one UID that are no occurrences of a series, told apart by their beginnings, as if they were.

    Some programs write each date of a series as an event of its own, all under one UID.
    """
    seen = Counter(row[_UID] for row in rows if row[_UID] and row[_OCCURRENCE] is None)
    repeated = {uid for uid, count in seen.items() if count > 1}
    if not repeated:
        return rows
    return [
        (*row[:_OCCURRENCE], row[_START], *row[_OCCURRENCE + 1 :])
        if row[_UID] in repeated and row[_OCCURRENCE] is None and not isinstance(row[_START], str)
        else row
        for row in rows
    ]
