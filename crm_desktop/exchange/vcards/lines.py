"""From the bytes of a file to whole properties: line ends of all kinds, folding, soft breaks, base64 without indent.

Folding is undone on bytes, before any letters are decoded: writers fold in the middle of a letter. Memory is bounded
whatever the file holds: a property longer than ``LONGEST_PROPERTY`` loses its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from crm_desktop.exchange.vcards.heads import Head, may_begin, split_line

LONGEST_PROPERTY = 32_000_000
"""Bytes kept of one property: a picture of 24 MB. What is longer is no card."""

_BLANKS = b" \t"
_LONGEST_HEAD = 10_000
_CONTROL_Z = b"\x1a"  # ends a text file of DOS


class Property(NamedTuple):
    """One property. ``value`` is unfolded but neither decoded nor unescaped; ``head`` is None for text that is none."""

    head: Head | None
    value: bytes


Said: TypeAlias = "tuple[Head, bytes]"
"""A property that is one for sure, and its value."""


def physical_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines without their ends: LF, CR LF, CR, and CR CR LF, which some phones write."""
    rest, after_cr = b"", False
    for chunk in chunks:
        if len(rest) >= LONGEST_PROPERTY and b"\n" not in chunk and b"\r" not in chunk:
            continue
        lines = (rest + chunk).splitlines(keepends=True)
        rest = b"" if not lines or lines[-1].endswith(b"\n") else lines.pop()
        for line in lines:
            if not (after_cr and line == b"\r\n"):
                yield line.rstrip(b"\r\n")
            after_cr = line.endswith(b"\r")
    if rest:
        yield rest.rstrip(b"\r")


def properties(lines: Iterable[bytes]) -> Iterator[Property]:
    """The properties of a file in their order."""
    folding = _Folding()
    for line in lines:
        if folding.is_coded and line[:1] == b" ":
            folding.add(line[1:])  # most lines of most books are pictures
            continue
        text = line.replace(b"\0", b"") if b"\0" in line else line
        if not text or text == _CONTROL_Z or text.isspace():
            yield from folding.blank(text)
        elif not folding.joins(text):
            yield from folding.flush()
            folding.start(text)
    yield from folding.flush()


class _Folding:
    """The property under way."""

    def __init__(self) -> None:
        self._head: Head | None = None
        self._pieces: list[bytes] = []
        self._size = 0
        self._version = b""
        self._ahead: tuple[Head, bytes] | None = None
        self.is_coded = False
        """Whether the property under way is in base64."""

    def start(self, line: bytes) -> None:
        """A line that begins something new."""
        parted = self._ahead or split_line(line, whole=False)
        self._head, value = parted if parted else (None, line)
        self._ahead = None
        self._begin(value)

    def _begin(self, value: bytes) -> None:
        self._pieces, self._size = [], 0
        self.is_coded = self._head is not None and self._head.encoding == "base64"
        self.add(value)

    def _grow_head(self, line: bytes) -> None:
        """A line was folded before its colon: now there may be more of it."""
        self.add(line[1:])
        if self._size <= _LONGEST_HEAD and (parted := split_line(b"".join(self._pieces), whole=False)):
            self._head, value = parted
            self._begin(value)

    def joins(self, line: bytes) -> bool:
        """Whether the line belongs to the property under way; it is then taken."""
        if not self._pieces:
            return False
        head = self._head
        if self._is_soft():
            if _ends_card(line):
                return False
            self._pieces[-1] = self._pieces[-1].rstrip(_BLANKS)[:-1]
            self.add(line)
        elif line[:1] in (b" ", b"\t") and head is None:
            self._grow_head(line)
        elif line[:1] in (b" ", b"\t"):
            # Version 2.1 folds at a blank and keeps it; later ones put a blank in.
            kept = line if self._version == b"2.1" and head and not head.encoding else line[1:]
            self.add(kept)
        elif head and head.encoding == "base64" and b":" not in line:
            self.add(line.strip())
        elif head and head.name not in ("BEGIN", "END", "VERSION") and self._is_text(line):
            self.add((b"=0A" if head.encoding == "qp" else b"\\n") + line)  # a line break that nobody escaped
        else:
            return False
        return True

    def blank(self, line: bytes) -> Iterator[Property]:
        """An empty line ends a soft break; within base64 it means nothing."""
        if self._is_soft():
            self._pieces[-1] = self._pieces[-1].rstrip(_BLANKS)[:-1]
            yield from self.flush()
        elif line[:1] == b" " and self._pieces and self._head and not self._head.encoding:
            self.add(line[1:])

    def flush(self) -> Iterator[Property]:
        """The property under way, now whole."""
        if self._pieces:
            value = b"".join(self._pieces) if len(self._pieces) > 1 else self._pieces[0]
            if self._head is None and (parted := split_line(value)):
                self._head, value = parted
            if self._head and self._head.name == "VERSION":
                self._version = value.strip()
            yield Property(self._head, value)
        self._pieces, self.is_coded = [], False

    def _is_soft(self) -> bool:
        """Whether the last line ended in the soft break of quoted-printable (RFC 2045, 6.7)."""
        head = self._head
        return bool(
            self._pieces
            and head
            and head.encoding == "qp"
            and self._pieces[-1].rstrip(_BLANKS).endswith(b"=")
        )

    def _is_text(self, line: bytes) -> bool:
        """Whether a line without indent is no property, nor the beginning of one."""
        self._ahead = split_line(line, whole=False)
        return self._ahead is None and split_line(line) is None and not may_begin(line)

    def add(self, piece: bytes) -> None:
        """One more piece of the value, as long as there is room."""
        room = LONGEST_PROPERTY - self._size
        self._pieces.append(piece[:room] if room > 0 else b"")
        if room <= 0:
            self._pieces.pop()
        self._size += len(piece)


def _ends_card(line: bytes) -> bool:
    return line[:10].upper().replace(b" ", b"").startswith((b"END:VCARD", b"BEGIN:VCAR"))
