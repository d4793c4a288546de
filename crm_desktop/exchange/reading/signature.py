"""What a file is, by its first bytes: names and suffixes lie (exports named .xls are often text or HTML)."""

from __future__ import annotations

import re
from typing import Literal

Container = Literal["zip", "ole", "xml", "html", "text"]

HEAD_SIZE = 8192
"""Bytes looked at to tell a file's kind."""

_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"BM", "BMP picture"),
    (b"II*\0", "TIFF picture"),
    (b"MM\0*", "TIFF picture"),
    (b"MZ", "Windows program"),
    (b"\x7fELF", "Linux program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "macOS program"),
    (b"Rar!", "RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"\0\x01\0\0Standard ", "Access database"),
    (b"{\\rtf", "RTF document"),
    (b"ID3", "MP3 sound"),
    (b"OggS", "Ogg sound"),
    (b"RIFF", "sound or video"),
    (b"!BDN", "Outlook data file"),
)
_FOREIGN_TEXT = (
    (re.compile(r"begin:vcard", re.I), "vCard"),
    (re.compile(r"begin:vcalendar", re.I), "iCalendar"),
    (re.compile(r"%!PS"), "PostScript"),
)
# Two-letter signatures could begin an honest text ("BMW;Vilnius"), so those files must also hold binary bytes.
_SHORT = 2
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_XML = re.compile(r"\s*<\?xml|\s*<(?:\w+:)?Workbook[\s>]")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|style)\b",
    re.I | re.S,
)


def container_of(head: bytes) -> Container:
    """Which family of reader takes a file that begins with ``head``. Everything unknown is taken for text."""
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    text = _as_text(head)
    if _HTML.match(text):
        return "html"
    return "xml" if _XML.match(text) else "text"


def foreign_kind(head: bytes) -> str | None:
    """The English name of what the file is, if it is surely no table; None if it may be one."""
    controls = len(_CONTROL.findall(head))
    for magic, name in _FOREIGN:
        if head.startswith(magic) and (len(magic) > _SHORT or controls):
            return name
    if head[4:8] == b"ftyp":
        return "video or HEIC picture"
    text = _as_text(head).lstrip("\ufeff\r\n\t ")
    for pattern, name in _FOREIGN_TEXT:
        if pattern.match(text):
            return name
    return None


def looks_binary(head: bytes) -> bool:
    """Whether more than stray control characters stand among the first bytes of a supposed text (not in UTF-16)."""
    # A few NULs or Ctrl-characters come from old exports and are cleaned; one in fifty is no text any more.
    return len(_CONTROL.findall(head)) > max(8, len(head) // 50)


def _as_text(head: bytes) -> str:
    """The head for looking at its ASCII part, whatever the encoding: UTF-16 only puts NULs between the letters."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").decode("latin-1")
