"""Looks through a zipped workbook before it is handed on: how much it unpacks to and how far its cells spread.

Calamine holds a sheet as one dense block from its first to its last cell, 32 bytes a cell, and ends the whole program
when the memory is not there [tried: a stray cell in XFD1048576 asks for 550 GB]. What its headers declare cannot be
trusted, so every part is unpacked once in pieces (zlib, about 0.3 s for 200,000 rows) and thrown away.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.errors import FileDamaged, FileTooLarge

UNPACKED_LIMIT = 1_000_000_000
"""Bytes that all parts of a workbook may unpack to."""
PART_LIMIT = 400_000_000
"""Bytes of one part that readers keep in memory whole (shared texts, an OpenDocument content)."""
DENSE_CELLS = 20_000_000
"""Cells of one sheet that are read as a dense block (640 MB)."""

_PIECE = 1 << 18
_OVERLAP = 64
_CELL = re.compile(rb'r="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?(?<=\s)r="(\d{1,7})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?(?<=\s)hidden="(?:1|true)"')
_REPEAT = re.compile(rb'number-(rows|columns)-repeated="(\d{1,9})"')
_LONG_TEXT = re.compile(rb"<")
_READ = (".xml", ".rels", ".bin", ".vml")


@dataclass
class Spread:
    """How far the cells of a workbook reach, taken over all of its sheets, and what else is seen in passing."""

    cells: int = 0
    hidden_rows: int = 0
    long_text: bool = False
    """A text of more than a few hundred thousand bytes stands somewhere."""


def look_through(path: Path, archive: zipfile.ZipFile) -> Spread:
    """Unpack every part once.

    Raises FileTooLarge beyond the limits and FileDamaged if a part cannot be unpacked.
    """
    spread = Spread()
    total = 0
    for info in archive.infolist():
        name = info.filename.lower()
        if not name.endswith(_READ):
            continue
        part = 0
        sheet = _Reach()
        try:
            for piece in _pieces(archive, info):
                part += len(piece)
                total += len(piece)
                if total > UNPACKED_LIMIT or (part > PART_LIMIT and not _is_sheet(name)):
                    raise FileTooLarge(path=path, what="unpacked", limit=UNPACKED_LIMIT)
                if name.endswith(".xml"):
                    sheet.see(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise FileDamaged(path=path, reason=f"{info.filename}: {error}") from error
        if _is_sheet(name):
            spread.cells = max(spread.cells, sheet.cells)
            spread.hidden_rows += sheet.hidden_rows
        spread.long_text = spread.long_text or sheet.long_text
    return spread


def _is_sheet(name: str) -> bool:
    return "worksheets/" in name


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    # zipfile stops at the declared size, other readers do not: declare "without end" to see what really comes out.
    info.file_size = 1 << 62
    with archive.open(info) as part:
        yield from iter(lambda: part.read(_PIECE), b"")


class _Reach:
    """The bounding block of the cells in the XML of one sheet, seen piece by piece."""

    def __init__(self) -> None:
        self.hidden_rows = 0
        self.long_text = False
        self._rows = 1
        self._columns = 1
        self._tail = b""

    @property
    def cells(self) -> int:
        return self._rows * self._columns

    def see(self, piece: bytes) -> None:
        self.long_text = self.long_text or (len(piece) == _PIECE and b"<" not in piece)
        text = self._tail + piece
        self._tail = text[-_OVERLAP:]
        cells = _CELL.findall(text)
        if cells:
            self._rows = max(self._rows, max(int(row) for _, row in cells))
            self._columns = max(self._columns, max(map(column_number, {letters for letters, _ in cells})))
        if b' hidden="' in text:
            self.hidden_rows += len(_HIDDEN_ROW.findall(text))


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
