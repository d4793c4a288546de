"""Delimited text (csv, txt, tsv) as a book of one sheet, decoded and split while it is read, never held whole."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from crm_desktop.errors import EncodingUnknown, FileTooLarge
from crm_desktop.exchange.reading.book import LONGEST_CELL, Book, Note, NoteCode, Progress, Row, Rows, Sheet
from crm_desktop.exchange.reading.encoding import guess_encoding
from crm_desktop.exchange.reading.records import Dialect, records
from crm_desktop.exchange.reading.separator import declared_separator, guess_dialect
from crm_desktop.exchange.reading.source import opened

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_LINE = 16_000_000
"""Characters of one line; more is no table of contacts but something that would fill the memory."""
_SAMPLE_LINES = 400
_PROGRESS_EVERY = 5000


@dataclass
class _Found:
    """What is counted while the text is read once from end to end."""

    rows: int = 0
    nul: int = 0
    undecodable: int = 0
    undecodable_row: int | None = None
    long_cells: int = 0


@dataclass(frozen=True)
class _Text:
    """A text file and how to read it."""

    path: Path
    encoding: str
    separator: str | None
    padded: bool
    width: int
    skip: int
    """Lines before the data: 1 where the file declares its separator."""

    def dialect(self) -> Dialect:
        return Dialect(self.separator, self.padded, self.width)

    def rows(self) -> Iterator[Row]:
        return _rows(self, self.dialect(), _Found(), None)


def open_delimited(
    path: Path, *, encoding: str | None = None, separator: str | None = None, progress: Progress | None = None
) -> Book:
    """The text file at ``path`` as a book. What is not given is guessed.

    Raises EncodingUnknown, FileTooLarge (a line beyond all reason) and the errors of ``source.opened``.
    """
    text = _recognise(path, encoding, separator)
    found, dialect = _Found(), text.dialect()
    for _ in _rows(text, dialect, found, progress):
        found.rows += 1
    sheet = Sheet(path.stem, Rows(found.rows, text.rows))
    return Book(path, "csv", (sheet,), text.encoding, text.separator, _notes(found, dialect))


def _recognise(path: Path, encoding: str | None, separator: str | None) -> _Text:
    if encoding is None:
        with opened(path) as file:
            encoding = guess_encoding(file)
    else:
        encoding = _known_codec(path, encoding)
    found = _Found()
    sample = list(islice(_lines(path, encoding, found, None), _SAMPLE_LINES))
    declared = declared_separator(sample[0]) if sample else None
    skip = 1 if declared else 0
    dialect = guess_dialect(sample[skip:], separator or declared)
    return _Text(path, encoding, dialect.separator, dialect.padded, dialect.width, skip)


def _known_codec(path: Path, encoding: str) -> str:
    try:
        # Codecs such as "hex" transform bytes and are no text encodings.
        "".encode(encoding)
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise EncodingUnknown(path=path, encoding=encoding) from error


def _lines(path: Path, encoding: str, found: _Found, progress: Progress | None) -> Iterator[str]:
    """Lines with their ends (LF, CR or CRLF, also mixed), NULs removed; what is odd is counted in ``found``."""
    with opened(path) as file:
        size = path.stat().st_size
        # newline="" keeps line ends as they stand, so that a line break inside a cell comes out exactly.
        text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
        for number, line in enumerate(iter(lambda: text.readline(_LONGEST_LINE), ""), 1):
            if len(line) >= _LONGEST_LINE:
                raise FileTooLarge(path=path, what="line", limit=_LONGEST_LINE)
            if "\0" in line:
                found.nul += line.count("\0")
                line = line.replace("\0", "")
            if "\ufffd" in line:
                found.undecodable += line.count("\ufffd")
            if progress and number % _PROGRESS_EVERY == 0:
                progress(file.tell(), size)
            yield line


def _rows(text: _Text, dialect: Dialect, found: _Found, progress: Progress | None) -> Iterator[Row]:
    lines = islice(_lines(text.path, text.encoding, found, progress), text.skip, None)
    for number, fields in enumerate(records(lines, dialect), 1):
        if found.undecodable and not found.undecodable_row and any("\ufffd" in cell for cell in fields):
            found.undecodable_row = number
        # One look at the whole row is cheaper than one at every cell.
        if sum(map(len, fields)) > LONGEST_CELL:
            found.long_cells += sum(len(cell) > LONGEST_CELL for cell in fields)
            fields = [cell[:LONGEST_CELL] for cell in fields]
        yield tuple([cell or None for cell in fields])


def _notes(found: _Found, dialect: Dialect) -> tuple[Note, ...]:
    counted: tuple[tuple[NoteCode, int, int | None], ...] = (
        ("nul_removed", found.nul, None),
        ("undecodable", found.undecodable, found.undecodable_row),
        ("long_cells_cut", found.long_cells, None),
        ("unbalanced_quotes", len(dialect.unbalanced), next(iter(dialect.unbalanced), None)),
        ("mixed_separators", len(dialect.mixed), next(iter(dialect.mixed), None)),
    )
    return tuple(Note(code, count, row) for code, count, row in counted if count)
