"""Write tables as .xlsx or .csv: whole or not at all.

The workbook is written by rustpy-xlsxwriter, which streams 200,000 rows in seconds and some 20 MB; openpyxl needs ten
times that and stays for what only it does (charts). Cells of text are strings in the file, so nothing that begins with
``=`` can ever become a formula there; in CSV, which has no types, such text gets the apostrophe that spreadsheet
programs read as "this is text" and that our import takes off again. Text that has such an apostrophe of its own gets a
second one in both, so that the import leaves it its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.errors import FileNotWritten
from crm_desktop.exchange.exporting.table import Column, ColumnKind, Table, Value, typed, unique_titles

if TYPE_CHECKING:
    from pathlib import Path

    from rustpy_xlsxwriter import Format

EXCEL_ROWS = 1_048_575
"""Rows under the header that a sheet of .xlsx holds (ECMA-376)."""

LONGEST_CELL = 32_767
"""Signs that a cell of .xlsx holds, counted as Excel does in units of UTF-16; longer text is cut."""

CUT_MARK = " […]"
"""Stands at the end of a text that was cut."""

_PROGRESS_EVERY = 500
_FORMULA = re.compile(r"[=+\-@\t\r]")
_APOSTROPHE = re.compile(r"'+[=+\-@\t\r]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d ().\-]*")
_BAD_SHEET_NAME = re.compile(r"[\[\]:*?/\\\0-\x1f]")

Progress = Callable[[int], None]
"""Told how many rows are written; raises to cancel, and then no file is left."""


class Saved(NamedTuple):
    """How many rows stand in the file, and how many of their texts were longer than a cell of .xlsx holds."""

    rows: int
    cut: int


def write_tables(path: Path, tables: Sequence[Table], progress: Progress) -> Saved:
    """Write the tables into one file by its suffix (.csv takes one table, and takes its texts whole).

    Raises:
        FileNotWritten: the folder is missing or full, the file is open elsewhere, or the format is not known.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise FileNotWritten(path=str(path), why="format")
    counter = _Counter(progress)
    with replacing(path) as temporary:
        if suffix == ".csv":
            _write_csv(temporary, tables[0], counter)
        else:
            _write_xlsx(temporary, tables, counter)
    return Saved(counter.total, counter.cut)


class _Counter:
    """Counts rows as they pass, and tells of them now and then."""

    def __init__(self, progress: Progress) -> None:
        self.total = 0
        self.cut = 0
        self.failure: Exception | None = None
        """What the rows or the progress raised: no fault of the writer."""
        self._progress = progress

    def passing(self, rows: Iterator[list[Value]]) -> Iterator[list[Value]]:
        try:
            for row in rows:
                self.total += 1
                if self.total % _PROGRESS_EVERY == 0:
                    self._progress(self.total)
                yield row
        except Exception as error:
            self.failure = error
            raise

    def fitting(self, value: Value) -> Value:
        """The value as a cell of .xlsx takes it."""
        if not isinstance(value, str):
            return value
        text, is_cut = fitted(value)
        self.cut += is_cut
        return text


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path`` that takes its place when all went well."""
    temporary = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        yield temporary
        temporary.replace(path)
    except (OSError, _WriterFailed) as error:
        raise FileNotWritten(path=str(path), why=getattr(error, "strerror", None) or str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _write_csv(path: Path, table: Table, counter: _Counter) -> None:
    # The mark at the beginning tells Excel that it is UTF-8; the semicolon is what it expects in ru and lt.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([csv_cell(title) for title in unique_titles(table.columns)])
        for row in counter.passing(typed(table.columns, table.rows)):
            writer.writerow([csv_cell(value) for value in row])


def csv_cell(value: Value) -> str:
    """A value as text that no spreadsheet program takes for a formula; days and moments as ISO 8601 writes them."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = _SURROGATES.sub("\ufffd", _guarded(str(value)))
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _guarded(text: str) -> str:
    """An apostrophe of the text's own before a sign of formulas, doubled: the import takes one off."""
    return f"'{text}" if text.startswith("'") and _APOSTROPHE.match(text) else text


def fitted(text: str) -> tuple[str, bool]:
    """The text as a cell of .xlsx takes it, and whether it was cut for that."""
    text = _guarded(text)
    if not text.isascii():
        text = _SURROGATES.sub("\ufffd", text)  # half a pair of UTF-16 that stands alone: no file takes it
    if len(text) * 2 <= LONGEST_CELL:
        return text, False
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_CELL:
        return text, False
    room = 2 * (LONGEST_CELL - len(CUT_MARK))
    return units[:room].decode("utf-16-le", "ignore") + CUT_MARK, True


class _WriterFailed(Exception):
    """The writer of workbooks could not go on; its own exceptions are those of any Python code."""


def _write_xlsx(path: Path, tables: Sequence[Table], counter: _Counter) -> None:
    import rustpy_xlsxwriter  # 30 ms, and only exports need it

    book = rustpy_xlsxwriter.FastExcel(str(path)).freeze(row=1)
    names = {"history"}  # Excel keeps this name for itself
    for table in tables:
        titles = [fitted(title)[0] for title in unique_titles(table.columns)]
        book.sheet(
            sheet_name(table.name, names),
            _records(table, titles, counter),
            header_format=_header_format(),
            column_formats=_column_formats(table.columns, titles),
            column_widths={
                title: float(column.width) for title, column in zip(titles, table.columns, strict=True)
            },
            autofilter=True,
        )
    try:
        book.save()
    except Exception as error:
        if error is counter.failure or isinstance(error, OSError):
            raise
        raise _WriterFailed(str(error)) from error


def _records(table: Table, titles: Sequence[str], counter: _Counter) -> Iterator[dict[str, Value]]:
    """Rows as the writer wants them. A function of its own: all sheets are drawn from at the end, by ``save``."""
    rows = counter.passing(typed(table.columns, table.rows))
    first = next(rows, None)
    # The writer takes the header from the first row: an empty table gets a blank one.
    yield dict(zip(titles, map(counter.fitting, first or [None] * len(titles)), strict=True))
    for row in rows:
        yield dict(zip(titles, map(counter.fitting, row), strict=True))


def _header_format() -> Format:
    from rustpy_xlsxwriter import Format

    return Format().set_bold().set_background_color("#E6F1ED").set_font_color("#1F2328").set_align("vcenter")


def _column_formats(columns: Sequence[Column], titles: Sequence[str]) -> dict[str, Any]:
    from rustpy_xlsxwriter import Format

    codes = {ColumnKind.TEXT: "@", ColumnKind.DATE: "yyyy-mm-dd", ColumnKind.INSTANT: "yyyy-mm-dd hh:mm"}
    return {
        title: Format().set_num_format(codes[column.kind])
        for title, column in zip(titles, columns, strict=True)
        if column.kind in codes
    }


def sheet_name(name: str, taken: set[str]) -> str:
    r"""A name that .xlsx allows: 31 characters, none of ``[]:*?/\``, no other sheet's; noted in ``taken``."""
    name = _BAD_SHEET_NAME.sub(" ", name)[:31].strip("' ") or "Sheet1"
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        end = f" ({number})"
        found = name[: 31 - len(end)] + end
    taken.add(found.casefold())
    return found
