"""Open any file that can be brought in, by its content: tables, address books, calendars."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.exchange.calendars.opening import is_calendar, open_calendar
from crm_desktop.exchange.reading.opening import open_book
from crm_desktop.exchange.reading.signature import HEAD_SIZE
from crm_desktop.exchange.reading.source import opened
from crm_desktop.exchange.vcards.opening import is_address_book, open_address_book

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Book, Progress


def open_file(
    path: str | Path,
    *,
    password: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    progress: Progress | None = None,
) -> Book:
    """The file at ``path``; the arguments and errors are those of ``reading.opening.open_book``."""
    path = Path(path)
    with opened(path) as file:
        head = file.read(HEAD_SIZE)
    if is_calendar(head):
        return open_calendar(path, encoding=encoding, progress=progress)
    if is_address_book(head):
        return open_address_book(path, encoding=encoding, progress=progress)
    return open_book(path, password=password, encoding=encoding, separator=separator, progress=progress)
