"""How far cells spread is seen whatever the pieces in which the bytes come."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.reading.reach import (
    OdsReach,
    Reach,
    XlsbReach,
    XlsxReach,
    biff_cells,
    biff_records,
    column_number,
)
from tests.exchange.reading.making import biff, ods_cell, ods_row


def cells(reach: Reach, data: bytes, size: int = 1 << 18) -> int:
    for at in range(0, len(data), size):
        reach.see(data[at : at + size])
    return reach.cells


def placed(*places: str) -> bytes:
    return (
        b"<sheetData>"
        + b"".join(f'<c r="{place}"><v>1</v></c>'.encode() for place in places)
        + b"</sheetData>"
    )


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((), 0),
        (("A1",), 1),
        (("B2", "C5"), 15),
        (("Z10", "A1"), 260),
        (("AA1",), 27),
        (("XFD1048576",), 16_384 * 1_048_576),
    ],
)
def test_xlsx(places: tuple[str, ...], expected: int) -> None:
    assert cells(XlsxReach(), placed(*places)) == expected


@given(st.lists(st.sampled_from(["A1", "D9", "AB77", "Q5000"]), max_size=9), st.integers(1, 70))
def test_xlsx_in_any_pieces(places: list[str], size: int) -> None:
    data = placed(*places)
    assert cells(XlsxReach(), data, size) == cells(XlsxReach(), data)


@pytest.mark.parametrize("size", [7, 50, 10_000])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_xlsx_cells_without_a_place(size: int, prefix: str) -> None:
    row = f"<{prefix}row><{prefix}c><v>1</v></{prefix}c><{prefix}c/><{prefix}c t='n'/></{prefix}row>".encode()
    data = f"<{prefix}worksheet><{prefix}sheetData>".encode() + row * 10 + f"</{prefix}sheetData>".encode()
    assert cells(XlsxReach(), data, max(size, len(prefix) * 20)) == 30


def test_hidden_rows_are_counted() -> None:
    reach = XlsxReach()
    cells(
        reach, b'<row r="1" hidden="1"><c r="A1"/></row><row r="2" hidden="true"/><row r="3"/><x hidden="1"/>'
    )
    assert reach.hidden_rows == 2


def test_column_number() -> None:
    assert [column_number(letters) for letters in (b"A", b"Z", b"AA", b"XFD")] == [1, 26, 27, 16_384]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ods_row(ods_cell("a"), ods_cell("b")) * 3, 6),
        (ods_row(ods_cell("a")) + ods_row(ods_cell(repeat=16_384), repeat=1_048_000), 1),
        (ods_row(ods_cell("a")) + ods_row(ods_cell(repeat=5), repeat=99) + ods_row(ods_cell("b")), 101),
        (ods_row(ods_cell("a", repeat=100), repeat=1000), 100_000),
        (ods_row(ods_cell(repeat=9), ods_cell("a")), 10),
        ("", 0),
    ],
)
@pytest.mark.parametrize("size", [300, 10_000])
def test_ods(rows: str, expected: int, size: int) -> None:
    data = f'<table:table table:name="S"><table:table-column/>{rows}</table:table>'.encode()
    assert cells(OdsReach(), data, size) == expected


def test_ods_takes_the_widest_sheet_and_counts_hidden_rows() -> None:
    reach = OdsReach()
    wide = f"<table:table>{ods_row(ods_cell('a', repeat=50))}</table:table>"
    hidden = '<table:table><table:table-row table:visibility="collapse"></table:table-row></table:table>'
    assert cells(reach, (wide + hidden).encode()) == 50
    assert reach.hidden_rows == 1


def bin_record(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    parts = []
    while size > 127:
        parts.append(size & 0x7F | 0x80)
        size >>= 7
    return head + bytes([*parts, size]) + body


@pytest.mark.parametrize("size", [1, 5, 17, 100_000])
def test_xlsb(size: int) -> None:
    row = bin_record(0, struct.pack("<I", 41) + bytes(20))
    cell = bin_record(2, struct.pack("<II", 6, 0) + bytes(4))
    other = bin_record(400, bytes(9000))
    assert cells(XlsbReach(), row + cell + other + row + cell + bytes(32), size) == 42 * 7


def test_xlsb_of_numbers_without_end() -> None:
    assert cells(XlsbReach(), b"\xff" * 64) == 1


def test_biff() -> None:
    sheet = biff(0x0809, bytes(16)) + biff(0x0203, struct.pack("<HH", 9, 3) + bytes(10))
    ranged = biff(0x0809, bytes(16)) + biff(
        0x00BD, struct.pack("<HH", 1, 0) + bytes(12) + struct.pack("<H", 200)
    )
    assert biff_cells(sheet) == 40
    assert biff_cells(sheet + ranged + biff(0x0203, b"a")) == 402
    assert biff_cells(b"") == 0


def test_biff_record_cut_short() -> None:
    assert list(biff_records(biff(1, b"ab") + struct.pack("<HH", 2, 99))) == [(1, 4, 2)]
