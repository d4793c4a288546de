"""Files for the tests, made in code."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"
SHEET_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = b"</sheetData></worksheet>"


def xlsx(rows: Sequence[Sequence[Any]] = (), **cells: Any) -> bytes:
    """A workbook of one sheet with these rows and then these single cells (``B7="x"``)."""
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for place, value in cells.items():
        sheet[place] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(workbook: bytes, name: str, pieces: Iterable[bytes]) -> bytes:
    """The archive with one part written anew."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for other in old.namelist():
            if other != name:
                new.writestr(other, old.read(other))
        with new.open(name, "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)
    return file.getvalue()


def xlsx_of(*pieces: bytes) -> bytes:
    """A workbook whose only sheet has this raw XML as its data."""
    return with_part(xlsx(), SHEET, [SHEET_HEAD, *pieces, SHEET_END])


def archive(**parts: str | bytes) -> bytes:
    """A zip file; ``__`` in a name stands for a slash, ``_dot_`` for a dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        for name, content in parts.items():
            new.writestr(name.replace("_dot_", ".").replace("__", "/"), content)
    return file.getvalue()


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS = (
    '<?xml version="1.0"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    "{}</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
)


def ods(*tables: str, mimetype: str = ODS_TYPE, manifest: str = "") -> bytes:
    """An OpenDocument with these tables, each given by its rows (``ods_row``)."""
    named = "".join(f'<table:table table:name="S{at}">{rows}</table:table>' for at, rows in enumerate(tables))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        new.writestr("mimetype", mimetype)
        new.writestr("META-INF/manifest.xml", _MANIFEST.format(manifest))
        new.writestr("content.xml", _ODS.format(named))
    return file.getvalue()


def ods_row(*cells: str, repeat: int = 1) -> str:
    times = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
    return f"<table:table-row{times}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str = "", repeat: int = 1) -> str:
    times = f' table:number-columns-repeated="{repeat}"' if repeat > 1 else ""
    if not text:
        return f"<table:table-cell{times}/>"
    return f'<table:table-cell{times} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def biff(kind: int, body: bytes = b"") -> bytes:
    """One record of an xls stream."""
    return struct.pack("<HH", kind, len(body)) + body


_SECTOR, _MINI = 512, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(**streams: bytes) -> bytes:
    """An OLE container (MS-CFB, version 3) with up to three streams in its root."""
    # Streams under 4096 bytes would need the mini stream: filled up with zeros, they do not.
    contents = {name.replace("_", " "): data.ljust(_MINI, b"\0") for name, data in streams.items()}
    fat: list[int] = []
    body = b""
    entries = [("Root Entry", 5, _END, 0)]
    for name, data in contents.items():
        count = -(-len(data) // _SECTOR)
        entries.append((name, 2, len(fat), len(data)))
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
        body += data.ljust(count * _SECTOR, b"\0")
    directory = len(fat)
    fat += [_END, _FAT]
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    records = b"".join(_entry(at, len(entries), *entry) for at, entry in enumerate(entries)).ljust(
        _SECTOR, b"\0"
    )
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        1,
        directory,
        0,
        _MINI,
        _END,
        0,
        _END,
        0,
        directory + 1,
    )
    head = head.ljust(_SECTOR, b"\xff")
    return head + body + records + struct.pack(f"<{len(fat)}I", *fat)


def _entry(at: int, count: int, name: str, kind: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    # A chain of right siblings hangs under the root: no balanced tree, but a valid one.
    sibling = at + 1 if 0 < at < count - 1 else _FREE
    child = 1 if at == 0 and count > 1 else _FREE
    return struct.pack(
        "<64sHBBIII16sIQQIQ", encoded, len(encoded), kind, 1, _FREE, sibling, child, b"", 0, 0, 0, start, size
    )
