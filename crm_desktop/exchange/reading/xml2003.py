"""XML Spreadsheet 2003, the format of many exports named .xls or .xml, read with defusedxml.

Entities and external references are refused (they could reach for files and the network).
"""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from crm_desktop.errors import FileDamaged, FileNotATable, FileTooLarge
from crm_desktop.exchange.reading.book import LONGEST_CELL, Book, Cell, Note, Row, Sheet
from crm_desktop.exchange.reading.workbook import exact_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

_NAMESPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576
_MOST_CELLS = 5_000_000
"""Cells held in memory; the format names empty rows and columns by number only, so a few bytes can claim them all."""
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?")


@dataclass
class _Growing:
    """One worksheet while its rows come in."""

    name: str
    hidden: bool = False
    rows: list[Row] = field(default_factory=list)


def open_xml2003(path: Path, content: bytes) -> Book:
    """The workbook.

    Raises FileNotATable if the XML is something else, FileDamaged if it breaks off, FileTooLarge.
    """
    # Imported here, as few files need it.
    from defusedxml.common import DefusedXmlException

    try:
        reading = _Reading(path)
        sheets = reading.sheets(content)
    except (ParseError, DefusedXmlException, UnicodeError, LookupError, ValueError) as error:
        raise FileDamaged(path=path, reason=f"{type(error).__name__}: {error}") from error
    notes = (Note("hidden_rows", reading.hidden_rows),) if reading.hidden_rows else ()
    return Book(path, "xml2003", sheets, notes=notes)


class _Reading:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._cells = 0
        self.hidden_rows = 0

    def sheets(self, content: bytes) -> tuple[Sheet, ...]:
        from defusedxml.ElementTree import iterparse

        found: list[_Growing] = []
        root: Element | None = None
        for event, element in iterparse(io.BytesIO(content), events=("start", "end")):
            if root is None:
                root = self._checked_root(element)
            if event == "start":
                if element.tag == f"{_NAMESPACE}Worksheet":
                    found.append(_Growing(_attribute(element, "Name") or ""))
            elif element.tag == f"{_NAMESPACE}Row" and found:
                self._add_row(found[-1], element)
                # A row that was read is thrown away, so that the tree never holds more than one.
                element.clear()
            elif element.tag == f"{_EXCEL}Visible" and found:
                found[-1].hidden = (element.text or "").startswith("Sheet")
        return tuple(Sheet(sheet.name, tuple(sheet.rows), sheet.hidden) for sheet in found)

    def _checked_root(self, element: Element) -> Element:
        if element.tag != f"{_NAMESPACE}Workbook":
            raise FileNotATable(path=self._path, found="XML")
        return element

    def _add_row(self, sheet: _Growing, element: Element) -> None:
        self.hidden_rows += _attribute(element, "Hidden") == "1"
        place = int(_attribute(element, "Index") or len(sheet.rows) + 1)
        row = tuple(self._row(element))
        # "Span" says that the next rows are like this one: empty but for their format.
        self._count(len(row) + max(0, place - len(sheet.rows)))
        if not len(sheet.rows) < place <= _MOST_ROWS:
            raise ValueError(f"row {place} after row {len(sheet.rows)}")
        sheet.rows.extend([()] * (place - 1 - len(sheet.rows)))
        sheet.rows.append(row)

    def _row(self, element: Element) -> Iterator[Cell]:
        column = 0
        for cell in element.iterfind(f"{_NAMESPACE}Cell"):
            place = int(_attribute(cell, "Index") or column + 1)
            if not column < place <= _MOST_COLUMNS:
                raise ValueError(f"column {place} after column {column}")
            yield from (None for _ in range(place - 1 - column))
            yield _value(cell)
            merged = min(int(_attribute(cell, "MergeAcross") or 0), _MOST_COLUMNS - place)
            yield from (None for _ in range(merged))
            column = place + max(merged, 0)

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > _MOST_CELLS:
            raise FileTooLarge(path=self._path, what="sheet", limit=_MOST_CELLS)


def _attribute(element: Element, name: str) -> str | None:
    return element.get(_NAMESPACE + name)


def _value(cell: Element) -> Cell:
    data = cell.find(f"{_NAMESPACE}Data")
    if data is None:
        return None
    text = "".join(data.itertext())
    kind = _attribute(data, "Type")
    if kind == "Number":
        return exact_number(float(text))
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "Error":
        return None
    if kind == "DateTime":
        return _moment(text)
    return text[:LONGEST_CELL] or None


def _moment(text: str) -> Cell:
    """Dates are written as moments; times of day as moments of 31 December 1899."""
    parts = _DATE.fullmatch(text.strip())
    if not parts:
        return text or None
    moment = datetime.datetime(*map(int, parts.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 - a wall clock
    if moment.date() == datetime.date(1899, 12, 31):
        return moment.time()
    return moment if moment.time() != datetime.time() else moment.date()
