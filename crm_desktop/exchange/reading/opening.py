"""Open any table file, by its content and never by its name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from crm_desktop.errors import FileDamaged, FileNotATable, FileTooLarge
from crm_desktop.exchange.reading.book import Book, Note, Progress
from crm_desktop.exchange.reading.delimited import open_delimited
from crm_desktop.exchange.reading.encoding import unicode_by_form
from crm_desktop.exchange.reading.html_tables import open_html
from crm_desktop.exchange.reading.looks import looks_of
from crm_desktop.exchange.reading.ole import open_shell
from crm_desktop.exchange.reading.signature import HEAD_SIZE, container_of, foreign_kind, looks_binary
from crm_desktop.exchange.reading.source import opened
from crm_desktop.exchange.reading.sparse import open_sparse
from crm_desktop.exchange.reading.style_sheet import has_fills
from crm_desktop.exchange.reading.workbook import open_workbook
from crm_desktop.exchange.reading.xml2003 import open_xml2003
from crm_desktop.exchange.reading.zip_bounds import look_through

WORKBOOK_LIMIT = 200_000_000
"""Bytes of a workbook file. Text files have no limit: they are read in a stream."""
DENSE_CELLS = {"xlsx": 20_000_000, "xlsb": 20_000_000, "xls": 20_000_000, "ods": 6_000_000}
"""Cells in the block of one sheet that calamine is given: 32 bytes each, about 120 in OpenDocument [tried]."""


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
        return _open_zip(path, _content(path), (), progress)
    if container == "ole":
        return _open_ole(path, _content(path), password, progress)
    if container == "xml":
        return open_xml2003(path, _content(path))
    if container == "html":
        return open_html(path, _content(path), encoding)
    if not unicode_by_form(head) and looks_binary(head):
        raise FileNotATable(path=path, found="binary file")
    return open_delimited(path, encoding=encoding, separator=separator, progress=progress)


def _content(path: Path) -> bytes:
    with opened(path) as file:
        content = file.read(WORKBOOK_LIMIT + 1)
    if len(content) > WORKBOOK_LIMIT:
        raise FileTooLarge(path=path, what="file", limit=WORKBOOK_LIMIT)
    return content


def _open_ole(path: Path, content: bytes, password: str | None, progress: Progress | None) -> Book:
    shell = open_shell(path, content, password)
    notes = (Note("default_password"),) if shell.default_password else ()
    if shell.content.startswith(b"PK"):
        return _open_zip(path, shell.content, notes, progress)
    if shell.cells > DENSE_CELLS["xls"]:
        # An xls sheet cannot have more; a number this great is damage.
        raise FileDamaged(path=path, reason=f"{shell.cells} cells in a sheet")
    return open_workbook(path, shell.content, "xls", notes=notes, examine=True, progress=progress)


def _open_zip(path: Path, content: bytes, notes: tuple[Note, ...], progress: Progress | None) -> Book:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FileDamaged(path=path, reason=str(error)) from error
    with archive:
        spread = look_through(path, archive)
        if spread.kind == "ods" and "mimetype" not in archive.namelist():
            content = _with_mimetype(archive)
            notes += (Note("mimetype_missing"),)
        dressed = spread.kind == "xlsx" and (spread.hidden_rows > 0 or has_fills(archive))
    if spread.hidden_rows:
        notes += (Note("hidden_rows", spread.hidden_rows),)
    if spread.cells > DENSE_CELLS[spread.kind]:
        if spread.kind == "xlsx":
            return open_sparse(path, content, notes=notes, progress=progress)
        raise FileTooLarge(path=path, what="sheet", limit=DENSE_CELLS[spread.kind])
    examine = spread.long_text or spread.kind == "xlsb"
    book = open_workbook(path, content, spread.kind, notes=notes, examine=examine, progress=progress)
    return _with_looks(book, content, dressed=dressed) if spread.kind == "xlsx" else book


def _with_looks(book: Book, content: bytes, *, dressed: bool) -> Book:
    read = looks_of(content)
    sheets = tuple(
        replace(sheet, looks=cache(partial(read, sheet.name)), dressed=dressed) for sheet in book.sheets
    )
    return replace(book, sheets=sheets)


def _with_mimetype(archive: zipfile.ZipFile) -> bytes:
    """The parts of an OpenDocument that matter, with the mimetype that the standard demands and some writers forget."""
    completed = io.BytesIO()
    with zipfile.ZipFile(completed, "w") as copy:
        copy.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for name in set(archive.namelist()) & {"content.xml", "META-INF/manifest.xml"}:
            copy.writestr(name, archive.read(name))
    return completed.getvalue()
