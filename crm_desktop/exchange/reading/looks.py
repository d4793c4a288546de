"""What a sheet of an xlsx shows beside the values of its cells: hidden rows, rows in bold, rows filled with a colour.

Calamine tells none of it, and openpyxl takes a minute for 200,000 rows: the bytes of the sheet are searched for the
numbers of cell styles, and only the styles themselves are parsed (ECMA-376 part 1, 18.3 and 18.8).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from crm_desktop.exchange.reading.style_sheet import CellStyle, parsed, read_styles

_ROW = re.compile(rb"<(?:\w+:)?row[ >]")
_NUMBER = re.compile(rb'\sr="(\d+)"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_STYLE = re.compile(rb'<(?:\w+:)?c\s[^>]*?\bs="(\d+)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="[A-Z]+(\d+):[A-Z]+\1"')
_PIECE = 1 << 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Looks:
    """Row numbers as Excel shows them; ``colours`` are RRGGBB of the first cell of the row that is filled."""

    hidden: frozenset[int] = frozenset()
    bold: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()
    """Rows in which several cells are one."""
    colours: Mapping[int, str] = field(default_factory=dict)


def looks_of(content: bytes) -> Callable[[str], Looks]:
    """A reader of the looks of the sheets of an xlsx, by the name of the sheet; what cannot be read shows nothing."""

    def read(name: str) -> Looks:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                part = _part_of(archive, name)
                return _looks(archive, part) if part else Looks()
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError, SyntaxError):
            return Looks()  # looks are an extra: whatever is wrong with them, the cells are read

    return read


def _looks(archive: zipfile.ZipFile, part: str) -> Looks:
    styles = {str(index).encode(): style for index, style in enumerate(read_styles(archive))}
    telling = {index: style for index, style in styles.items() if style.colour or style.bold}
    hidden: set[int] = set()
    bold: set[int] = set()
    merged: set[int] = set()
    colours: dict[int, str] = {}
    for number, tag, cells in _rows(archive, part):
        if _HIDDEN.search(tag):
            hidden.add(number)
        if b"mergeCell " in cells:  # they stand after the last row
            merged.update(map(int, _MERGED.findall(cells)))
        if not telling or not (used := _STYLE.findall(cells)):
            continue
        found = [style for index in used if (style := telling.get(index))]
        if colour := next((style.colour for style in found if style.colour), ""):
            colours[number] = colour
        if _is_bold(found, len(used)):
            bold.add(number)
    return Looks(frozenset(hidden), frozenset(bold), frozenset(merged), colours)


def _is_bold(found: list[CellStyle], used: int) -> bool:
    return sum(style.bold for style in found) * 2 >= max(used, 1)


def _rows(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, tag and cells of each row; rows without a number follow one another."""
    number, rest, inside = 0, b"", False
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            *whole, rest = _ROW.split(rest + piece)
            for row in whole:
                if inside:
                    number, tag, cells = _row(row, number)
                    yield number, tag, cells
                inside = True  # what stands before the first row is none
    if inside:
        yield _row(rest, number)


def _row(text: bytes, before: int) -> tuple[int, bytes, bytes]:
    tag, _, cells = text.partition(b">")
    found = _NUMBER.search(b" " + tag)
    return int(found[1]) if found else before + 1, b" " + tag, cells


def _part_of(archive: zipfile.ZipFile, name: str) -> str:
    """The part that holds the sheet of this name, '' if there is none."""
    relations = {
        each.get("Id"): each.get("Target", "") for each in parsed(archive, "xl/_rels/workbook.xml.rels")
    }
    for sheet in parsed(archive, "xl/workbook.xml").iter():
        if sheet.tag.endswith("}sheet") and sheet.get("name") == name:
            target = relations.get(sheet.get(_RELATION), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""
