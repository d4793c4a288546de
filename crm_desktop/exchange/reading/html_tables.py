"""HTML tables: what many web programs and 1C call an "Excel export" is a page with one <table>, named .xls."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from crm_desktop.errors import EncodingUnknown, FileNotATable, FileTooLarge
from crm_desktop.exchange.reading.book import LONGEST_CELL, Book, Note, Row, Sheet
from crm_desktop.exchange.reading.encoding import guess_encoding

if TYPE_CHECKING:
    from pathlib import Path

_DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_MARK = re.compile(rb"\xef\xbb\xbf|\xff\xfe|\xfe\xff")
_MOST_COLUMNS = 16_384
_MOST_CELLS = 5_000_000
_MOST_DEPTH = 50
_BREAKS = frozenset({"br", "p", "div", "li"})
_SILENT = frozenset({"script", "style"})


def open_html(path: Path, content: bytes, encoding: str | None = None) -> Book:
    """Every table of the page as a sheet; a table within a cell is a sheet of its own. All cells are texts.

    Raises FileNotATable if the page has no table, FileTooLarge, EncodingUnknown.
    """
    encoding = encoding or _encoding(content)
    try:
        text = content.decode(encoding, "replace")
    except LookupError as error:
        raise EncodingUnknown(path=path, encoding=encoding) from error
    tables = _Tables(path)
    tables.feed(text)
    tables.close()
    filled = [rows for rows in tables.done if any(any(row) for row in rows)]
    if not filled:
        raise FileNotATable(path=path, found="HTML")
    names = (
        [path.stem] if len(filled) == 1 else [f"{path.stem} {number}" for number in range(1, len(filled) + 1)]
    )
    sheets = tuple(Sheet(name, tuple(rows)) for name, rows in zip(names, filled, strict=True))
    notes = (Note("html_table"),)
    broken = text.count("\ufffd")
    return Book(
        path, "html", sheets, encoding, notes=(*notes, Note("undecodable", broken)) if broken else notes
    )


def _encoding(content: bytes) -> str:
    declared = _DECLARED.search(content[:4096])
    if declared and not _MARK.match(content):
        name = declared[1].decode("ascii")
        try:
            content.decode(name)
        except (LookupError, UnicodeDecodeError):
            # Declared, but not so: letters tell better.
            return guess_encoding(io.BytesIO(content))
        return name.lower()
    return guess_encoding(io.BytesIO(content))


class _Table:
    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.row: list[str | None] | None = None
        self.cell: list[str] | None = None
        self.span = 1
        self.carried: dict[int, int] = {}
        """Columns that a cell with ROWSPAN covers in the rows to come."""


class _Tables(HTMLParser):
    """Collects the tables of a page, however carelessly its end tags are left out."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self._path = path
        self._open: list[_Table] = []
        self._silent = 0
        self._cells = 0
        self.done: list[list[Row]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append(_Table())
            if len(self._open) > _MOST_DEPTH:
                raise FileTooLarge(path=self._path, what="nested tables", limit=_MOST_DEPTH)
        elif tag in _SILENT:
            self._silent += 1
        elif self._open and tag == "tr":
            self._end_row()
            self._open[-1].row = []
        elif self._open and tag in ("td", "th"):
            self._start_cell(dict(attrs))
        elif tag in _BREAKS and self._cell_text():
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self.done.append(self._open.pop().rows)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # Line ends of the source are mere space in HTML; a no-break space is meant and stays.
            self._add(re.sub(r"[ \t\r\n\f]+", " ", data))

    def close(self) -> None:
        super().close()
        while self._open:
            self.handle_endtag("table")

    def _add(self, text: str) -> None:
        if self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(text)

    def _cell_text(self) -> bool:
        return bool(self._open and self._open[-1].cell)

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        table = self._open[-1]
        if table.row is None:
            table.row = []
        while table.carried.get(len(table.row), 0) > 0:
            table.carried[len(table.row)] -= 1
            table.row.append(None)
        table.cell = []
        table.span = _count(attributes.get("colspan"))
        down = _count(attributes.get("rowspan")) - 1
        if down > 0:
            table.carried.update(dict.fromkeys(range(len(table.row), len(table.row) + table.span), down))

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.cell is None or table.row is None:
            return
        text = re.sub(r" ?\n ?", "\n", "".join(table.cell)).strip(" \n").replace("\0", "")
        table.cell = None
        table.row += [text[:LONGEST_CELL] or None, *[None] * (table.span - 1)]
        self._cells += table.span
        if len(table.row) > _MOST_COLUMNS or self._cells > _MOST_CELLS:
            raise FileTooLarge(path=self._path, what="sheet", limit=_MOST_CELLS)

    def _end_row(self) -> None:
        self._end_cell()
        table = self._open[-1]
        if table.row is not None:
            table.rows.append(tuple(table.row))
            table.row = None


def _count(text: str | None) -> int:
    """The number in COLSPAN or ROWSPAN; what is none counts as 1."""
    return min(int(text), 1000) if text and text.isascii() and text.isdigit() else 1
