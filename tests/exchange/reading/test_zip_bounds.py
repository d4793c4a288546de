"""Archives are looked through before any reader trusts them."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from crm_desktop.errors import FileDamaged, FileNotATable, FileProtected, FileTooLarge
from crm_desktop.exchange.reading import zip_bounds
from crm_desktop.exchange.reading.zip_bounds import Spread, look_through
from tests.exchange.reading.making import archive, ods, ods_cell, ods_row, xlsx, xlsx_of

HERE = Path("list.xlsx")


def look(content: bytes) -> Spread:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return look_through(HERE, opened)


def test_workbooks() -> None:
    assert look(xlsx([[1, 2], [3, 4]])) == Spread("xlsx", 4)
    assert look(ods(ods_row(ods_cell("a", repeat=3)))) == Spread("ods", 3)
    assert look(archive(xl__workbook_dot_bin=b"", xl__worksheets__sheet1_dot_bin=bytes(64))).kind == "xlsb"


def test_hidden_rows_and_long_texts() -> None:
    assert look(xlsx_of(b'<row r="1" hidden="1"><c r="A1"/></row>')).hidden_rows == 1
    assert look(xlsx_of(b"<row>", b"a" * 1_000_000, b"</row>")).long_text


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"word__document_dot_xml": "x"}, "Word document"),
        ({"photo_dot_jpg": "x"}, "ZIP archive"),
        (
            {"content_dot_xml": "x", "mimetype": "application/vnd.oasis.opendocument.text"},
            "OpenDocument text",
        ),
    ],
)
def test_other_documents(parts: dict[str, str], found: str) -> None:
    with pytest.raises(FileNotATable) as caught:
        look(archive(**parts))
    assert caught.value.facts["found"] == found


def test_a_bomb_is_refused_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_bounds, "UNPACKED_LIMIT", 3_000_000)
    with pytest.raises(FileTooLarge):
        look(xlsx_of(b" " * 4_000_000))


def test_parts_held_in_memory_have_a_limit_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_bounds, "PART_LIMIT", 100_000)
    assert look(xlsx_of(b" " * 200_000)).kind == "xlsx"
    with pytest.raises(FileTooLarge):
        look(archive(xl__workbook_dot_xml="x", xl__sharedStrings_dot_xml=b" " * 200_000))


def test_encrypted_open_document() -> None:
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    with pytest.raises(FileProtected):
        look(ods(ods_row(ods_cell("a")), manifest=entry))


def compressed(name: str, content: bytes) -> bytearray:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(name, content)
    return bytearray(file.getvalue())


def test_a_lie_about_the_size_is_seen_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_bounds, "UNPACKED_LIMIT", 3_000_000)
    content = compressed("xl/workbook.xml", b" " * 4_000_000)
    directory = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, directory + 24, 10)
    with pytest.raises(FileTooLarge):
        look(bytes(content))


def test_damage() -> None:
    content = compressed("xl/workbook.xml", b"abcdefgh" * 100)
    content[45] ^= 0xFF
    with pytest.raises(FileDamaged):
        look(bytes(content))


@pytest.mark.parametrize(("name", "error"), [("xl/workbook.xml", FileProtected), ("mimetype", FileDamaged)])
def test_encrypted_part(name: str, error: type[Exception]) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        new.writestr(name, "a" * 50)
        new.writestr("content.xml", "a")
    content = bytearray(file.getvalue())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(error):
        look(bytes(content))
