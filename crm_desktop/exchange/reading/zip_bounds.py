"""Looks through a zipped workbook before it is handed on: what it is, how much it unpacks to, how far it spreads.

What its headers declare cannot be trusted, so every part that readers use is unpacked once in pieces and thrown away.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from crm_desktop.errors import FileDamaged, FileNotATable, FileProtected, FileTooLarge
from crm_desktop.exchange.reading.reach import OdsReach, Reach, XlsbReach, XlsxReach

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNPACKED_LIMIT = 1_000_000_000
"""Bytes that all parts of a workbook may unpack to."""
PART_LIMIT = 400_000_000
"""Bytes of one part that is kept in memory whole (shared texts, an OpenDocument content)."""

_PIECE = 1 << 18
_READ = (".xml", ".rels", ".bin")
_OTHER_DOCUMENTS = (
    ("word/", "Word document"),
    ("ppt/", "PowerPoint presentation"),
    ("visio/", "Visio drawing"),
    ("META-INF/container.xml", "EPUB book"),
    ("META-INF/MANIFEST.MF", "Java program"),
    ("AndroidManifest.xml", "Android program"),
    ("Index/Document.iwa", "Apple Numbers document"),
)
_ENCRYPTED = b"encryption-data"
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True)
class Spread:
    """What a look through a workbook showed. ``cells``: in the block of its widest-spread sheet."""

    kind: Literal["xlsx", "xlsb", "ods"]
    cells: int = 0
    hidden_rows: int = 0
    long_text: bool = False
    """Some text of at least half a million bytes stands in it."""


def look_through(path: Path, archive: zipfile.ZipFile) -> Spread:
    """Unpack every part once.

    Raises FileNotATable if it is another kind of document, FileProtected if parts are encrypted, FileTooLarge beyond
    the limits and FileDamaged if a part cannot be unpacked.
    """
    kind = _kind(path, archive)
    total = cells = hidden = 0
    long_text = False
    for info in archive.infolist():
        if not info.filename.lower().endswith(_READ):
            continue
        reach = _reach(kind, info.filename)
        part = plain = 0
        try:
            for piece in _pieces(archive, info):
                part += len(piece)
                plain = 0 if b"<" in piece else plain + 1
                long_text = long_text or plain > 1
                if total + part > UNPACKED_LIMIT or (part > PART_LIMIT and not isinstance(reach, XlsxReach)):
                    raise FileTooLarge(path=path, what="unpacked", limit=UNPACKED_LIMIT)
                if reach:
                    reach.see(piece)
        except _BAD_ZIP as error:
            raise _bad_part(path, info, error) from error
        total += part
        if reach:
            cells = max(cells, reach.cells)
            hidden += reach.hidden_rows
    return Spread(kind, cells, hidden, long_text and kind != "xlsb")


def _kind(path: Path, archive: zipfile.ZipFile) -> Literal["xlsx", "xlsb", "ods"]:
    names = archive.namelist()
    if any(name.lower() == "xl/workbook.bin" for name in names):
        return "xlsb"
    if any(name.lower().startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names:
        return _open_document(path, archive)
    found = next(
        (title for start, title in _OTHER_DOCUMENTS if any(name.startswith(start) for name in names)), None
    )
    raise FileNotATable(path=path, found=found or "ZIP archive")


def _open_document(path: Path, archive: zipfile.ZipFile) -> Literal["ods"]:
    """An OpenDocument may be a text or a drawing; its mimetype says so (ISO/IEC 26300-3), if it is there.

    Its manifest names what is encrypted, in ways of its own that Office tools do not know.
    """
    try:
        mimetype = _beginning(archive, "mimetype").decode("ascii", "replace").strip()
        manifest = _beginning(archive, "META-INF/manifest.xml")
    except _BAD_ZIP as error:
        raise FileDamaged(path=path, reason=f"mimetype or manifest: {error}") from error
    if _ENCRYPTED in manifest:
        raise FileProtected(path=path)
    if mimetype and "spreadsheet" not in mimetype:
        raise FileNotATable(path=path, found="OpenDocument " + mimetype.rpartition(".")[2])
    return "ods"


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first 100,000 bytes of a part, nothing if there is no such part."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(100_000)


def _reach(kind: str, name: str) -> Reach | None:
    """Who watches a part: only parts with cells are watched."""
    if kind == "ods":
        return OdsReach() if name == "content.xml" else None
    if "worksheets/" not in name.lower() or name.lower().endswith(".rels"):
        return None
    return XlsxReach() if kind == "xlsx" else XlsbReach()


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    # zipfile stops at the declared size, other readers do not: declare "without end" to see what really comes out.
    info.file_size = 1 << 62
    with archive.open(info) as part:
        yield from iter(lambda: part.read(_PIECE), b"")


def _bad_part(path: Path, info: zipfile.ZipInfo, error: Exception) -> FileDamaged | FileProtected:
    # Bit 0 of the flags: the entry is encrypted (PKWARE APPNOTE 4.4.4).
    if info.flag_bits & 1:
        return FileProtected(path=path)
    return FileDamaged(path=path, reason=f"{info.filename}: {error}")
