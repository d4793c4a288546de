"""Open any table file, by its content and never by its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from crm_desktop.errors import FileDamaged, FileNotATable, FileTooLarge
from crm_desktop.exchange.reading.book import Book, Kind, Note, Progress
from crm_desktop.exchange.reading.delimited import open_delimited
from crm_desktop.exchange.reading.signature import HEAD_SIZE, container_of, foreign_kind, looks_binary
from crm_desktop.exchange.reading.source import opened
from crm_desktop.exchange.reading.workbook import open_workbook
from crm_desktop.exchange.reading.zip_bounds import DENSE_CELLS, look_through

WORKBOOK_LIMIT = 200_000_000
"""Bytes of a workbook file. Text files have no limit: they are read in a stream."""


def open_book(
    path: str | Path,
    *,
    password: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    progress: Progress | None = None,
) -> Book:
    """The table file at ``path``: a workbook, an HTML or XML table, or delimited text.

    ``encoding`` and ``separator`` (one character) overrule the guesses for text files; ``password`` is for encrypted
    workbooks. ``progress`` is told (done, total) and stops the reading by raising.

    Raises a FileUnreadable: missing, folder, not readable, empty, not a table, damaged, too large, needs a password,
    wrong password, unknown encoding.
    """
    path = Path(path)
    with opened(path) as file:
        head = file.read(HEAD_SIZE)
    found = foreign_kind(head)
    if found:
        raise FileNotATable(path=path, found=found)
    container = container_of(head)
    if container == "zip":
        return _open_zip(path, _content(path), progress)
    if container == "ole":
        return open_workbook(path, _content(path), "xls", examine=True, progress=progress)
    return open_delimited(path, encoding=encoding, separator=separator, progress=progress)


def _content(path: Path) -> bytes:
    with opened(path) as file:
        content = file.read(WORKBOOK_LIMIT + 1)
    if len(content) > WORKBOOK_LIMIT:
        raise FileTooLarge(path=path, what="file", limit=WORKBOOK_LIMIT)
    return content


def _open_zip(path: Path, content: bytes, progress: Progress | None) -> Book:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileDamaged(path=path, reason=str(error)) from error
    with archive:
        spread = look_through(path, archive)
    if spread.cells > DENSE_CELLS:
        raise FileTooLarge(path=path, what="sheet", limit=DENSE_CELLS)
    return open_workbook(path, content, "xlsx", examine=spread.long_text, progress=progress)
