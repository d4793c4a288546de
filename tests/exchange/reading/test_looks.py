"""Hidden rows, bold rows, merged rows and colours of an xlsx."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from crm_desktop.exchange.reading.looks import Looks, looks_of
from crm_desktop.exchange.reading.opening import open_book
from crm_desktop.exchange.reading.style_sheet import has_fills
from tests.exchange.reading.making import saved, with_part, xlsx


def dressed() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Clients & co"
    for row in ("abc", "def", "ghi", "jkl", "mno"):
        sheet.append(list(row))
    sheet["B2"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["A3"].font = sheet["B3"].font = Font(bold=True)
    sheet["A5"].fill = PatternFill("lightGrid", fgColor="FF0000")
    sheet.row_dimensions[4].hidden = True
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A4:A5")
    return saved(book)


def test_looks_of_a_sheet(tmp_path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(dressed())
    (sheet,) = open_book(path).sheets
    assert sheet.dressed
    assert sheet.looks() == Looks(frozenset({4}), frozenset({3}), frozenset({1}), {2: "FFFF00"})
    assert sheet.looks() is sheet.looks()


def test_a_plain_workbook_is_not_looked_at(tmp_path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx([("a", "b")]))
    (sheet,) = open_book(path).sheets
    assert not sheet.dressed
    assert sheet.looks() == Looks()


def test_a_sheet_in_small_pieces_looks_the_same(monkeypatch) -> None:
    whole = looks_of(dressed())("Clients & co")
    monkeypatch.setattr("crm_desktop.exchange.reading.looks._PIECE", 7)
    assert looks_of(dressed())("Clients & co") == whole


def test_rows_without_numbers_follow_one_another() -> None:
    rows = b'<row><c/></row><row hidden="1"><c/></row><row r="9" hidden="true"/>'
    sheet = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    content = with_part(xlsx(), "xl/worksheets/sheet1.xml", [sheet])
    assert looks_of(content)("Sheet").hidden == {2, 9}


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "xl/theme/theme1.xml"]
)
def test_damaged_looks_show_nothing(part) -> None:
    assert looks_of(with_part(dressed(), part, [b"<broken"]))("Clients & co") == Looks()


def test_what_is_not_there_shows_nothing() -> None:
    assert looks_of(b"no archive")("x") == Looks()
    assert looks_of(dressed())("Another") == Looks()
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as archive:
        assert not has_fills(archive)


STYLES = (
    b'<styleSheet xmlns="urn:x"><fonts><font><b val="0"/></font></fonts><fills><fill><patternFill patternType="solid">'
    b"%s</patternFill></fill><fill><gradientFill/></fill></fills>"
    b'<cellXfs><xf fillId="0" fontId="0"/><xf fillId="1"/><xf fillId="77"/></cellXfs></styleSheet>'
)
SHEET = (
    b'<worksheet><sheetData><row r="1"><c r="A1" s="0"/><c r="B1" s="1"/><c r="C1" s="2"/></row></sheetData>'
    b"</worksheet>"
)


@pytest.mark.parametrize(
    ("colour", "shown"),
    [
        (b'<fgColor rgb="FF00FF00"/>', {1: "00FF00"}),
        (b'<fgColor rgb="FFFF"/>', {}),
        (b'<fgColor indexed="64"/>', {}),
        (b'<fgColor indexed="10"/>', {1: "FF0000"}),
        (b'<fgColor theme="99"/>', {}),
        (b'<fgColor rgb="FF000000" tint="0.5"/>', {1: "808080"}),
        (b"<bgColor/>", {}),
        (b"<fgColor/>", {}),
    ],
)  # fmt: skip
def test_colours_of_fills(colour, shown) -> None:
    content = with_part(
        with_part(xlsx(), "xl/styles.xml", [STYLES % colour]), "xl/worksheets/sheet1.xml", [SHEET]
    )
    assert looks_of(content)("Sheet").colours == shown


def test_a_workbook_without_a_theme() -> None:
    content = with_part(xlsx(), "xl/styles.xml", [STYLES % b'<fgColor theme="4"/>'])
    content = with_part(content, "xl/worksheets/sheet1.xml", [SHEET])
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as full, zipfile.ZipFile(bare, "w") as copy:
        for name in full.namelist():
            if "theme" not in name:
                copy.writestr(name, full.read(name))
    assert looks_of(bare.getvalue())("Sheet").colours == {}
