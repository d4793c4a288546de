"""Workbooks (xlsx, xlsm, xlsb, ods, xls) through calamine, several times faster than openpyxl.

Formulas give the value saved with them; nothing is calculated and macros are never run. A cell holding an error
(#N/A, #REF!) is empty, as it holds no data.
"""

from __future__ import annotations

import datetime
import io
import math
from collections import OrderedDict
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from crm_desktop.errors import FileDamaged
from crm_desktop.exchange.reading.book import LONGEST_CELL, Book, Cell, Kind, Note, Progress, Row, Rows, Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from python_calamine import CalamineSheet, CalamineWorkbook

_CELLS_KEPT = 4_000_000
"""Cells of sheets kept in memory between readings (about 250 MB with their texts); one sheet is always kept."""
_EXACT = 1 << 53
"""Whole numbers up to this are exact in the floating point that spreadsheets store every number in."""
_CLOSE = datetime.timedelta(milliseconds=10)
_Result = TypeVar("_Result")


def open_workbook(
    path: Path,
    content: bytes,
    kind: Kind,
    *,
    notes: tuple[Note, ...] = (),
    examine: bool = False,
    progress: Progress | None = None,
) -> Book:
    """A workbook, all of whose sheets have been read once.

    ``examine``: look at every cell for NULs and overlong texts, to be told in the notes; worth the time only where the
    format allows them. Raises FileDamaged.
    """
    loaded = _Loaded(path, content)
    sheets = []
    names = loaded.names()
    for index, (name, hidden) in enumerate(names):
        if progress:
            progress(index, len(names))
        rows = Rows(loaded.height(index), partial(loaded.rows, index))
        sheets.append(Sheet(name, rows, hidden, loaded.odd_cells(index) if examine else ()))
    return Book(path, kind, tuple(sheets), notes=notes, forget=loaded.forget)


class _Loaded:
    """The sheets of one workbook; the most recently used stay in memory, others are read again when asked for."""

    def __init__(self, path: Path, content: bytes) -> None:
        # Imported here, as the program starts without any file to read.
        from python_calamine import CalamineWorkbook

        self._path = path
        self._kept: OrderedDict[int, CalamineSheet] = OrderedDict()
        self._workbook: CalamineWorkbook = self._guarded(
            lambda: CalamineWorkbook.from_filelike(io.BytesIO(content))
        )

    def names(self) -> list[tuple[str, bool]]:
        """Name of each sheet, and whether the user does not see it in Excel."""
        from python_calamine import SheetVisibleEnum

        return [
            (meta.name, meta.visible != SheetVisibleEnum.Visible) for meta in self._workbook.sheets_metadata
        ]

    def height(self, index: int) -> int:
        """Rows from row 1 to the last one with a cell."""
        end = self._sheet(index).end
        return end[0] + 1 if end else 0

    def rows(self, index: int) -> Iterator[Row]:
        sheet = self._sheet(index)
        # Calamine gives the empty rows above the first cell, but not the empty columns to the left of it.
        margin = (None,) * (sheet.start or (0, 0))[1]
        # Sheets of a million rows are mostly blank: those rows are worth a short cut.
        nothing, blank = [""] * sheet.width, margin + (None,) * sheet.width
        for values in sheet.iter_rows():
            yield blank if values == nothing else margin + tuple(map(_cell, values))

    def odd_cells(self, index: int) -> tuple[Note, ...]:
        """What ``rows`` cleans away in this sheet."""
        nul = cut = 0
        for values in self._sheet(index).iter_rows():
            texts = [value for value in values if isinstance(value, str)]
            nul += sum(value.count("\0") for value in texts)
            cut += sum(len(value) > LONGEST_CELL for value in texts)
        found = (Note("nul_removed", nul), Note("long_cells_cut", cut))
        return tuple(note for note in found if note.count)

    def forget(self) -> None:
        """Keep no sheet in memory until it is asked for again."""
        self._kept.clear()

    def _sheet(self, index: int) -> CalamineSheet:
        sheet = self._kept.pop(index, None)
        if sheet is None:
            sheet = self._guarded(lambda: self._workbook.get_sheet_by_index(index))
        self._kept[index] = sheet
        while (
            len(self._kept) > 1
            and sum(kept.height * kept.width for kept in self._kept.values()) > _CELLS_KEPT
        ):
            self._kept.popitem(last=False)
        return sheet

    def _guarded(self, read: Callable[[], _Result]) -> _Result:
        """The result of ``read``, its failures as errors of ours."""
        from python_calamine import CalamineError

        try:
            return read()
        except (CalamineError, ValueError, OverflowError) as error:
            raise FileDamaged(path=self._path, reason=str(error)) from error
        except BaseException as error:
            # A panic in calamine's Rust code comes as pyo3's own exception, outside of Exception and not importable.
            if type(error).__name__ != "PanicException":
                raise
            raise FileDamaged(path=self._path, reason=str(error)) from error


def _cell(value: str | float | datetime.date | datetime.time | datetime.timedelta) -> Cell:
    """One cell as calamine gives it, made exact: no 2222455179.0, no '' for empty, no dust of milliseconds."""
    if value.__class__ is str:
        return _text(value) if value else None
    if value.__class__ is float:
        return exact_number(value)
    if value.__class__ is datetime.datetime:
        return _whole_seconds(value)
    return value


def _text(value: str) -> str | None:
    if "\0" in value:
        value = value.replace("\0", "")
    return value[:LONGEST_CELL] or None


def exact_number(value: float) -> Cell:
    """A number as Excel shows it: whole numbers without a fraction, what is no number as text."""
    if value.is_integer():
        return int(value) if -_EXACT <= value <= _EXACT else value
    return value if math.isfinite(value) else str(value)


def _whole_seconds(value: datetime.datetime) -> datetime.datetime:
    """13:12:59.995 is how the fraction 0.55069439 of a day comes out of 13:13:00; Excel shows that too."""
    if not value.microsecond:
        return value
    rounded = (value + datetime.timedelta(microseconds=500_000)).replace(microsecond=0)
    return rounded if abs(rounded - value) <= _CLOSE else value
