"""A stray cell in the last corner of a sheet costs neither time nor memory."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from crm_desktop.errors import FileDamaged
from crm_desktop.exchange.reading import find_table, open_book
from crm_desktop.exchange.reading.sparse import open_sparse
from tests.exchange.reading.making import saved, with_part, xlsx, xlsx_of

HERE = Path("list.xlsx")


def test_stray_cell_in_the_last_corner(tmp_path: Path) -> None:
    path = tmp_path / "stray.xlsx"
    path.write_bytes(xlsx([["Name", "Phone"], ["Jonas", 37061200000]], XFD1048576=" "))
    (sheet,) = open_book(path).sheets
    table = find_table(sheet)
    assert table is not None
    assert (sheet.row_count, table.header_row, table.last_row) == (1_048_576, 1, 2)
    assert sheet.rows[1] == ("Jonas", 37061200000)


def test_cells_are_the_same_as_elsewhere() -> None:
    book = Workbook()
    row = ["a", 2.0, 1.5, True, None, datetime.datetime.fromisoformat("2020-01-02T03:04"), "#N/A", "x"]
    book.worksheets[0].append(row)
    book.create_sheet("Hidden").sheet_state = "hidden"
    told: list[tuple[int, int]] = []
    first, second = open_sparse(HERE, saved(book), progress=lambda *at: told.append(at)).sheets
    assert list(first.rows) == [("a", 2, 1.5, True, None, row[5], None, "x")]
    assert (second.hidden, told) == (True, [(0, 2), (1, 2)])


def test_fraction_without_one() -> None:
    (sheet,) = open_sparse(HERE, xlsx_of(b'<row r="1"><c r="A1"><v>5.0</v></c></row>')).sheets
    assert sheet.rows[0] == (5,)


def test_damage() -> None:
    with pytest.raises(FileDamaged):
        open_sparse(HERE, with_part(xlsx(A1=1), "xl/workbook.xml", [b"<workbook"]))
