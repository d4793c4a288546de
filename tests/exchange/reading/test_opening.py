"""Files are opened by what they are, whatever they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm_desktop.errors import FileDamaged, FileEmpty, FileMissing, FileNotATable, FileTooLarge
from crm_desktop.exchange.reading import find_table, open_book, opening
from tests.exchange.reading.making import archive, biff, ods, ods_cell, ods_row, ole, xlsx, xlsx_of

if TYPE_CHECKING:
    from pathlib import Path


def saved(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "list.jpg"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a;b\n", "csv"),
        ("имя\tгород\n".encode("utf-16"), "csv"),
        ("имя\tгород\n".encode("utf-16-le"), "csv"),
        (xlsx(A1="a"), "xlsx"),
        (ods(ods_row(ods_cell("a"))), "ods"),
        (b"<html><table><tr><td>a</td></tr></table>", "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml2003"),
    ],
)
def test_kind_by_content(tmp_path: Path, content: bytes, kind: str) -> None:
    path = saved(tmp_path, content)
    assert open_book(path).kind == kind
    assert open_book(str(path)).path == path


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileEmpty),
        (b"%PDF-1.7", FileNotATable),
        (bytes(range(256)) * 4, FileNotATable),
        (b"PK\x03\x04" + bytes(40), FileDamaged),
        (archive(photo="x"), FileNotATable),
        (ole(Other=b"x"), FileDamaged),
    ],
)
def test_no_table(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        open_book(saved(tmp_path, content))


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        open_book(tmp_path / "none.xlsx")


def test_workbook_files_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WORKBOOK_LIMIT", 100)
    with pytest.raises(FileTooLarge):
        open_book(saved(tmp_path, xlsx(A1="a")))


def test_repeated_cells_beyond_all_memory(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge):
        open_book(saved(tmp_path, ods(ods_row(ods_cell("a", repeat=16_000), repeat=1_000_000))))


def test_cells_far_apart_in_an_xls_are_damage(tmp_path: Path) -> None:
    cell = biff(0x0203, b"\xff\xff\xff\xff" + bytes(10))
    with pytest.raises(FileDamaged):
        open_book(saved(tmp_path, ole(Workbook=biff(0x0809, bytes(16)) + cell)))


def test_cells_far_apart_in_an_xlsx(tmp_path: Path) -> None:
    (sheet,) = open_book(saved(tmp_path, xlsx(A1="a", ZZ100000="b"))).sheets
    assert sheet.row_count == 100_000


def test_hidden_rows_are_told(tmp_path: Path) -> None:
    content = xlsx_of(b'<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>')
    assert [note.code for note in open_book(saved(tmp_path, content)).notes] == ["hidden_rows"]


def test_a_million_rows_used_by_three(tmp_path: Path) -> None:
    rows = [["Name", "Phone"], ["Jonas", "8 612 11111"], ["Ona", "8 612 22222"]]
    (sheet,) = open_book(saved(tmp_path, xlsx(rows, J1048576=" "))).sheets
    table = find_table(sheet)
    assert table is not None
    assert (sheet.row_count, table.last_row) == (1_048_576, 3)
