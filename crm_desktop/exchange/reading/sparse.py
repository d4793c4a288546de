"""xlsx sheets whose few cells lie so far apart that a dense block of them would not fit into the memory."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from crm_desktop.errors import FileDamaged
from crm_desktop.exchange.reading.book import LONGEST_CELL, Book, Cell, Note, Rows, Sheet
from crm_desktop.exchange.reading.workbook import exact_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.workbook.workbook import Workbook

    from crm_desktop.exchange.reading.book import Progress, Row


def open_sparse(
    path: Path, content: bytes, *, notes: tuple[Note, ...] = (), progress: Progress | None = None
) -> Book:
    """The workbook read row by row with openpyxl: slower than calamine, but nothing is held between the cells.

    Raises FileDamaged.
    """
    # Imported here: 180 ms, and hardly ever needed.
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = []
        for done, sheet in enumerate(workbook.worksheets):
            if progress:
                progress(done, len(workbook.worksheets))
            height = sum(1 for _ in _rows(workbook, done))
            rows = Rows(height, partial(_rows, workbook, done))
            sheets.append(Sheet(sheet.title, rows, sheet.sheet_state != "visible"))
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        # Broken XML is a SyntaxError with each of the two parsers that openpyxl may use.
        raise FileDamaged(path=path, reason=f"{type(error).__name__}: {error}") from error
    return Book(path, "xlsx", tuple(sheets), notes=notes)


def _rows(workbook: Workbook, index: int) -> Iterator[Row]:
    sheet = workbook.worksheets[index]
    # The declared extent may be wrong, and with it every row would be filled up to the last column.
    sheet.reset_dimensions()
    for values in sheet.iter_rows(values_only=True):
        yield tuple(map(_cell, values))


def _cell(value: Cell) -> Cell:
    if isinstance(value, float):
        return exact_number(value)
    if isinstance(value, str):
        # Error values come as their text; calamine gives them as empty cells.
        return None if value in _ERRORS else value[:LONGEST_CELL] or None
    return value


_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"})
