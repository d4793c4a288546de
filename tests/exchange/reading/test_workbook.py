"""Cells of workbooks come out exactly, and failures of the reader become errors of ours."""

from __future__ import annotations

import datetime
import math
from pathlib import Path

import pytest
from openpyxl import Workbook

from crm_desktop.errors import FileDamaged
from crm_desktop.exchange.reading import workbook
from crm_desktop.exchange.reading.book import LONGEST_CELL
from crm_desktop.exchange.reading.workbook import exact_number, open_workbook
from tests.exchange.reading.making import biff, ole, saved, xlsx, xlsx_of

HERE = Path("list.xlsx")


def test_cells() -> None:
    moment = datetime.datetime.fromisoformat("2022-05-15T13:13:00")
    row = [
        "text", "007", " \xa0x", 37061234567, 2222455179.0, 1.5, 0.25, True, False, datetime.date(1947, 1, 8), moment,
        datetime.time(9, 30), datetime.timedelta(hours=30), None, "line\nbreak",
    ]  # fmt: skip
    (sheet,) = open_workbook(HERE, xlsx([row]), "xlsx").sheets
    expected = [*row[:4], 2222455179, *row[5:]]
    assert [(cell, type(cell)) for cell in sheet.rows[0]] == [(cell, type(cell)) for cell in expected]


def test_margin_is_kept() -> None:
    (sheet,) = open_workbook(HERE, xlsx(C3="x", D4=5), "xlsx").sheets
    assert list(sheet.rows) == [(None,) * 4, (None,) * 4, (None, None, "x", None), (None, None, None, 5)]


def test_errors_are_empty_cells() -> None:
    (sheet,) = open_workbook(
        HERE, xlsx_of(b'<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>'), "xlsx"
    ).sheets
    assert list(sheet.rows) == [(None, 1)]


def test_hidden_sheets_and_empty_ones() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = 1
    book.create_sheet("Empty")
    book.create_sheet("Hidden").sheet_state = "hidden"
    sheets = open_workbook(HERE, saved(book), "xlsx").sheets
    assert [(sheet.name, sheet.hidden, sheet.row_count) for sheet in sheets] == [
        ("Sheet", False, 1),
        ("Empty", False, 0),
        ("Hidden", True, 0),
    ]
    assert list(sheets[1].rows) == []


def test_progress_is_told_per_sheet() -> None:
    told: list[tuple[int, int]] = []
    open_workbook(HERE, xlsx(A1=1), "xlsx", progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 1)]


def test_sheets_are_read_again_when_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_CELLS_KEPT", 1)
    book = Workbook()
    book.worksheets[0]["A1"] = "a"
    book.create_sheet("Other")["A1"] = "b"
    first, second = open_workbook(HERE, saved(book), "xlsx").sheets
    both = list(zip(first.rows, second.rows, strict=True))
    assert both == [(("a",), ("b",))]
    assert list(first.rows) == [("a",)]


def test_overlong_cell_is_cut_with_a_note() -> None:
    content = xlsx_of(
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>', b"a" * (LONGEST_CELL + 5), b"</t></is></c></row>"
    )
    (sheet,) = open_workbook(HERE, content, "xlsx", examine=True).sheets
    assert [note.code for note in sheet.notes] == ["long_cells_cut"]
    assert sheet.rows[0] == ("a" * LONGEST_CELL,)


def test_nul_is_removed_with_a_note() -> None:
    content = xlsx_of(b'<row r="1"><c r="A1" t="inlineStr"><is><t>a_x0000_b</t></is></c></row>')
    (sheet,) = open_workbook(HERE, content, "xlsx", examine=True).sheets
    assert [note.code for note in sheet.notes] == ["nul_removed"]
    assert sheet.rows[0] == ("ab",)


def test_damage() -> None:
    with pytest.raises(FileDamaged):
        open_workbook(HERE, b"PK\x03\x04nothing", "xlsx")


def test_panic_of_the_reader_is_damage() -> None:
    # Cut in the middle of the sector that holds the directory.
    with pytest.raises(FileDamaged) as caught:
        open_workbook(HERE, ole(Workbook=biff(0x0809, bytes(16)))[:-700], "xls")
    assert type(caught.value.__cause__).__name__ == "PanicException"


def test_interruption_passes() -> None:
    loaded = workbook._Loaded(HERE, xlsx(A1=1))
    assert list(loaded.rows(0)) == [(1,)]

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loaded._guarded(interrupted)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2.0, 2),
        (-0.0, 0),
        (1.5, 1.5),
        (float(1 << 53), 1 << 53),
        (1e20, 1e20),
        (math.inf, "inf"),
        (math.nan, "nan"),
    ],
)
def test_exact_number(value: float, expected: object) -> None:
    found = exact_number(value)
    assert (found, type(found)) == (expected, type(expected))


def test_dust_of_milliseconds() -> None:
    at = datetime.datetime.fromisoformat
    assert workbook._cell(at("2022-05-15T13:12:59.995")) == at("2022-05-15T13:13")
    assert workbook._cell(at("2022-05-15T13:12:59.5")) == at("2022-05-15T13:12:59.5")
    assert workbook._cell(at("2022-05-15T13:12")) == at("2022-05-15T13:12")
