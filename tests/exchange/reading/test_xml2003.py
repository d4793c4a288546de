"""XML Spreadsheet 2003."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crm_desktop.errors import FileDamaged, FileNotATable, FileTooLarge
from crm_desktop.exchange.reading import xml2003
from crm_desktop.exchange.reading.xml2003 import open_xml2003

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Book

HERE = Path("list.xml")
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def opened(rows: str, before: str = "", after: str = "") -> Book:
    text = (
        f'<?xml version="1.0"?>{before}<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">'
        f'<Worksheet ss:Name="Lapas"><Table>{rows}</Table>{after}</Worksheet></Workbook>'
    )
    return open_xml2003(HERE, text.encode())


def cell(text: str, kind: str = "String", **attributes: str) -> str:
    named = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell{named}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, **attributes: str) -> str:
    named = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f"<Row{named}>{''.join(cells)}</Row>"


def test_types() -> None:
    moment = datetime.datetime.fromisoformat
    cells = [
        cell("ąž"), cell("37061200000", "Number"), cell("1.5", "Number"), cell("1", "Boolean"), cell("0", "Boolean"),
        cell("2005-01-10T00:00:00.000", "DateTime"), cell("2005-01-10T09:30:00.000", "DateTime"),
        cell("1899-12-31T09:30:00.000", "DateTime"), cell("soon", "DateTime"), cell("#N/A", "Error"),
        "<Cell/>", cell(""),
        '<Cell><Data ss:Type="String">a<B>b</B>c</Data></Cell>',
    ]  # fmt: skip
    (sheet,) = opened(row(*cells)).sheets
    assert sheet.rows[0] == (
        "ąž", 37061200000, 1.5, True, False, datetime.date(2005, 1, 10), moment("2005-01-10T09:30:00"),
        datetime.time(9, 30), "soon", None, None, None, "abc",
    )  # fmt: skip


def test_places() -> None:
    rows = row(cell("a"), cell("b", Index="4"), cell("c", MergeAcross="1"), cell("d"))
    (sheet,) = opened(rows + row(cell("e"), Index="3")).sheets
    assert list(sheet.rows) == [("a", None, None, "b", "c", None, "d"), (), ("e",)]


def test_hidden_rows_and_sheets() -> None:
    after = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>'
        "</WorksheetOptions>"
    )
    book = opened(row(cell("a"), Hidden="1"), after=after)
    assert [(note.code, note.count) for note in book.notes] == [("hidden_rows", 1)]
    assert book.sheets[0].hidden


def test_something_else() -> None:
    with pytest.raises(FileNotATable):
        open_xml2003(HERE, b'<?xml version="1.0"?><rss/>')


@pytest.mark.parametrize(
    "rows",
    [
        "<Row>",
        row(cell("a", Index="0")),
        row(cell("a", Index="99999")),
        row(cell("a")) + row(cell("b"), Index="1"),
        row(cell("x", Index="two")),
        row(cell("many", "Number")),
        row(cell("2005-99-10T00:00:00", "DateTime")),
    ],
)
def test_damage(rows: str) -> None:
    with pytest.raises(FileDamaged):
        opened(rows)


def test_entities_are_refused() -> None:
    with pytest.raises(FileDamaged):
        opened(row(cell("&a;")), before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')


def test_rows_claimed_by_a_number_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml2003, "_MOST_CELLS", 100)
    with pytest.raises(FileTooLarge):
        opened(row(cell("a"), Index="1000"))


def test_rows_outside_of_a_sheet_do_not_matter() -> None:
    text = f'<Workbook xmlns="{SPREADSHEET}"><Row/><Worksheet/></Workbook>'
    (sheet,) = open_xml2003(HERE, text.encode()).sheets
    assert (sheet.name, sheet.row_count) == ("", 0)
