"""How far the cells of a sheet spread, seen in its raw bytes before anything is built from them.

Calamine holds a sheet as one dense block from its first to its last cell and ends the whole program when the memory is
not there [tried: a stray cell in XFD1048576 asks for 550 GB]; OpenDocument says "repeat a million times" in 40 bytes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Protocol

_OVERLAP = 4096
"""Bytes kept from one piece to the next, so that a tag cut in two is seen whole."""
_CELL_ROW = re.compile(rb' r="[A-Z]+([0-9]+)"')
_WIDE = re.compile(rb' r="([A-Z]{2,3})[0-9]')
_PREFIX = re.compile(rb"<(\w+:)sheetData")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?(?<=\s)hidden="(?:1|true)"')
_ODS_TAG = re.compile(rb"<table:(?:(table-row)|(?:covered-)?table-cell|(table))(?=[\s/>])([^>]*)>")
_REPEAT = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,9})"')


class Reach(Protocol):
    """Sees the bytes of a sheet piece by piece and says how many cells its block will have."""

    hidden_rows: int

    @property
    def cells(self) -> int: ...
    def see(self, piece: bytes) -> None: ...


class XlsxReach:
    """One sheet of an xlsx (SpreadsheetML): cells name their place, ``r="B12"``, or follow one another."""

    def __init__(self) -> None:
        self.hidden_rows = 0
        self._rows = self._columns = 0
        self._row_tags = self._unplaced = self._widest_unplaced = 0
        self._row_tag = b"<row"
        self._cell_tags = _cell_tags(b"")
        self._tail = b""

    @property
    def cells(self) -> int:
        # Cells without a place stand one after the other, each row under the one before.
        rows = self._rows + (self._row_tags if self._widest_unplaced else 0)
        return rows * max(self._columns, self._widest_unplaced)

    def see(self, piece: bytes) -> None:
        # Cut before the last tag, which may go on in the next piece; nothing is then counted twice.
        text = self._tail + piece
        cut = text.rfind(b"<", max(0, len(text) - _OVERLAP))
        self._tail = text[cut:] if cut >= 0 else b""
        text = text[:cut] if cut >= 0 else text
        prefix = _PREFIX.search(text)
        if prefix:
            self._row_tag = b"<" + prefix[1] + b"row"
            self._cell_tags = _cell_tags(prefix[1])
        self._row_tags += text.count(self._row_tag)
        self._see_places(text)
        if b' hidden="' in text:
            self.hidden_rows += len(_HIDDEN_ROW.findall(text))

    def _see_places(self, text: bytes) -> None:
        rows = _CELL_ROW.findall(text)
        if self._unplaced or len(rows) < sum(map(text.count, self._cell_tags)):
            self._see_unplaced(text)
        if not rows:
            return
        self._rows = max(self._rows, max(map(int, set(rows))))
        # Columns beyond the widest seen are searched for; taking every cell apart would cost as much as reading it.
        if self._columns < _LETTERS:
            beyond = re.findall(rb' r="([%c-Z])[0-9]' % (ord("A") + self._columns), text)
            self._columns = max(self._columns, *map(column_number, set(beyond)), 1)
        wide = set(_WIDE.findall(text))
        if wide:
            self._columns = max(self._columns, *map(column_number, wide))

    def _see_unplaced(self, text: bytes) -> None:
        for number, row in enumerate(text.split(self._row_tag)):
            cells = sum(map(row.count, self._cell_tags))
            # The first part goes on with the row that the piece before ended in.
            self._unplaced = cells if number else self._unplaced + cells
            self._widest_unplaced = max(self._widest_unplaced, self._unplaced)


_LETTERS = 26


def _cell_tags(prefix: bytes) -> tuple[bytes, ...]:
    return tuple(b"<" + prefix + b"c" + end for end in (b" ", b">", b"/"))


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class OdsReach:
    """All sheets of an OpenDocument content: rows and cells carry repeat counts."""

    def __init__(self) -> None:
        self.hidden_rows = 0
        self._most = 0
        self._tail = b""
        self._start_sheet()

    @property
    def cells(self) -> int:
        return max(self._most, self._block())

    def _block(self) -> int:
        rows = self._rows + (self._row_repeat if self._filled else 0)
        return (rows if self._filled else self._filled_rows) * max(self._columns, self._filled)

    def _start_sheet(self) -> None:
        self._rows = self._filled_rows = self._columns = 0
        self._row_repeat = self._column = self._filled = 0

    def see(self, piece: bytes) -> None:
        text = self._tail + piece
        end = 0
        for tag in _ODS_TAG.finditer(text):
            end = tag.end()
            self._tag(*tag.groups())
        self._tail = text[max(end, len(text) - _OVERLAP) :]

    def _tag(self, row: bytes | None, table: bytes | None, attributes: bytes) -> None:
        if table:
            self._most = max(self._most, self._block())
            self._start_sheet()
            return
        repeat = _REPEAT.search(attributes) if b"repeated" in attributes else None
        count = int(repeat[1]) if repeat else 1
        if row:
            self._end_row()
            self._row_repeat = count
            self.hidden_rows += b'visibility="collapse"' in attributes
            return
        self._column += count
        if not attributes.endswith(b"/"):
            self._filled = self._column

    def _end_row(self) -> None:
        self._rows += self._row_repeat
        if self._filled:
            self._filled_rows = self._rows
            self._columns = max(self._columns, self._filled)
        self._column = self._filled = 0


class XlsbReach:
    """One sheet of an xlsb: records of type, length and body (MS-XLSB 2.1.4), both numbers 7 bits to a byte."""

    _ROW, _CELLS = 0, range(1, 12)

    def __init__(self) -> None:
        self.hidden_rows = 0
        self._rows = self._columns = 1
        self._pending = b""
        self._skip = 0

    @property
    def cells(self) -> int:
        return self._rows * self._columns

    def see(self, piece: bytes) -> None:
        if self._skip >= len(piece):
            self._skip -= len(piece)
            return
        data = self._pending + piece[self._skip :]
        self._skip = at = 0
        # 16 bytes hold the longest head and the part of the body that matters.
        while at + 16 <= len(data):
            kind, body = _varint(data, at, 2)
            size, body = _varint(data, body, 4)
            if kind in self._CELLS or kind == self._ROW:
                (number,) = struct.unpack_from("<I", data, body)
                self._note(kind, number)
            at = body + size
        self._pending = data[at:]
        self._skip = max(0, at - len(data))

    def _note(self, kind: int, number: int) -> None:
        if kind == self._ROW:
            self._rows = max(self._rows, number + 1)
        else:
            self._columns = max(self._columns, number + 1)


def _varint(data: bytes, at: int, longest: int) -> tuple[int, int]:
    number = 0
    for place in range(longest):
        number |= (data[at] & 0x7F) << (7 * place)
        at += 1
        if data[at - 1] < 0x80:
            break
    return number, at


_BIFF_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
"""FORMULA, MULRK, RSTRING, LABELSST, NUMBER, LABEL, BOOLERR, RK (MS-XLS 2.4): each begins with row and column."""
_BIFF_SHEET = 0x0809


def biff_cells(stream: bytes) -> int:
    """Cells in the block of the widest-spread sheet of an xls stream (BIFF5 to BIFF8)."""
    most = rows = columns = 0
    for kind, body, size in biff_records(stream):
        if kind == _BIFF_SHEET:
            most, rows, columns = max(most, rows * columns), 0, 0
        elif kind in _BIFF_CELLS and size >= 4:
            row, column = struct.unpack_from("<HH", stream, body)
            if kind == 0x00BD:
                # MULRK: the last two bytes name its last column.
                column = max(column, *struct.unpack_from("<H", stream, body + size - 2))
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    return max(most, rows * columns)


def biff_records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, place of the body and size of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if at + 4 + size > len(stream):
            return
        yield kind, at + 4, size
        at += 4 + size
