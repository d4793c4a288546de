"""Pages that call themselves workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crm_desktop.errors import EncodingUnknown, FileNotATable, FileTooLarge
from crm_desktop.exchange.reading import html_tables
from crm_desktop.exchange.reading.html_tables import open_html

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Row

HERE = Path("export.xls")


def rows(page: str) -> list[Row]:
    (sheet,) = open_html(HERE, page.encode()).sheets
    return list(sheet.rows)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td></td></tr></table>",
            [("A", "B"), ("1", None)],
        ),
        ("<table><tr><td>A<td>B<tr><td>1<td><b>2</b>", [("A", "B"), ("1", "2")]),
        ("<table><td>A</td></table>", [("A",)]),
        ("<table><tr><td>a<br>b<p>c</td></tr></table>", [("a\nb\nc",)]),
        ("<table><tr><td> a\n  b&nbsp;&amp;&#269; </td></tr></table>", [("a b\xa0&č",)]),
        ("<table><tr><td colspan=2>A</td><td>B</td></tr></table>", [("A", None, "B")]),
        (
            "<table><tr><td rowspan=2>A</td><td>B</td></tr><tr><td>C</td></tr><tr><td>D</td></tr></table>",
            [("A", "B"), (None, "C"), ("D",)],
        ),
        ("<style>td{}</style><table><tr><td>A<script>x</script></td></tr></table></style>", [("A",)]),
        ("text<br></td></tr></table><table><tr><td colspan=x>A</td></tr></table>after", [("A",)]),
        ("<table><tr><td><br>a</td></tr>between</table>", [("a",)]),
    ],
)
def test_tables(page: str, expected: list[Row]) -> None:
    assert rows(page) == expected


def test_several_tables_are_several_sheets() -> None:
    book = open_html(HERE, b"<table><tr><td>a<table><tr><td>b</table></table><table></table>")
    assert [(sheet.name, list(sheet.rows)) for sheet in book.sheets] == [
        ("export 1", [("b",)]),
        ("export 2", [("a",)]),
    ]
    assert [note.code for note in book.notes] == ["html_table"]


@pytest.mark.parametrize(
    ("head", "encoding", "found"),
    [
        ('<meta charset="windows-1251">', "cp1251", "windows-1251"),
        ('<meta http-equiv=Content-Type content="text/html; charset=utf-8">', "cp1251", "cp1251"),
        ('<meta charset="klingon">', "utf-8", "utf-8"),
        ("", "cp1251", "cp1251"),
        ('<meta charset="windows-1251">', "utf-8-sig", "utf-8-sig"),
    ],
)
def test_encoding(head: str, encoding: str, found: str) -> None:
    page = f"<html>{head}<table><tr><td>Жанна Москва</td></tr></table>"
    book = open_html(HERE, page.encode(encoding))
    assert book.encoding == found
    assert book.sheets[0].rows[0] == ("Жанна Москва",)


def test_given_encoding() -> None:
    page = "<table><tr><td>Ж</td></tr></table>".encode("cp1251")
    book = open_html(HERE, page, "utf-8")
    assert [note.code for note in book.notes] == ["html_table", "undecodable"]
    with pytest.raises(EncodingUnknown):
        open_html(HERE, page, "klingon")


def test_page_without_a_table() -> None:
    with pytest.raises(FileNotATable):
        open_html(HERE, b"<html><p>Session expired</p><table><tr><td> </td></tr></table>")


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileTooLarge):
        open_html(HERE, b"<table><tr><td>" * 60)
    monkeypatch.setattr(html_tables, "_MOST_CELLS", 3)
    with pytest.raises(FileTooLarge):
        open_html(HERE, b"<table><tr><td colspan=2>a</td><td colspan=2>b</td></table>")
