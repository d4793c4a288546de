"""Lines of a vCard 3.0 (RFC 2426), which more programs read than any other version: escaped, and folded at 75 bytes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence

_WIDTH = 75
"""Bytes of a line without its end (RFC 2426, 2.6)."""
_PLAIN_PARAMETER = re.compile(r"[A-Za-z0-9_.+-]+")
_CARETS = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})  # RFC 6868
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", ",": "\\,", ";": "\\;"})
_CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")
_FOLDED = 74


def escaped(text: str) -> str:
    """A text value; what no line can hold (NUL and other controls) is left out."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n")).translate(_ESCAPES)


def components(parts: Sequence[str]) -> str:
    """A structured value: its parts by semicolons."""
    return ";".join(map(escaped, parts))


def listed(names: Sequence[str]) -> str:
    """A list of texts by commas."""
    return ",".join(map(escaped, names))


def property_line(
    name: str, value: str, parameters: Mapping[str, str] | None = None, types: Sequence[str] = ()
) -> bytes:
    """One property; ``value`` is escaped already. Parameters without a value are left out."""
    head = name
    if types:
        head += f";TYPE={','.join(types)}"
    for key, text in (parameters or {}).items():
        if text:
            head += f";{key}={_parameter(text)}"
    return folded(f"{head}:{value}".encode("utf-8", "replace"))


def picture_line(data: bytes, mime: str) -> bytes:
    """A picture inside the card."""
    head = f"PHOTO;ENCODING=b;TYPE={mime.removeprefix('image/').upper()}:"
    return folded(head.encode() + base64.b64encode(data))


def folded(line: bytes) -> bytes:
    """The line with its end, folded between letters: each further line begins with a blank."""
    if len(line) <= _WIDTH:
        return line + b"\r\n"
    return b"\r\n ".join(_pieces(line)) + b"\r\n"


def _pieces(line: bytes) -> Iterator[bytes]:
    start, room = 0, _WIDTH
    while start < len(line):
        end = start + room
        while end < len(line) and line[end] & 0xC0 == 0x80:  # never inside a letter of UTF-8
            end -= 1
        yield line[start:end]
        start, room = end, _FOLDED


def _parameter(text: str) -> str:
    text = _CONTROLS.sub("", text.replace("\r\n", "\n"))
    return text if _PLAIN_PARAMETER.fullmatch(text) else f'"{text.translate(_CARETS)}"'
